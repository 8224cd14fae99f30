"""How many cameras a listener's line bears: the picture gives way before the sound does. Pure.

Everybody begins with all cameras. A line whose estimate (REMB) stays or drops below what it is sent loses the least
wanted ones; one whose estimate still grows is only beginning.
After a while padding fills the line up to its estimate, so that the estimate can grow as far as the next camera needs;
when it drops instead, the next try has to wait twice as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CROWDED = 0.9
"""A line that bears less than this share of what it is sent is crowded, unless its estimate grows."""
DROPPED_SECONDS = 0.5
STUCK_SECONDS = 1.6
"""How long it must be so, after a drop and without one: browsers tell a drop at once and growth once a second."""
DROP, GROWTH = 0.98, 1.01
ROOM = 0.95
"""What the cameras that stay may take of what the line bears, beside the sound."""
SHORTEST_WAIT_SECONDS = 4.0
LONGEST_WAIT_SECONDS = 32.0
STEADY_SECONDS = 30.0
"""So long without a cut, and the next wait is short again."""
LEAST_PADDING = 30_000.0
"""Bit/s; less shows nothing, and an estimate grows to half as much again as what comes at most."""


class Verdict(NamedTuple):
    """How many of the cameras asked about may be sent, and how much padding (bit/s) beside what is sent."""

    cameras: int
    padding: float


@dataclass(slots=True)
class Allowance:
    """One listener's. Times in seconds of one clock, rates in bit/s. `cut_to` None: no camera has given way."""

    cut_to: int | None = None
    _bears: float = 0.0
    _grown_at: float = 0.0
    _dropped_at: float | None = None
    _changed_at: float = 0.0
    _wait: float = SHORTEST_WAIT_SECONDS
    _try_at: float = 0.0
    _padding: float = 0.0
    _padded: float = 0.0

    def judge(self, now: float, *, sent: float, bears: float | None, cameras: Sequence[float]) -> Verdict:
        """`sent`: the media it is sent now; `bears`: its fresh estimate, None when there is none.

        `cameras`: what each camera it wants costs, the most wanted first; it has had as many as the last verdict said.
        """
        if bears is None:
            self.cut_to, self._padding = None, 0.0
        elif self._padding and bears < DROP * self._padded:
            # Our own trying crowded the line: no camera has to pay for it.
            self._wait_longer(now)
        elif self._is_crowded(now, sent + self._padding, bears):
            self._grown_at, self._dropped_at = now, None
            if not self._padding:
                self._give_way(now, sent, bears, cameras[: self.cut_to])
            self._wait_longer(now)
        elif self.cut_to is None or self.cut_to >= len(cameras):
            self._padding = 0.0
            if self.cut_to is None and now - self._changed_at >= STEADY_SECONDS:
                self._wait = SHORTEST_WAIT_SECONDS
        elif now >= self._try_at:
            self._climb(now, sent, bears, cameras)
        return Verdict(len(cameras[: self.cut_to]), self._padding)

    def _is_crowded(self, now: float, sent: float, bears: float) -> bool:
        if bears > GROWTH * self._bears or bears >= CROWDED * sent:
            self._bears, self._grown_at, self._dropped_at = bears, now, None
        elif bears < DROP * self._bears:
            self._bears, self._dropped_at = bears, self._dropped_at or now
        dropped = self._dropped_at is not None and now - self._dropped_at >= DROPPED_SECONDS
        return dropped or now - self._grown_at >= STUCK_SECONDS

    def _give_way(self, now: float, sent: float, bears: float, shown: Sequence[float]) -> None:
        left = ROOM * bears - max(0.0, sent - sum(shown))
        kept = 0
        while kept < len(shown) - 1 and left >= shown[kept]:
            left -= shown[kept]
            kept += 1
        self.cut_to, self._changed_at = kept, now

    def _climb(self, now: float, sent: float, bears: float, cameras: Sequence[float]) -> None:
        shown = self.cut_to or 0
        needed = sent + cameras[shown]
        if bears >= needed:
            self.cut_to = None if shown + 1 == len(cameras) else shown + 1
            self._changed_at, self._padding = now, 0.0
        else:
            self._padding, self._padded = max(LEAST_PADDING, bears - sent), bears

    def _wait_longer(self, now: float) -> None:
        self._padding = 0.0
        self._try_at, self._wait = now + self._wait, min(LONGEST_WAIT_SECONDS, 2 * self._wait)
