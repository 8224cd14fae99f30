"""Files of private zones: a document's original and its pictures, each sealed under its zone's key.

They lie at `<room>/<channel>/<name>`; the name is made of the plain bytes' SHA-256 by the zone's key (`file_name`), so
that with the key gone nobody can even tell whether a file he has was among them. `put` and `get` take and give what
`blobs` does, and are as durable.
"""

import asyncio
import hashlib
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from agreements.ids import Digest
from server.durable import sync_folder, write_file
from server.storage.blobs import BlobDamaged
from server.zones.keys import ZoneKeys
from server.zones.sealing import ZoneSeal, opening, sealing
from server.zones.zone import PrivateZone

PLACE: Final = "files"


class PrivateFiles:
    """Sealed files under `folder`."""

    def __init__(self, folder: Path, keys: ZoneKeys) -> None:
        self._folder = folder
        self._keys = keys

    async def put(self, zone: PrivateZone, content: bytes) -> Digest:
        """Keep it, durable on return; gives its SHA-256. Raises ZoneDestroyed."""
        return await asyncio.to_thread(self._put, zone, await sealing(self._keys, zone), content)

    async def get(self, zone: PrivateZone, name: str) -> bytes:
        """The plain bytes of the file called so; raises ZoneDestroyed, ZoneUnreadable or BlobDamaged."""
        return await asyncio.to_thread(self._get, zone, await opening(self._keys, zone), name)

    async def remove(self, zone: PrivateZone) -> None:
        """All files of a zone; may run twice."""
        await asyncio.to_thread(self._remove, zone)

    def _put(self, zone: PrivateZone, seal: ZoneSeal, content: bytes) -> Digest:
        digest = Digest(hashlib.sha256(content).hexdigest())
        name = seal.file_name(digest)
        write_file(self._of(zone) / name, seal.seal(content, PLACE, name))
        return digest

    def _get(self, zone: PrivateZone, seal: ZoneSeal, name: str) -> bytes:
        try:
            sealed = (self._of(zone) / name).read_bytes()
        except FileNotFoundError:
            raise BlobDamaged(f"a private file of room {zone.room} is missing") from None
        return seal.open(sealed, PLACE, name)

    def _remove(self, zone: PrivateZone) -> None:
        folder = self._of(zone)
        if not folder.exists():
            return
        shutil.rmtree(folder)
        sync_folder(folder.parent)
        with suppress(OSError):  # other zones of the room have files still
            folder.parent.rmdir()

    def sweep(self) -> None:
        """Take away what a crash left half written."""
        for left in self._folder.glob("*/*/*.new"):
            left.unlink(missing_ok=True)

    def _of(self, zone: PrivateZone) -> Path:
        room, channel = zone.names()
        return self._folder / room / channel
