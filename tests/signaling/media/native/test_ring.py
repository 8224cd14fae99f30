"""What a source sent within a second, kept in C: beside a model that forgets nothing."""

import ctypes
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

PACKETS, KEPT_US, OCTETS_LEAST, OCTETS_MOST = 1024, 1_000_000, 20 * 1024, 1280 * 1024
TICK_US = KEPT_US // 16


class Entry(ctypes.Structure):
    _fields_ = (
        ("sequence", ctypes.c_uint64),
        ("at_us", ctypes.c_int64),
        ("offset", ctypes.c_uint64),
        ("timestamp", ctypes.c_uint32),
        ("length", ctypes.c_uint16),
        ("marker", ctypes.c_uint8),
        ("padding", ctypes.c_uint8),
    )


@pytest.fixture(scope="session")
def core(library: ctypes.CDLL) -> ctypes.CDLL:
    pointer, octet, time = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_int64
    library.ring_new.restype = pointer
    library.ring_free.argtypes = library.ring_clear.argtypes = library.ring_memory.argtypes = (pointer,)
    library.ring_memory.restype = ctypes.c_size_t
    library.ring_put.argtypes = (
        *(pointer, ctypes.c_uint64, ctypes.c_uint32, octet, octet),
        *(ctypes.c_char_p, ctypes.c_size_t, time),
    )
    library.ring_put.restype = library.ring_free.restype = library.ring_clear.restype = None
    library.ring_get.argtypes = (pointer, ctypes.c_uint64, time, ctypes.POINTER(Entry))
    library.ring_get.restype = pointer
    return library


class Ring:
    def __init__(self, core: ctypes.CDLL) -> None:
        self._core = core
        self._ring = core.ring_new()
        self._empty_memory = self.memory() - OCTETS_LEAST

    def close(self) -> None:
        self._core.ring_free(self._ring)

    def put(self, sequence: int, payload: bytes, now_us: int) -> None:
        mark = 0x80 if sequence % 3 else 0
        self._core.ring_put(self._ring, sequence, sequence & 0xFFFFFFFF, mark, 0x20, payload, len(payload), now_us)

    def get(self, sequence: int, now_us: int) -> bytes | None:
        entry = Entry()
        at = self._core.ring_get(self._ring, sequence, now_us, entry)
        if at is None:
            return None
        assert (entry.sequence, entry.timestamp) == (sequence, sequence & 0xFFFFFFFF)
        assert (entry.marker, entry.padding) == (0x80 if sequence % 3 else 0, 0x20)
        return ctypes.string_at(at, entry.length)

    def clear(self) -> None:
        self._core.ring_clear(self._ring)

    def memory(self) -> int:
        return int(self._core.ring_memory(self._ring))

    def octets(self) -> int:
        return self.memory() - self._empty_memory


@pytest.fixture
def ring(core: ctypes.CDLL) -> Iterator[Ring]:
    made = Ring(core)
    yield made
    made.close()


class Model:
    """What was put since the last clear."""

    def __init__(self) -> None:
        self.sequences: set[int] = set()
        self._latest: dict[int, tuple[int, bytes, int]] = {}
        self._lengths: list[tuple[int, int]] = []

    def put(self, sequence: int, payload: bytes, now_us: int) -> None:
        self.sequences.add(sequence)
        self._latest[sequence % PACKETS] = (sequence, payload, now_us)
        self._lengths.append((len(payload), now_us))

    def may(self, sequence: int, now_us: int) -> bytes | None:
        """The payload that alone is right: the latest of its place, of this number and not too old."""
        kept, payload, at_us = self._latest.get(sequence % PACKETS, (None, b"", 0))
        return payload if kept == sequence and at_us >= now_us - KEPT_US else None

    def must(self, now_us: int) -> bool:
        """Whether the ring has no excuse: less than fits came within a second, rounding and gaps at the end aside."""
        octets = sum(length for length, at_us in self._lengths if at_us >= now_us - KEPT_US - TICK_US)
        longest = max((length for length, _ in self._lengths), default=0)
        return octets + 2 * longest <= OCTETS_MOST


