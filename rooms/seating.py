"""Who has a seat in the session, who is kept apart from whom, and when it is (domain.md §2.11; 民事诉讼法 §61)."""

from dataclasses import replace
from typing import Final

from law.beijing import day_of
from law.parameters import parameter
from rooms.clearing import guest
from rooms.effects import RecordFact
from rooms.facts import SeatPlanned, SeatsScreened, SessionRescheduled
from rooms.inputs import Rescheduled, Screened, SeatAdded
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import Unfit, Unmet
from rooms.rights import Right
from rooms.room import PRINCIPALS, Authority, Place, Role, Room, Seat, Side

SEAT_LIMIT: Final = 40
"""Seats of one session; far above what a room carries at once, and low enough that a view stays small."""
LEAST_MINUTES: Final = 10
MOST_MINUTES: Final = 480

SIDES: Final = {
    **dict.fromkeys(PRINCIPALS, frozenset({Side.APPLICANT, Side.RESPONDENT})),
    Role.AGENT: frozenset({Side.APPLICANT, Side.RESPONDENT, Side.THIRD}),
    Role.THIRD_PARTY: frozenset({Side.THIRD}),
    Role.CO_MEDIATOR: frozenset({Side.NEUTRAL}),
    Role.RECORDER: frozenset({Side.NEUTRAL}),
    Role.COURT: frozenset({Side.NEUTRAL}),
    Role.INTERPRETER: frozenset({Side.NEUTRAL, Side.APPLICANT, Side.RESPONDENT}),
}
"""On whose side a seat of that role can be; the host's own is planned with the session and never added."""


def add(room: Room, event: SeatAdded) -> Step:
    """One seat more, empty as it comes, and all of one side. The same seat told again is the same seat."""
    actor = require(room, event.by, Right.SEAT_OTHERS)
    new = event.seat
    if room.seat(new.id) is not None:
        if _planned(room.seat(new.id)) == _planned(new):
            return Step(room)
        raise Unmet("seat.known")
    if len(room.seats) >= SEAT_LIMIT:
        raise Unmet("seats.full", limit=SEAT_LIMIT)
    _fitting(room, new)
    if new.role is Role.AGENT:
        _agent(room, new, parameter("agents_per_side", day_of(event.at)).value)
        _principal(room, new)
    fact = RecordFact(SeatPlanned(new.id, new.role, new.side, len(new.persons), by=actor.id))
    return Step(replace(room, seats=(*room.seats, new)), (fact,))


def _planned(seat: Seat | None) -> object:
    return seat and (seat.role, seat.side, [(one.id, one.name) for one in seat.persons])


def _fitting(room: Room, new: Seat) -> None:
    if new.side not in SIDES.get(new.role, ()):
        raise Unfit("seat.side")
    people = [person.id for person in new.persons]
    taken = {person.id for seat in room.seats for person in seat.persons}
    if not people or str(people[0]) != new.id or len(set(people)) < len(people) or taken & set(people):
        raise Unfit("seat.persons")
    if new.place is not Place.OUTSIDE or new.session is not None or new.cleared_at is not None:
        raise Unfit("seat.persons")


def _agent(room: Room, new: Seat, most: int) -> None:
    if new.authority is None:
        raise Unfit("agent.authority")
    if sum(seat.role is Role.AGENT and seat.side is new.side and not seat.revoked for seat in room.seats) >= most:
        raise Unmet("agents.too_many", limit=most)


def _principal(room: Room, agent: Seat) -> None:
    """A third person who sends an agent alone is bound by that agent's signature: it has to be said who that is."""
    present = any(seat.side is agent.side and seat.role is not Role.AGENT for seat in room.seats)
    if agent.side is Side.THIRD and agent.authority is Authority.SPECIAL and not (present or agent.on_behalf_of):
        raise Unfit("agent.principal", name=agent.first.name)


def screen(room: Room, event: Screened) -> Step:
    """Two seats that never see, hear or read each other, or no longer. A mediator is screened from nobody."""
    actor = require(room, event.by, Right.SCREEN_OTHERS)
    first, second = guest(room, event.first), guest(room, event.second)
    if first.id == second.id or Role.CO_MEDIATOR in {first.role, second.role}:
        raise Unfit("screen.mediator")
    if room.apart(first.id, second.id) == event.apart:
        return Step(room)
    if event.apart and first.place is Place.CAUCUS and first.spot == second.spot:
        raise Unmet("screen.together")
    pairs = tuple(pair for pair in room.screened if set(pair) != {first.id, second.id})
    after = replace(room, screened=(*pairs, (first.id, second.id)) if event.apart else pairs)
    fact = RecordFact(SeatsScreened(first.id, second.id, event.apart, by=actor.id))
    return Step(after, (fact,))


def reschedule(room: Room, event: Rescheduled) -> Step:
    """Another time, while it has not begun."""
    actor = require(room, event.by, Right.RESCHEDULE)
    if event.scheduled_at <= event.at:
        raise Unfit("schedule.past")
    if not LEAST_MINUTES <= event.planned_minutes <= MOST_MINUTES:
        raise Unfit("minutes.range", least=LEAST_MINUTES, most=MOST_MINUTES)
    after = replace(room, scheduled_at=event.scheduled_at, planned_minutes=event.planned_minutes)
    if after == room:
        return Step(room)
    fact = RecordFact(SessionRescheduled(event.scheduled_at, event.planned_minutes, by=actor.id))
    return Step(after, (fact,))
