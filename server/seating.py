"""Seats of a new room: whom they are for, under fresh ids."""

import secrets
from typing import Final

from law.people import Entity, Party
from rooms.ids import PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Role, Seat, Side

ID_BYTES: Final = 16


def new_room_id() -> RoomId:
    """A name nobody can guess."""
    return RoomId(secrets.token_urlsafe(ID_BYTES))


def new_seat_id() -> SeatId:
    """A name nobody can guess."""
    return SeatId(secrets.token_urlsafe(ID_BYTES))


def host_seat(mediator: str) -> Seat:
    """The mediator's, by name."""
    seat = new_seat_id()
    return Seat(seat, Role.MEDIATOR, Side.NEUTRAL, (Person(PersonId(seat), mediator),))


def party_seat(side: Side, party: Party) -> Seat:
    """The seat of the one who comes: the person, or the company's representative."""
    person, company = (party.representative, party.name) if isinstance(party, Entity) else (party, None)
    known = person.id_no is not None
    seat = new_seat_id()
    return Seat(seat, Role.PARTY, side, (Person(PersonId(seat), person.name, company, has_id_tail=known),))
