"""Order at the table. Whatever the mediator does, nobody but its owner opens a microphone."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from rooms import inputs
from rooms.audibility import hears
from rooms.facts import SeatMuted, SharingAllowed
from rooms.ids import Medium, SeatId
from rooms.refusals import Refusal
from rooms.room import Phase, Room
from rooms.step import step
from tests.rooms.tables import (
    C1,
    CO,
    COMPANY,
    EVERYBODY,
    HELPER,
    HOST,
    LATER,
    LAWYER,
    NOON,
    RECORDER,
    STRANGER,
    WAITING,
    WORKER,
    facts_of,
    in_caucus,
    put,
    refused,
    seat_of,
    session,
    told,
)


def opened(seat: SeatId, *, microphone: bool = True) -> inputs.MediaSet:
    return inputs.MediaSet(NOON, seat, microphone, camera=True)


def muted(seat: SeatId, *, locked: bool = False, by: SeatId = HOST) -> inputs.Muted:
    return inputs.Muted(NOON, by, seat, locked)


def open_microphones(room: Room) -> set[SeatId]:
    return {seat.id for seat in room.seats if seat.microphone}


def test_a_muted_person_is_heard_by_nobody_and_may_open_again() -> None:
    now = told(session(), muted(WORKER))
    assert not any(one.speaker == WORKER and one.medium is Medium.MICROPHONE for one in hears(now))
    assert WORKER in open_microphones(told(now, opened(WORKER)))


def test_a_lock_holds_until_it_is_lifted_and_lifting_opens_nothing() -> None:
    now = told(session(), muted(WORKER, locked=True), muted(WORKER))
    assert refused(now, opened(WORKER)) == "media.muted"
    lifted = told(now, inputs.MuteLifted(NOON, HOST, WORKER))
    assert WORKER not in open_microphones(lifted)
    assert WORKER in open_microphones(told(lifted, opened(WORKER)))


def test_mute_all_means_all_who_are_there_but_mediators() -> None:
    now = in_caucus(session(), C1, CO, COMPANY, LAWYER)
    now = told(now, inputs.AllMuted(NOON, HOST, locked=True))
    assert open_microphones(now) == {HOST, CO, COMPANY, LAWYER}
    free = told(now, inputs.MuteLifted(NOON, HOST, None))
    assert not any(seat.muted for seat in free.seats)
    assert open_microphones(free) == {HOST, CO, COMPANY, LAWYER}


def test_mediators_look_after_their_own_microphones() -> None:
    assert refused(session(), muted(CO)) == "mute.mediator"
    assert refused(session(), muted(HOST)) == "mute.mediator"


def test_a_wish_is_only_a_wish_and_lifts_the_lock() -> None:
    now = told(session(), muted(WORKER, locked=True), inputs.UnmuteAsked(LATER, HOST, WORKER))
    seat = seat_of(now, WORKER)
    assert (seat.microphone, seat.muted, seat.unmute_asked) == (False, False, LATER)
    assert seat_of(told(now, muted(WORKER, locked=True)), WORKER).unmute_asked is None
    assert step(session(), inputs.UnmuteAsked(NOON, HOST, WORKER)).room == session()


def test_who_waits_in_the_lobby_is_not_asked_to_speak() -> None:
    assert refused(put(session(), WORKER, WAITING), inputs.UnmuteAsked(NOON, HOST, WORKER)) == "seat.not_here"


def test_each_change_is_on_record_once() -> None:
    now = session()
    assert facts_of(now, muted(WORKER)) == [SeatMuted(WORKER, "muted", HOST)]
    shut = told(now, muted(WORKER))
    assert facts_of(shut, muted(WORKER)) == []
    assert facts_of(shut, muted(WORKER, locked=True)) == [SeatMuted(WORKER, "locked", HOST)]
    locked = told(shut, muted(WORKER, locked=True))
    assert facts_of(locked, inputs.MuteLifted(NOON, HOST, None)) == [SeatMuted(WORKER, "lifted", HOST)]
    assert facts_of(locked, inputs.UnmuteAsked(NOON, HOST, WORKER)) == [SeatMuted(WORKER, "lifted", HOST)]


def test_hands_keep_the_time_they_were_raised() -> None:
    now = told(session(), inputs.HandRaised(LATER, WORKER), inputs.HandRaised(NOON, COMPANY))
    now = told(now, inputs.HandRaised(LATER + timedelta(minutes=5), COMPANY))
    queue = sorted((seat.hand, seat.id) for seat in now.seats if seat.hand)
    assert queue == [(NOON, COMPANY), (LATER, WORKER)]


def test_one_lowers_the_own_hand_and_the_mediator_anybodys() -> None:
    now = told(session(), inputs.HandRaised(NOON, WORKER), inputs.HandRaised(NOON, COMPANY))
    assert refused(now, inputs.HandLowered(NOON, WORKER, COMPANY)) == "not_permitted.role"
    now = told(now, inputs.HandLowered(NOON, WORKER, WORKER), inputs.HandLowered(NOON, HOST, COMPANY))
    assert not any(seat.hand for seat in now.seats)
    assert refused(now, inputs.HandLowered(NOON, HOST, STRANGER)) == "seat.unknown"


def test_the_spotlight_is_on_somebody_who_is_there() -> None:
    now = in_caucus(session(), C1, CO, COMPANY)
    assert told(now, inputs.Spotlit(NOON, HOST, WORKER)).spotlight == WORKER
    assert refused(now, inputs.Spotlit(NOON, HOST, COMPANY)) == "seat.not_here"
    assert refused(now, inputs.Spotlit(NOON, HOST, STRANGER)) == "seat.unknown"
    assert told(now, inputs.Spotlit(NOON, HOST, WORKER), inputs.Spotlit(NOON, HOST, None)).spotlight is None


def test_taking_the_leave_back_ends_the_screen() -> None:
    allowed = inputs.ScreenAllowed(NOON, HOST, WORKER, allowed=True)
    now = told(session(), allowed, inputs.MediaSet(NOON, WORKER, microphone=True, camera=True, screen=True))
    assert any(one.medium is Medium.SCREEN for one in hears(now))
    back = inputs.ScreenAllowed(NOON, HOST, WORKER, allowed=False)
    assert facts_of(now, back) == [SharingAllowed(WORKER, allowed=False, by=HOST)]
    ended = told(now, back)
    assert (seat_of(ended, WORKER).screen, seat_of(ended, WORKER).may_share) == (False, False)
    assert facts_of(now, allowed) == []
    assert facts_of(now, inputs.ScreenAllowed(NOON, HOST, CO, allowed=False)) == []


@pytest.mark.parametrize("by", [CO, RECORDER, WORKER, HELPER, COMPANY])
def test_threat4_only_the_host_moderates(by: SeatId) -> None:
    acts: list[inputs.Input] = [
        muted(LAWYER, by=by),
        inputs.AllMuted(NOON, by, locked=False),
        inputs.MuteLifted(NOON, by, None),
        inputs.UnmuteAsked(NOON, by, LAWYER),
        inputs.Spotlit(NOON, by, LAWYER),
        inputs.ScreenAllowed(NOON, by, by, allowed=True),
    ]
    assert {refused(session(), act) for act in acts} == {"not_permitted.role"}


MODERATION = st.one_of(
    st.builds(inputs.Muted, st.just(NOON), st.just(HOST), st.sampled_from(EVERYBODY), st.booleans()),
    st.builds(inputs.AllMuted, st.just(NOON), st.just(HOST), st.booleans()),
    st.builds(inputs.MuteLifted, st.just(NOON), st.just(HOST), st.none() | st.sampled_from(EVERYBODY)),
    st.builds(inputs.UnmuteAsked, st.just(NOON), st.just(HOST), st.sampled_from(EVERYBODY)),
    st.builds(inputs.MediaSet, st.just(NOON), st.sampled_from(EVERYBODY), st.booleans(), st.booleans()),
)


@given(st.lists(MODERATION, max_size=30))
def test_no_history_opens_a_microphone_but_by_its_owner(events: list[inputs.Input]) -> None:
    now = session()
    for event in events:
        before = open_microphones(now)
        try:
            now = step(now, event).room
        except Refusal:
            continue
        own = {event.seat} if isinstance(event, inputs.MediaSet) and event.microphone else set()
        assert open_microphones(now) - before <= own
        assert not any(seat.microphone and seat.muted for seat in now.seats)


def test_in_an_interrupted_session_nobody_is_muted() -> None:
    now = put(session(), HOST, WAITING)
    assert refused(now, muted(WORKER)) == "not_permitted.place"
    assert told(session(), muted(WORKER)).phase is Phase.JOINT
