"""Documents: brought into one conversation, shown to those who are together, put away.

A document belongs to the conversation it was brought into. Showing it makes it more people's, but only where that
conversation is at home: never a caucus' paper at the joint table, nor a side's before anybody else.
"""

from dataclasses import replace

from rooms.audibility import AT_TABLE, sees, shown_to
from rooms.chat import JOINT, Channel, ChannelKind
from rooms.document import DOCUMENT_LIMIT, Document, Shown, name_kept
from rooms.effects import Effect, RecordFact, StoreDocument
from rooms.facts import DocumentKept, DocumentPutAway, PageShown
from rooms.ids import DocumentId, SeatId
from rooms.inputs import DocumentAdded, DocumentHidden, DocumentShown
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import MEDIATORS, Place, Room, Seat
from rooms.talking import open_to


def may_add(room: Room, seat: SeatId, name: str, channel: Channel = JOINT) -> str:
    """The name to keep; raises what `add` would, so that nothing is worked on that cannot be taken."""
    open_to(room, require(room, seat, Right.ADD_DOCUMENT), channel)
    # By conversation, and without those behind a screen: a common limit would tell how many there are elsewhere.
    if sum(one.channel == channel and not room.apart(one.by, seat) for one in room.documents) >= DOCUMENT_LIMIT:
        raise Unmet("documents.full", limit=DOCUMENT_LIMIT)
    return name_kept(name)


def add(room: Room, event: DocumentAdded) -> Step:
    """Lay a document before those who are in that conversation by now; the same one sent again is the same one."""
    seat = require(room, event.seat, Right.ADD_DOCUMENT)
    again = (seat.id, event.sha256, event.name.strip(), event.channel)
    if any((one.by, one.sha256, one.name, one.channel) == again for one in room.documents):
        return Step(room)
    document = Document(
        id=event.id,
        name=may_add(room, seat.id, event.name, event.channel),
        by=seat.id,
        media_type=event.media_type,
        bytes=event.bytes,
        sha256=event.sha256,
        pages=len(event.pictures),
        at=event.at,
        channel=event.channel,
        readers=_before_whom(room, event.channel),
    )
    stored = StoreDocument(document, event.session, event.device, event.pictures)
    return Step(replace(room, documents=(*room.documents, document)), (stored, *_recorded(document, event)))


def _before_whom(room: Room, channel: Channel) -> frozenset[SeatId]:
    match channel.kind:
        case ChannelKind.JOINT:
            return frozenset(seat.id for seat in room.seats if seat.admitted_at is not None)
        case ChannelKind.CAUCUS:
            return frozenset(seat.id for seat in room.present(Place.CAUCUS, channel.of))
        case _:
            return frozenset(reader.seat for reader in room.conversation(channel).readers)


def _recorded(document: Document, event: DocumentAdded) -> tuple[Effect, ...]:
    """A private paper leaves no trace in the audit: whoever has the file would know it again by its hash."""
    if document.channel.private:
        return ()
    kept = DocumentKept(
        seat=document.by,
        session=event.session,
        device=event.device,
        document=document.id,
        sha256=document.sha256,
        bytes=document.bytes,
        media_type=document.media_type,
        pages=document.pages,
        zone=document.zone,
    )
    return (RecordFact(kept),)


def show(room: Room, event: DocumentShown) -> Step:
    """Turn the page of all who are there. A party does not take it out of another's hand; a mediator may.

    Two whom a screen parts may each show one; who may see both has the later one before the eyes.
    """
    seat = require(room, event.seat, Right.SHOW_DOCUMENT)
    document = looked_at(room, seat.id, event.document)
    if not 1 <= event.page <= document.pages:
        raise Unfit("document.page", pages=document.pages)
    here = _table(seat)
    if document.channel not in {JOINT, here}:
        raise NotPermitted("document.private")
    open_to(room, seat, here)
    before = _in_own_hand(room, seat)
    shown = Shown(document.id, event.page, seat.id)
    begun = all((one.document, one.by) != (shown.document, shown.by) for one in before)
    fact = RecordFact(PageShown(seat.id, document.id, document.sha256, shown.page))
    laid = replace(room, shown=(*(one for one in room.shown if one not in before), shown))
    return Step(laid, (fact,) if begun and here == JOINT else ())


def _table(seat: Seat) -> Channel:
    """The conversation of all who are there; what is shown belongs to it."""
    match seat.spot:
        case (Place.JOINT, _):
            return JOINT
        case (Place.CAUCUS, str(caucus)):
            return Channel(ChannelKind.CAUCUS, caucus)
        case _:
            raise NotPermitted("not_permitted.place")


def looked_at(room: Room, seat: SeatId, wanted: DocumentId) -> Document:
    """The document, for a seat that may look at it now; to any other it is as unknown as one that never was.

    Only at the table is anything looked at, as only there anything is shown.
    """
    require(room, seat, Right.SHOW_DOCUMENT)
    found = room.document(wanted)
    if found is None or found.credential is not None or seat not in sees(room, found):
        raise NotPermitted("document.unknown")
    return found


def hide(room: Room, event: DocumentHidden) -> Step:
    """Nothing is before the eyes of those there any more; what was shown stays readable."""
    seat = require(room, event.seat, Right.HIDE_DOCUMENT)
    shown = _in_own_hand(room, seat)
    facts = tuple(RecordFact(DocumentPutAway(seat.id, one.document)) for one in shown)
    away = replace(room, shown=tuple(one for one in room.shown if one not in shown))
    return Step(away, facts if seat.place is Place.JOINT else ())


def settled(before: Room, after: Room) -> Room:
    """What follows for each page that is shown: it goes with who showed it, and all who are there may read on in it."""
    shown = tuple(one for one in after.shown if _still(before, after, one))
    documents = after.documents
    for page in shown:
        audience = _audience(after, page)
        documents = tuple(
            replace(one, readers=one.readers | audience) if one.id == page.document else one for one in documents
        )
    return replace(after, shown=shown, documents=documents)


def _still(before: Room, after: Room, page: Shown) -> bool:
    """Whether who shows it is where they began to; carried elsewhere it would be before other eyes."""
    was, now = before.seat(page.by), after.seat(page.by)
    return was is not None and now is not None and now.spot == was.spot and now.place in AT_TABLE


def _audience(room: Room, page: Shown) -> frozenset[SeatId]:
    """All who are there with who shows it, but whom a screen keeps from that person."""
    by = room.seat(page.by)
    assert by is not None  # noqa: S101 - `_still` looked first
    return frozenset(seat.id for seat in room.present(*by.spot) if not room.apart(seat.id, by.id))


def _in_own_hand(room: Room, seat: Seat) -> tuple[Shown, ...]:
    shown = shown_to(room, seat)
    if seat.role not in MEDIATORS and any(one.by != seat.id for one in shown):
        raise Unmet("document.another_shows")
    return shown
