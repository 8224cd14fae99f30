"""Networks people really have, as numbers: testRTC's table (room-anchors.md §2.2) and those of issue 5.

The table's delay is read as the round trip, half of it each way; its loss and rate as those of each way.
"""

from typing import NamedTuple

from tests.net.lane import Conditions


class Profile(NamedTuple):
    """The same both ways."""

    rate_kbit: float
    round_trip_ms: float
    loss: float
    jitter_ms: float = 0.0

    def conditions(self) -> Conditions:
        """For one direction."""
        return Conditions(
            delay_ms=self.round_trip_ms / 2, jitter_ms=self.jitter_ms, loss=self.loss, rate_kbit=self.rate_kbit
        )


PROFILES = {
    "regular 3g": Profile(750, 250, 0.015),
    "poor 3g": Profile(400, 350, 0.05),
    "regular 4g": Profile(4_000, 0, 0.02),
    "unstable 4g": Profile(4_000, 500, 0.10),
    "high loss 4g": Profile(4_000, 0, 0.20),
    "wi-fi": Profile(30_000, 40, 0.002),
    "wi-fi, high loss": Profile(30_000, 40, 0.05),
    "very bad": Profile(1_000, 500, 0.10),
    "call drop": Profile(50, 500, 0.20),
    "half lost": Profile(0, 0, 0.50),
    "100 kbit/s, 10 % lost": Profile(100, 100, 0.10, jitter_ms=10),
}
"""The last one is issue 5's and threat T25's own; it says no delay, so it has a usual one."""
