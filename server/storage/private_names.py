"""Names of private documents, which the room's row leaves out: found again as a room is loaded, with the zone's key."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rooms.document import Document
from rooms.ids import DocumentId, RoomId
from rooms.room import Room
from server.storage.channels import channel_of, is_private
from server.storage.documents import opened_name
from server.zones.keys import ZoneKeys
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.sealing import opening
from server.zones.zone import PrivateZone

DELETED: Final = "（已删除）"
UNREADABLE: Final = "（打不开）"


async def with_names(room: Room, sealed: Mapping[DocumentId, str], keys: ZoneKeys) -> Room:
    """The room as it was said to be stored. What is deleted, or does not open here, is called so instead."""
    if not any(is_private(document) for document in room.documents):
        return room
    return replace(room, documents=tuple([await _named(room.id, each, sealed, keys) for each in room.documents]))


async def _named(room: RoomId, document: Document, sealed: Mapping[DocumentId, str], keys: ZoneKeys) -> Document:
    if not is_private(document):
        return document
    if document.id not in sealed:
        return replace(document, name=DELETED)
    try:
        seal = await opening(keys, PrivateZone(room, channel_of(document)))
        found = opened_name(document.id, sealed[document.id], seal)
    except ZoneDestroyed:
        return replace(document, name=DELETED)
    except ZoneUnreadable:
        return replace(document, name=UNREADABLE)
    return replace(document, name=found.name, sha256=found.sha256)
