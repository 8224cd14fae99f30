"""How the lines of a node carry, all of them together and without names: for the metrics."""

from collections.abc import Iterable
from typing import Final

from signaling.media.quality import Quality
from signaling.media.tally import Tally

LOSS: Final = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
JITTER: Final = (0.005, 0.01, 0.02, 0.04, 0.1, 0.2, 0.5)
ROUND_TRIP: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
BITRATE: Final = (16e3, 32e3, 64e3, 128e3, 256e3, 512e3, 1e6, 2e6, 4e6)
"""Bounds in a share of 1, seconds, and bit/s."""


class LineFigures:
    """Histograms by the name of their metric, and how many lines have which grade now."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {
            "up_loss_ratio": Tally(LOSS),
            "up_jitter_seconds": Tally(JITTER),
            "up_bits_per_second": Tally(BITRATE),
            "down_loss_ratio": Tally(LOSS),
            "down_jitter_seconds": Tally(JITTER),
            "down_bits_per_second": Tally(BITRATE),
            "down_bears_bits_per_second": Tally(BITRATE),
            "round_trip_seconds": Tally(ROUND_TRIP),
        }
        self.grades = [0, 0, 0, 0]
        self.cameras_away = 0

    def add(self, lines: Iterable[Quality]) -> None:
        """One reading of every line there is."""
        self.grades, self.cameras_away = [0, 0, 0, 0], 0
        for line in lines:
            self.grades[line.grade] += 1
            self.cameras_away += line.down.cameras_away
            self._add(line)

    def _add(self, line: Quality) -> None:
        up, down = line.up, line.down
        figures = {
            "up_loss_ratio": up.loss if up.bitrate else None,
            "up_jitter_seconds": up.jitter_ms / 1000 if up.bitrate else None,
            "up_bits_per_second": up.bitrate,
            "down_loss_ratio": down.loss if down.bitrate else None,
            "down_jitter_seconds": down.jitter_ms / 1000 if down.bitrate else None,
            "down_bits_per_second": down.bitrate,
            "down_bears_bits_per_second": down.bears,
            "round_trip_seconds": down.round_trip_ms / 1000 if down.round_trip_ms is not None else None,
        }
        for name, figure in figures.items():
            if figure is not None:
                self.tallies[name].add(figure)