deeds = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "put", "get", "clear"]),
        st.sampled_from([1, 1, 1, 1, 2, -3, 1023, 1024, -1024]),
        st.sampled_from([0, 3, 80, 1000, 1200, 9000, 65535]),
        st.sampled_from([0, 20, 5000, 33_000, 400_000, 1_000_000, 1_000_001]),
        st.integers(1, 40),
    ),
    max_size=25,
)


@given(deeds)
def test_it_gives_what_was_put_or_nothing(core: ctypes.CDLL, deeds: list[tuple[str, int, int, int, int]]) -> None:
    ring, model = Ring(core), Model()
    sequence, now_us = 5000, 0
    for deed, step, length, pause_us, times in deeds:
        now_us += pause_us
        if deed == "clear":
            ring.clear()
            model = Model()
            continue
        for _ in range(times if deed == "put" else 0):
            sequence = max(0, sequence + step)
            payload = (sequence.to_bytes(3) * (length // 3 + 1))[:length]
            ring.put(sequence, payload, now_us)
            model.put(sequence, payload, now_us)
        compare(ring, model, now_us)
    ring.close()


def compare(ring: Ring, model: Model, now_us: int) -> None:
    must = model.must(now_us)
    for sequence in model.sequences | {sequence + PACKETS for sequence in model.sequences}:
        got, right = ring.get(sequence, now_us), model.may(sequence, now_us)
        assert got == right if must else got in (None, right)
    assert ring.octets() <= OCTETS_MOST


def test_a_packet_can_be_had_for_a_second(ring: Ring) -> None:
    ring.put(1, b"one", 10_000_000)
    ring.put(2, b"", 10_900_000)
    assert ring.get(1, 11_000_000) == b"one"
    assert ring.get(1, 11_000_001) is None
    assert ring.get(2, 11_000_001) == b""


def test_an_empty_ring_has_nothing(ring: Ring) -> None:
    assert ring.get(0, 0) is None
    ring.put(0, b"", 0)
    assert ring.get(0, 0) == b""
    ring.clear()
    assert ring.get(0, 0) is None


def test_a_voice_needs_no_more_than_the_least(ring: Ring) -> None:
    for n in range(3000):
        ring.put(n, bytes(100), n * 20_000)
    assert ring.octets() == OCTETS_LEAST


def test_a_picture_is_kept_whole_for_a_second_and_costs_little_more(ring: Ring) -> None:
    """170 packets of 1000 octets a second, a frame's back to back."""
    pause_us = 33_333
    for n in range(170 * 10):
        now_us = n * 6 // 34 * pause_us
        ring.put(n, n.to_bytes(4) * 250, now_us)
        oldest = n - 5 * 30
        assert oldest < 0 or ring.get(oldest, now_us) == oldest.to_bytes(4) * 250
    assert ring.octets() <= 320 * 1024


def test_threat15_a_flood_does_not_grow_it_beyond_its_bound(ring: Ring) -> None:
    for n in range(5000):
        ring.put(n, n.to_bytes(4) * 300, 1)
    assert ring.octets() == OCTETS_MOST
    kept = [n for n in range(5000) if ring.get(n, 1) == n.to_bytes(4) * 300]
    assert kept == list(range(5000 - PACKETS, 5000))


def test_growing_brings_back_nothing_that_was_overwritten(ring: Ring) -> None:
    for n in range(100):
        ring.put(n, bytes([n]) * 1000, n * 200_000)
    for n in range(100, 200):
        ring.put(n, bytes([n]) * 1000, 20_000_000)
    for n in range(200):
        got = ring.get(n, 20_000_000)
        assert got in (None, bytes([n]) * 1000)
        assert got is not None or n < 95
