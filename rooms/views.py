"""What one seat is shown: the whole view, never a patch (architecture.md §3.6).

In the lobby a party sees itself and whether the mediator is there; at the table, those at the table.
The mediator sees all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rooms.audibility import reads_from, sees
from rooms.document import Document, Shown
from rooms.ids import DocumentId, RoomId, SeatId
from rooms.room import Identity, Phase, Place, Presence, Role, Room, Seat, Side


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat as another may see it."""

    seat: SeatId
    role: Role
    side: Side
    name: str
    on_behalf_of: str | None
    place: Place
    presence: Presence
    microphone: bool
    camera: bool
    received: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What only the mediator knows of a seat."""

    seat: SeatId
    identity: Identity
    has_id_tail: bool
    tries_left: int
    revoked: bool
    consented: bool
    knocking: bool
    waiting_since: datetime | None
    hold_reason: str | None


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as its readers see it."""

    id: DocumentId
    name: str
    by: SeatId
    pages: int
    bytes: int
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """All that one seat may know of the room at `version`."""

    version: int
    room: RoomId
    title: str
    cause: str
    scheduled_at: datetime
    help_phone: str
    phase: Phase
    you: SeatView
    hold_reason: str | None
    waiting_since: datetime | None
    seats: tuple[SeatView, ...]
    desk: tuple[DeskRow, ...]
    chat_from: int
    """First chat sequence this seat may read is `chat_from + 1`."""
    chat_seq: int
    """Newest chat sequence this seat may read; 0 where none."""
    documents: tuple[DocumentCard, ...]
    shown: Shown | None


def view_for(room: Room, seat: Seat) -> RoomView:
    """The whole view of one seat."""
    readable = seat.place is Place.JOINT and reads_from(seat, room.chat_seq)
    seen = tuple(document for document in room.documents if seat.id in sees(room, document))
    return RoomView(
        version=room.version,
        room=room.id,
        title=room.title,
        cause=room.cause,
        scheduled_at=room.scheduled_at,
        help_phone=room.help_phone,
        phase=room.phase,
        you=_seen(seat),
        hold_reason=seat.hold.reason if seat.hold else None,
        waiting_since=seat.waiting_since,
        seats=tuple(_seen(other) if _among(seat, other) else _glimpsed(other) for other in _shown(room, seat)),
        desk=tuple(_desk(other) for other in room.seats) if seat.role is Role.MEDIATOR else (),
        chat_from=seat.reads_after or 0,
        chat_seq=room.chat_seq if readable else 0,
        documents=tuple(map(_card, seen)),
        shown=room.shown if room.shown and room.shown.document in {document.id for document in seen} else None,
    )


def _shown(room: Room, seat: Seat) -> Iterator[Seat]:
    return (other for other in room.seats if _among(seat, other) or other.role is Role.MEDIATOR)


def _among(seat: Seat, other: Seat) -> bool:
    if seat.role is Role.MEDIATOR or other.id == seat.id:
        return True
    return seat.place is Place.JOINT and other.place is Place.JOINT


def _glimpsed(mediator: Seat) -> SeatView:
    """The mediator as the lobby sees them: there or not. What goes on at the table leaves no trace in it."""
    return replace(_seen(mediator), microphone=False, camera=False, received=0)


def _seen(seat: Seat) -> SeatView:
    return SeatView(
        seat=seat.id,
        role=seat.role,
        side=seat.side,
        name=seat.name,
        on_behalf_of=seat.on_behalf_of,
        place=seat.place,
        presence=seat.presence,
        microphone=seat.microphone,
        camera=seat.camera,
        received=seat.received,
    )


def _card(document: Document) -> DocumentCard:
    return DocumentCard(
        id=document.id,
        name=document.name,
        by=document.by,
        pages=document.pages,
        bytes=document.bytes,
        at=document.at,
        sha256=document.sha256,
    )


def _desk(seat: Seat) -> DeskRow:
    return DeskRow(
        seat=seat.id,
        identity=seat.identity,
        has_id_tail=seat.has_id_tail,
        tries_left=seat.tries_left,
        revoked=seat.revoked,
        consented=seat.consents is not None,
        knocking=seat.knock is not None,
        waiting_since=seat.waiting_since,
        hold_reason=seat.hold.reason if seat.hold else None,
    )
