"""What one seat is shown: the whole view, never a patch (architecture.md §3.6).

A party sees itself, those who are where it is, and whether a mediator is there; of a private talk that it goes on, and
with whom only where the mediator allows. The mediators see where everybody is.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rooms.audibility import AT_TABLE, INSIDE, facts_for, is_paused, is_trusted, may_read, may_say, sees, shown_to
from rooms.caucus import Caucus, Invitation, Summons
from rooms.chat import JOINT, ChannelKind, Conversation
from rooms.checking import Missing, missing
from rooms.confirmers import awaited
from rooms.credentials import asked, lacking
from rooms.document import Document, Shown
from rooms.ids import DocumentId, SeatId
from rooms.ledger import UndisputedFact
from rooms.person import Declared, Person
from rooms.room import (
    MEDIATORS,
    Disclosure,
    Phase,
    Place,
    Presence,
    Role,
    Room,
    Seat,
    caucus_id,
)
from rooms.seen import (
    Call,
    CaucusView,
    ChannelView,
    CredentialCard,
    DeskRow,
    DisclosureView,
    DocumentCard,
    FactView,
    InterruptionView,
    InvitationView,
    PaperName,
    PersonGate,
    PersonView,
    PrivateTalk,
    RoomView,
    SeatView,
)

MEDIATED: Final = frozenset({ChannelKind.LOBBY, ChannelKind.NOTES, ChannelKind.WHISPER})
"""Conversations of which all but one are mediators, wherever each of them is."""


def view_for(room: Room, seat: Seat) -> RoomView:
    """The whole view of one seat."""
    leads, inside = is_trusted(room, seat), seat.place in INSIDE
    visible = tuple(_seen(room, seat, other) for other in room.seats if _meets(room, seat, other))
    own, met = room.caucus(caucus_id(seat)), {one.seat for one in visible}
    seen = tuple(document for document in room.documents if seat.id in sees(room, document))
    return RoomView(
        version=room.version,
        room=room.id,
        title=room.title,
        cause=room.cause,
        scheduled_at=room.scheduled_at,
        planned_minutes=room.planned_minutes,
        help_phone=room.help_phone,
        practice=room.practice,
        phase=_phase(room, seat),
        host=host(room).id,
        host_away=not any(one.role in MEDIATORS and one.presence is Presence.HERE for one in room.seats),
        break_until=room.break_until if room.phase is Phase.BREAK else None,
        interruption=_interruption(room),
        you=_full(room, seat, seat),
        gate=tuple(_gate(room, seat, person) for person in seat.persons),
        cleared=seat.cleared_at is not None,
        hold_reason=seat.hold.reason if seat.hold else None,
        waiting_since=seat.waiting_since,
        unmute_asked=seat.unmute_asked,
        wants_caucus=seat.wants_caucus,
        returns_at=seat.returns_at,
        call=_call(room, seat),
        caucus=_caucus(room, own, for_mediator=leads) if own else None,
        private_talk=_private_talk(room, seat),
        paused=is_paused(room, seat.spot),
        seats=visible,
        spotlight=room.spotlight if room.spotlight in met and _together(room, seat, room.spotlight) else None,
        desk=tuple(_desk(room, other) for other in room.seats) if leads else (),
        caucuses=tuple(_caucus(room, one, for_mediator=True) for one in room.caucuses if one.open) if leads else (),
        channels=tuple(_channels(room, seat)),
        documents=tuple(_card(document) for document in seen if document.credential is None),
        asks=_asks(room, seat) if inside and seat.role is not Role.MEDIATOR else (),
        credentials=tuple(_credential(room, document) for document in seen if document.credential is not None),
        shown=_shown(room, seat, {document.id for document in seen}),
        facts=tuple(_fact(room, seat, fact) for fact in facts_for(room, seat)) if seat.place in AT_TABLE else (),
        disclosures=tuple(_disclosure(room, seat, one) for one in room.disclosures) if inside else (),
        script=tuple(told.item for told in room.script) if leads else (),
    )


def host(room: Room) -> Seat:
    """The mediator who leads; every room has exactly one."""
    return next(seat for seat in room.seats if seat.role is Role.MEDIATOR)


def _phase(room: Room, seat: Seat) -> Phase:
    """That somebody is in a caucus, or in a check, is the mediators' and the members' to know."""
    if is_trusted(room, seat) or seat.place is Place.CAUCUS:
        return room.phase
    if room.phase is Phase.CAUCUS:
        return Phase.JOINT
    return Phase.LOBBY if room.phase is Phase.CHECK and seat.place is not Place.CHECK else room.phase


def _meets(room: Room, seat: Seat, other: Seat) -> bool:
    """Whether `other` is in the view of `seat` at all."""
    if other.id == seat.id or is_trusted(room, seat):
        return True
    if room.apart(seat.id, other.id):
        return False
    if other.role in MEDIATORS:
        return True
    return seat.place in {Place.CHECK, *AT_TABLE} and seat.spot == other.spot


def _together(room: Room, seat: Seat, other: SeatId | None) -> bool:
    found = room.seat(other) if other else None
    return found is not None and found.spot == seat.spot


def _seen(room: Room, seat: Seat, other: Seat) -> SeatView:
    if (
        other.id == seat.id
        or is_trusted(room, seat)
        or (other.spot == seat.spot and seat.place in {Place.CHECK, *AT_TABLE})
    ):
        return _full(room, seat, other)
    # A mediator elsewhere: there or not. What goes on in another room leaves no trace here.
    place = Place.JOINT if other.place in INSIDE else Place.OUTSIDE
    absent = replace(_full(room, seat, other), place=place, inside=None, hand=None, received=0)
    return replace(absent, microphone=False, camera=False, screen=False, muted=False)


def _full(room: Room, viewer: Seat, seat: Seat) -> SeatView:
    joint = room.conversation(JOINT)
    reader = joint.reader(seat.id)
    return SeatView(
        seat=seat.id,
        role=seat.role,
        side=seat.side,
        name=seat.name,
        persons=tuple(PersonView(person.id, person.name) for person in seat.persons),
        on_behalf_of=seat.on_behalf_of,
        place=seat.place,
        inside=seat.inside,
        presence=seat.presence,
        microphone=seat.microphone,
        camera=seat.camera,
        screen=seat.screen,
        muted=seat.muted,
        may_share=seat.may_share or seat.role in MEDIATORS,
        hand=seat.hand,
        received=joint.number(viewer.id, reader.received) if reader else 0,
    )


def _gate(room: Room, seat: Seat, person: Person) -> PersonGate:
    company = person.declared(Declared.COMPANY)
    lacks: tuple[Missing, ...] = missing(room, seat)
    return PersonGate(
        person=person.id,
        name=person.name,
        identity=person.identity,
        has_id_tail=person.has_id_tail,
        tries_left=person.tries_left,
        notice_seconds=person.notice.seconds if person.notice else None,
        notice_aloud=person.notice.aloud if person.notice else False,
        consented=person.consents is not None,
        company=company.text if company else None,
        compared=person.compared,
        missing=tuple(str(lack.what) for lack in lacks if lack.person in {person.id, None}),
    )


def _desk(room: Room, seat: Seat) -> DeskRow:
    return DeskRow(
        seat=seat.id,
        identity=seat.identity,
        has_id_tail=seat.has_id_tail,
        tries_left=seat.tries_left,
        revoked=seat.revoked,
        consented=all(person.consents is not None for person in seat.persons),
        knocking=seat.knock is not None,
        waiting_since=seat.waiting_since,
        hold_reason=seat.hold.reason if seat.hold else None,
        persons=tuple(_gate(room, seat, person) for person in seat.persons),
        cleared=seat.cleared_at is not None,
        authority=seat.authority,
        papers_seen=seat.papers_seen,
        asks=_asks(room, seat) if seat.role is not Role.MEDIATOR else (),
        lacks=tuple(paper.id for paper in lacking(room, seat)),
        away_since=seat.away_since,
        wants_caucus=seat.wants_caucus,
        admitted=seat.admitted_at is not None,
        screened_from=tuple(other.id for other in room.seats if room.apart(seat.id, other.id)),
    )


def _interruption(room: Room) -> InterruptionView | None:
    why = room.interruption
    return InterruptionView(why.cause, why.at, why.note, why.until) if why else None


def _call(room: Room, seat: Seat) -> Call | None:
    for caucus in room.caucuses:
        asked = caucus.invitation(seat.id)
        if caucus.open and asked and asked.state is Summons.CALLING:
            return Call(caucus.id, asked.at, _names(room, caucus, seat))
    return None


def _names(room: Room, caucus: Caucus, but: Seat) -> tuple[str, ...]:
    expected = {Summons.CALLING, Summons.ACCEPTED}
    called = {one.seat for one in caucus.invited if one.state in expected}
    return tuple(
        one.name
        for one in room.seats
        if (one.id in called or one.spot == (Place.CAUCUS, caucus.id))
        and one.id != but.id
        and one.role not in MEDIATORS
        if not room.apart(one.id, but.id)
    )


def _caucus(room: Room, caucus: Caucus, *, for_mediator: bool) -> CaucusView:
    members = tuple(room.present(Place.CAUCUS, caucus.id))
    return CaucusView(
        id=caucus.id,
        number=caucus.number,
        opened_at=caucus.opened_at,
        members=tuple(seat.id for seat in members),
        invited=tuple(map(_invitation, caucus.invited)) if for_mediator else (),
        locked=caucus.locked,
        named=caucus.named,
        wants_mediator=caucus.wants_mediator,
        closes_at=caucus.closes_at,
        paused=bool(members) and is_paused(room, members[0].spot),
    )


def _invitation(one: Invitation) -> InvitationView:
    return InvitationView(one.seat, one.state, one.at)


def _private_talk(room: Room, seat: Seat) -> PrivateTalk | None:
    """For those at the joint table without a mediator: 调解员正与另一方单独会谈."""
    if seat.place is not Place.JOINT or seat.role in MEDIATORS:
        return None
    led = [one for one in room.caucuses if one.open and any(_led(room, one))]
    if not led:
        return None
    named = tuple(name for one in led if one.named for name in _names(room, one, seat))
    return PrivateTalk(min(one.opened_at for one in led), named)


def _led(room: Room, caucus: Caucus) -> Iterator[Seat]:
    return (seat for seat in room.present(Place.CAUCUS, caucus.id) if seat.role in MEDIATORS)


def _channels(room: Room, seat: Seat) -> Iterator[ChannelView]:
    """By kind, each as it came: the order of their latest lines would tell of lines that are not this seat's."""
    kinds = tuple(ChannelKind)
    for conversation in sorted(room.conversations, key=lambda one: kinds.index(one.channel.kind)):
        reader = conversation.reader(seat.id)
        channel = conversation.channel
        if reader is None or not may_read(room, seat, channel):
            continue
        waiting = room.seat(SeatId(channel.of)) if channel.kind is ChannelKind.LOBBY else None
        yield ChannelView(
            channel=str(channel),
            kind=channel.kind,
            zone=channel.zone,
            after=conversation.number(seat.id, reader.after),
            seq=conversation.number(seat.id, conversation.seq),
            delivered=_delivered(room, seat, conversation),
            may_say=may_say(room, seat, channel),
            title=waiting.name if waiting else "",
        )


