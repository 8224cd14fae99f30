"""When a publisher's packets came, and the transport-wide feedback that tells it so.

draft-holmer-rmcat-transport-wide-cc-extensions-01: numbers count all packets of a connection; the sender estimates its
way from how the distances between arrivals differ from those between departures.
"""

from collections.abc import Sequence
from struct import Struct

from signaling.media.rtp import extend

KEPT = 1024
"""Numbers one log spans. A larger jump is a new beginning."""
TICKS_PER_SECOND = 4000
TICKS_PER_REFERENCE = 256
"""Deltas are in 250 µs, reference times in 64 ms."""
STATUSES_PER_PACKET = 448
"""With two octets of delta for each that came and its share of a chunk: about 1050 octets."""
STATUSES_PER_VECTOR = 7
LONGEST_RUN = (1 << 13) - 1
_MISSING, _SMALL, _LARGE = 0, 1, 2
_HEAD = Struct("!HHI")


class Arrivals:
    """The log of one peer, over all its lines."""

    __slots__ = ("_came", "_count", "_highest", "_next", "ssrc")

    def __init__(self) -> None:
        self._came: dict[int, int] = {}
        self._next = self._highest = -1
        self._count = 0
        self.ssrc = 0

    def __len__(self) -> int:
        return len(self._came)

    def note(self, number: int, ssrc: int, now: float) -> None:
        """A packet with this 16-bit number came at `now` (seconds)."""
        self.ssrc = ssrc
        extended = self._highest + 1
        # Nearly always the next one.
        if self._next < 0 or extended & 0xFFFF != number or extended - self._next >= KEPT:
            extended = self._placed(number)
            if extended < self._next:
                return  # told as missing already
        self._highest = max(self._highest, extended)
        self._came.setdefault(extended, int(now * TICKS_PER_SECOND))

    def _placed(self, number: int) -> int:
        """The extended number; where it is too far from the others, they are forgotten."""
        extended = extend(self._highest, number) if self._next >= 0 else number
        if self._next < 0 or abs(extended - self._highest) > KEPT // 2 or extended - self._next >= KEPT:
            self._came.clear()
            self._next = self._highest = extended = number
        return extended

    def feedback(self) -> list[bytes]:
        """What came since the last feedback, as bodies of RTCP packets: everything behind the two SSRCs."""
        bodies = []
        while self._came and self._next <= self._highest:
            end = min(self._highest + 1, self._next + STATUSES_PER_PACKET)
            body, self._next = self._body(self._next, end)
            if body:
                bodies.append(body)
        self._came.clear()
        return bodies

    def _body(self, begin: int, end: int) -> tuple[bytes, int]:
        """One body from `begin` up to `end`, or less where a delta does not fit; empty when nothing of it came."""
        came = [self._came.get(number) for number in range(begin, end)]
        first = next((ticks for ticks in came if ticks is not None), None)
        if first is None:
            return b"", end
        reference = first // TICKS_PER_REFERENCE
        at = reference * TICKS_PER_REFERENCE
        statuses, deltas = bytearray(), bytearray()
        for ticks in came:
            if ticks is None:
                statuses.append(_MISSING)
                continue
            delta, at = ticks - at, ticks
            if 0 <= delta <= 0xFF:
                statuses.append(_SMALL)
                deltas.append(delta)
            elif -0x8000 <= delta <= 0x7FFF:
                statuses.append(_LARGE)
                deltas += delta.to_bytes(2, signed=True)
            else:
                break
        head = _HEAD.pack(begin & 0xFFFF, len(statuses), (reference & 0xFFFFFF) << 8 | self._count & 0xFF)
        self._count += 1
        return head + _chunks(statuses) + bytes(deltas), begin + len(statuses)


def _chunks(statuses: Sequence[int]) -> bytes:
    """Runs of one status, or seven of two bits (§3.1.3, §3.1.4)."""
    written = bytearray()
    at = 0
    while at < len(statuses):
        run = 1
        while at + run < len(statuses) and statuses[at + run] == statuses[at] and run < LONGEST_RUN:
            run += 1
        if run >= STATUSES_PER_VECTOR:
            chunk = statuses[at] << 13 | run
        else:
            run = STATUSES_PER_VECTOR
            chunk = 0xC000
            for place, status in enumerate(statuses[at : at + run]):
                chunk |= status << 2 * (STATUSES_PER_VECTOR - 1 - place)
        written += chunk.to_bytes(2)
        at += run
    return bytes(written)
