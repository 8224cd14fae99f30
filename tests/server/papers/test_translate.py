"""Nothing that a tab says is lost or changed on its way to the agreement."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import get_args

import pytest

from agreements.acts import ClauseAdded, ClauseMoved
from agreements.agreement import Code, Stroke
from agreements.canonical import digest_of
from agreements.ids import Digest, PartId, SignerId
from agreements.kinds import Kind
from agreements.refusals import Unfit
from rooms.ids import DeviceId, RoomId, SeatId, SessionId
from server.papers.commands import RIGHTS
from server.papers.suggestions import Asking, Lasting
from server.papers.translate import PlainCommand, act_of, ink_of, sign_act
from signaling.contract import drafting as wire
from signaling.contract import signing
from signaling.contract.proposing import ProposingCommand
from signaling.contract.suggesting import SuggestingCommand
from signaling.ports import Tab

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BY = SignerId("seat-1")
DIGEST = "ab" * 32
TAB = Tab(RoomId("room"), SeatId(BY), SessionId("tab"), DeviceId("d" * 64), "192.0.2.7", "Firefox😀")

PLAIN: tuple[PlainCommand, ...] = (
    wire.DraftAdd(clause="clause-77", kind="payment", after="clause-76"),
    wire.DraftSet(part="party:seat-9", field="due.12", saw=41, value="2026-03-31"),
    wire.DraftRemove(clause="clause-78", saw=42),
    wire.DraftMove(clause="clause-79", after="clause-80", saw=43),
    wire.DraftComment(id="remark-44", part="head", text="请核对金额"),
    wire.DraftSettle(id="remark-45"),
    wire.AgreementReopen(reason="金额有误"),
    wire.AgreementRefuse(reason="需要考虑"),
    wire.AgreementRead(digest=DIGEST, page=7, seconds=46),
    wire.AgreementConfirm(digest=DIGEST, sentence="我已阅读", esign_version="2026-09"),
    signing.AgreementGroup(digest=DIGEST, group="clause-77"),
    signing.AgreementObject(digest=DIGEST, group="clause-78", id="remark-46", reason="金额不对"),
)


def test_every_command_has_its_way() -> None:
    plain = {type(command) for command in PLAIN}
    assert plain == set(get_args(PlainCommand))
    with_more = {wire.AgreementOpen, wire.AgreementFreeze, wire.AgreementCode, wire.AgreementSign}
    seating = set(get_args(signing.SigningCommand)) - plain
    beside = {*get_args(SuggestingCommand), *get_args(ProposingCommand), *seating}
    assert plain | with_more | beside == set(get_args(wire.AgreementCommand)) == set(RIGHTS)
    assert {*get_args(Lasting), *get_args(Asking)} == set(get_args(SuggestingCommand))


@pytest.mark.parametrize("command", PLAIN, ids=lambda command: command.event)
def test_no_field_is_lost(command: PlainCommand) -> None:
    act = asdict(act_of(command, BY, NOW))
    assert (act.pop("at"), act.pop("by")) == (NOW, BY)
    # Who signs is found out before: it is `by`.
    said = command.model_dump(exclude={"signer"})
    assert sorted(map(str, act.values())) == sorted(map(str, said.values()))


def test_clauses_without_a_place_before_them_go_where_the_contract_says() -> None:
    added = act_of(wire.DraftAdd(clause="clause-77", kind="free", after=None), BY, NOW)
    moved = act_of(wire.DraftMove(clause="clause-77", after=None, saw=0), BY, NOW)
    assert added == ClauseAdded(NOW, BY, PartId("clause-77"), Kind.FREE, None)
    assert moved == ClauseMoved(NOW, BY, PartId("clause-77"), None, 0)


def test_a_signature_carries_everything_that_was_done_for_it() -> None:
    drawn = wire.InkDrawn(strokes=(wire.InkStroke(points=(1, 2, 3, 4, 5, 6, 7, 8)),), height=400, typed=None)
    command = wire.AgreementSign(id="press-001", digest=DIGEST, code="135790", ink=drawn)
    sent = Code(Digest("0" * 64), NOW, NOW, "email", "z***@example.com", 5)
    act = sign_act(command, TAB, NOW, sent)
    assert (act.at, act.by, act.digest) == (NOW, BY, DIGEST)
    assert act.code_sha256 == digest_of(f"{DIGEST}|{BY}|135790".encode())
    pressed = act.activation
    assert pressed.ink.strokes == (Stroke(((1, 2, 3, 4), (5, 6, 7, 8))),)
    assert (pressed.ink.height, pressed.ink.typed) == (400, None)
    assert (pressed.request, pressed.at) == ("press-001", NOW)
    assert (pressed.channel, pressed.target_masked) == ("email", "z***@example.com")
    assert (pressed.source, pressed.agent) == ("192.0.2.7", "Firefox?")
    assert TAB.device.startswith(pressed.device)


def test_a_point_that_is_cut_off_is_refused() -> None:
    drawn = wire.InkDrawn(strokes=(wire.InkStroke(points=(1, 2, 3, 4, 5)),), height=400, typed=None)
    with pytest.raises(Unfit, match=r"ink\.malformed"):
        ink_of(drawn)