def _delivered(room: Room, seat: Seat, conversation: Conversation) -> int:
    """Up to which of the seat's own numbers all have confirmed who read there and whom it has before its eyes.

    Whoever is behind a screen or elsewhere counts for nothing, as if it were not there: confirming would tell of it.
    Only with a mediator one may write from elsewhere. Who left a conversation is told nothing more of it.
    """
    own = conversation.reader(seat.id)
    if own is None or own.until is not None:
        return 0
    readers = {one.seat: one.received for one in conversation.readers if one.until is None and one.seat != seat.id}
    apart = conversation.channel.kind in MEDIATED
    held = (
        conversation.number(seat.id, readers[other.id])
        for other in room.seats
        if other.id in readers and _meets(room, seat, other) and may_read(room, other, conversation.channel)
        if apart or other.spot == seat.spot
    )
    return min(held, default=0)


def _card(document: Document) -> DocumentCard:
    return DocumentCard(
        id=document.id,
        name=document.name,
        by=document.by,
        pages=document.pages,
        bytes=document.bytes,
        at=document.at,
        sha256=document.sha256,
        zone=document.zone,
        channel=str(document.channel),
    )


def _asks(room: Room, seat: Seat) -> tuple[PaperName, ...]:
    return tuple(PaperName(paper.id, paper.zh, paper.en) for paper in asked(room, seat))


