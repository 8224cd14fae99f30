"""Who has to confirm an undisputed fact before it enters (规则 §18, §22; 民诉法 §62; AT-39)."""

from collections.abc import Iterator
from itertools import chain

from rooms.audibility import AT_TABLE, PARTISAN
from rooms.ids import PersonId
from rooms.ledger import UndisputedFact
from rooms.room import PRINCIPALS, Authority, Role, Room, Seat, Side


def confirmers(room: Room, fact: UndisputedFact) -> tuple[PersonId, ...]:
    """In seating order: each person of each principal, and who made the 让步/方案 it was taken from.

    For a principal who is not at the table, an agent of that side who is, with special authority. Without such an
    agent the principal is waited for: nothing enters over the head of who is absent.
    """
    answering = {seat.id for side in Side for seat in answerers(room, side)}
    if fact.said is not None and fact.said.proposal:
        answering.add(fact.said.speaker)
    return tuple(person.id for seat in room.seats if seat.id in answering for person in seat.persons)


def awaited(room: Room, fact: UndisputedFact) -> tuple[PersonId, ...]:
    """Who of them has not confirmed these words yet."""
    confirmed = {one.person for one in fact.confirmed}
    return tuple(person for person in confirmers(room, fact) if person not in confirmed)


def is_confirmed(room: Room, fact: UndisputedFact) -> bool:
    """Whether everybody has confirmed these very words; never while nobody can answer for one of the two sides."""
    return all(answerers(room, side) for side in PARTISAN) and not awaited(room, fact)


def answerers(room: Room, side: Side) -> tuple[Seat, ...]:
    """The seats that answer for a side now: its principals, or its agents with special authority in their stead."""
    principals = tuple(seat for seat in room.seats if seat.side is side and seat.role in PRINCIPALS)
    agents = tuple(_special_agents(room, side))
    there = tuple(agent for agent in agents if agent.place in AT_TABLE)
    if not principals:
        return there or agents
    return tuple(dict.fromkeys(chain.from_iterable(_instead(room, seat, there) for seat in principals)))


def _instead(room: Room, principal: Seat, agents: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """Who answers for a principal: one of its agents who may not know whether it is there does not."""
    known = tuple(agent for agent in agents if not room.apart(principal.id, agent.id))
    return known if known and principal.place not in AT_TABLE else (principal,)


def _special_agents(room: Room, side: Side) -> Iterator[Seat]:
    agents = (seat for seat in room.seats if seat.side is side and seat.role is Role.AGENT)
    return (agent for agent in agents if agent.authority is Authority.SPECIAL and agent.papers_seen)
