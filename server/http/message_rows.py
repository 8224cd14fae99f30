"""Messages as the desk shows them: how far they came, and in words why they did not."""

from collections.abc import Iterable, Mapping
from typing import Final

from law.sentence import Sentence as Words
from rooms.ids import SeatId
from rooms.room import Role, Room
from server.http.bodies import InvitationState, InvitationWord, Sentence
from server.http.message_bodies import MessageRow
from server.storage.messages import EXPIRED, SUPERSEDED, Channel, Kind, Progress, State

TROUBLE: Final[Mapping[str, Words]] = {
    "mail.away": Words("邮件服务器暂时连不上", "the mail server cannot be reached"),
    "mail.no_such_mailbox": Words("没有这个邮箱", "there is no such mailbox"),
    "gateway.unreachable": Words("短信网关暂时连不上", "the SMS gateway cannot be reached"),
    "gateway.timeout": Words("短信网关没有及时回应", "the SMS gateway did not answer in time"),
    SUPERSEDED: Words("已被后来的消息取代", "overtaken by a later message"),
    EXPIRED: Words("已过时，没有发出", "too late to be sent"),
    "internal": Words("系统出错", "a fault of the server"),
}
PREFIXES: Final[Mapping[str, Words]] = {
    "gateway.refused_": Words("短信网关拒收（{code}）", "the SMS gateway refused it ({code})"),
    "gateway.answered_": Words("短信网关出错（{code}）", "the SMS gateway failed ({code})"),
    "report.": Words("运营商报告没有送达（{code}）", "the operator reports it undelivered ({code})"),
}
TELLING: Final = (Kind.INVITATION, Kind.RESCHEDULING)
"""Kinds that bring a person the time and the link."""
BEST_FIRST: Final = (State.DELIVERED, State.SENT, State.QUEUED, State.FAILED)


def message_row(progress: Progress) -> MessageRow:
    """One line."""
    trouble = trouble_of(progress.error) if progress.error else None
    return MessageRow(
        id=progress.id,
        seat=progress.seat or "",
        name=progress.name,
        kind=progress.kind.value,
        way=progress.channel.value,
        to_masked=progress.to_masked,
        state=progress.state.value,
        tries=progress.tries,
        trouble=Sentence(zh=trouble.zh, en=trouble.en) if trouble else None,
        created_at=progress.created,
        planned_for=progress.next_at if progress.planned else None,
        sent_at=progress.sent_at,
        settled_at=progress.settled_at,
    )


def trouble_of(code: str) -> Words:
    """Why a message did not go, in words."""
    if code in TROUBLE:
        return TROUBLE[code]
    for prefix, words in PREFIXES.items():
        if code.startswith(prefix):
            rest = code.removeprefix(prefix)
            return Words(words.zh.format(code=rest), words.en.format(code=rest))
    return Words(code, code)


def invitation_states(room: Room, messages: Iterable[Progress]) -> tuple[InvitationState, ...]:
    """For each party, what became of the newest message with time and link; `none`: no message brought them any."""
    told: dict[SeatId, list[Progress]] = {}
    for each in messages:
        if each.room == room.id and each.seat is not None and each.kind in TELLING:
            told.setdefault(each.seat, []).append(each)
    return tuple(
        InvitationState(seat=seat.id, name=seat.name, state=_state(told.get(seat.id, [])))
        for seat in room.seats
        if seat.role is not Role.MEDIATOR
    )


def _state(messages: list[Progress]) -> InvitationWord:
    """The best that one of the newest message's ways came to; `messages` newest first."""
    if not messages:
        return "none"
    newest = [each for each in messages if each.created == messages[0].created]
    best = min(newest, key=lambda each: BEST_FIRST.index(each.state))
    if best.channel is Channel.OUTBOX and best.state is State.SENT:
        return "simulated"
    return best.state.value
