"""Who may sit where, who is kept apart, and when it is (domain.md §2.11; 民事诉讼法 §61)."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args, get_type_hints

import pytest

from rooms import inputs
from rooms.audibility import hears
from rooms.effects import RecordFact
from rooms.facts import SeatPlanned, SeatsScreened, SessionRescheduled
from rooms.ids import PersonId, SeatId
from rooms.inputs import FromTab, Input
from rooms.person import Person
from rooms.refusals import Refusal
from rooms.room import Authority, Place, Role, Room, Seat, Side
from rooms.seating import SEAT_LIMIT
from rooms.step import HANDLERS, step
from tests.rooms.stories import (
    AGENT,
    COLLEAGUE,
    COMPANY,
    INTERPRETER,
    LATER,
    MEDIATOR,
    NOON,
    OTHERS,
    THIRD,
    WORKER,
    after,
    entered,
    everyone_at_the_table,
    room,
    seat,
    with_seats,
)


def adding(one: Seat) -> inputs.SeatAdded:
    return inputs.SeatAdded(NOON, MEDIATOR, one)


def agent(name: str, side: Side = Side.APPLICANT) -> Seat:
    return replace(seat(SeatId(name), Role.AGENT, side, name), authority=Authority.GENERAL)


def code_of(now: Room, event: Input) -> str:
    with pytest.raises(Refusal) as refusal:
        step(now, event)
    return refusal.value.code


def test_a_seat_is_added_before_and_while_it_goes_on_and_not_after() -> None:
    outcome = step(room(), adding(OTHERS[AGENT]))
    assert outcome.room.seats[-1] == OTHERS[AGENT]
    assert outcome.effects[0] == RecordFact(SeatPlanned(AGENT, Role.AGENT, Side.APPLICANT, 1, by=MEDIATOR))
    assert step(outcome.room, adding(OTHERS[AGENT])).room == outcome.room
    begun = after(everyone_at_the_table())
    assert step(begun, adding(OTHERS[INTERPRETER])).room.seats[-1].place is Place.OUTSIDE
    closed = after([inputs.Closed(NOON, MEDIATOR)], begun)
    assert code_of(closed, adding(OTHERS[AGENT])) == "not_permitted.phase"
    assert code_of(begun, replace(adding(OTHERS[AGENT]), by=WORKER)) == "not_permitted.role"


def test_a_side_has_two_agents_at_most_and_each_an_authority() -> None:
    two = after([adding(agent("first")), adding(agent("second"))])
    assert code_of(two, adding(agent("third_one"))) == "agents.too_many"
    assert step(two, adding(agent("theirs", Side.RESPONDENT))).room.seats[-1].side is Side.RESPONDENT
    revoked = after([inputs.InviteRevoked(NOON, MEDIATOR, SeatId("first"))], two)
    assert step(revoked, adding(agent("third_one"))).room != revoked
    assert code_of(room(), adding(replace(agent("first"), authority=None))) == "agent.authority"


def test_who_may_sign_for_a_third_person_who_is_not_there_says_for_whom() -> None:
    alone = replace(agent("lawyer", Side.THIRD), authority=Authority.SPECIAL)
    named = alone.with_person(replace(alone.first, on_behalf_of="孙保"))
    general = replace(alone, authority=Authority.GENERAL)
    assert code_of(room(), adding(alone)) == "agent.principal"
    for one, now in ((named, room()), (general, room()), (alone, with_seats(THIRD))):
        assert step(now, adding(one)).room.seats[-1] == one


@pytest.mark.parametrize(
    ("role", "side"),
    [
        (Role.MEDIATOR, Side.NEUTRAL),
        (Role.CO_MEDIATOR, Side.APPLICANT),
        (Role.PARTY, Side.NEUTRAL),
        (Role.PARTY, Side.THIRD),
        (Role.AGENT, Side.NEUTRAL),
        (Role.RECORDER, Side.RESPONDENT),
        (Role.COURT, Side.APPLICANT),
        (Role.THIRD_PARTY, Side.APPLICANT),
    ],
)
def test_each_capacity_has_its_side_and_there_is_one_host(role: Role, side: Side) -> None:
    assert code_of(room(), adding(replace(agent("x"), role=role, side=side))) == "seat.side"


def test_every_person_is_in_one_seat_only_and_every_seat_has_one() -> None:
    worker = Person(PersonId(WORKER), "张伟")
    first = Person(PersonId("x"), "钱某")
    for persons in ((), (worker,), (first, worker), (first, first)):
        assert code_of(room(), adding(replace(agent("x"), persons=persons))) == "seat.persons"
    assert code_of(room(), adding(replace(agent("x"), place=Place.JOINT))) == "seat.persons"
    assert code_of(room(), adding(replace(OTHERS[THIRD], id=WORKER))) == "seat.known"


def test_there_is_an_end_to_the_number_of_seats() -> None:
    full = replace(room(), seats=(*room().seats, *(agent(f"a{number}") for number in range(SEAT_LIMIT - 3))))
    assert code_of(full, adding(OTHERS[INTERPRETER])) == "seats.full"


def test_screened_seats_share_the_joint_session_and_hear_nothing_of_each_other() -> None:
    apart = inputs.Screened(NOON, MEDIATOR, WORKER, COLLEAGUE, apart=True)
    now = after(everyone_at_the_table(COLLEAGUE), with_seats(COLLEAGUE))
    outcome = step(now, apart)
    assert outcome.effects[0] == RecordFact(SeatsScreened(WORKER, COLLEAGUE, apart=True, by=MEDIATOR))
    pairs = {(one.listener, one.speaker) for one in hears(outcome.room)}
    assert not {(WORKER, COLLEAGUE), (COLLEAGUE, WORKER)} & pairs
    assert {(WORKER, COMPANY), (COLLEAGUE, MEDIATOR)} <= pairs
    assert step(outcome.room, replace(apart, first=COLLEAGUE, second=WORKER)).room == outcome.room
    assert hears(after([replace(apart, apart=False)], outcome.room)) == hears(now)


def test_a_mediator_is_screened_from_nobody_and_nobody_from_themselves() -> None:
    now = after([entered(MEDIATOR)])
    assert code_of(now, inputs.Screened(NOON, MEDIATOR, WORKER, WORKER, apart=True)) == "screen.mediator"
    assert code_of(now, inputs.Screened(NOON, MEDIATOR, MEDIATOR, WORKER, apart=True)) == "seat.unknown"


def test_another_time_can_be_set_until_it_begins() -> None:
    other = inputs.Rescheduled(NOON, MEDIATOR, NOON + timedelta(days=2), 60)
    outcome = step(room(), other)
    assert (outcome.room.scheduled_at, outcome.room.planned_minutes) == (other.scheduled_at, 60)
    assert outcome.effects[0] == RecordFact(SessionRescheduled(other.scheduled_at, 60, by=MEDIATOR))
    assert code_of(room(), replace(other, scheduled_at=NOON)) == "schedule.past"
    assert code_of(room(), replace(other, planned_minutes=5)) == "minutes.range"
    assert code_of(after(everyone_at_the_table()), replace(other, at=LATER)) == "not_permitted.phase"


def test_every_input_has_its_handler_and_every_handler_takes_that_input() -> None:
    union = {one for one in get_args(Input) if one is not FromTab}
    assert set(HANDLERS) == union
    wrong = {one for one, handler in HANDLERS.items() if get_type_hints(handler)["event"] is not one}
    assert wrong == set()
