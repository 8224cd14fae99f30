"""When private zones are deleted, and deleting their rows of lines and documents (files: `private_files`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.beijing import day_of
from law.parameters import parameter
from rooms.ids import RoomId
from server.audit.facts import ZoneDeleted
from server.audit.heads import NodeKey
from server.storage.audit import append_facts
from server.storage.channels import JOINT
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import ChatLines, DocumentPages, Documents, Proposals, Rooms, ZoneDeletions
from server.zones.refusals import ZoneDestroyed
from server.zones.zone import PrivateZone

DAYS: Final = "private_zone_days"
AT_ONCE: Final = 500
"""Rooms that one question names; SQLite takes 999 values."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One zone's deletion; `destroyed_at` None: to come."""

    zone: PrivateZone
    due: date
    destroyed_at: datetime | None


@uninterrupted
class ZoneDeletionStore:
    """The schedule, for `server.zones.deletion`."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def due(self, on: date) -> tuple[PrivateZone, ...]:
        """Zones whose day has come and that are not deleted yet, the oldest first."""
        waiting = select(ZoneDeletions).where(ZoneDeletions.destroyed_at.is_(None), ZoneDeletions.due <= on)
        async with reading(self._engine) as connection:
            rows = await connection.execute(waiting.order_by(ZoneDeletions.due, ZoneDeletions.room))
            return tuple(PrivateZone(RoomId(row.room), row.channel) for row in rows)

    async def planned(self, room: RoomId | None = None) -> tuple[Planned, ...]:
        """Every deletion of a room or of all, by day."""
        wanted = select(ZoneDeletions).order_by(ZoneDeletions.due, ZoneDeletions.room, ZoneDeletions.channel)
        if room is not None:
            wanted = wanted.where(ZoneDeletions.room == room)
        async with reading(self._engine) as connection:
            rows = await connection.execute(wanted)
            return tuple(Planned(PrivateZone(RoomId(row.room), row.channel), row.due, row.destroyed_at) for row in rows)

    async def ever_deleted(self, zones: tuple[PrivateZone, ...]) -> tuple[PrivateZone, ...]:
        """Those of `zones` that were deleted once."""
        rooms = sorted({zone.room for zone in zones})
        gone = set[PrivateZone]()
        async with reading(self._engine) as connection:
            for start in range(0, len(rooms), AT_ONCE):
                done = select(ZoneDeletions).where(
                    ZoneDeletions.room.in_(rooms[start : start + AT_ONCE]), ZoneDeletions.destroyed_at.is_not(None)
                )
                gone |= {PrivateZone(RoomId(row.room), row.channel) for row in await connection.execute(done)}
        return tuple(zone for zone in zones if zone in gone)

    async def deleted(self, zone: PrivateZone, at: datetime, *, scheduled: bool) -> None:
        """Forget the zone's rows and record that it is gone, in one transaction, once.

        What the room as a value knows of its documents is sealed too and stays as it is, for good.
        """
        theirs = (ZoneDeletions.room == zone.room) & (ZoneDeletions.channel == zone.channel)
        async with writing(self._engine) as connection:
            await _forget(connection, zone)
            first = update(ZoneDeletions).where(theirs, ZoneDeletions.destroyed_at.is_(None)).values(destroyed_at=at)
            if (await connection.execute(first)).rowcount == 1:
                case = (await connection.execute(select(Rooms.case_id).where(Rooms.id == zone.room))).scalar_one()
                await append_facts(connection, case, at, (ZoneDeleted(zone.room, zone.kind, scheduled),), self._key)


async def require_not_deleted(connection: AsyncConnection, zone: PrivateZone) -> None:
    """Raises ZoneDestroyed where it was: that nothing is left does not mean that nothing was said."""
    done = select(ZoneDeletions.due).where(
        ZoneDeletions.room == zone.room, ZoneDeletions.channel == zone.channel, ZoneDeletions.destroyed_at.is_not(None)
    )
    if (await connection.execute(done)).first() is not None:
        raise ZoneDestroyed


async def zones_of(connection: AsyncConnection, room: RoomId) -> tuple[PrivateZone, ...]:
    """Private zones of a room that rows were sealed in."""
    rows = (ChatLines, Documents, Proposals)
    found = union(*(select(each.channel).where(each.room == room, each.channel != JOINT) for each in rows))
    return tuple(PrivateZone(room, channel) for channel in (await connection.execute(found)).scalars())


async def schedule(connection: AsyncConnection, zones: Iterable[PrivateZone], at: datetime) -> None:
    """Within the transaction that closes their room at that moment; a zone that has its day keeps it."""
    day = day_of(at)
    due = day + timedelta(days=parameter(DAYS, day).value)
    for zone in zones:
        same = select(ZoneDeletions.due).where(ZoneDeletions.room == zone.room, ZoneDeletions.channel == zone.channel)
        if (await connection.execute(same)).first() is None:
            row = {"room": zone.room, "channel": zone.channel, "due": due, "destroyed_at": None}
            await connection.execute(insert(ZoneDeletions), row)


async def _forget(connection: AsyncConnection, zone: PrivateZone) -> None:
    documents = select(Documents.id).where(Documents.room == zone.room, Documents.channel == zone.channel)
    await connection.execute(delete(DocumentPages).where(DocumentPages.document.in_(documents)))
    await connection.execute(delete(Documents).where(Documents.id.in_(documents)))
    proposals = (Proposals.room == zone.room) & (Proposals.channel == zone.channel)
    await connection.execute(delete(Proposals).where(proposals))
    lines = (ChatLines.room == zone.room) & (ChatLines.channel == zone.channel)
    await connection.execute(delete(ChatLines).where(lines))
