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


def spoken(levels: str) -> float:
    """Seconds counted of somebody heard ten times a second: `x` is loud."""
    voices, total = Speaking(), 0.0
    for reading, level in enumerate(levels):
        voices.observe({A: 30 if level == "x" else SILENCE}, 100 + reading / 10)
        total += voices.spoken.get(A, 0.0)
    return round(total, 6)


def test_a_turn_is_counted_with_its_pauses_and_without_the_quiet_that_ends_it() -> None:
    assert spoken("..........xxxxx..........................") == 0.5
    assert spoken("...xxxxx........xxx......................") == 1.6
    assert spoken("...xxxxx............xxx..................") == 0.8
    assert spoken("...x.x...x.x.............................") == 0.0


def test_who_may_not_be_heard_is_not_counted() -> None:
    voices = Speaking()
    for reading in range(5):
        voices.observe({A: 30}, reading / 10)
    voices.observe({}, 0.5)
    assert voices.spoken == {}
    voices.observe({A: 30}, 60.0)
    voices.observe({A: 30}, 60.1)
    assert round(voices.spoken[A], 6) == 0.1, "nothing of a time in which nothing was read"
