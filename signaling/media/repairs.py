"""How much a listener may ask to be sent again: enough for a bad network, too little to make us work for a flood."""

from collections.abc import Sequence

PACKETS_PER_SECOND = 300.0
PACKETS_AT_ONCE = 300.0


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
