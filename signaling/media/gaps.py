"""Which packets of a source are missing and when to ask for them again (RFC 4585 §6.2.1, generic NACK)."""

FIRST_ASK_SECONDS = 0.01
"""Reordering is commoner than loss: wait this long before asking."""
ASK_AGAIN_SECONDS = 0.1
ASKS = 8
LARGEST_GAP = 256
"""A larger jump is a new beginning; asking for all of it would only add load."""


class Gaps:
    """Missing extended sequence numbers with the time of the next question."""

    __slots__ = ("_missing",)

    def __init__(self) -> None:
        self._missing: dict[int, tuple[float, int]] = {}

    def __bool__(self) -> bool:
        return bool(self._missing)

    def open(self, first: int, end: int, now: float) -> None:
        """Numbers from `first` up to but not including `end` were skipped."""
        if end - first > LARGEST_GAP:
            self._missing.clear()
            return
        for sequence in range(first, end):
            self._missing[sequence] = (now + FIRST_ASK_SECONDS, ASKS)
        while len(self._missing) > LARGEST_GAP:
            del self._missing[next(iter(self._missing))]

    def fill(self, sequence: int) -> bool:
        """A late packet came; whether it was still missed."""
        return self._missing.pop(sequence, None) is not None

    def clear(self) -> None:
        """The source began anew."""
        self._missing.clear()

    def due(self, now: float) -> list[int]:
        """Numbers to ask for now; each is asked for at most `ASKS` times, then given up."""
        asked = [sequence for sequence, (at, _) in self._missing.items() if at <= now]
        for sequence in asked:
            left = self._missing[sequence][1] - 1
            if left:
                self._missing[sequence] = (now + ASK_AGAIN_SECONDS, left)
            else:
                del self._missing[sequence]
        return sorted(asked)
