"""When sessions were put off, by whom and why (sealed): what a calendar entry counts its changes by."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import RoomId
from rooms.room import Phase
from server.field_keys import FieldKeys
from server.ids import AccountId
from server.storage.database import reading, uninterrupted
from server.storage.message_tables import Reschedulings
from server.storage.tables import Rooms


@dataclass(frozen=True, slots=True)
class Moved:
    """A session that gets another time, for what reason."""

    room: RoomId
    was: datetime
    at: datetime
    by: AccountId
    reason: str


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """One change of a session's time, and its number."""

    sequence: int
    was: datetime
    at: datetime
    by: AccountId
    reason: str
    made: datetime


@uninterrupted
class ReschedulingStore:
    """By room."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def of_room(self, room: RoomId) -> tuple[Rescheduling, ...]:
        """All of a room, oldest first."""
        of_room = select(Reschedulings).where(Reschedulings.room == room).order_by(Reschedulings.sequence)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(of_room)).all()
        return tuple(
            Rescheduling(
                row.sequence,
                row.was,
                row.at,
                AccountId(row.by),
                self._fields.open(row.reason_sealed, "reschedulings", room, str(row.sequence), "reason"),
                row.made,
            )
            for row in rows
        )

    async def rooms(self) -> tuple[RoomId, ...]:
        """Rooms that are not closed and were put off."""
        moved = select(Reschedulings.room).join(Rooms, Rooms.id == Reschedulings.room)
        async with reading(self._engine) as connection:
            found = await connection.execute(moved.where(Rooms.phase != Phase.CLOSED).distinct())
            return tuple(RoomId(room) for room in found.scalars())

    async def sequence(self, room: RoomId) -> int:
        """How often its time has changed."""
        counted = select(func.count()).where(Reschedulings.room == room)
        async with reading(self._engine) as connection:
            return int((await connection.execute(counted)).scalar_one())


async def insert_rescheduling(connection: AsyncConnection, fields: FieldKeys, moved: Moved, made: datetime) -> None:
    """The room's next one, within the transaction of `connection`: with the case that knows the new time."""
    newest = select(func.max(Reschedulings.sequence)).where(Reschedulings.room == moved.room)
    sequence = ((await connection.execute(newest)).scalar_one() or 0) + 1
    row = {
        "room": moved.room,
        "sequence": sequence,
        "was": moved.was,
        "at": moved.at,
        "by": moved.by,
        "reason_sealed": fields.seal(moved.reason, "reschedulings", moved.room, str(sequence), "reason"),
        "made": made,
    }
    await connection.execute(insert(Reschedulings), row)
