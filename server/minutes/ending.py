"""Minutes that are not signed when the session ends: nothing of them is lost, and nobody signs later.

They hold the session open until they are signed or somebody says why they are not. Then the text is fixed with that
reason at each name, printed, and sealed by the platform alone.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final, Protocol

from agreements.acts import Reopened
from agreements.agreement import Agreement, Freezing
from agreements.ceremony import slots_of
from agreements.ids import SignerId
from agreements.members import member
from agreements.minutes_document import minutes_bytes, minutes_digest
from law.beijing import day_of
from rooms.ids import PersonId, RoomId
from rooms.inputs import Forsaking
from rooms.minutes.acts import EndAsked, Excused
from rooms.minutes.closing import remaining
from rooms.minutes.minutes import Open
from rooms.minutes.refusals import Unmet
from rooms.minutes.step import step
from rooms.minutes.words import reason_of
from rooms.permissions import require, require_tab
from rooms.rights import Right
from rooms.room import Room
from server.audit.facts import AnyFact
from server.minutes.document import document_of, letterhead
from server.minutes.keeper import MinutesKeeper, Permit
from server.minutes.moves import SYSTEM, Change, ended, signed, under_way
from server.minutes.roll import Attendant, roll
from server.papers.keeper import anybody
from server.storage.minutes import KeptMinutes
from signaling.ports import Tab

NOBODY_CLOSED: Final[Mapping[Forsaking, str]] = {
    Forsaking.DAYS: "会谈无人结束，由系统按期关闭，未能签名",
    Forsaking.CASE_ENDED: "案件已经结束，会谈由系统关闭，未能签名",
}
SIGNED_BEFORE: Final = "曾在先前的定稿上签名，会谈结束时未签齐，该定稿作废"


class RoomsKept(Protocol):
    """Where rooms are."""

    async def room(self, room: RoomId) -> Room | None: ...


class MinutesEnding:
    """Asked before a session ends, by whichever way."""

    def __init__(self, keeper: MinutesKeeper, rooms: RoomsKept, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._rooms = rooms
        self._clock = clock

    async def by_tab(self, tab: Tab, reason: str | None) -> None:
        """Raises Unmet `minutes.unsigned` without a reason, and the room's Refusal where this tab may end nothing."""
        await self._end(
            tab.room, PersonId(tab.seat), reason, lambda room: require_tab(room, tab.seat, tab.session, Right.CLOSE)
        )

    async def by_desk(self, room: Room, reason: str | None) -> None:
        """The same for the mediator's account."""
        seat = room.account_seat.id
        await self._end(room.id, PersonId(seat), reason, lambda now: require(now, seat, Right.CLOSE))

    async def by_nobody(self, room: RoomId, why: Forsaking) -> None:
        """For the system, which closes what was forsaken."""
        await self._end(room, None, NOBODY_CLOSED[why], anybody)

    async def _end(self, room_id: RoomId, by: PersonId | None, reason: str | None, permit: Permit) -> None:
        room, kept = await self._rooms.room(room_id), await self._keeper.kept(room_id)
        if room is None or kept is None:
            return
        missing = unsigned(kept, room)
        if not missing:
            return
        if reason is None:
            raise Unmet("minutes.unsigned", names="、".join(missing))
        why, now = reason_of(reason), self._clock()
        before = frozenset(slot.signer for slot in slots_of(kept.paper) if slot.activation)
        if under_way(kept.paper):
            # The text that lay on the table falls first: what happened meanwhile belongs into the last one.
            fell = Reopened(now, SignerId(by or SYSTEM), why)
            await self._keeper.change(room_id, permit, lambda found: signed(found, fell))
        await self._keeper.change(room_id, permit, lambda found: _ended(found, room, by, why, before, now))


def unsigned(kept: KeptMinutes, room: Room) -> tuple[str, ...]:
    """Names of those who have not signed what is there to be signed; none where nothing is, or all have pressed."""
    if under_way(kept.paper):
        return tuple(_missing(kept.paper))
    if not isinstance(kept.minutes.stage, Open) or not kept.minutes.typed:
        return ()
    everybody = {one.person: one.name for one in _signing(room)}
    # Where all are excused already, their names still say whose minutes these are.
    return tuple(everybody[person] for person in remaining(kept.minutes, tuple(everybody)) or everybody)


def _missing(paper: Agreement) -> Iterator[str]:
    if isinstance(paper.stage, Freezing):
        yield from (one.name for one in paper.members)
    yield from (member(paper, slot.signer).name for slot in slots_of(paper) if slot.activation is None)


def _signing(room: Room) -> tuple[Attendant, ...]:
    return tuple(one for one in roll(room) if one.signs)


def _ended(
    kept: KeptMinutes, room: Room, by: PersonId | None, why: str, before: frozenset[SignerId], now: datetime
) -> Change:
    """With a reason at every name, and the document that says so."""
    minutes, facts, signers = kept.minutes, tuple[AnyFact, ...](), _signing(room)
    for person in remaining(minutes, tuple(one.person for one in signers)):
        reason = SIGNED_BEFORE if SignerId(person) in before else why
        excused = step(minutes, Excused(now, by, person, reason))
        minutes, facts = excused.minutes, (*facts, *excused.facts)
    content = minutes_bytes(document_of(minutes, room, letterhead(kept.paper), at=now, today=day_of(now)))
    act = EndAsked(now, by, minutes_digest(content), why, tuple((one.person, one.name) for one in signers))
    return ended(kept, minutes, act, facts, content)
