"""What a lane does to packets, by numbers alone."""

import pytest

from tests.net.lane import DARK, Conditions, Lane
from tests.net.profiles import PROFILES


def test_a_clear_lane_lets_everything_out_at_once() -> None:
    lane = Lane(1)
    assert [lane.take(1000, now) for now in (1.0, 1.0, 2.0)] == [1.0, 1.0, 2.0]


def test_a_rate_spaces_packets_and_its_queue_ends() -> None:
    lane = Lane(1, Conditions(rate_kbit=100, queue_ms=150, delay_ms=20))
    out = [lane.take(1250, 10.0) for _ in range(4)]  # 100 ms each
    assert out[:2] == [pytest.approx(10.12), pytest.approx(10.22)]
    assert out[2:] == [None, None]
    assert (lane.passed, lane.overflowed, lane.passed_bytes) == (2, 2, 2500)


def test_jitter_delays_but_nobody_overtakes() -> None:
    lane = Lane(1, Conditions(delay_ms=10, jitter_ms=30))
    sent = [step / 1000 for step in range(500)]
    out = [lane.take(100, now) for now in sent]
    late = [there - now for there, now in zip(out, sent, strict=True) if there is not None]
    assert len(late) == len(sent)
    assert out == sorted(there for there in out if there is not None)
    assert min(late) >= 0.01
    assert 0.02 < sum(late) / len(late) < max(late) < 0.041


def test_losses_are_as_many_as_said_and_the_same_in_every_run() -> None:
    lanes = [Lane(7, Conditions(loss=0.1)) for _ in range(2)]
    fates = [[lane.take(100, 1.0) for _ in range(5000)] for lane in lanes]
    assert fates[0] == fates[1]
    assert lanes[0].lost / 5000 == pytest.approx(0.1, abs=0.015)


def test_in_the_dark_nothing_passes() -> None:
    lane = Lane(1, DARK)
    assert [lane.take(100, now / 50) for now in range(100)] == [None] * 100


def test_every_profile_of_the_table_is_there_and_both_ways_make_its_round_trip() -> None:
    assert len(PROFILES) == 11
    assert all(of.conditions().delay_ms * 2 == of.round_trip_ms for of in PROFILES.values())
