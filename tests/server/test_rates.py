"""Token buckets: how often a stranger may guess, and how little that costs us."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rates import REMEMBERED, Buckets, Guard, TooMany


@dataclass
class Clock:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def spent(buckets: Buckets, key: str, tries: int) -> int:
    """How many of so many tries were let through."""
    passed = 0
    for _ in range(tries):
        try:
            buckets.spend(key)
        except TooMany:
            continue
        passed += 1
    return passed


def test_tries_run_out_and_come_back_evenly() -> None:
    clock = Clock()
    buckets = Buckets(6, clock)
    assert spent(buckets, "a", 10) == 6
    with pytest.raises(TooMany) as no:
        buckets.spend("a")
    assert no.value.wait_s == 10
    clock.now_s = 10
    assert spent(buckets, "a", 10) == 1
    clock.now_s = 1000
    assert spent(buckets, "a", 10) == 6, "never more than a minute's worth"


def test_one_key_says_nothing_about_another() -> None:
    buckets = Buckets(2, Clock())
    assert spent(buckets, "a", 5) == 2
    assert spent(buckets, "b", 5) == 2


def test_what_was_right_costs_nothing() -> None:
    buckets = Buckets(1, Clock())
    for _ in range(10):
        buckets.spend("a")
        buckets.give_back("a")
    assert spent(buckets, "a", 5) == 1


def test_threat19_memory_is_bounded_however_many_keys_there_are() -> None:
    buckets = Buckets(1, Clock())
    for number in range(REMEMBERED + 500):
        buckets.spend(str(number))
    assert spent(buckets, str(REMEMBERED + 499), 1) == 0, "the newest are remembered"
    assert spent(buckets, "0", 1) == 1, "the oldest is forgotten"


def test_a_guard_counts_the_subject_and_the_address() -> None:
    guard = Guard(Buckets(2, Clock()), Buckets(3, Clock()))
    guard.spend("seat-1", "address")
    guard.spend("seat-1", "address")
    with pytest.raises(TooMany):
        guard.spend("seat-1", "another address")
    guard.spend("seat-2", "address")
    with pytest.raises(TooMany):
        guard.spend("seat-3", "address")


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 20))
def test_no_rhythm_gets_more_than_the_limit_and_its_refill(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, clock)
    passed = 0
    for pause in pauses:
        clock.now_s += pause
        passed += spent(buckets, "a", 3)
    assert passed <= per_minute + clock.now_s * per_minute / 60 + 1e-6
