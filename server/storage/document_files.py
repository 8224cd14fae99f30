"""The bytes of documents: the table's in `blobs`, those of private channels in `private_files`."""

from agreements.ids import Digest
from rooms.ids import RoomId
from server.storage.blobs import BlobFolder
from server.storage.channels import JOINT
from server.storage.private_files import PrivateFiles
from server.zones.zone import PrivateZone


class DocumentFiles:
    """Files by room and channel."""

    def __init__(self, blobs: BlobFolder, private: PrivateFiles) -> None:
        self._blobs = blobs
        self._private = private

    async def put(self, room: RoomId, channel: str, content: bytes) -> Digest:
        """Keep it, durable on return; gives its SHA-256. Raises ZoneDestroyed."""
        if channel == JOINT:
            return await self._blobs.put(content)
        return await self._private.put(PrivateZone(room, channel), content)

    async def get(self, room: RoomId, channel: str, file: str) -> bytes:
        """What `DocumentStore` calls so; raises BlobDamaged, ZoneDestroyed or ZoneUnreadable."""
        if channel == JOINT:
            return await self._blobs.get(Digest(file))
        return await self._private.get(PrivateZone(room, channel), file)
