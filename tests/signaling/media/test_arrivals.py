import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtcp, rtp
from signaling.media.arrivals import KEPT, TICKS_PER_SECOND, Arrivals
from tests.signaling.media.transportfeedback import read_body

TICK = 1 / TICKS_PER_SECOND


def told(log: Arrivals) -> dict[int, float | None]:
    """Number → when it came, in seconds; None when it did not."""
    return {number: came for body in log.feedback() for number, came in read_body(body).items()}


def noted(*arrivals: tuple[int, float]) -> Arrivals:
    log = Arrivals()
    for number, now in arrivals:
        log.note(number, 7, now)
    return log


def test_what_came_is_told_to_a_quarter_of_a_millisecond_and_once() -> None:
    log = noted((10, 5.0), (11, 5.0101), (13, 5.0001))
    seen = told(log)
    assert seen.keys() == {10, 11, 12, 13}
    assert seen[12] is None
    for number, at in ((10, 5.0), (11, 5.0101), (13, 5.0001)):
        assert seen[number] == pytest.approx(at, abs=TICK)
    assert told(log) == {}


def test_numbers_go_round_and_what_is_missing_between_two_feedbacks_is_told() -> None:
    log = noted((65534, 1.0), (65535, 1.0))
    assert told(log).keys() == {65534, 65535}
    log.note(1, 7, 1.1)
    assert {number: came is not None for number, came in told(log).items()} == {0: False, 1: True}
    log.note(0, 7, 1.2)
    assert told(log) == {}  # told as missing already


def test_a_pause_longer_than_a_delta_can_say_begins_another_packet() -> None:
    log = noted((1, 1.0), (2, 20.0))
    bodies = log.feedback()
    assert len(bodies) == 2
    assert [body[7] for body in bodies] == [0, 1]
    assert read_body(bodies[1])[2] == pytest.approx(20.0, abs=TICK)


def test_a_jump_begins_anew() -> None:
    log = noted((1, 1.0), (30_000, 1.0))
    assert told(log).keys() == {30_000}


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 65535), st.floats(0, 0.2)), max_size=300))
def test_threat18_whatever_comes_is_told_rightly_in_packets_that_fit(came: list[tuple[int, int, float]]) -> None:
    """Small steps mostly, and a wild number now and then."""
    log, at, now = Arrivals(), 0, 100.0
    for step, wild, pause in came:
        at, now = (wild if step > 390 else at + step % 20) & 0xFFFF, now + pause
        log.note(at, 7, now)
        assert len(log) <= KEPT
    for compound in rtcp.transport_feedback(7, log.feedback()):
        assert len(compound) <= 1100
        assert rtcp.read(compound) == []
        assert len(compound) % 4 == 0


@given(st.binary(min_size=12, max_size=60), st.integers(1, 14))
def test_threat15_the_number_is_found_as_the_slow_way_finds_it(packet: bytes, identifier: int) -> None:
    packet = bytes([packet[0] & 0x3F | 0x80]) + packet[1:]
    for profile in (b"\xbe\xde", b"\x10\x00", packet[12:14]):
        changed = packet[:12] + profile + packet[14:]
        try:
            value = rtp.element(changed, identifier)
        except rtp.Unwanted:
            continue
        found = rtp.transport_number(changed, identifier)
        if value is not None and len(value) == 2:
            assert found == int.from_bytes(value)
