"""Rooms as the mediator's desk shows them."""

import io
from collections.abc import Iterable
from datetime import date

import segno

from agreements.agreement import Sealed
from law.causes import cause
from law.id_types import RESIDENT_ID, id_type
from rooms.ids import SeatId
from rooms.room import Role, Room, Seat
from server.http.bodies import Cause, Invite, RoomDetail, RoomRow, SeatRow, Sentence
from server.http.message_rows import invitation_states
from server.storage.desk import DeskRow
from server.storage.invites import Invite as StoredInvite
from server.storage.messages import Progress
from server.storage.people import MaskedPerson
from server.stores import Stores


def cause_of(cause_id: str, today: date) -> Cause:
    """The cause of a stored room, as it is called today; one that is no longer listed keeps its id for a name."""
    known = cause(cause_id, today)
    return Cause(id=cause_id, zh=known.zh, en=known.en) if known else Cause(id=cause_id, zh=cause_id, en=cause_id)


def mediator_seat(room: Room) -> Seat:
    """Every room is born with exactly one."""
    return next(seat for seat in room.seats if seat.role is Role.MEDIATOR)


def room_row(row: DeskRow, messages: Iterable[Progress], today: date) -> RoomRow:
    """One line of the desk; `messages` are those of its room, newest first, and perhaps others'."""
    room = row.room
    return RoomRow(
        id=room.id,
        case=room.case,
        case_no=row.case_no,
        title=room.title,
        cause=cause_of(room.cause, today),
        scheduled_at=room.scheduled_at,
        phase=room.phase,
        waiting=row.waiting,
        seats=sum(1 for seat in room.seats if seat.role is not Role.MEDIATOR),
        planned_minutes=room.planned_minutes,
        practice=row.practice,
        invitations=invitation_states(room, messages),
    )


async def room_detail(stores: Stores, row: DeskRow, address: str, today: date) -> RoomDetail:
    """A room with its people and their links; `address` is the origin in the links."""
    people = {person.seat: person for person in await stores.people.masked(row.room.id)}
    invites = {
        invite.seat: shown_invite(invite, stores.invites.secret(invite), address)
        for invite in await stores.invites.of_room(row.room.id)
    }
    seats = tuple(_seat_row(row.room, seat, people.get(seat.id), invites, today) for seat in row.room.seats)
    kept = await stores.agreements.load_of_room(row.room.id)
    papers = kept is not None and isinstance(kept.agreement.stage, Sealed)
    written = await stores.minutes.load(row.room.id)
    minutes = written is not None and isinstance(written.paper.stage, Sealed)
    messages = await stores.messages.of_rooms((row.room.id,))
    return RoomDetail(**dict(room_row(row, messages, today)), people=seats, papers=papers, minutes=minutes)


def shown_invite(invite: StoredInvite, secret: str, address: str) -> Invite:
    """A link as the mediator passes it on."""
    url = f"{address}/j/{secret}"
    return Invite(url=url, qr_svg=qr_svg(url), revoked=invite.revoked is not None, created_at=invite.created)


def qr_svg(text: str) -> str:
    """The QR code as an SVG document that scales with the page."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=4)
    return out.getvalue().decode()


def _seat_row(
    room: Room, seat: Seat, person: MaskedPerson | None, invites: dict[SeatId, Invite], today: date
) -> SeatRow:
    return SeatRow(
        seat=seat.id,
        role=seat.role,
        side=seat.side,
        name=seat.name,
        on_behalf_of=seat.on_behalf_of,
        id_type=other_paper(person, today) if person else None,
        id_no_masked=person.id_no_masked if person else None,
        phone_masked=person.phone_masked if person else None,
        identity=seat.identity,
        place=seat.place,
        presence=seat.presence,
        persons=tuple(person.name for person in seat.persons),
        authority=seat.authority,
        papers_seen=seat.papers_seen,
        screened_from=tuple(other.id for other in room.seats if room.apart(seat.id, other.id)),
        invite=invites.get(seat.id),
    )


def other_paper(person: MaskedPerson, today: date) -> Sentence | None:
    """What the number on file is of, where that is no identity card."""
    paper = None if person.id_type == RESIDENT_ID or person.id_no_masked is None else id_type(person.id_type, today)
    return Sentence(zh=paper.zh, en=paper.en) if paper else None
