"""The replay window in C against a set of all that was taken."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

WINDOW = 1024


class Window(ctypes.Structure):
    """`replay` of replay.h, with a fence behind it."""

    _fields_ = (
        ("highest", ctypes.c_uint64),
        ("any", ctypes.c_bool),
        ("seen", ctypes.c_uint64 * (WINDOW // 64)),
        ("fence", ctypes.c_uint64),
    )


@dataclass(slots=True)
class Model:
    """RFC 3711 §3.3.2 with all the memory in the world."""

    taken: set[int] = field(default_factory=set)

    def is_fresh(self, index: int) -> bool:
        return index not in self.taken and index > max(self.taken, default=index) - WINDOW

    def guess(self, sequence: int) -> int:
        """The index of this sequence number nearest to the highest; of two, that of its turn (appendix A)."""
        if not self.taken:
            return sequence
        highest = max(self.taken)
        turns = range(max(0, (highest >> 16) - 1), (highest >> 16) + 2)
        return min(
            (turn << 16 | sequence for turn in turns),
            key=lambda index: (abs(index - highest), index >> 16 != highest >> 16),
        )


class Replay:
    """A window of ours, by the functions of replay.h."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._guess, self._is_fresh, self._take = library.replay_guess, library.replay_is_fresh, library.replay_take
        self._guess.argtypes, self._guess.restype = (ctypes.POINTER(Window), ctypes.c_uint16), ctypes.c_uint64
        self._is_fresh.argtypes, self._is_fresh.restype = (ctypes.POINTER(Window), ctypes.c_uint64), ctypes.c_bool
        self._take.argtypes, self._take.restype = (ctypes.POINTER(Window), ctypes.c_uint64), None
        self.window = Window(fence=0xA5)

    def guess(self, sequence: int) -> int:
        return int(self._guess(self.window, sequence))

    def is_fresh(self, index: int) -> bool:
        return bool(self._is_fresh(self.window, index))

    def take(self, index: int) -> None:
        self._take(self.window, index)
        assert self.window.fence == 0xA5


@pytest.fixture
def replay(library: ctypes.CDLL) -> Replay:
    return Replay(library)


@pytest.fixture(scope="session")
def fresh_replay(library: ctypes.CDLL) -> Callable[[], Replay]:
    return lambda: Replay(library)


starts = st.sampled_from((0, 1, 1023, 1024, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 1 << 40))
steps = st.lists(
    st.integers(-1100, 1100) | st.sampled_from((-1025, -1024, -1023, 1023, 1024, 1025, 0x7FFF, 0x8000, 70_000)),
    max_size=60,
)


@given(start=starts, steps=steps)
def test_an_index_is_taken_once(fresh_replay: Callable[[], Replay], start: int, steps: list[int]) -> None:
    replay, model, index = fresh_replay(), Model(), start
    for step in (0, *steps):
        index = max(0, index + step)
        assert replay.is_fresh(index) == model.is_fresh(index)
        if model.is_fresh(index):
            replay.take(index)
            model.taken.add(index)
            assert not replay.is_fresh(index)


@given(start=starts, steps=steps, sequence=st.integers(0, 0xFFFF))
def test_the_index_is_guessed_nearest_to_the_highest(
    fresh_replay: Callable[[], Replay], start: int, steps: list[int], sequence: int
) -> None:
    replay, model, index = fresh_replay(), Model(), start
    for step in (0, *steps):
        index = max(0, index + step)
        replay.take(index)
        model.taken.add(index)
        assert replay.guess(sequence) == model.guess(sequence)
        for near in (index, index + 0x7FFF, index + 1):
            assert replay.guess(near & 0xFFFF) == model.guess(near & 0xFFFF)


def test_a_stream_is_followed_over_its_roll_overs(replay: Replay) -> None:
    for index in range(0x1234, 0x1234 + 3 * 0x1_0000, 7):
        assert replay.guess(index & 0xFFFF) == index
        assert replay.is_fresh(index)
        replay.take(index)


@pytest.mark.parametrize("ahead", [1, 2, 63, 64, 65, 1023, 1024, 1025, 5000])
def test_what_a_jump_leaves_out_may_still_come(replay: Replay, ahead: int) -> None:
    for index in range(2 * WINDOW):
        replay.take(index)
    highest = 2 * WINDOW - 1 + ahead
    replay.take(highest)
    left_out = range(max(2 * WINDOW, highest - WINDOW + 1), highest)
    assert all(replay.is_fresh(index) for index in left_out)
    assert not any(replay.is_fresh(index) for index in range(highest - WINDOW - 64, left_out.start))


def test_before_the_first_packet_the_roll_over_counter_is_0(replay: Replay) -> None:
    assert replay.guess(0xFFFF) == 0xFFFF
    assert replay.is_fresh(0)


def test_the_counter_never_falls_below_0(replay: Replay) -> None:
    replay.take(5)
    assert replay.guess(0xFFFF) == 0xFFFF


def test_a_late_packet_of_the_turn_before_is_told(replay: Replay) -> None:
    replay.take(0x1_0005)
    assert replay.guess(0xFFFF) == 0xFFFF
    assert replay.guess(0x8006) == 0x8006
    assert replay.guess(0x8005) == 0x1_8005


def test_one_too_old_marks_nothing(replay: Replay) -> None:
    replay.take(5000)
    replay.take(5000 - WINDOW)
    replay.take(3)
    assert replay.is_fresh(5000 - WINDOW + 1)
    assert replay.is_fresh(5000 + 3)
    assert not replay.is_fresh(5000)
