from datetime import timedelta

from rooms.ids import RoomId, SeatId
from signaling.media.airtime import ROOMS_REMEMBERED, Airtime, nowhere

A, B, ROOM = SeatId("a"), SeatId("b"), RoomId("room")


def test_speech_is_counted_where_the_seat_was_when_it_spoke() -> None:
    places = {A: "joint", B: "joint"}
    airtime = Airtime(lambda _room, seat: places[seat])
    airtime.add(ROOM, {A: 0.1, B: 0.3})
    places[A] = "caucus"
    airtime.add(ROOM, {A: 0.2})
    airtime.add(RoomId("other"), {A: 5.0})
    tenth = timedelta(milliseconds=100)
    assert airtime.by_place(ROOM) == {(A, "joint"): tenth, (B, "joint"): 3 * tenth, (A, "caucus"): 2 * tenth}
    assert airtime.of(ROOM) == {A: 3 * tenth, B: 3 * tenth}


def test_the_rooms_that_are_silent_longest_are_forgotten() -> None:
    airtime = Airtime(nowhere)
    airtime.add(ROOM, {A: 1.0})
    for number in range(ROOMS_REMEMBERED):
        airtime.add(RoomId(str(number)), {A: 1.0})
    assert airtime.of(ROOM) == {}
    assert len([number for number in range(ROOMS_REMEMBERED) if airtime.of(RoomId(str(number)))]) == ROOMS_REMEMBERED
