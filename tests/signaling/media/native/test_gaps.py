"""Missing packets in C, beside the Python twin."""

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.media.gaps import Gaps

MOST, ASKS, FIRST_ASK_US, ASK_AGAIN_US = 256, 8, 10_000, 100_000


class Gap(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint64), ("ask_at_us", ctypes.c_int64), ("asks_left", ctypes.c_uint8))


class Known(ctypes.Structure):
    _fields_ = (("missing", Gap * MOST), ("count", ctypes.c_size_t))


class NativeGaps:
    """The C gaps with the methods of the Python ones; times in microseconds."""

    def __init__(self, core: ctypes.CDLL) -> None:
        self._core = core
        self._known = Known()

    def __len__(self) -> int:
        return int(self._known.count)

    def open(self, first: int, end: int, now_us: int) -> None:
        self._core.gaps_open(self._known, first, end, now_us)
        self._is_sound()

    def fill(self, sequence: int) -> bool:
        filled = bool(self._core.gaps_fill(self._known, sequence))
        self._is_sound()
        return filled

    def due(self, now_us: int, room: int = MOST) -> list[int]:
        out = (ctypes.c_uint16 * (room + 1))(*[0xA5A5] * (room + 1))
        count = self._core.gaps_due(self._known, now_us, out, room)
        assert count <= room
        assert out[room] == 0xA5A5
        self._is_sound()
        return list(out[:count])

    def _is_sound(self) -> None:
        kept = [gap.sequence for gap in self._known.missing[: len(self)]]
        assert len(kept) <= MOST
        assert kept == sorted(set(kept))


@pytest.fixture(scope="session")
def core(library: ctypes.CDLL) -> ctypes.CDLL:
    known, number, time = ctypes.POINTER(Known), ctypes.c_uint64, ctypes.c_int64
    library.gaps_open.argtypes = (known, number, number, time)
    library.gaps_open.restype = None
    library.gaps_fill.argtypes = (known, number)
    library.gaps_fill.restype = ctypes.c_bool
    library.gaps_due.argtypes = (known, time, ctypes.POINTER(ctypes.c_uint16), ctypes.c_size_t)
    library.gaps_due.restype = ctypes.c_size_t
    return library


@pytest.fixture
def gaps(core: ctypes.CDLL) -> NativeGaps:
    return NativeGaps(core)


deeds = st.lists(
    st.tuples(st.sampled_from(["open", "open", "fill", "due"]), st.integers(0, 40) | st.integers(200, 300)),
    max_size=60,
)


@given(deeds, st.lists(st.integers(1, 60), min_size=60, max_size=60), st.integers(0, 2**40))
def test_it_does_as_the_python_one(
    core: ctypes.CDLL,
    deeds: list[tuple[str, int]],
    steps_ms: list[int],
    start: int,
) -> None:
    native, twin = NativeGaps(core), Gaps()
    highest = start
    now_us = 0
    for (deed, number), step_ms in zip(deeds, steps_ms, strict=False):
        # Never a multiple of 10 ms apart: the twin counts in floats, which are not exact there.
        now_us += step_ms * 1000 + 1
        now = now_us / 1e6
        if deed == "open":
            native.open(highest + 1, highest + 1 + number, now_us)
            twin.open(highest + 1, highest + 1 + number, now)
            highest += 1 + number
        elif deed == "fill":
            assert native.fill(highest - number) == twin.fill(highest - number)
        else:
            assert native.due(now_us) == [sequence & 0xFFFF for sequence in twin.due(now)]


wild = st.integers(0, 400) | st.integers(0, 2**64 - 1)


@given(st.lists(st.tuples(wild, wild, st.integers(0, 300)), max_size=30))
def test_no_order_of_numbers_breaks_it(core: ctypes.CDLL, openings: list[tuple[int, int, int]]) -> None:
    gaps = NativeGaps(core)
    for first, end, room in openings:
        gaps.open(first, end, 0)
        gaps.fill(end)
        gaps.due(FIRST_ASK_US, room)


def test_a_gap_is_asked_for_on_the_microsecond(gaps: NativeGaps) -> None:
    gaps.open(0x1FFFF, 0x20001, 5)
    assert gaps.due(5 + FIRST_ASK_US - 1) == []
    assert gaps.due(5 + FIRST_ASK_US) == [0xFFFF, 0]
    assert gaps.due(5 + FIRST_ASK_US + ASK_AGAIN_US - 1) == []
    assert gaps.due(5 + FIRST_ASK_US + ASK_AGAIN_US) == [0xFFFF, 0]


def test_it_gives_up_after_some_questions(gaps: NativeGaps) -> None:
    gaps.open(5, 6, 0)
    asked = [gaps.due(FIRST_ASK_US + n * ASK_AGAIN_US) for n in range(ASKS + 2)]
    assert asked == [[5]] * ASKS + [[]] * 2
    assert len(gaps) == 0


def test_what_has_no_room_is_asked_for_next(gaps: NativeGaps) -> None:
    gaps.open(1, 6, 0)
    assert [gaps.due(FIRST_ASK_US, 2) for _ in range(4)] == [[1, 2], [3, 4], [5], []]
