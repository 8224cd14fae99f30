"""Who has to confirm an undisputed fact before it enters (规则 §18, §22; 民诉法 §62; AT-39)."""

from collections.abc import Iterator
from itertools import chain

from rooms.audibility import AT_TABLE, PARTISAN
from rooms.ids import PersonId
from rooms.ledger import UndisputedFact
from rooms.permissions import entitled
from rooms.rights import Right
from rooms.room import PRINCIPALS, Role, Room, Seat, Side


def confirmers(room: Room, fact: UndisputedFact) -> frozenset[PersonId]:
    """Each person of each principal, and who made the 让步/方案 it was taken from.

    For a principal who is not at the table, an agent of that side who is, with special authority. Without such an
    agent the principal is waited for: nothing enters over the head of who is absent.
    """
    answering = set(chain.from_iterable(answerers(room, side) for side in Side))
    if fact.said is not None and fact.said.proposal and (speaker := room.seat(fact.said.speaker)):
        answering.add(speaker)
    return frozenset(person.id for seat in answering for person in seat.persons)


def is_confirmed(room: Room, fact: UndisputedFact) -> bool:
    """Whether everybody has confirmed these very words; never while nobody can answer for one of the two sides."""
    if not all(answerers(room, side) for side in PARTISAN):
        return False
    return confirmers(room, fact) <= {one.person for one in fact.confirmed}


def answerers(room: Room, side: Side) -> tuple[Seat, ...]:
    """The seats that answer for a side now: its principals, or its agents with special authority in their stead."""
    principals = tuple(seat for seat in room.seats if seat.side is side and seat.role in PRINCIPALS)
    agents = tuple(_special_agents(room, side))
    there = tuple(agent for agent in agents if agent.place in AT_TABLE)
    if not principals:
        return there or agents
    instead = (there if there and seat.place not in AT_TABLE else (seat,) for seat in principals)
    return tuple(dict.fromkeys(chain.from_iterable(instead)))


def _special_agents(room: Room, side: Side) -> Iterator[Seat]:
    agents = (seat for seat in room.seats if seat.side is side and seat.role is Role.AGENT)
    return (agent for agent in agents if entitled(agent, Right.ANSWER_FACT))
