"""Where each document of a room came from, and which files are its pages. The bytes are in `document_files`.

The row of a private document names its files as `private_files` does, and has sealed what the room's own row leaves
out: the document's name and its SHA-256. So the room is stored without asking for a key each time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.effects import StoreDocument
from rooms.ids import DocumentId, RoomId
from server.storage.channels import channel_of
from server.storage.database import reading, uninterrupted
from server.storage.tables import DocumentPages, Documents
from server.zones.sealing import ZoneSeal

NAMES: Final = "documents"


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it came; `file` is what it is called in the files of `channel`."""

    channel: str
    file: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One page's picture, a JPEG; as `Original`."""

    channel: str
    file: str


@dataclass(frozen=True, slots=True)
class Named:
    """What is sealed of a private document."""

    name: str
    sha256: str


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
        return None if row is None else Original(row.channel, row.sha256, row.media_type)

    async def picture(self, room: RoomId, document: DocumentId, page: int) -> Picture | None:
        """The picture of one page, from 1."""
        wanted = (
            select(Documents.channel, DocumentPages.sha256)
            .join(Documents, Documents.id == DocumentPages.document)
            .where(Documents.room == room, Documents.id == document, DocumentPages.page == page)
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return None if row is None else Picture(row.channel, row.sha256)


async def insert_document(
    connection: AsyncConnection, room: RoomId, kept: StoreDocument, seal: ZoneSeal | None
) -> None:
    """Within the transaction that stores the room; `seal` is a private channel's."""
    document = kept.document
    row = {
        "id": document.id,
        "room": room,
        "seat": document.by,
        "session": kept.session,
        "device": kept.device,
        "media_type": document.media_type,
        "bytes": document.bytes,
        "sha256": _file(document.sha256, seal),
        "zone": document.zone,
        "at": document.at,
        "channel": channel_of(document),
        "sealed": None if seal is None else _sealed(kept, seal),
    }
    await connection.execute(insert(Documents), row)
    pages = [
        {"document": document.id, "page": page, "sha256": _file(sha256, seal)}
        for page, sha256 in enumerate(kept.pictures, start=1)
    ]
    await connection.execute(insert(DocumentPages), pages)


async def sealed_names(connection: AsyncConnection, room: RoomId) -> Mapping[DocumentId, str]:
    """What is sealed of each private document that is not deleted."""
    private = select(Documents.id, Documents.sealed).where(Documents.room == room, Documents.sealed.is_not(None))
    return {DocumentId(row.id): row.sealed for row in await connection.execute(private)}


def opened_name(document: DocumentId, sealed: str, seal: ZoneSeal) -> Named:
    """Raises ZoneUnreadable."""
    name, sha256 = json.loads(seal.open_text(sealed, NAMES, document))
    return Named(name, sha256)


def _sealed(kept: StoreDocument, seal: ZoneSeal) -> str:
    document = kept.document
    return seal.seal_text(json.dumps([document.name, document.sha256]), NAMES, document.id)


def _file(sha256: str, seal: ZoneSeal | None) -> str:
    return sha256 if seal is None else seal.file_name(sha256)
