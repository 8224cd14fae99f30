"""Keys of private zones, kept apart from database, files and the node's own keys. Destroying one is the deletion.

A folder is the first of such stores; a key service can stand behind the same port, hence its acts are awaited:

    made/<room>/<channel>.key     32 random bytes, made at first use
    destroyed/<room>/<channel>    empty: this zone had a key and never gets one again

`destroy` lays the mark first and wipes the key after, both durable on return; whoever looks for a key looks for the
mark as well. So wherever a crash falls, the key is either still in use or gone for good.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from rooms.ids import RoomId
from server.durable import fresh_file, make_folder, sync_folder, wipe_file
from server.keys import KeyFault, kept_secret, made_secret
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.zone import PrivateZone

MADE: Final = "made"
DESTROYED: Final = "destroyed"
SUFFIX: Final = ".key"


class ZoneKeys(Protocol):
    """Where the keys of private zones are. Every node of one database uses the same."""

    async def key(self, zone: PrivateZone) -> bytes:
        """The zone's key, made now where it never had one; raises ZoneDestroyed."""
        ...

    async def find(self, zone: PrivateZone) -> bytes:
        """The zone's key, for opening; raises ZoneDestroyed, or ZoneUnreadable where it has none."""
        ...

    async def destroy(self, zone: PrivateZone) -> None:
        """Gone for good on return, whether or not there was one; may run twice."""
        ...

    async def living(self, room: RoomId | None = None) -> tuple[PrivateZone, ...]:
        """Zones that have a key now, of one room or of all."""
        ...


class FolderZoneKeys:
    """Keys in files of their own, mode 0600, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._made = folder / MADE
        self._destroyed = folder / DESTROYED

    async def key(self, zone: PrivateZone) -> bytes:
        return await asyncio.to_thread(self.key_now, zone)

    async def find(self, zone: PrivateZone) -> bytes:
        return await asyncio.to_thread(self.find_now, zone)

    async def destroy(self, zone: PrivateZone) -> None:
        await asyncio.to_thread(self.destroy_now, zone)

    async def living(self, room: RoomId | None = None) -> tuple[PrivateZone, ...]:
        return await asyncio.to_thread(self.living_now, room)

    def key_now(self, zone: PrivateZone) -> bytes:
        """As `key`, in this thread."""
        self._require_not_destroyed(zone)
        path = self._key(zone)
        try:
            make_folder(path.parent)
            secret = made_secret(path)
        except FileNotFoundError:
            self._require_not_destroyed(zone)  # another process took the folder from under us
            raise
        if self._mark(zone).exists():
            # Another process destroyed it while we made it: the mark came first, so ours has to go.
            self.destroy_now(zone)
            raise ZoneDestroyed
        return secret

    def find_now(self, zone: PrivateZone) -> bytes:
        """As `find`, in this thread."""
        self._require_not_destroyed(zone)
        try:
            return kept_secret(self._key(zone))
        except FileNotFoundError:
            self._require_not_destroyed(zone)  # it went between two looks
            raise ZoneUnreadable from None

    def destroy_now(self, zone: PrivateZone) -> None:
        """As `destroy`, in this thread."""
        mark, key = self._mark(zone), self._key(zone)
        make_folder(mark.parent)
        with suppress(FileExistsError):
            fresh_file(mark, b"")
        sync_folder(mark.parent)
        if not key.parent.exists():
            return
        for left in (key, *key.parent.glob(f"{zone.channel}.*.new")):  # those of a crash while the key was made
            wipe_file(left)
        with suppress(OSError):  # other zones of the room have theirs still
            key.parent.rmdir()

    def living_now(self, room: RoomId | None = None) -> tuple[PrivateZone, ...]:
        """As `living`, in this thread."""
        found = self._made.glob(f"{room or '*'}/*{SUFFIX}")
        return tuple(sorted(PrivateZone(RoomId(path.parent.name), path.name.removesuffix(SUFFIX)) for path in found))

    def _require_not_destroyed(self, zone: PrivateZone) -> None:
        if self._mark(zone).exists():
            raise ZoneDestroyed

    def _key(self, zone: PrivateZone) -> Path:
        room, channel = zone.names()
        return self._made / room / f"{channel}{SUFFIX}"

    def _mark(self, zone: PrivateZone) -> Path:
        room, channel = zone.names()
        return self._destroyed / room / channel


def open_zone_keys(folder: Path) -> FolderZoneKeys:
    """The keys of `folder`, made if missing; what a crash left half destroyed is gone on return. Raises KeyFault."""
    make_folder(folder)
    if folder.stat().st_mode & 0o077:
        raise KeyFault(
            f"保密区密钥目录 {folder} 可被其他用户读取，请运行 chmod 700。"
            f"The folder of zone keys {folder} can be read by others: chmod 700 it."
        )
    keys = FolderZoneKeys(folder)
    for zone in keys.living_now():
        try:
            keys.find_now(zone)
        except ZoneDestroyed:
            keys.destroy_now(zone)
    return keys
