"""Who speaks, from the loudness their browser writes beside each packet (RFC 6464). Nothing is decoded. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rooms.ids import SeatId

SILENCE = 127
LOUD_DBOV = 45
"""Levels are -dBov: 0 is the loudest, 127 digital silence; speech lies around 20 to 40, a quiet room above 55."""
READINGS_TO_BEGIN = 2
SECONDS_TO_END = 1.0


@dataclass(slots=True)
class _Voice:
    loud_readings: int = 0
    loud_at: float = 0.0
    speaking: bool = False
    counted_to: float = 0.0
    """Until when its speech is in somebody's count."""


@dataclass(slots=True)
class Speaking:
    """The voices of one room, debounced: two loud readings in a row begin, a second of quiet ends."""

    spoken: dict[SeatId, float] = field(default_factory=dict)
    """Seconds each has spoken more, by the last reading. A pause counts if speech follows it, the quiet that ends does
    not, and a turn begins with the reading before the first loud one."""
    _voices: dict[SeatId, _Voice] = field(default_factory=dict)
    _at: float = 0.0

    def observe(self, levels: Mapping[SeatId, int], now: float) -> frozenset[SeatId]:
        """Takes in one reading of every seat that may be heard (about ten a second); gives who speaks."""
        self._voices = {seat: self._voices.get(seat, _Voice()) for seat in levels}
        before, self._at = self._at if now - self._at <= SECONDS_TO_END else now, now
        self.spoken = {}
        for seat, level in levels.items():
            voice = self._voices[seat]
            if level <= LOUD_DBOV:
                if not voice.speaking and not voice.loud_readings:
                    voice.counted_to = before
                voice.loud_readings += 1
                voice.loud_at = now
            else:
                voice.loud_readings = 0
            begins = voice.loud_readings >= READINGS_TO_BEGIN
            goes_on = voice.speaking and now - voice.loud_at < SECONDS_TO_END
            voice.speaking = begins or goes_on
            if voice.speaking and voice.loud_at > voice.counted_to:
                self.spoken[seat] = voice.loud_at - voice.counted_to
                voice.counted_to = voice.loud_at
        return frozenset(seat for seat, voice in self._voices.items() if voice.speaking)
