"""Transport-wide feedback written in C, read back by a decoder made from the draft alone."""

import ctypes
from typing import NamedTuple

import pytest
from aiortc.rtp import RtcpPacket, RtcpRrPacket, RtcpRtpfbPacket, RtcpSdesPacket
from hypothesis import given
from hypothesis import strategies as st

KEPT = 1024
COMPOUND_MOST = 1100
TICK_US = 250


class Log(ctypes.Structure):
    _fields_ = (
        ("any", ctypes.c_bool),
        ("next", ctypes.c_uint64),
        ("highest", ctypes.c_uint64),
        ("media_ssrc", ctypes.c_uint32),
        ("count", ctypes.c_uint8),
        ("arrived", ctypes.c_int64 * KEPT),
    )


class Feedback(NamedTuple):
    """One feedback packet: arrival ticks (250 µs) by position from the base, None for what is missing."""

    media_ssrc: int
    base: int
    nth: int
    ticks: list[int | None]


def decode(compound: bytes) -> Feedback:
    """draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1, strictly."""
    report, name, feedback = RtcpPacket.parse(compound)
    assert isinstance(report, RtcpRrPacket)
    assert isinstance(name, RtcpSdesPacket)
    assert isinstance(feedback, RtcpRtpfbPacket)
    assert (feedback.fmt, feedback.ssrc) == (15, 1)
    body = compound[8 + 16 + 12 :]
    base, status_count = int.from_bytes(body[0:2]), int.from_bytes(body[2:4])
    reference, nth = int.from_bytes(body[4:7]), body[7]
    symbols, at = _symbols(body, 8, status_count)
    ticks: list[int | None] = []
    tick = reference * 256
    for symbol in symbols:
        size = {0: 0, 1: 1, 2: 2}[symbol]
        tick += int.from_bytes(body[at : at + size], signed=size == 2)
        ticks.append(tick if symbol else None)
        at += size
    assert 0 <= len(body) - at < 4
    assert not any(body[at:])
    return Feedback(feedback.media_ssrc, base, nth, ticks)


def _symbols(body: bytes, at: int, status_count: int) -> tuple[list[int], int]:
    symbols: list[int] = []
    while len(symbols) < status_count:
        chunk = int.from_bytes(body[at : at + 2])
        at += 2
        if not chunk & 0x8000:  # §3.1.3: a run
            assert chunk & 0x1FFF
            symbols += [chunk >> 13 & 3] * (chunk & 0x1FFF)
            assert len(symbols) <= status_count
        elif chunk & 0x4000:  # §3.1.4: seven symbols of two bits
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    assert not any(symbols[status_count:])
    return symbols[:status_count], at


@pytest.fixture(scope="session")
def core(library: ctypes.CDLL) -> ctypes.CDLL:
    log = ctypes.POINTER(Log)
    library.twcc_arrived.argtypes = (log, ctypes.c_uint16, ctypes.c_int64, ctypes.c_uint32)
    library.twcc_arrived.restype = None
    library.twcc_feedback.argtypes = (log, ctypes.c_char_p)
    library.twcc_feedback.restype = ctypes.c_size_t
    return library


class Publisher:
    """Arrivals of one publisher, and what was told of them."""

    def __init__(self, core: ctypes.CDLL) -> None:
        self._core = core
        self._log = Log()

    def arrives(self, number: int, now_us: int, ssrc: int = 7) -> None:
        self._core.twcc_arrived(self._log, number & 0xFFFF, now_us, ssrc)

    def told(self) -> list[Feedback]:
        """Feedback until there is no more."""
        all_told = []
        out = ctypes.create_string_buffer(b"\xa5" * (COMPOUND_MOST + 100), COMPOUND_MOST + 100)
        while length := self._core.twcc_feedback(self._log, out):
            assert length <= COMPOUND_MOST
            assert out.raw[COMPOUND_MOST:] == b"\xa5" * 100
            all_told.append(decode(out.raw[:length]))
            assert len(all_told) < KEPT
        return all_told


@pytest.fixture
def publisher(core: ctypes.CDLL) -> Publisher:
    return Publisher(core)


