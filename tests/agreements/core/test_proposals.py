"""The mediator's own proposal: only the chosen know of it, and a yes is told when all have said it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.ids import SignerId
from agreements.proposals import MOST, Proposal, ProposalId, Word, answered, proposed, seen_by, withdrawn
from agreements.refusals import Refusal
from tests.agreements.core.stories import COMPANY, MEDIATOR, NOON, PARTIES, WORKER, agreement

ID = ProposalId("proposal-1")


def made(before: tuple[Proposal, ...] = (), **other: Any) -> Proposal:  # noqa: ANN401 - one of the values
    values = {"id_": ID, "by": MEDIATOR, "name": "王敏", "at": NOON, "text": "折中：支付一万元", "to": None}
    return proposed(agreement(), before, **{**values, **other})


def says(proposal: Proposal, by: SignerId, word: Word) -> Proposal:
    return answered(proposal, by=by, name="某人", word=word, at=NOON)


def test_a_proposal_is_for_all_or_for_the_chosen() -> None:
    assert (made().to, made().for_all) == (PARTIES, True)
    assert (made(to=(COMPANY,)).to, made(to=(COMPANY,)).for_all) == ((COMPANY,), False)
    assert made(to=(COMPANY, WORKER)).for_all
    assert made((made(),), text="别的") == made(), "sent again it is the same one"


def test_a_yes_is_told_to_the_other_when_both_have_said_it() -> None:
    one = says(made(), WORKER, Word.ACCEPT)
    for_company = seen_by(one, {COMPANY})
    assert for_company is not None
    assert (for_company.said, for_company.accepted) == ((), False)
    both = says(one, COMPANY, Word.ACCEPT)
    for_company = seen_by(both, {COMPANY})
    assert for_company is not None
    assert (len(for_company.said), for_company.accepted) == (2, True)
    with pytest.raises(Refusal, match=r"proposal\.accepted"):
        says(both, WORKER, Word.DECLINE)


def test_an_answer_may_change_until_then() -> None:
    one = says(says(made(), WORKER, Word.THINK), WORKER, Word.DECLINE)
    assert [(each.by, each.word) for each in one.said] == [(WORKER, Word.DECLINE)]
    with pytest.raises(Refusal, match=r"proposal\.withdrawn"):
        says(withdrawn(one), WORKER, Word.ACCEPT)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"text": " "}, "proposal.empty"),
        ({"text": "字" * 2001}, "text.too_long"),
        ({"text": "好\u202e的"}, "text.control_characters"),
        ({"to": (MEDIATOR,)}, "party.unknown"),
        ({"to": (COMPANY, SignerId("stranger"))}, "party.unknown"),
        ({"id_": ProposalId("x")}, "proposal.id"),
    ],
)
def test_what_is_no_proposal_is_refused(other: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        made(**other)
    assert refused.value.code == code


def test_they_end_somewhere() -> None:
    full = tuple(made(id_=ProposalId(f"proposal-{number:02}")) for number in range(MOST))
    with pytest.raises(Refusal, match=r"proposals\.too_many"):
        made(full, id_=ProposalId("proposal-more"))


@given(st.lists(st.tuples(st.just(COMPANY), st.sampled_from(Word))), st.text(min_size=1, max_size=20))
def test_who_is_not_chosen_sees_nothing_whatever_happens(answers: list[tuple[SignerId, Word]], text: str) -> None:
    one = Proposal(ID, MEDIATOR, "王敏", NOON, text, (COMPANY,), for_all=False)
    for by, word in answers:
        if not one.accepted:
            one = says(one, by, word)
        assert seen_by(one, {WORKER}) is None
    with pytest.raises(Refusal, match=r"proposal\.unknown"):
        says(one, WORKER, Word.ACCEPT)
