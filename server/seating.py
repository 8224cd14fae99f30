"""Seats of a new room: whom they are for, under fresh ids."""

import secrets
from typing import Final

from law.agents import Agent, may_settle
from law.id_types import RESIDENT_ID
from law.people import Entity, NaturalPerson, Party
from rooms.ids import PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Authority, Role, Seat, Side

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
    role = Role.THIRD_PARTY if side is Side.THIRD else Role.PARTY
    return Seat(seat, role, side, (Person(PersonId(seat), person.name, company, has_id_tail=known),))


def agent_seat(side: Side, agent: Agent, acts_for: str, papers: frozenset[str]) -> Seat:
    """The seat of somebody on file who acts for a party; what needs a special authority only who may settle does.

    `papers`: ids of those on the case's file, which the mediator has yet to look at.
    """
    seat, known = new_seat_id(), agent_person(agent).id_no is not None
    authority = Authority.SPECIAL if may_settle(agent) else Authority.GENERAL
    person = Person(PersonId(seat), agent.name, acts_for, has_id_tail=known)
    return Seat(seat, Role.AGENT, side, (person,), authority=authority, papers_on_file=papers, agent_type=agent.type)


def agent_person(agent: Agent) -> NaturalPerson:
    """The human; the number of another paper than an identity card is not asked for at the door."""
    id_no = agent.id_no if agent.id_type == RESIDENT_ID else None
    return NaturalPerson(agent.name, id_no, agent.phone)