steps = st.sampled_from([1] * 12 + [0, 2, 3, 9, 60, 300, KEPT // 2, -1, -2, -7, -300])
pauses = st.sampled_from([0, 40, 250, 6000, 33_333, 63_999, 64_000, 1_000_000, 8_191_750, 8_192_000, 20_000_000])
runs = st.lists(st.tuples(steps, pauses, st.integers(1, 60), st.booleans()), min_size=1, max_size=20)


@given(st.integers(0, 65535), st.integers(0, 2**33), runs)
def test_what_is_told_is_what_came(
    core: ctypes.CDLL,
    first: int,
    now_us: int,
    runs: list[tuple[int, int, int, bool]],
) -> None:
    publisher, came, told = Publisher(core), {first + 0x10000: now_us}, Told(first + 0x10000)
    number = highest = first + 0x10000
    publisher.arrives(number, now_us)
    for step, pause_us, times, is_asked in runs:
        now_us += pause_us
        for _ in range(times):
            number = max(number + step, highest - KEPT // 2 + 24)
            now_us += 37
            publisher.arrives(number, now_us)
            came.setdefault(number, now_us)
            highest = max(highest, number)
        number = highest
        if is_asked:
            told.take(publisher.told(), highest)
            told.is_true_of(came, highest)
    told.take(publisher.told(), highest)
    told.is_true_of(came, highest)


class Told:
    """All that feedback said, by extended number."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._count = 0
        self._ticks: dict[int, int | None] = {}

    def take(self, all_told: list[Feedback], highest: int) -> None:
        for feedback in all_told:
            base = highest + ((feedback.base - highest + 0x8000) & 0xFFFF) - 0x8000
            assert base <= self._next or self._next <= highest - KEPT
            assert feedback.nth == self._count % 256
            assert feedback.ticks[-1] is not None
            self._count += 1
            self._next = base + len(feedback.ticks)
            self._ticks |= {base + n: tick for n, tick in enumerate(feedback.ticks)}
        assert self._next == highest + 1

    def is_true_of(self, came: dict[int, int], highest: int) -> None:
        """Holds of all that did not fall out before it could be told (again), having come late."""
        kept = range(highest - KEPT + 1, highest + 1)
        assert all(number in self._ticks for number in came if number in kept)
        for number, tick in self._ticks.items():
            arrived_us = came.get(number)
            if tick is not None:
                assert arrived_us is not None
                assert (tick - arrived_us // TICK_US) % 2**32 == 0  # the reference time has 24 bits
            elif number in kept:
                assert arrived_us is None


def test_nothing_is_told_of_nothing(publisher: Publisher) -> None:
    assert publisher.told() == []
    publisher.arrives(3, 1000)
    assert len(publisher.told()) == 1
    assert publisher.told() == []


def test_losses_are_told_between_what_came(publisher: Publisher) -> None:
    for number in (65534, 65535, 2, 3):
        publisher.arrives(number, 64_000 + (number & 3) * 500, ssrc=99)
    assert publisher.told() == [Feedback(99, 65534, 0, [260, 262, None, None, 260, 262])]


def test_a_loss_at_the_beginning_is_told_with_the_next_that_comes(publisher: Publisher) -> None:
    publisher.arrives(10, 0)
    publisher.told()
    publisher.arrives(13, 500)
    assert publisher.told() == [Feedback(7, 11, 1, [None, None, 2])]


def test_what_comes_late_is_told_again_with_its_time(publisher: Publisher) -> None:
    for number in (10, 12):
        publisher.arrives(number, 0)
    assert publisher.told()[0].ticks == [0, None, 0]
    publisher.arrives(11, 1000)
    assert publisher.told() == [Feedback(7, 11, 1, [4, 0])]


def test_a_duplicate_is_not_told_again(publisher: Publisher) -> None:
    publisher.arrives(10, 1000)
    publisher.arrives(10, 5000)
    assert publisher.told()[0].ticks == [4]
    publisher.arrives(10, 9000)
    assert publisher.told() == []


def test_a_pause_too_long_for_a_delta_begins_another_packet(publisher: Publisher) -> None:
    publisher.arrives(1, 0)
    publisher.arrives(2, 32_767 * TICK_US)
    publisher.arrives(3, 70_000 * TICK_US)
    assert publisher.told() == [Feedback(7, 1, 0, [0, 32_767]), Feedback(7, 3, 1, [70_000])]


def test_a_long_silence_of_feedback_is_told_in_several_compounds(publisher: Publisher) -> None:
    for number in range(KEPT):
        publisher.arrives(number, number * 70_000)
    all_told = publisher.told()
    assert len(all_told) > 2
    assert sum(len(feedback.ticks) for feedback in all_told) == KEPT


@pytest.mark.parametrize("more", [1, 500])
def test_what_is_older_than_is_kept_falls_out(publisher: Publisher, more: int) -> None:
    for number in range(KEPT + more):
        publisher.arrives(number, number * 1000)
    all_told = publisher.told()
    assert all_told[0].base == more
    assert sum(len(feedback.ticks) for feedback in all_told) == KEPT


@pytest.mark.parametrize("jump", [KEPT // 2 + 1, -KEPT // 2 - 1, 0x8000])
def test_a_large_jump_is_a_new_beginning(publisher: Publisher, jump: int) -> None:
    publisher.arrives(5000, 0)
    publisher.arrives(5000 + jump, 0)
    assert publisher.told() == [Feedback(7, (5000 + jump) & 0xFFFF, 0, [0])]


@pytest.mark.parametrize("jump", [KEPT // 2, -KEPT // 2])
def test_a_smaller_one_is_loss_or_lateness(publisher: Publisher, jump: int) -> None:
    publisher.arrives(5000, 0)
    publisher.arrives(5000 + jump, 0)
    (feedback,) = publisher.told()
    assert (feedback.base, len(feedback.ticks)) == (5000 + min(jump, 0), KEPT // 2 + 1)


def test_threat15_no_order_of_numbers_breaks_it(publisher: Publisher) -> None:
    for n in range(20_000):
        publisher.arrives(n * 40_503, n * 11)
        if n % 7 == 0:
            publisher.told()
    publisher.arrives(1, 10**9)
    assert publisher.told()
