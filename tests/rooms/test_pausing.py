"""Break, suspension, a lost host, more time, another host: nobody is ever at an unattended table (TR12, TR13)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rooms import inputs
from rooms.audibility import hears
from rooms.effects import RecordFact
from rooms.facts import HostChanged, SessionExtended, SessionInterrupted, SessionResumed
from rooms.ids import SeatId
from rooms.inputs import Input
from rooms.refusals import Refusal
from rooms.room import Cause, Phase, Place, Role, Room, Seat, Spot
from rooms.step import step
from rooms.timing import due
from tests.rooms.stories import (
    AGENT,
    CAUCUS,
    CO_MEDIATOR,
    COMPANY,
    LATER,
    MEDIATOR,
    NOON,
    WORKER,
    admitted,
    after,
    arrivals,
    aside,
    called_aside,
    entered,
    everyone_at_the_table,
    session,
    waiting,
    with_seats,
)

SILENT = inputs.SeatSilent(LATER, MEDIATOR, session(MEDIATOR))
LOST = LATER + timedelta(seconds=30)
SUSPENDED = inputs.Suspended(LATER, MEDIATOR, " 停电，稍后继续 ", LATER + timedelta(hours=1))
RESUMED = inputs.Resumed(LATER, MEDIATOR)


def at_table(*others: SeatId) -> Room:
    return after(everyone_at_the_table(*others), with_seats(*others))


def seat_of(now: Room, seat: SeatId) -> Seat:
    found = now.seat(seat)
    assert found is not None
    return found


def spots(now: Room) -> dict[SeatId, Spot]:
    return {seat.id: seat.spot for seat in now.seats}


def code_of(now: Room, event: Input) -> str:
    with pytest.raises(Refusal) as refusal:
        step(now, event)
    return refusal.value.code


def test_in_a_break_nobody_hears_anybody_and_private_talks_are_over() -> None:
    now = after([*aside(WORKER), inputs.BreakBegun(LATER, MEDIATOR, 15)], at_table())
    assert (now.phase, now.break_until, hears(now)) == (Phase.BREAK, LATER + timedelta(minutes=15), frozenset())
    assert {seat.place for seat in now.seats} == {Place.JOINT}
    assert due(now) is None, "it ends by nobody's clock"
    on = after([inputs.BreakEnded(LATER, MEDIATOR)], now)
    assert (on.phase, on.break_until, len(hears(on)) > 0) == (Phase.JOINT, None, True)


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_a_break_and_more_time_have_sensible_lengths(minutes: int) -> None:
    assert code_of(at_table(), inputs.BreakBegun(LATER, MEDIATOR, minutes)) == "minutes.range"
    assert code_of(at_table(), inputs.Extended(LATER, MEDIATOR, minutes)) == "minutes.range"


def test_more_time_is_added_to_what_was_planned() -> None:
    outcome = step(at_table(), inputs.Extended(LATER, MEDIATOR, 30))
    assert outcome.room.planned_minutes == 120
    assert outcome.effects[0] == RecordFact(SessionExtended(30, by=MEDIATOR))


def test_suspended_everybody_waits_with_the_reason_and_comes_back_where_they_were() -> None:
    before = after([*aside(WORKER, AGENT, comes=False)], at_table(AGENT, CO_MEDIATOR))
    outcome = step(before, SUSPENDED)
    now = outcome.room
    assert now.interruption is not None
    assert (now.phase, now.interruption.cause, now.interruption.note) == (
        Phase.INTERRUPTED,
        Cause.SUSPENDED,
        "停电，稍后继续",
    )
    assert {seat.place for seat in now.seats} == {Place.LOBBY}
    assert (hears(now), due(now)) == (frozenset(), None)
    assert RecordFact(SessionInterrupted(Cause.SUSPENDED, "caucus", MEDIATOR, "停电，稍后继续")) in outcome.effects
    resumed = step(now, RESUMED)
    assert RecordFact(SessionResumed("caucus", by=MEDIATOR)) in resumed.effects
    assert (resumed.room.phase, spots(resumed.room)) == (before.phase, spots(before))


def test_a_suspension_wants_a_reason_and_a_time_to_come() -> None:
    assert code_of(at_table(), replace(SUSPENDED, note=" ")) == "reason.needed"
    assert code_of(at_table(), replace(SUSPENDED, until=NOON)) == "schedule.past"


@pytest.mark.parametrize("story", [[], aside(WORKER), [inputs.BreakBegun(LATER, MEDIATOR, None)]])
def test_a_lost_host_ends_every_unattended_room_after_thirty_seconds(story: list[Input]) -> None:
    now = after([*story, SILENT], at_table())
    assert (due(now), now.host_lost_at) == (LOST, LATER)
    assert step(now, inputs.Elapsed(LOST - timedelta(milliseconds=1))).room.phase is now.phase
    lost = step(now, inputs.Elapsed(LOST)).room
    assert lost.interruption is not None
    assert (lost.phase, lost.interruption.cause, lost.interruption.was) == (
        Phase.INTERRUPTED,
        Cause.HOST_LOST,
        now.phase,
    )
    assert {seat.place for seat in lost.seats} == {Place.LOBBY}
    back = after([entered(MEDIATOR)], lost)
    assert seat_of(back, MEDIATOR).place is Place.LOBBY, "the host waits too until the session goes on"
    assert spots(after([RESUMED], back)) == spots(now)


def test_a_host_who_is_back_in_time_is_not_lost() -> None:
    now = after([SILENT, inputs.SeatHeard(LATER, MEDIATOR, session(MEDIATOR))], at_table())
    assert (now.host_lost_at, due(now)) == (None, None)


def test_a_host_who_leaves_is_lost_too_and_comes_back_to_the_table() -> None:
    left = after([inputs.Left(LATER, MEDIATOR)], at_table())
    assert due(left) == LOST
    assert seat_of(after([entered(MEDIATOR, tab=2)], left), MEDIATOR).place is Place.JOINT
    lost = step(left, inputs.Elapsed(LOST)).room
    back = after([entered(MEDIATOR, tab=2), RESUMED], lost)
    assert {seat.place for seat in back.seats} == {Place.JOINT}


def test_the_lobby_is_not_interrupted_but_a_check_is() -> None:
    assert due(after([*waiting(WORKER, COMPANY), SILENT])) is None
    checking = after([*waiting(WORKER), *arrivals(COMPANY), inputs.CalledToCheck(NOON, MEDIATOR, COMPANY), SILENT])
    lost = step(checking, inputs.Elapsed(LOST)).room
    assert (lost.phase, {seat.place for seat in lost.seats}) == (Phase.INTERRUPTED, {Place.LOBBY})
    resumed = after([inputs.SeatHeard(LOST, MEDIATOR, session(MEDIATOR)), RESUMED], lost)
    assert (resumed.phase, spots(resumed)) == (Phase.CHECK, spots(checking))


def test_a_lost_host_interrupts_the_session_unless_a_co_mediator_takes_over() -> None:
    silent = after([SILENT], at_table(CO_MEDIATOR))
    assert due(silent) == LOST
    assert step(silent, inputs.Elapsed(LOST)).room.phase is Phase.INTERRUPTED
    led = after([inputs.HostTakenOver(LATER, CO_MEDIATOR)], silent)
    assert (due(led), led.phase) == (None, Phase.JOINT)


def test_the_mediator_of_the_account_comes_back_to_the_table_when_another_leads() -> None:
    led = after([SILENT, inputs.HostTakenOver(LATER, CO_MEDIATOR), inputs.Left(LATER, MEDIATOR)], at_table(CO_MEDIATOR))
    back = seat_of(after([entered(MEDIATOR, tab=2)], led), MEDIATOR)
    assert (back.role, back.place) == (Role.CO_MEDIATOR, Place.JOINT)


def test_a_restart_of_the_node_gives_the_host_thirty_seconds() -> None:
    now = after([inputs.NodeStarted(LATER)], at_table())
    assert due(now) == LOST


def test_what_was_called_or_closing_does_not_outlast_the_interruption() -> None:
    closing: list[Input] = [*aside(WORKER), inputs.CaucusClosed(LATER, MEDIATOR, CAUCUS), SUSPENDED]
    now = after(closing, at_table())
    assert (due(now), [caucus.open for caucus in now.caucuses]) == (None, [False])
    assert {seat.place for seat in after([RESUMED], now).seats} == {Place.JOINT}
    called = after([called_aside(WORKER), SUSPENDED], at_table())
    assert due(called) is None
    resumed = after([RESUMED], called)
    assert (resumed.phase, [caucus.open for caucus in resumed.caucuses]) == (Phase.JOINT, [False])


def test_who_waited_before_the_interruption_waits_after_it() -> None:
    late = after([*arrivals(AGENT), SUSPENDED, RESUMED], after(everyone_at_the_table(), with_seats(AGENT)))
    assert (late.phase, seat_of(late, AGENT).place) == (Phase.JOINT, Place.LOBBY)
    sent: list[Input] = [inputs.SentToLobby(NOON, MEDIATOR, WORKER, "请稍候"), SUSPENDED, RESUMED]
    assert seat_of(after(sent, at_table()), WORKER).place is Place.LOBBY


def test_who_leaves_and_comes_again_meanwhile_is_back_too_but_not_through_a_locked_door() -> None:
    story: list[Input] = [*aside(WORKER, AGENT), SUSPENDED, inputs.Left(LATER, WORKER)]
    now = after([*story, replace(entered(WORKER, tab=2), at=LATER + timedelta(seconds=9)), RESUMED], at_table(AGENT))
    assert (seat_of(now, WORKER).place, seat_of(now, AGENT).spot) == (Place.JOINT, (Place.CAUCUS, CAUCUS))


def test_who_was_screened_meanwhile_is_not_put_together_again() -> None:
    apart = inputs.Screened(LATER, MEDIATOR, WORKER, AGENT, apart=True)
    now = after([*aside(WORKER, AGENT), SUSPENDED, apart, RESUMED], at_table(AGENT))
    assert {seat_of(now, WORKER).place, seat_of(now, AGENT).place} == {Place.CAUCUS, Place.JOINT}


def test_a_co_mediator_takes_over_when_the_host_is_not_heard_of_and_not_before() -> None:
    over = inputs.HostTakenOver(LOST, CO_MEDIATOR)
    now = at_table(CO_MEDIATOR)
    assert code_of(now, over) == "session.host_is_there"
    silent = after([SILENT], now)
    outcome = step(silent, over)
    assert outcome.effects[0] == RecordFact(HostChanged(host=CO_MEDIATOR, former=MEDIATOR))
    roles = {seat.id: seat.role for seat in outcome.room.seats}
    assert (roles[CO_MEDIATOR], roles[MEDIATOR]) == (Role.MEDIATOR, Role.CO_MEDIATOR)
    assert after([inputs.BreakBegun(LOST, CO_MEDIATOR, None)], outcome.room).phase is Phase.BREAK
    assert code_of(outcome.room, inputs.BreakBegun(LOST, MEDIATOR, None)) == "not_permitted.role"


def test_a_co_mediator_takes_an_interrupted_session_on() -> None:
    both_gone: list[Input] = [SILENT, replace(SILENT, seat=CO_MEDIATOR, session=session(CO_MEDIATOR))]
    lost = step(after(both_gone, at_table(CO_MEDIATOR)), inputs.Elapsed(LOST)).room
    back = after([inputs.SeatHeard(LOST, CO_MEDIATOR, session(CO_MEDIATOR))], lost)
    assert code_of(back, replace(RESUMED, by=CO_MEDIATOR)) == "not_permitted.role"
    on = after([inputs.HostTakenOver(LOST, CO_MEDIATOR), replace(RESUMED, by=CO_MEDIATOR)], back)
    assert (on.phase, seat_of(on, CO_MEDIATOR).place) == (Phase.JOINT, Place.JOINT)


def test_nobody_takes_over_from_a_host_who_suspended_and_is_there_nor_unchecked() -> None:
    suspended = after([SUSPENDED], at_table(CO_MEDIATOR))
    assert code_of(suspended, inputs.HostTakenOver(LOST, CO_MEDIATOR)) == "session.host_is_there"
    unchecked = after([*waiting(WORKER), *arrivals(CO_MEDIATOR), SILENT], with_seats(CO_MEDIATOR))
    assert code_of(unchecked, inputs.HostTakenOver(LOST, CO_MEDIATOR)) == "gate.not_cleared"


def test_closing_ends_private_talks_and_interruptions_with_it() -> None:
    for story in ([*aside(WORKER)], [SUSPENDED]):
        closed = after([*story, inputs.Closed(LATER, MEDIATOR)], at_table())
        assert (closed.phase, closed.interruption, due(closed)) == (Phase.CLOSED, None, None)
        assert not [caucus for caucus in closed.caucuses if caucus.open]
        assert code_of(closed, admitted(WORKER)) == "not_permitted.place"


def test_the_desk_stays_with_the_mediator_of_the_account_whoever_leads() -> None:
    led = after([SILENT, inputs.HostTakenOver(LATER, CO_MEDIATOR)], at_table(CO_MEDIATOR))
    for by in (MEDIATOR, CO_MEDIATOR):
        renewed = after([inputs.InviteRenewed(LATER, by, WORKER)], led)
        assert seat_of(renewed, WORKER).place is Place.OUTSIDE
        assert step(led, inputs.Closed(LATER, by)).room.phase is Phase.CLOSED
    assert code_of(led, inputs.Removed(LATER, MEDIATOR, WORKER, "原因")) == "not_permitted.role"
