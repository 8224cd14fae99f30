from rooms.ids import SeatId
from signaling.media.speaking import SECONDS_TO_END, SILENCE, Speaking

A, B = SeatId("a"), SeatId("b")


def test_two_loud_readings_begin_and_a_second_of_quiet_ends() -> None:
    voices = Speaking()
    assert voices.observe({A: 30, B: SILENCE}, 0.0) == frozenset()
    assert voices.observe({A: 30, B: SILENCE}, 0.1) == {A}
    assert voices.observe({A: 90, B: SILENCE}, 0.2) == {A}
    assert voices.observe({A: 90, B: SILENCE}, 0.1 + SECONDS_TO_END) == frozenset()


def test_a_click_is_no_speech() -> None:
    voices = Speaking()
    said = [voices.observe({A: 20 if reading % 2 else 90}, reading / 10) for reading in range(10)]
    assert not any(said)


def test_who_may_no_longer_be_heard_stops_at_once() -> None:
    voices = Speaking()
    voices.observe({A: 20}, 0.0)
    assert voices.observe({A: 20}, 0.1) == {A}
    assert voices.observe({}, 0.2) == frozenset()
