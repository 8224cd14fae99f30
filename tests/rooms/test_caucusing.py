"""Private talks: who is called, who comes, what is told, and that nobody's microphone is open by surprise."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rooms import inputs
from rooms.audibility import hears
from rooms.caucus import CAUCUS_LIMIT, Caucus, Summons
from rooms.chat import Channel, ChannelKind
from rooms.effects import RecordFact, Reroute
from rooms.facts import CaucusAttended, CaucusChanged, CaucusSummoned, Fact
from rooms.ids import CaucusId, MessageId, SeatId
from rooms.inputs import Input
from rooms.refusals import Refusal
from rooms.room import Phase, Place, Room, Seat
from rooms.step import step
from rooms.timing import due
from tests.rooms.stories import (
    AGENT,
    CAUCUS,
    CO_MEDIATOR,
    COLLEAGUE,
    COMPANY,
    LATER,
    MEDIATOR,
    STRANGER,
    THIRD,
    WORKER,
    admitted,
    after,
    arrivals,
    aside,
    called_aside,
    entered,
    everyone_at_the_table,
    session,
    with_seats,
)

OTHER = CaucusId("caucus-2")
COMES = inputs.SummonsAnswered(LATER, WORKER, CAUCUS, accepts=True)


def at_table(*others: SeatId) -> Room:
    return after(everyone_at_the_table(*others), with_seats(*others))


def seat_of(now: Room, seat: SeatId) -> Seat:
    found = now.seat(seat)
    assert found is not None
    return found


def caucus_of(now: Room, caucus: CaucusId = CAUCUS) -> Caucus:
    found = now.caucus(caucus)
    assert found is not None
    return found


def in_caucus(now: Room, caucus: CaucusId = CAUCUS) -> set[SeatId]:
    return {seat.id for seat in now.present(Place.CAUCUS, caucus)}


def code_of(now: Room, event: Input) -> str:
    with pytest.raises(Refusal) as refusal:
        step(now, event)
    return refusal.value.code


def facts_of(now: Room, event: Input) -> list[Fact]:
    return [effect.fact for effect in step(now, event).effects if isinstance(effect, RecordFact)]


def elapsed(now: Room, seconds: float, since: datetime = LATER) -> Room:
    return step(now, inputs.Elapsed(since + timedelta(seconds=seconds))).room


def heard_by(now: Room, seat: SeatId) -> set[SeatId]:
    return {one.speaker for one in hears(now) if one.listener == seat}


def test_who_is_called_stays_at_the_table_until_the_answer() -> None:
    now = after([called_aside(WORKER)], at_table())
    assert (now.phase, seat_of(now, WORKER).place, seat_of(now, MEDIATOR).place) == (
        Phase.JOINT,
        Place.JOINT,
        Place.JOINT,
    )
    assert heard_by(now, COMPANY) == {MEDIATOR, WORKER}


def test_with_the_first_who_comes_comes_the_mediator_and_the_rest_hear_nothing_of_it() -> None:
    outcome = step(after([called_aside(WORKER, AGENT)], at_table(AGENT)), COMES)
    now = outcome.room
    assert (now.phase, in_caucus(now)) == (Phase.CAUCUS, {MEDIATOR, WORKER})
    assert heard_by(now, WORKER) == {MEDIATOR}
    assert (heard_by(now, COMPANY), heard_by(now, AGENT)) == (set(), set()), "two camps without a mediator"
    (order,) = (effect for effect in outcome.effects if isinstance(effect, Reroute))
    assert set(order.moved) == {MEDIATOR, WORKER}
    attended = facts_of(after([called_aside(WORKER)], at_table()), COMES)
    assert CaucusAttended(CAUCUS, WORKER, entered=True) in attended
    assert CaucusSummoned(CAUCUS, WORKER, Summons.ACCEPTED) in attended


def test_a_camp_talks_by_itself_without_a_mediator_and_two_camps_do_not() -> None:
    ours = after(aside(WORKER, AGENT, comes=False), at_table(AGENT))
    assert heard_by(ours, WORKER) == {AGENT}
    mixed = after(aside(WORKER, COMPANY, comes=False), at_table(AGENT))
    assert (heard_by(mixed, WORKER), heard_by(mixed, COMPANY)) == (set(), set())
    attended = after([inputs.CaucusJoined(LATER, MEDIATOR, CAUCUS)], mixed)
    assert heard_by(attended, WORKER) == {MEDIATOR, COMPANY}


def test_who_says_no_stays_and_who_says_nothing_is_called_thirty_seconds() -> None:
    now = after([called_aside(WORKER, AGENT)], at_table(AGENT))
    declined = after([replace(COMES, accepts=False)], now)
    states = {one.seat: one.state for one in caucus_of(declined).invited}
    assert states == {WORKER: Summons.DECLINED, AGENT: Summons.CALLING}
    assert due(declined) == LATER + timedelta(seconds=30)
    assert elapsed(declined, 29.9) == declined
    lapsed = elapsed(declined, 30)
    assert {one.state for one in caucus_of(lapsed).invited} == {Summons.DECLINED, Summons.NO_ANSWER}
    assert (caucus_of(lapsed).open, due(lapsed)) == (False, None), "nobody is in it, nobody is called to it"
    assert code_of(lapsed, replace(COMES, seat=AGENT)) == "caucus.unknown"


def test_a_call_may_be_made_again() -> None:
    now = after([*aside(WORKER), inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (AGENT,))], at_table(AGENT))
    no = inputs.SummonsAnswered(LATER, AGENT, CAUCUS, accepts=False)
    again = after([no, inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (AGENT,)), replace(no, accepts=True)], now)
    assert in_caucus(again) == {MEDIATOR, WORKER, AGENT}
    assert code_of(again, inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (AGENT,))) == "caucus.inside"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (called_aside(), "caucus.seats"),
        (called_aside(MEDIATOR), "caucus.seats"),
        (called_aside(STRANGER), "caucus.seats"),
        (called_aside(AGENT), "caucus.not_at_table"),
        (replace(called_aside(WORKER), by=COMPANY), "not_permitted.role"),
        (COMES, "caucus.unknown"),
        (inputs.CaucusJoined(LATER, MEDIATOR, CAUCUS), "caucus.unknown"),
        (inputs.CaucusClosed(LATER, MEDIATOR, CAUCUS), "caucus.unknown"),
        (inputs.CaucusLeft(LATER, WORKER), "not_permitted.place"),
        (inputs.MediatorCalled(LATER, WORKER, wanted=True), "not_permitted.place"),
    ],
)
def test_what_cannot_be_is_refused_by_name(event: Input, code: str) -> None:
    assert code_of(after(arrivals(AGENT), at_table_but(AGENT)), event) == code


def at_table_but(late: SeatId) -> Room:
    return after(everyone_at_the_table(), with_seats(late))


def test_nobody_comes_uncalled() -> None:
    now = after(aside(WORKER), at_table(AGENT))
    assert code_of(now, inputs.SummonsAnswered(LATER, COMPANY, CAUCUS, accepts=True)) == "caucus.not_called"
    assert code_of(now, inputs.CaucusJoined(LATER, COMPANY, CAUCUS)) == "caucus.unknown", "nor learns that there is one"


def test_screened_seats_are_never_asked_into_one_room() -> None:
    apart = inputs.Screened(LATER, MEDIATOR, WORKER, THIRD, apart=True)
    now = after([apart], at_table(THIRD))
    assert code_of(now, called_aside(WORKER, THIRD)) == "caucus.screened"
    with_worker = after(aside(WORKER), now)
    assert code_of(with_worker, inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (THIRD,))) == "caucus.screened"
    together = after(aside(WORKER, THIRD), at_table(THIRD))
    assert code_of(together, apart) == "screen.together"


def test_two_caucuses_at_once_hear_nothing_of_each_other() -> None:
    story = [*aside(WORKER, AGENT, comes=False), *aside(COMPANY, caucus=OTHER)]
    now = after(story, at_table(AGENT))
    assert (in_caucus(now), in_caucus(now, OTHER)) == ({WORKER, AGENT}, {MEDIATOR, COMPANY})
    assert (heard_by(now, WORKER), heard_by(now, COMPANY)) == ({AGENT}, {MEDIATOR})
    assert [caucus.number for caucus in now.caucuses] == [1, 2]
    moved = after([inputs.CaucusJoined(LATER, MEDIATOR, CAUCUS)], now)
    assert (heard_by(moved, COMPANY), heard_by(moved, WORKER)) == (set(), {AGENT, MEDIATOR})


def test_one_is_closed_without_the_other_and_only_after_the_notice() -> None:
    now = after([*aside(WORKER, comes=False), *aside(COMPANY, caucus=OTHER)], at_table())
    closing = after([inputs.CaucusClosed(LATER, MEDIATOR, CAUCUS)], now)
    assert seat_of(closing, WORKER).returns_at == LATER + timedelta(seconds=5) == due(closing)
    assert in_caucus(closing) == {WORKER}, "told first, moved later"
    assert code_of(closing, inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (WORKER,))) == "caucus.closing"
    closed = elapsed(closing, 5)
    assert (caucus_of(closed).open, seat_of(closed, WORKER).place) == (False, Place.JOINT)
    assert (closed.phase, in_caucus(closed, OTHER)) == (Phase.CAUCUS, {MEDIATOR, COMPANY})


def test_the_mediator_stays_with_them_until_the_end_and_the_joint_session_goes_on() -> None:
    closing = after([*aside(WORKER), inputs.CaucusClosed(LATER, MEDIATOR, CAUCUS)], at_table())
    assert in_caucus(closing) == {MEDIATOR, WORKER}
    closed = elapsed(closing, 5)
    assert (closed.phase, {seat.place for seat in closed.seats}, due(closed)) == (Phase.JOINT, {Place.JOINT}, None)
    assert CaucusChanged(CAUCUS, "closed", MEDIATOR) in facts_of(closing, inputs.Elapsed(LATER + timedelta(seconds=5)))


def test_who_leaves_is_told_three_seconds_before_a_mediator_goes_at_once() -> None:
    now = after(aside(WORKER, AGENT), at_table(AGENT))
    leaving = after([inputs.CaucusLeft(LATER, WORKER)], now)
    assert (in_caucus(leaving), due(leaving)) == ({MEDIATOR, WORKER, AGENT}, LATER + timedelta(seconds=3))
    assert in_caucus(elapsed(leaving, 3)) == {MEDIATOR, AGENT}
    gone = after([inputs.CaucusLeft(LATER, MEDIATOR)], now)
    assert (in_caucus(gone), heard_by(gone, WORKER)) == ({WORKER, AGENT}, {AGENT})


def test_a_caucus_that_loses_its_last_member_is_over() -> None:
    now = after(aside(WORKER, comes=False), at_table())
    for event in (inputs.Left(LATER, WORKER), inputs.Removed(LATER, MEDIATOR, WORKER, "原因")):
        over = step(now, event).room
        assert (over.phase, caucus_of(over).open) == (Phase.JOINT, False)


def test_a_locked_door_keeps_out_all_but_mediators_and_an_open_one_only_strangers() -> None:
    now = after([*aside(WORKER, AGENT, comes=False), inputs.CaucusLeft(LATER, WORKER)], at_table(AGENT, COLLEAGUE))
    now = elapsed(now, 3)
    assert code_of(now, inputs.CaucusJoined(LATER, WORKER, CAUCUS)) == "caucus.locked"
    assert MEDIATOR in in_caucus(after([inputs.CaucusJoined(LATER, MEDIATOR, CAUCUS)], now))
    unlock = inputs.CaucusSet(LATER, MEDIATOR, CAUCUS, locked=False, named=True)
    assert facts_of(now, unlock) == [
        CaucusChanged(CAUCUS, "unlocked", MEDIATOR),
        CaucusChanged(CAUCUS, "named", MEDIATOR),
    ]
    unlocked = after([unlock], now)
    assert in_caucus(after([inputs.CaucusJoined(LATER, WORKER, CAUCUS)], unlocked)) == {WORKER, AGENT}
    assert code_of(unlocked, inputs.CaucusJoined(LATER, COLLEAGUE, CAUCUS)) == "caucus.unknown"


def test_a_drop_changes_no_place_and_who_left_comes_back_to_the_right_room() -> None:
    now = after([*aside(WORKER, AGENT), inputs.SeatSilent(LATER, WORKER, session(WORKER))], at_table(AGENT))
    assert in_caucus(now) == {MEDIATOR, WORKER, AGENT}
    assert in_caucus(after([entered(WORKER, tab=2)], now)) == {MEDIATOR, WORKER, AGENT}
    unlocked = inputs.CaucusSet(LATER, MEDIATOR, CAUCUS, locked=False, named=False)
    left = after([inputs.Left(LATER, WORKER), entered(WORKER, tab=3)], now)
    assert seat_of(left, WORKER).place is Place.LOBBY
    assert seat_of(after([admitted(WORKER)], left), WORKER).place is Place.JOINT, "the door was locked"
    assert in_caucus(after([unlocked, admitted(WORKER)], left)) == {MEDIATOR, WORKER, AGENT}


def test_from_inside_the_mediator_is_asked_in_and_the_waiting_time_runs_from_the_first_asking() -> None:
    wants = inputs.MediatorCalled(LATER, WORKER, wanted=True)
    now = after([*aside(WORKER, comes=False), wants, replace(wants, at=LATER + timedelta(minutes=1))], at_table())
    assert caucus_of(now).wants_mediator == LATER
    assert caucus_of(after([inputs.CaucusJoined(LATER, MEDIATOR, CAUCUS)], now)).wants_mediator is None
    assert caucus_of(after([replace(wants, wanted=False)], now)).wants_mediator is None


def test_a_party_asks_for_a_talk_and_has_it() -> None:
    wants = inputs.CaucusWanted(LATER, WORKER, wanted=True)
    now = after([wants, replace(wants, at=LATER + timedelta(minutes=1))], at_table())
    assert seat_of(now, WORKER).wants_caucus == LATER
    assert seat_of(after(aside(WORKER), now), WORKER).wants_caucus is None


def test_what_is_said_inside_is_read_by_those_who_were_there_then() -> None:
    now = after(aside(WORKER, AGENT), at_table(AGENT))
    channel = Channel(ChannelKind.CAUCUS, CAUCUS)
    line = inputs.ChatSent(LATER, WORKER, MessageId("m"), "底线是三万", channel)
    said = after([line, inputs.CaucusLeft(LATER, MEDIATOR), replace(line, id=MessageId("n"))], now)
    conversation = said.conversation(channel)
    readable = {seat: [seq for seq in (1, 2) if conversation.readable(seat, seq)] for seat in (WORKER, MEDIATOR)}
    assert readable == {WORKER: [1, 2], MEDIATOR: [1]}
    assert conversation.reader(COMPANY) is None


def test_a_co_mediator_arranges_talks_only_while_the_host_is_not_there() -> None:
    now = at_table(CO_MEDIATOR)
    asked = replace(called_aside(WORKER), by=CO_MEDIATOR)
    assert code_of(now, asked) == "caucus.not_delegated"
    without = after([inputs.SeatSilent(LATER, MEDIATOR, session(MEDIATOR)), asked, COMES], now)
    assert in_caucus(without) == {CO_MEDIATOR, WORKER}


def test_out_of_a_check_no_mediator_is_called_away() -> None:
    called = after([called_aside(WORKER), *arrivals(AGENT)], at_table_but(AGENT))
    checking = after([inputs.CalledToCheck(LATER, MEDIATOR, AGENT), COMES], called)
    assert (in_caucus(checking), seat_of(checking, MEDIATOR).place) == ({WORKER}, Place.CHECK)


def test_there_is_an_end_to_the_number_of_talks() -> None:
    now = at_table()
    full = replace(now, caucuses=tuple(closed(number) for number in range(CAUCUS_LIMIT)))
    assert code_of(full, called_aside(WORKER)) == "caucus.full"


def closed(number: int) -> Caucus:
    return Caucus(CaucusId(f"old-{number}"), number, LATER, MEDIATOR, (), hosts_come=True, closed_at=LATER)


def test_a_failed_move_ends_in_the_lobby_and_in_no_room() -> None:
    now = after(aside(WORKER), at_table())
    outcome = step(now, inputs.MoveFailed(LATER, (WORKER, MEDIATOR)))
    worker = seat_of(outcome.room, WORKER)
    assert (worker.place, worker.back_to, worker.microphone) == (Place.LOBBY, None, True)
    assert hears(outcome.room) == frozenset()
    back = after([entered(MEDIATOR), admitted(WORKER)], outcome.room)
    assert (seat_of(back, MEDIATOR).place, seat_of(back, WORKER).place) == (Place.JOINT, Place.JOINT)
