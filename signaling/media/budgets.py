"""How much one client may ask of us: enough for a bad network, too little to make us work for a flood. Pure."""

from collections import deque
from collections.abc import Sequence

PACKETS_PER_SECOND = 300.0
PACKETS_AT_ONCE = 300.0
OFFER_WINDOW_SECONDS = 60.0


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


class OfferBudget:
    """How often one seat may offer: `per_minute` in any 60 s."""

    __slots__ = ("_offers", "_per_minute")

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._offers: deque[float] = deque()

    def grant(self, now: float) -> bool:
        """Whether this offer is looked at."""
        while self._offers and self._offers[0] <= now - OFFER_WINDOW_SECONDS:
            self._offers.popleft()
        if len(self._offers) >= self._per_minute:
            return False
        self._offers.append(now)
        return True
