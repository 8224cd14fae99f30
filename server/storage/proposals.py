"""Mediators' proposals as rows, sealed whole: for all of a room under the node's key, for chosen ones under a zone's.

The row of a private one tells that there is one, and nothing else of it.
"""

from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from agreements.proposals import Proposal
from law.zone import as_born
from rooms.ids import RoomId
from server.keys import Keys
from server.storage.channels import JOINT
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Proposals
from server.storage.zone_deletions import require_not_deleted
from server.zones.keys import ZoneKeys
from server.zones.sealing import ZoneSeal, opening, sealing
from server.zones.zone import PrivateZone

CHANNEL: Final = "proposals"
"""The private zone of a room's proposals that are not for all."""
FORM: Final = TypeAdapter(Proposal)


@uninterrupted
class ProposalStore:
    """Proposals by room, in the order in which they were made."""

    def __init__(self, engine: AsyncEngine, keys: Keys, zone_keys: ZoneKeys) -> None:
        self._engine = engine
        self._keys = keys
        self._zone_keys = zone_keys

    async def of_room(self, room: RoomId) -> tuple[Proposal, ...]:
        """All of them; raises ZoneDestroyed or ZoneUnreadable where a private one does not open."""
        wanted = select(Proposals).where(Proposals.room == room).order_by(Proposals.number)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(wanted)).all()
        private = any(row.channel != JOINT for row in rows)
        seal = await opening(self._zone_keys, PrivateZone(room, CHANNEL)) if private else None
        return tuple(self._opened(row, seal) for row in rows)

    async def put(self, room: RoomId, number: int, proposal: Proposal) -> None:
        """Store it as the `number`-th of its room, new or in place of what it was; raises ZoneDestroyed."""
        zone = None if proposal.for_all else PrivateZone(room, CHANNEL)
        seal = await sealing(self._zone_keys, zone) if zone else None
        text = FORM.dump_json(proposal).decode()
        state = (
            seal.seal_text(text, *_place(room, number)) if seal else self._keys.fields.seal(text, *_place(room, number))
        )
        own = (Proposals.room == room) & (Proposals.number == number)
        async with writing(self._engine) as connection:
            if zone:
                await require_not_deleted(connection, zone)
            if (await connection.execute(update(Proposals).where(own).values(state=state))).rowcount == 0:
                row = {"room": room, "number": number, "channel": zone.channel if zone else JOINT, "state": state}
                await connection.execute(insert(Proposals), {**row, "zone": proposal.zone})

    def _opened(self, row: Row[Proposals], seal: ZoneSeal | None) -> Proposal:
        place = _place(RoomId(row.room), row.number)
        if row.channel == JOINT or seal is None:
            opened = self._keys.fields.open(row.state, *place)
        else:
            opened = seal.open_text(row.state, *place)
        proposal = FORM.validate_json(opened, strict=True)
        as_born(row.zone, proposal.zone)
        return proposal


def _place(room: RoomId, number: int) -> tuple[str, str, str]:
    return "proposals", f"{room}.{number}", "state"
