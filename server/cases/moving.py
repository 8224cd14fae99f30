"""Another time for a session (TR9): the case first, with its guards; then the room; then everybody is told.

What the case knows of is brought to its end after a crash too: the room follows, and each message goes once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from rooms.cases.deeds.by import By
from rooms.cases.deeds.talks import SessionPlanned
from rooms.ids import RoomId
from rooms.inputs import Rescheduled
from rooms.refusals import Refusal
from rooms.room import Role
from server.cases.keeper import CaseKeeper
from server.ids import AccountId
from server.keeper import RoomKeeper
from server.messages.room_messages import RoomMessages
from server.storage.case_book import Filing
from server.storage.desk import DeskRow
from server.storage.reschedulings import Moved
from server.stores import Stores

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NewTime:
    """What is asked for. `minutes` None: as long as before; `short_notice`: all agreed to less than usual."""

    at: datetime
    minutes: int | None
    reason: str
    short_notice: bool


class Moving:
    """Puts sessions off."""

    def __init__(
        self,
        stores: Stores,
        cases: CaseKeeper,
        rooms: RoomKeeper,
        messages: RoomMessages,
        clock: Callable[[], datetime],
    ) -> None:
        self._stores = stores
        self._cases = cases
        self._rooms = rooms
        self._messages = messages
        self._clock = clock

    async def move(self, row: DeskRow, new: NewTime, by: By) -> None:
        """The session is then, and everybody who can be written to will know; raises Refusal."""
        room = row.room
        deed = SessionPlanned(room.id, new.at, new.short_notice, by)
        moved = Moved(room.id, room.scheduled_at, new.at, AccountId(by.id), new.reason)
        await self._cases.submit(room.case, deed, Filing(moved=moved))
        await self._follow(room.id, new.minutes)

    async def catch_up(self) -> None:
        """What a crash left half done."""
        for room in await self._stores.reschedulings.rooms():
            try:
                await self._follow(room, None)
            except Refusal as refusal:
                log.warning("moving.refused", room=room, code=refusal.code)
            except Exception:
                log.exception("moving.failed", room=room)

    async def _follow(self, room_id: RoomId, minutes: int | None) -> None:
        change = (await self._stores.reschedulings.of_room(room_id))[-1]
        row = await self._stores.desk.row(room_id)
        if row is None:
            raise LookupError(room_id)
        host = next(seat for seat in row.room.seats if seat.role is Role.MEDIATOR)
        planned = minutes or row.room.planned_minutes
        if (row.room.scheduled_at, row.room.planned_minutes) != (change.at, planned):
            await self._rooms.submit(room_id, Rescheduled(self._clock(), host.id, change.at, planned))
            row = await self._stores.desk.row(room_id)
        if row is not None:
            await self._messages.rescheduled(row, change)
