"""Rooms that nobody closed are closed here: only a closed room has a day on which its private keys are destroyed.

After the days the law's data names without anybody, or, where the case has ended, as soon as nobody is there. What the
room does then is its own (`rooms.hosting.forsake`); the days of deletion follow from the close like from any other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from law.beijing import day_of
from law.parameters import parameter
from rooms.cases.case import Case
from rooms.cases.runs import ENDED
from rooms.hosting import quiet_since
from rooms.ids import CaseId, RoomId
from rooms.inputs import Forsaken, Forsaking, Input
from rooms.room import Room

log = structlog.get_logger()

DAYS: Final = "unclosed_room_days"
LOOK_EVERY_S: Final = 3600.0
EndMinutes = Callable[[RoomId, Forsaking], Awaitable[None]]
"""Told before a room is closed: what was written and not signed is ended, and nothing of it lost."""


class RoomsKept(Protocol):
    """The writer of rooms, who has every open one at hand."""

    def rooms(self) -> tuple[Room, ...]: ...
    async def submit(self, room: RoomId, event: Input) -> None: ...


class CasesKept(Protocol):
    """Where cases are."""

    async def case(self, case: CaseId) -> Case | None: ...


class UnclosedRooms:
    """Looks now and then, and when a case has changed."""

    def __init__(
        self, rooms: RoomsKept, cases: CasesKept, clock: Callable[[], datetime], end_minutes: EndMinutes
    ) -> None:
        self._rooms = rooms
        self._cases = cases
        self._clock = clock
        self._end_minutes = end_minutes

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Close what has long been quiet, and what belongs to a case that has ended."""
        await self._close(self._rooms.rooms())

    async def case_changed(self, case: CaseId) -> None:
        """For the cases' keeper: the rooms of a case that has ended; those where somebody is are closed later."""
        await self._close(room for room in self._rooms.rooms() if room.case == case)

    async def _close(self, rooms: Iterable[Room]) -> None:
        for room in tuple(rooms):
            try:
                why = await self._why(room)
                if why is not None:
                    await self._end_minutes(room.id, why)
                    await self._rooms.submit(room.id, Forsaken(self._clock(), why))
                    log.info("room.forsaken", room=room.id, why=why)
            except Exception:
                log.exception("room.not_closed", room=room.id)

    async def _why(self, room: Room) -> Forsaking | None:
        since, now = quiet_since(room), self._clock()
        if since is None:
            return None
        case = await self._cases.case(room.case)
        if case is not None and case.state in ENDED:
            return Forsaking.CASE_ENDED
        days = timedelta(days=parameter(DAYS, day_of(now)).value)
        return Forsaking.DAYS if day_of(now) > day_of(since + days) else None
