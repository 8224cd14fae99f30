"""Deletes private zones in their time: the key first, which is the deletion itself, then what it sealed.

When that is, stands in the database, written as a room closes; so a crash or a node that stood still only delays it,
and a backup of the keys that somebody laid back is noticed and destroyed again when the next node starts.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Final, Protocol

import structlog

from law.beijing import day_of
from server.zones.keys import ZoneKeys
from server.zones.zone import PrivateZone

log = structlog.get_logger()

LOOK_EVERY_S: Final = 60.0


class DeletionBook(Protocol):
    """Where it stands when each zone is to be deleted, and that it was."""

    async def due(self, on: date) -> tuple[PrivateZone, ...]:
        """Zones whose day has come and that are not deleted yet."""
        ...

    async def deleted(self, zone: PrivateZone, at: datetime, *, scheduled: bool) -> None:
        """Forget what the zone sealed, and record that it is gone, once; `scheduled`: in its time, not before."""
        ...

    async def ever_deleted(self, zones: tuple[PrivateZone, ...]) -> tuple[PrivateZone, ...]:
        """Those of `zones` that were deleted once."""
        ...


class ZoneFiles(Protocol):
    """The sealed files of zones."""

    async def remove(self, zone: PrivateZone) -> None: ...


class ZoneDeletion:
    """One node's part in it; two that do it at once do no harm."""

    def __init__(self, keys: ZoneKeys, files: ZoneFiles, book: DeletionBook, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._files = files
        self._book = book
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled: delete every zone in its time. What fails is tried again at the next look."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except Exception:
                log.exception("zones.look_failed")

    async def look(self) -> None:
        """Destroy keys that have come back, then delete what is due; one that fails keeps no other waiting."""
        for zone in await self._book.ever_deleted(await self._keys.living()):
            log.warning("zone.key_came_back", room=zone.room, kind=zone.kind)
            await self._keys.destroy(zone)
        for zone in await self._book.due(day_of(self._clock())):
            try:
                await self.delete(zone, scheduled=True)
            except Exception:
                log.exception("zone.not_deleted", room=zone.room, kind=zone.kind)

    async def delete(self, zone: PrivateZone, *, scheduled: bool) -> None:
        """Delete one zone now; a crash on the way leaves it due, and its key is the first that goes."""
        await self._keys.destroy(zone)
        await self._files.remove(zone)
        await self._book.deleted(zone, self._clock(), scheduled=scheduled)
        log.info("zone.deleted", room=zone.room, kind=zone.kind)


@asynccontextmanager
async def deleting(deletion: ZoneDeletion) -> AsyncIterator[None]:
    """What is due is gone before anybody is served, and later days are watched for as long as this is held."""
    await deletion.look()
    watch = asyncio.create_task(deletion.run())
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
