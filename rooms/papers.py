"""Documents on the table: brought, shown to all, put away."""

from dataclasses import replace

from law.plain_text import in_name
from rooms.audibility import sees
from rooms.chat import Zone
from rooms.document import DOCUMENT_LIMIT, NAME_LIMIT, Document, Shown
from rooms.effects import Effect, RecordFact, StoreDocument
from rooms.facts import DocumentKept, DocumentPutAway, PageShown
from rooms.ids import DocumentId, SeatId
from rooms.inputs import DocumentAdded, DocumentHidden, DocumentShown
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import Place, Role, Room, Seat


def may_add(room: Room, seat: SeatId, name: str) -> str:
    """The name to keep; raises what `add` would, so that nothing is worked on that cannot be taken."""
    require(room, seat, Right.ADD_DOCUMENT)
    if len(room.documents) >= DOCUMENT_LIMIT:
        raise Unmet("documents.full", limit=DOCUMENT_LIMIT)
    kept = name.strip()
    if not kept or len(kept) > NAME_LIMIT:
        raise Unfit("document.name", limit=NAME_LIMIT)
    if hidden := in_name(kept):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return kept


def add(room: Room, event: DocumentAdded) -> Step:
    """Lay a document on the table, for those who have been admitted by now; the same one sent again is the same one."""
    seat = require(room, event.seat, Right.ADD_DOCUMENT)
    name = event.name.strip()
    if any((one.by, one.sha256, one.name) == (seat.id, event.sha256, name) for one in room.documents):
        return Step(room)
    document = Document(
        id=event.id,
        name=may_add(room, seat.id, name),
        by=seat.id,
        media_type=event.media_type,
        bytes=event.bytes,
        sha256=event.sha256,
        pages=len(event.pictures),
        at=event.at,
        zone=Zone.JOINT,
        readers=_admitted(room),
    )
    kept = DocumentKept(
        seat=seat.id,
        session=event.session,
        device=event.device,
        document=document.id,
        sha256=document.sha256,
        bytes=document.bytes,
        media_type=document.media_type,
        pages=document.pages,
        zone=document.zone,
    )
    stored = StoreDocument(document, event.session, event.device, event.pictures)
    return Step(replace(room, documents=(*room.documents, document)), (stored, RecordFact(kept)))


def show(room: Room, event: DocumentShown) -> Step:
    """Turn everyone's page. A party does not take the page out of another's hand; the mediator may."""
    seat = require(room, event.seat, Right.SHOW_DOCUMENT)
    document = looked_at(room, seat.id, event.document)
    if not 1 <= event.page <= document.pages:
        raise Unfit("document.page", pages=document.pages)
    _in_own_hand(room, seat)
    before, shown = room.shown, Shown(document.id, event.page, seat.id)
    begun = before is None or (before.document, before.by) != (shown.document, shown.by)
    fact = PageShown(seat.id, document.id, document.sha256, shown.page)
    effects: tuple[Effect, ...] = (RecordFact(fact),) if begun else ()
    return Step(replace(room, shown=shown), effects)


def looked_at(room: Room, seat: SeatId, wanted: DocumentId) -> Document:
    """The document, for a seat that may look at it now; to any other it is as unknown as one that never was.

    Only at the table is anything looked at, as only there anything is shown.
    """
    require(room, seat, Right.SHOW_DOCUMENT)
    found = room.document(wanted)
    if found is None or seat not in sees(room, found):
        raise NotPermitted("document.unknown")
    return found


def hide(room: Room, event: DocumentHidden) -> Step:
    """Nothing is before everybody's eyes any more; what was shown stays readable."""
    seat = require(room, event.seat, Right.HIDE_DOCUMENT)
    if room.shown is None:
        return Step(room)
    _in_own_hand(room, seat)
    fact = DocumentPutAway(seat.id, room.shown.document)
    return Step(replace(room, shown=None), (RecordFact(fact),))


def settled(room: Room) -> Room:
    """What follows for the page that is shown: it goes with who shows it, and everybody admitted may read on in it."""
    shown = room.shown
    if shown is None:
        return room
    shower = room.seat(shown.by)
    if shower is None or shower.place is not Place.JOINT:
        return replace(room, shown=None)
    admitted = _admitted(room)
    documents = tuple(
        replace(each, readers=each.readers | admitted) if each.id == shown.document else each for each in room.documents
    )
    return replace(room, documents=documents)


def _admitted(room: Room) -> frozenset[SeatId]:
    return frozenset(seat.id for seat in room.seats if seat.reads_after is not None)


def _in_own_hand(room: Room, seat: Seat) -> None:
    if room.shown is not None and room.shown.by != seat.id and seat.role is not Role.MEDIATOR:
        raise Unmet("document.another_shows")
