"""Where each document of a room came from, and which blobs are its pages. The bytes are in `blobs`."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.ids import Digest
from rooms.effects import StoreDocument
from rooms.ids import DocumentId, RoomId
from server.storage.database import reading, uninterrupted
from server.storage.tables import DocumentPages, Documents


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it came."""

    sha256: Digest
    media_type: str


@uninterrupted
class DocumentStore:
    """Documents by their room: an id of another room finds nothing."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def original(self, room: RoomId, document: DocumentId) -> Original | None:
        """The file as its uploader sent it."""
        wanted = select(Documents).where(Documents.room == room, Documents.id == document)
        async with reading(self._engine) as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return None if row is None else Original(Digest(row.sha256), row.media_type)

    async def picture(self, room: RoomId, document: DocumentId, page: int) -> Digest | None:
        """The picture of one page, from 1; a JPEG."""
        wanted = (
            select(DocumentPages.sha256)
            .join(Documents, Documents.id == DocumentPages.document)
            .where(Documents.room == room, Documents.id == document, DocumentPages.page == page)
        )
        async with reading(self._engine) as connection:
            found = (await connection.execute(wanted)).scalar_one_or_none()
        return None if found is None else Digest(found)


async def insert_document(connection: AsyncConnection, room: RoomId, kept: StoreDocument) -> None:
    """Within the transaction that stores the room."""
    document = kept.document
    row = {
        "id": document.id,
        "room": room,
        "seat": document.by,
        "session": kept.session,
        "device": kept.device,
        "media_type": document.media_type,
        "bytes": document.bytes,
        "sha256": document.sha256,
        "zone": document.zone,
        "at": document.at,
    }
    await connection.execute(insert(Documents), row)
    pages = [
        {"document": document.id, "page": page, "sha256": sha256} for page, sha256 in enumerate(kept.pictures, start=1)
    ]
    await connection.execute(insert(DocumentPages), pages)
