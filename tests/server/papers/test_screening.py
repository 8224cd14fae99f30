"""The paper's progress before somebody who is screened from one of its people."""

from datetime import UTC, datetime

import pytest

from server.papers.screening import FELL, without
from server.papers.view import NONE_YET
from signaling.contract.agreement_view import (
    AgreementView,
    CommentState,
    FallenText,
    FieldState,
    PartState,
    SignerState,
    Stage,
)
from signaling.contract.draft_view import AcceptedBy, SuggestionState

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
BOSS, NAME = {"boss"}, {"赵经理"}


def by(name: str) -> PartState:
    accepted = AcceptedBy(seat="boss", device="boss", name="赵经理", at=NOON, wording="w", current=True)
    field = FieldState(name="amount", value="6000.00", version=2, by=name)
    return PartState.model_construct(
        id="p", kind="sum", number="一", text="六千元", fields=(field,), wording="w", accepted=(accepted,)
    )


def signer(seat: str) -> SignerState:
    return SignerState.model_construct(
        seat=seat, name=seat, on_behalf_of="", capacity="respondent", step="signed", turn=False, signed_at=NOON
    )


def view(stage: Stage) -> AgreementView:
    comment = CommentState(id="c", part="p", author="boss", name="赵经理", at=NOON, text="太多了", settled=False)
    suggestion = SuggestionState(
        id="s",
        part="p",
        field="amount",
        value="1.00",
        seat="boss",
        device="boss",
        name="赵经理",
        at=NOON,
        state="open",
        reason="",
        stale=False,
    )
    return NONE_YET.model_copy(
        update={
            "stage": stage,
            "parts": (by("赵经理"),),
            "comments": (comment,),
            "suggestions": (suggestion,),
            "signers": (signer("worker"), signer("boss")),
            "fallen": FallenText(by="赵经理", act="refused", reason="我不签", at=NOON, signatures=0),
        }
    )


@pytest.mark.parametrize("stage", ["drafting", "signing"])
def test_nothing_tells_what_the_other_does_until_all_have_signed(stage: Stage) -> None:
    shown = without(view(stage), BOSS, NAME)
    told = shown.model_dump_json()
    assert [word for word in ("赵经理", "太多了", "我不签", "1.00") if word in told] == []
    assert [(one.seat, one.step, one.signed_at) for one in shown.signers] == [
        ("worker", "signed", NOON),
        ("boss", "read", None),
    ]
    assert shown.parts[0].text == "六千元", "the text is both sides'"
    assert shown.fallen is not None
    assert shown.fallen.reason == FELL.zh


def test_when_all_have_signed_both_may_know_it() -> None:
    shown = without(view("closing"), BOSS, NAME)
    assert {one.step for one in shown.signers} == {"signed"}


def test_for_all_others_it_is_the_very_same() -> None:
    whole = view("signing")
    assert without(whole, set(), set()) is whole
