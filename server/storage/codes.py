"""The embedded outbox (模拟): one-time codes that nothing sent, for the operator at the server's own terminal.

Codes are sealed, and rows go when the codes have expired.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rooms.ids import RoomId
from server.field_keys import FieldKeys
from server.ids import new_id
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import SimulatedCodes


@dataclass(frozen=True, slots=True)
class SimulatedCode:
    """A code that is good until `expires`; `name` is the signer's."""

    room: RoomId
    name: str
    code: str
    sent_at: datetime
    expires: datetime


@uninterrupted
class SimulatedCodeStore:
    """The outbox of one node."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def add(self, sent: SimulatedCode) -> None:
        """Lay a code down; those that expired by then go."""
        row = {
            "id": (position := new_id()),
            "room": sent.room,
            "name": sent.name,
            "code_sealed": self._fields.seal(sent.code, "simulated_codes", position, "code"),
            "sent_at": sent.sent_at,
            "expires": sent.expires,
        }
        async with writing(self._engine) as connection:
            await connection.execute(delete(SimulatedCodes).where(SimulatedCodes.expires < sent.sent_at))
            await connection.execute(insert(SimulatedCodes), row)

    async def live(self, now: datetime) -> tuple[SimulatedCode, ...]:
        """Codes that are still good, newest first."""
        good = select(SimulatedCodes).where(SimulatedCodes.expires > now).order_by(SimulatedCodes.sent_at.desc())
        async with reading(self._engine) as connection:
            rows = (await connection.execute(good)).all()
        return tuple(
            SimulatedCode(
                RoomId(row.room),
                row.name,
                self._fields.open(row.code_sealed, "simulated_codes", row.id, "code"),
                row.sent_at,
                row.expires,
            )
            for row in rows
        )
