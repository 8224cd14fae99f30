from datetime import date

import pytest

from law.disclosure import (
    SENTENCES,
    Consequence,
    Disclosure,
    NoDisclosureFormError,
    Relation,
    disclosure_form,
    findings,
    follows,
    relations,
)

TODAY = date(2026, 11, 22)
FORM = disclosure_form(TODAY)
NONE = Disclosure(FORM.version, dict.fromkeys(Relation, False))


def answered(*yes: Relation, text: str = "") -> Disclosure:
    return Disclosure(FORM.version, {relation: relation in yes for relation in Relation}, text)


def codes(disclosure: Disclosure) -> list[tuple[str, str, bool]]:
    return [(finding.path, finding.code, finding.blocks) for finding in findings(disclosure, on=TODAY)]


def test_no_relation_leaves_the_mediator_free() -> None:
    assert codes(NONE) == []
    assert relations(NONE) == frozenset()
    assert follows(relations(NONE)) is Consequence.FREE


@pytest.mark.parametrize("relation", Relation)
def test_at34_each_relation_asks_every_party(relation: Relation) -> None:
    told = answered(relation, text="表兄弟")
    assert codes(told) == []
    assert relations(told) == {relation}
    assert follows(relations(told)) is Consequence.EVERY_PARTY_CONSENTS


def test_at34_the_form_asks_for_close_relatives_of_agents() -> None:
    asked = {question.relation: question for question in FORM.questions}
    assert set(asked) == set(Relation)
    assert "代理人" in asked[Relation.RELATIVE_OF_AGENT].words.zh
    assert any("在线调解规则》第13条" in basis for basis in asked[Relation.RELATIVE_OF_AGENT].basis)


def test_every_question_is_answered() -> None:
    assert codes(Disclosure(FORM.version, {Relation.PARTY: False})) == [
        (f"answers.{relation}", "disclosure.unanswered", True) for relation in list(Relation)[1:]
    ]


def test_a_relation_is_told_in_readable_words() -> None:
    assert codes(answered(Relation.OTHER)) == [("text", "disclosure.text_missing", True)]
    assert codes(answered(Relation.OTHER, text="同学\u202e")) == [("text", "disclosure.control_characters", True)]
    assert codes(answered(Relation.OTHER, text="同" * 501)) == [("text", "disclosure.text_too_long", True)]


def test_at35_the_texts_for_recusal_and_change_are_there() -> None:
    assert "近亲属" in FORM.texts["recusal"].words.zh
    assert "视为拒绝调解" in FORM.texts["change"].words.zh
    assert "第14条" in FORM.texts["refused"].basis[0]
    assert "同意由这位调解员继续" in FORM.texts["consent"].words.zh
    assert [ground.id for ground in FORM.recusal_grounds] == ["relative", "interest", "other"]


def test_before_the_rules_there_is_no_form() -> None:
    with pytest.raises(NoDisclosureFormError):
        disclosure_form(date(2021, 12, 31))


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in (*SENTENCES.values(), *(text.words for text in FORM.texts.values())):
        assert words.zh.endswith(("。", "？"))
        assert words.en.endswith((".", "?"))
    for question in FORM.questions:
        assert question.words.zh.endswith("？")
        assert question.words.en.endswith("?")
