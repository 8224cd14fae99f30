"""A histogram as Prometheus reads one: how many measured values lay below each bound, and their sum. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import inf


class Tally:
    """Counts since the start; `bounds` rise, and all above the last counts too."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = (*bounds, inf)
        self._counts = [0] * len(self._bounds)
        self.total = 0.0

    def add(self, value: float) -> None:
        """One measured value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[float, int]]:
        """Each bound with the number of values up to it."""
        return list(zip(self._bounds, accumulate(self._counts), strict=True))