def _credential(room: Room, document: Document) -> CredentialCard:
    seat, shows = room.seat(SeatId(document.channel.of)), document.credential
    assert seat is not None  # noqa: S101 - seats are never taken away
    assert shows is not None  # noqa: S101 - whoever calls has looked
    sorts = {paper.id: paper for paper in _asks(room, seat)}
    return CredentialCard(
        id=document.id,
        seat=seat.id,
        person=shows.person,
        paper=sorts.get(shows.paper, PaperName(shows.paper, document.name, document.name)),
        name=document.name,
        pages=document.pages,
        at=document.at,
        by=document.by,
    )


def _shown(room: Room, seat: Seat, seen: set[DocumentId]) -> Shown | None:
    """What is shown where this seat is; never in the lobby."""
    if seat.place not in AT_TABLE:
        return None
    return next((one for one in reversed(shown_to(room, seat)) if one.document in seen), None)


def _fact(room: Room, seat: Seat, fact: UndisputedFact) -> FactView:
    """Who has answered and who is waited for; of those behind a screen nothing but whether it stands.

    Whoever is screened from somebody is told of itself alone: who is waited for changes with who is here.
    """
    hidden = room.parted_persons(seat.id)
    own = {person.id for person in seat.persons}
    return FactView(
        id=fact.id,
        words=fact.words,
        by=fact.by,
        version=fact.version,
        standing=fact.standing,
        confirmed=tuple(one.person for one in fact.confirmed if one.person not in hidden),
        awaited=tuple(person for person in awaited(room, fact) if not hidden or person in own),
    )


def _disclosure(room: Room, seat: Seat, disclosure: Disclosure) -> DisclosureView:
    known_of = [one for one in disclosure.answers if one.person not in room.parted_persons(seat.id)]
    return DisclosureView(
        id=disclosure.id,
        text=disclosure.text,
        at=disclosure.at,
        agreed=tuple(one.person for one in known_of if one.agrees),
        objected=tuple(one.person for one in known_of if not one.agrees),
    )
