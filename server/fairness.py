"""How much time each side has had: spoken in the joint room, and in private talk with a mediator. For mediators alone.

Spoken time is the relay's, by the place the seat was in; it begins anew with the process. The time in private talks is
counted from the audit chain, which says who went in and out and when, so that it outlives a restart.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from rooms.facts import CaucusAttended
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import BEGUN, MEDIATORS, Place, Room, Side, caucus_id
from server.audit.chain import Record
from signaling.contract.media_pushes import SideTime

log = structlog.get_logger()

TELL_S: Final = 5.0
"""Between two tellings."""
ZERO: Final = timedelta()


class Keeper(Protocol):
    """The rooms in memory."""

    def rooms(self) -> tuple[Room, ...]: ...
    def peek(self, room: RoomId) -> Room | None: ...


class Spoken(Protocol):
    """The relay, as far as it counts who speaks."""

    def spoken_by_place(self, room: RoomId) -> Mapping[tuple[SeatId, str], timedelta]: ...


class Sender(Protocol):
    """Who tells the mediators."""

    def fairness(self, room: Room, sides: tuple[SideTime, ...]) -> None: ...


Records = Callable[[CaseId], Awaitable[Iterable[Record]]]
"""The audit chain of a case, in order."""


@dataclass(slots=True)
class PrivateTime:
    """A side's time in one caucus or another with a mediator, each moment once."""

    inside: dict[SeatId, str] = field(default_factory=dict)
    """Which caucus each seat is in."""
    spent: defaultdict[Side, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    until: datetime | None = None

    def reach(self, room: Room, at: datetime) -> None:
        """Count what has passed up to `at`, everybody being where they were."""
        if self.until is not None and at > self.until:
            led = {self.inside.get(seat.id) for seat in room.seats if seat.role in MEDIATORS} - {None}
            for side in {seat.side for seat in room.seats if self.inside.get(seat.id) in led} - {Side.NEUTRAL}:
                self.spent[side] += at - self.until
        self.until = at


def from_records(room: Room, records: Iterable[Record]) -> PrivateTime:
    """As the audit chain tells it, up to its last word on the matter."""
    time, seats = PrivateTime(), {seat.id for seat in room.seats}
    for record in records:
        if record.kind != CaucusAttended.kind:
            continue
        body = json.loads(record.body)
        seat = SeatId(body["seat"])
        if seat not in seats:
            continue
        time.reach(room, record.at)
        if body["entered"]:
            time.inside[seat] = body["caucus"]
        else:
            time.inside.pop(seat, None)
    return time


def where(peek: Callable[[RoomId], Room | None]) -> Callable[[RoomId, SeatId], str]:
    """For the relay: the place a seat speaks in."""

    def place(room_id: RoomId, seat_id: SeatId) -> str:
        room = peek(room_id)
        seat = room.seat(seat_id) if room else None
        return seat.place if seat else ""

    return place


class Fairness:
    """Told of every change by the rooms' keeper; tells the mediators every few seconds what has changed."""

    def __init__(self, keeper: Keeper, media: Spoken, records: Records, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._media = media
        self._records = records
        self._clock = clock
        self._times: dict[RoomId, PrivateTime] = {}

    async def room_changed(self, before: Room, after: Room) -> None:
        """For the keeper: what has passed until now passed as things were before."""
        time = self._times.get(after.id)
        if time is None:
            return
        if after.phase not in BEGUN:
            del self._times[after.id]
            return
        time.reach(before, self._clock())
        time.inside = _inside(after)

    async def run(self, sender: Sender) -> None:
        """Tell until cancelled."""
        while True:
            await asyncio.sleep(TELL_S)
            for room in self._keeper.rooms():
                try:
                    if room.phase in BEGUN:
                        sender.fairness(room, await self.sides(room))
                except Exception:
                    log.exception("fairness.failed", room=room.id)

    async def sides(self, room: Room) -> tuple[SideTime, ...]:
        """Each side that sits in the room, in seating order."""
        private = await self._private(room)
        spoken = defaultdict[Side, timedelta](timedelta)
        for (seat_id, place), took in self._media.spoken_by_place(room.id).items():
            seat = room.seat(seat_id)
            if seat is not None and place == Place.JOINT:
                spoken[seat.side] += took
        sides = dict.fromkeys(seat.side for seat in room.seats if seat.side is not Side.NEUTRAL)
        return tuple(
            SideTime(side=side, spoken_s=_seconds(spoken[side]), caucus_s=_seconds(private.spent[side]))
            for side in sides
        )

    async def _private(self, room: Room) -> PrivateTime:
        """Up to now. What changed while the chain was read is in the chain, or in the room as it is then."""
        if room.id not in self._times:
            time = from_records(room, await self._records(room.case))
            time.inside = _inside(self._keeper.peek(room.id) or room)
            self._times[room.id] = time
        private = self._times[room.id]
        private.reach(room, self._clock())
        return private


def _inside(room: Room) -> dict[SeatId, str]:
    return {seat.id: caucus for seat in room.seats if (caucus := caucus_id(seat)) is not None}


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())
