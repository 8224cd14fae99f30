"""Documents over HTTP: one comes in as it is, its pages go out as pictures, the original only to be saved."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from aiohttp import web

from rooms.chat import JOINT, Channel, channel_from
from rooms.document import Document
from rooms.ids import DocumentId
from rooms.inputs import DocumentAdded, FromTab
from rooms.papers import looked_at, may_add
from rooms.refusals import NotPermitted, Unfit
from rooms.room import Room
from server.app_keys import CLOCK, KEEPER, RENDITIONS, STORES
from server.http import paper_bodies
from server.http.access import Call, Seated
from server.http.files import File
from server.http.problems import refused
from server.ids import new_id
from server.keeper import RoomUnknownError
from server.media_types import Untakable, recognised

NAME_HEADER: Final = "X-File-Name"
JPEG: Final = "image/jpeg"


async def added(call: Call[Seated, bytes]) -> paper_bodies.DocumentAdded:
    """Kept byte for byte, with where it came from; its pages drawn before anybody is told of it."""
    app, by = call.request.app, call.caller.session
    room, channel = await room_now(call), _channel(call)
    name = may_add(room, call.caller.seat.id, file_name(call), channel)
    kept = await drawn(app, room, channel, call.body)
    event = DocumentAdded(
        at=app[CLOCK](),
        seat=by.seat,
        device=by.device,
        session=by.id,
        id=DocumentId(new_id()),
        name=name,
        media_type=kept.media_type,
        bytes=len(call.body),
        sha256=kept.sha256,
        pictures=kept.pictures,
        channel=channel,
    )
    await app[KEEPER].submit(room.id, FromTab(by.seat, by.id, event))
    return _card(await room_now(call), event)


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload whose pages are drawn, under the names of its files."""

    media_type: str
    sha256: str
    pictures: tuple[str, ...]


async def drawn(app: web.Application, room: Room, channel: Channel, content: bytes) -> Kept:
    """The file and a picture of each page, kept with that conversation; raises Refused for what cannot be drawn."""
    try:
        media_type = recognised(content)
        pictures = await app[RENDITIONS].pictures(content, media_type)
    except Untakable as no:
        raise refused(no.code) from None
    files = app[STORES].document_files
    sha256, *pages = [await files.put(room.id, str(channel), each) for each in (content, *pictures)]
    return Kept(media_type, sha256, tuple(pages))


async def picture_of(app: web.Application, room: Room, document: Document, page: int) -> File:
    """One page as a picture."""
    stores = app[STORES]
    picture = await stores.documents.picture(room.id, document.id, page)
    if picture is None:
        raise Unfit("document.page", pages=document.pages)
    return File(await stores.document_files.get(room.id, picture.channel, picture.file), JPEG)


async def page(call: Call[Seated, None]) -> File:
    """One page as a picture, for those before whose eyes the document lies."""
    room, document = await _looked_at(call)
    return await picture_of(call.request.app, room, document, int(call.request.match_info["page"]))


async def original(call: Call[Seated, None]) -> File:
    """The file as it came, to be saved; never shown by a browser in our name."""
    room, document = await _looked_at(call)
    stores = call.request.app[STORES]
    kept = await stores.documents.original(room.id, document.id)
    if kept is None:
        raise NotPermitted("document.unknown")
    return File(await stores.document_files.get(room.id, kept.channel, kept.file), kept.media_type, document.name)


async def _looked_at(call: Call[Seated, None]) -> tuple[Room, Document]:
    room = await room_now(call)
    return room, looked_at(room, call.caller.seat.id, DocumentId(call.request.match_info["document"]))


async def room_now(call: Call[Seated, bytes] | Call[Seated, None]) -> Room:
    """As it is now: the caller's may have changed while the body came in."""
    room = await call.request.app[KEEPER].room(call.caller.room.id)
    if room is None:
        raise RoomUnknownError(call.caller.room.id)
    return room


def file_name(call: Call[Seated, bytes]) -> str:
    """What the file is called, as the header says; raises Refused."""
    try:
        return unquote_to_bytes(call.request.headers.get(NAME_HEADER, "")).decode()
    except UnicodeDecodeError:
        raise refused("document.encoding") from None


def _channel(call: Call[Seated, bytes]) -> Channel:
    """The conversation it is laid before; one that is none is as closed as another's."""
    try:
        return channel_from(call.request.query.get("channel", str(JOINT)))
    except ValueError:
        raise NotPermitted("chat.channel") from None


def _card(room: Room, event: DocumentAdded) -> paper_bodies.DocumentAdded:
    """What now lies there: it may have lain there before, when the same file was sent again after a lost answer."""
    sent = (event.seat, event.sha256, event.name, event.channel)
    same = (one for one in room.documents if (one.by, one.sha256, one.name, one.channel) == sent)
    return paper_bodies.DocumentAdded.model_validate(next(same))
