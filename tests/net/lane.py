"""One direction of a link: what becomes of each packet. No clock, no chance of its own, no sockets."""

import random
from dataclasses import dataclass

MS = 1e-3


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a direction does to packets. Loss is chance for each packet, so a burst is as likely as chance has it."""

    delay_ms: float = 0.0
    """Every packet's way."""
    jitter_ms: float = 0.0
    """At most this much more, evenly spread. Packets never overtake each other, as on real last metres."""
    loss: float = 0.0
    """Chance of a packet to vanish, 0 to 1. It has used the link by then, as on the air."""
    rate_kbit: float = 0.0
    """Kilobits a second, IP headers included; 0: as fast as they come."""
    queue_ms: float = 300.0
    """What waits longer than this for the rate is not queued at all."""


CLEAR = Conditions()
DARK = Conditions(loss=1.0)
"""A blackout: everything vanishes, nobody is told."""


class Lane:
    """The state of one direction. `conditions` may be exchanged at any time; what is on its way stays so."""

    def __init__(self, seed: int, conditions: Conditions = CLEAR) -> None:
        self.conditions = conditions
        self.passed_bytes = self.passed = self.lost = self.overflowed = 0
        self._chance = random.Random(seed)  # noqa: S311 - the same losses in every run
        self._free_at = 0.0
        self._last_out = 0.0

    def take(self, size_bytes: int, now: float) -> float | None:
        """When the packet comes out, in the caller's seconds; None: never."""
        of = self.conditions
        begins = max(now, self._free_at)
        if of.rate_kbit and begins - now > of.queue_ms * MS:
            self.overflowed += 1
            return None
        self._free_at = begins + (size_bytes * 8 / (of.rate_kbit * 1000) if of.rate_kbit else 0.0)
        if self._chance.random() < of.loss:
            self.lost += 1
            return None
        self.passed += 1
        self.passed_bytes += size_bytes
        arrival = self._free_at + (of.delay_ms + of.jitter_ms * self._chance.random()) * MS
        self._last_out = max(arrival, self._last_out)
        return self._last_out
