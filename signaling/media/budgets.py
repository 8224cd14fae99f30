"""How much one client may ask of us: enough for a bad network, too little to make us work for a flood. Pure."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from rooms.ids import SeatId

PACKETS_PER_SECOND = 300.0
PACKETS_AT_ONCE = 300.0
OFFER_WINDOW_SECONDS = 60.0


class Rate(NamedTuple):
    """What may come in a second; a whole second's worth may come at once, as after a stall of the network."""

    packets: float
    octets: float


MEDIA_RATE = Rate(packets=1500.0, octets=1_000_000.0)
"""A browser sends 50 sound and about 170 picture packets a second, at most 2.5 Mbit/s. Threefold that for a key frame,
for repairs of a lossy way and for what piled up while the network stood still; each packet costs us one for every
listener, so it cannot be much more.
"""
REPORTS_RATE = Rate(packets=300.0, octets=64_000.0)
"""RTCP is parsed in Python, about 1 ms for the worst datagram. Sixteen slots report and complain in some 100 octets
each time: hundreds of small packets are honest, hundreds of full ones are not.
"""


class Inflow:
    """What one peer may still send: two clocks, which every packet moves on and which may not pass the real one.

    On the hot path. A clock never lags more than a second, so a second's worth may come at once.
    """

    __slots__ = ("_octets_until", "_packets_until", "_seconds_per_octet", "_seconds_per_packet")

    def __init__(self, rate: Rate) -> None:
        self._seconds_per_packet, self._seconds_per_octet = 1 / rate.packets, 1 / rate.octets
        self._packets_until = self._octets_until = float("-inf")

    def admits(self, octets: int, now: float) -> bool:
        """Whether a packet of this length is looked at; then it has been counted."""
        second_ago = now - 1.0
        packets_until = max(second_ago, self._packets_until) + self._seconds_per_packet
        octets_until = max(second_ago, self._octets_until) + octets * self._seconds_per_octet
        if packets_until > now or octets_until > now:
            return False
        self._packets_until, self._octets_until = packets_until, octets_until
        return True

    def refund(self, octets: int) -> None:
        """The packet was not the peer's own: whoever forges its address must not be able to use up its share."""
        self._packets_until -= self._seconds_per_packet
        self._octets_until -= octets * self._seconds_per_octet


class RepairBudget:
    """A bucket of packets for one listener. Times in seconds, never going back."""

    __slots__ = ("_at", "_left")

    def __init__(self) -> None:
        self._left = PACKETS_AT_ONCE
        self._at = 0.0

    def grant(self, sequences: Sequence[int], now: float) -> Sequence[int]:
        """The first of the asked packets, as many as are left; the rest is for the next NACK or a key frame."""
        self._left = min(PACKETS_AT_ONCE, self._left + (now - self._at) * PACKETS_PER_SECOND)
        self._at = now
        granted = sequences[: int(self._left)]
        self._left -= len(granted)
        return granted


class OfferBudgets:
    """How often each seat may offer: `per_minute` in any 60 s, whatever becomes of its connections meanwhile."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._granted: dict[SeatId, deque[float]] = {}

    def __len__(self) -> int:
        return len(self._granted)

    def grant(self, seat: SeatId, now: float) -> bool:
        """Whether this offer is looked at."""
        oldest = now - OFFER_WINDOW_SECONDS
        granted = self._granted.pop(seat, deque())
        while granted and granted[0] <= oldest:
            granted.popleft()
        is_granted = len(granted) < self._per_minute
        if is_granted:
            granted.append(now)
        self._granted[seat] = granted
        self._forget(oldest)
        return is_granted

    def _forget(self, oldest: float) -> None:
        # Who asked last is last, so that what nobody needs any more gathers in front.
        while (first := next(iter(self._granted.items()), None)) is not None:
            seat, granted = first
            if granted and granted[-1] > oldest:
                return
            del self._granted[seat]
