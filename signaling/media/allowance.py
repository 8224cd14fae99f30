"""How many cameras a listener's line bears: the picture gives way before the sound does. Pure.

Everybody begins with all cameras. A line whose estimate (REMB) stays or drops below what it is sent loses the least
wanted ones; one whose estimate still grows is only beginning. An estimate speaks of pictures, repairs and padding only
(libwebrtc leaves sound out), hardly changes while none come, and grows slowly: after a cut it may need minutes to say
what a line bears. So after a while padding tries the line, in steps, each as long as the estimate goes on growing. What
has carried half as much again as the next camera needs carries the camera. A try that fails costs no camera, and the
next one waits longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CROWDED = 0.9
"""A line that bears less than this share of what it is sent is crowded, unless its estimate grows."""
FAR_BELOW = 0.6
DROPPED_SECONDS = 0.5
STUCK_SECONDS = 1.6
"""How long it must be so: after a drop far below, and else. Browsers tell a drop at once and growth once a second."""
HEAVY_LOSS = 0.2
TRY_LOSS = 0.07
"""A line that loses so much as it is has nothing to spare for trying: sound is all it should carry."""
DROP, GROWTH = 0.98, 1.01
ROOM = 0.95
"""What the cameras that stay may take of what the line bears."""
CALM_SECONDS = 3.0
"""A line that was away is looked at for so long before anything is taken away from it."""
SHORTEST_WAIT_SECONDS = 4.0
LONGEST_WAIT_SECONDS = 24.0
WAIT_FACTOR = 1.5
STEADY_SECONDS = 30.0
"""So long without a cut, and the next wait is short again."""
LEAST_PADDING = 30_000.0
"""Bit/s. The sound has room beside it on every line that is worth a try."""
STEP = 1.5
STEP_SECONDS, PROOF_SECONDS = 1.0, 3.0
PROOF = 1.5
"""How much of what a camera needs must be carried, and how long: a key frame comes with it."""
GROWING_SECONDS = 1.3


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
    _lossy_at: float | None = None
    _away_at: float = 0.0
    _changed_at: float = 0.0
    _wait: float = SHORTEST_WAIT_SECONDS
    _try_at: float = 0.0
    _padding: float = 0.0
    _target: float = 0.0
    _stepped_at: float = 0.0

    def judge(
        self, now: float, *, sent: float, bears: float | None, cameras: Sequence[float], lost: float = 0.0
    ) -> Verdict:
        """`sent`: the pictures it is sent now; `bears`: its fresh estimate, None when there is none.

        `cameras`: what each camera it wants costs, the most wanted first; it has had as many as the last verdict said.
        `lost`: the greatest share of anything sent that it says it misses.
        """
        if bears is None:
            self.cut_to, self._padding, self._bears, self._away_at = None, 0.0, 0.0, now
            return Verdict(len(cameras), 0.0)
        shown = len(cameras[: self.cut_to])
        is_dropped = self._note(now, bears)
        self._lossy_at = (self._lossy_at or now) if lost >= HEAVY_LOSS else None
        if self.cut_to is not None and self.cut_to >= len(cameras):
            self.cut_to, self._padding = None, 0.0
        elif self._padding:
            self._try(now, sent, bears, is_dropped=is_dropped)
        elif shown and self._is_crowded(now, sent, bears):
            self._give_way(now, bears, cameras[:shown])
        elif self.cut_to is None:
            if now - self._changed_at >= STEADY_SECONDS:
                self._wait = SHORTEST_WAIT_SECONDS
        elif now >= self._try_at and lost < TRY_LOSS:
            self._begin_to_try(now, sent, bears, cameras[shown])
        return Verdict(len(cameras[: self.cut_to]), self._padding)

    def _note(self, now: float, bears: float) -> bool:
        """Follows the estimate; whether it has dropped just now."""
        if bears > GROWTH * self._bears:
            self._bears, self._grown_at, self._dropped_at = bears, now, None
        elif bears < DROP * self._bears:
            self._bears, self._dropped_at = bears, self._dropped_at or now
            return True
        return False

    def _is_crowded(self, now: float, sent: float, bears: float) -> bool:
        if bears >= CROWDED * sent:
            self._grown_at, self._dropped_at = now, None
        if now - self._away_at < CALM_SECONDS:
            return False
        dropped = self._dropped_at is not None and now - self._dropped_at >= DROPPED_SECONDS
        # Where a queue is full everything takes equally long, and the estimate grows although most is lost.
        lossy = self._lossy_at is not None and now - self._lossy_at >= STUCK_SECONDS and bears < CROWDED * sent
        return lossy or (dropped and bears < FAR_BELOW * sent) or now - self._grown_at >= STUCK_SECONDS

    def _give_way(self, now: float, bears: float, shown: Sequence[float]) -> None:
        left = ROOM * bears
        kept = 0
        while kept < len(shown) - 1 and left >= shown[kept]:
            left -= shown[kept]
            kept += 1
        self.cut_to, self._changed_at = kept, now
        self._wait_longer(now)

    def _try(self, now: float, sent: float, bears: float, *, is_dropped: bool) -> None:
        carries = bears >= sent + self._padding or now - self._grown_at < GROWING_SECONDS
        is_whole = self._padding >= self._target
        if is_dropped or (not carries and now - self._grown_at >= STUCK_SECONDS):
            self._wait_longer(now)
        elif carries and now - self._stepped_at >= (PROOF_SECONDS if is_whole else STEP_SECONDS):
            if is_whole:
                self._give_back(now)
            else:
                self._step(now, STEP * self._padding)

    def _begin_to_try(self, now: float, sent: float, bears: float, camera: float) -> None:
        self._target = max(LEAST_PADDING, PROOF * camera)
        self._grown_at = now
        if bears >= sent + self._target:
            self._give_back(now)
        else:
            self._step(now, max(LEAST_PADDING, bears - sent))

    def _step(self, now: float, padding: float) -> None:
        self._padding = min(padding, self._target)
        self._stepped_at = now

    def _give_back(self, now: float) -> None:
        self.cut_to = (self.cut_to or 0) + 1
        self._changed_at, self._padding, self._grown_at = now, 0.0, now

    def _wait_longer(self, now: float) -> None:
        self._padding, self._grown_at, self._dropped_at = 0.0, now, None
        self._try_at, self._wait = now + self._wait, min(LONGEST_WAIT_SECONDS, WAIT_FACTOR * self._wait)
