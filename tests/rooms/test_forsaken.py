"""Rooms that nobody closed: closed as by their mediator, and never while somebody is there."""

from datetime import timedelta

from rooms import inputs
from rooms.effects import EndSeat, RecordFact
from rooms.facts import PhaseChanged, SessionForsaken
from rooms.hosting import quiet_since
from rooms.inputs import Forsaking
from rooms.room import Phase, Place, Room
from rooms.step import step
from tests.rooms.stories import (
    COMPANY,
    LATER,
    MEDIATOR,
    NOON,
    WORKER,
    after,
    aside,
    everyone_at_the_table,
    room,
    session,
)

LONG_AFTER = NOON + timedelta(days=40)


def forsaken(now: Room) -> Room:
    return after([inputs.Forsaken(LONG_AFTER, Forsaking.DAYS)], now)


def left_alone() -> Room:
    """Everybody's line has gone, in a private talk, and nobody ended anything."""
    now = after([*everyone_at_the_table(), *aside(WORKER)])
    there = (MEDIATOR, WORKER, COMPANY)
    silent = [inputs.SeatSilent(LATER, one, session(one)) for one in there]
    return after([*silent, *(inputs.SeatGone(LATER, one, session(one)) for one in there)], now)


def test_threat31_what_nobody_closed_is_closed_with_the_reason_on_record() -> None:
    now = left_alone()
    assert quiet_since(now) == LATER
    outcome = step(now, inputs.Forsaken(LONG_AFTER, Forsaking.DAYS))
    assert outcome.room.phase is Phase.CLOSED
    assert {seat.place for seat in outcome.room.seats} == {Place.OUTSIDE}
    assert not any(caucus.open for caucus in outcome.room.caucuses)
    facts = [effect.fact for effect in outcome.effects if isinstance(effect, RecordFact)]
    assert facts[0] == SessionForsaken(Forsaking.DAYS, LATER)
    assert PhaseChanged(Phase.CLOSED, by=MEDIATOR) in facts
    assert {effect.seat for effect in outcome.effects if isinstance(effect, EndSeat)} == {MEDIATOR, WORKER, COMPANY}


def test_never_while_somebody_is_there_and_never_twice() -> None:
    now = after(everyone_at_the_table())
    assert quiet_since(now) is None
    assert forsaken(now) == now
    over = forsaken(left_alone())
    assert forsaken(over) == over


def test_a_room_nobody_came_to_is_quiet_since_its_time() -> None:
    assert quiet_since(room()) == NOON
    assert forsaken(room()).phase is Phase.CLOSED
