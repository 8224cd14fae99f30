"""What is read out and confirmed group by group is the text that is signed: all of it, once."""

from agreements.ceremony import groups_of
from agreements.freezing import document_of
from agreements.reading import groups
from tests.agreements.core.stories import TODAY, signing
from tests.agreements.core.test_signers import GROUPED, grouped


def test_the_groups_are_the_ones_that_are_confirmed() -> None:
    now = grouped()
    frozen = signing(now).frozen
    told = groups(document_of(now, frozen.draft, today=GROUPED.date()))
    assert tuple(group.id for group in told) == groups_of(now, frozen)


def test_every_sentence_of_the_paper_is_read_once() -> None:
    now = grouped()
    document = document_of(now, signing(now).frozen.draft, today=TODAY)
    lines = [line for group in groups(document) for line in group.paragraphs]
    sentences = [
        document.opening,
        *document.facts.paragraphs,
        document.terms_lead,
        *(line for term in document.terms for line in term.text.split("\n")),
        *(line for section in document.closing_sections for line in section.paragraphs),
        *(party.representative for party in document.parties if party.representative),
    ]
    assert [lines.count(sentence) for sentence in sentences] == [1] * len(sentences)
    assert any(party.sentence in line for party in document.parties for line in lines)
    assert any("12,345.00元" in line and "壹万贰仟叁佰肆拾伍元整" in line for line in lines)
