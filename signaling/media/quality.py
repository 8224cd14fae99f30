"""How well each person's line carries: figures from the differences of two readings of the plane, and a grade. Pure.

Up is what the person sends, down what it is sent; what is known of the way down its browser has said (RFC 3550 §6.4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from signaling.media.plane import Bearing, Codec, Delivery, Readings, Reception

Row = TypeVar("Row", Reception, Delivery)

CLOCK_KHZ: Final = {Codec.OPUS: 48, Codec.VP8: 90}
FRESH_SECONDS: Final = 5.0
"""Browsers say what their line bears about once a second."""
READINGS_TO_RISE: Final = 3
"""A worse grade is told at once, a better one when it has held: a sign that flickers helps nobody."""
NO_LINE, WEAK, FAIR, GOOD = range(4)


class Up(NamedTuple):
    """What comes from a person. `loss` 0 to 1, before repair."""

    loss: float = 0.0
    jitter_ms: float = 0.0
    bitrate: int = 0


class Down(NamedTuple):
    """What goes to a person. `round_trip_ms` and `bears` (bit/s) are None while its browser has not told.

    `cameras_away`: how many pictures it would see have given way, so that the sound comes through.
    """

    loss: float = 0.0
    jitter_ms: float = 0.0
    bitrate: int = 0
    round_trip_ms: float | None = None
    bears: int | None = None
    cameras_away: int = 0


class Quality(NamedTuple):
    """One person's line. `grade`: 0 nothing comes, 1 weak, 2 fair, 3 good."""

    grade: int
    up: Up
    down: Down


class Limits(NamedTuple):
    """From here on a line is no better than the grade."""

    loss: float
    jitter_ms: float
    round_trip_ms: float


WEAK_FROM: Final = Limits(0.10, 100.0, 800.0)
FAIR_FROM: Final = Limits(0.03, 40.0, 400.0)


def grade(up: Up, down: Down) -> int:
    """The grade that these figures make by themselves, of a line on which something comes."""
    worst = Limits(max(up.loss, down.loss), max(up.jitter_ms, down.jitter_ms), down.round_trip_ms or 0.0)
    if down.cameras_away or _reaches(worst, WEAK_FROM):
        return WEAK
    return FAIR if _reaches(worst, FAIR_FROM) else GOOD


def _reaches(figures: Limits, limits: Limits) -> bool:
    return any(figure >= limit for figure, limit in zip(figures, limits, strict=True))


class Person(NamedTuple):
    """What the control knows of a peer beside the plane's readings."""

    is_heard: bool
    codecs: Mapping[int, Codec]
    cameras_away: int


@dataclass(slots=True)
class _Step:
    """A grade that rises only when it has held."""

    told: int
    better: int = 0

    def note(self, found: int) -> int:
        self.better = self.better + 1 if found > self.told else 0
        if found < self.told or self.better >= READINGS_TO_RISE or self.told == NO_LINE:
            self.told, self.better = found, 0
        return self.told


class Qualities:
    """The lines of a node, read about every two seconds."""

    def __init__(self) -> None:
        self._receptions: dict[tuple[int, int], Reception] = {}
        self._deliveries: dict[tuple[int, int], Delivery] = {}
        self._steps: dict[int, _Step] = {}
        self._at = 0.0

    def observe(self, read: Readings, people: Mapping[int, Person], now: float) -> dict[int, Quality]:
        """The quality of each of these peers since the last reading, by its number."""
        passed, self._at = now - self._at, now
        receptions = {(row.peer, row.line): row for row in read.receptions}
        deliveries = {(row.peer, row.line): row for row in read.deliveries}
        bears = {row.peer: row for row in read.bearings if now - row.said_at <= FRESH_SECONDS}
        ups, downs = _by_peer(read.receptions), _by_peer(read.deliveries)
        found = {}
        for peer, person in people.items():
            up = self._up(ups[peer], person, passed)
            down = self._down(downs[peer], person, bears.get(peer), passed)
            step = self._steps.get(peer) or _Step(GOOD)
            found[peer] = Quality(step.note(grade(up, down) if person.is_heard else NO_LINE), up, down)
            self._steps[peer] = step
        self._receptions, self._deliveries = receptions, deliveries
        self._steps = {peer: self._steps[peer] for peer in people}
        return found

    def _up(self, rows: list[Reception], person: Person, passed: float) -> Up:
        expected = received = octets = 0
        jitter = 0.0
        for row in rows:
            before = self._receptions.get((row.peer, row.line))
            if before is None or before.ssrc != row.ssrc or row.octets < before.octets:
                before = row._replace(expected=0, received=0, octets=0)
            expected += row.expected - before.expected
            received += row.received - before.received
            octets += row.octets - before.octets
            if row.received > before.received:
                jitter = max(jitter, _milliseconds(row.jitter, person, row.line))
        loss = min(1.0, max(0, expected - received) / expected) if expected > 0 else 0.0
        return Up(loss, jitter, _bitrate(octets, passed))

    def _down(self, rows: list[Delivery], person: Person, bearing: Bearing | None, passed: float) -> Down:
        packets = octets = round_trip_us = 0
        lost = jitter = 0.0
        for row in rows:
            before = self._deliveries.get((row.peer, row.line))
            if before is None or row.packets < before.packets:
                before = row._replace(packets=0, octets=0)
            if row.packets == before.packets:
                continue
            sent = row.packets - before.packets
            packets += sent
            lost += sent * row.lost_fraction / 256
            octets += max(0, row.octets - before.octets)
            jitter = max(jitter, _milliseconds(row.jitter, person, row.line))
            round_trip_us = max(round_trip_us, row.round_trip_us)
        return Down(
            loss=lost / packets if packets else 0.0,
            jitter_ms=jitter,
            bitrate=_bitrate(octets, passed),
            round_trip_ms=round_trip_us / 1000 if round_trip_us else None,
            bears=bearing.bitrate if bearing is not None else None,
            cameras_away=person.cameras_away,
        )


def _by_peer(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.peer].append(row)
    return grouped


def _milliseconds(units: int, person: Person, line: int) -> float:
    return units / CLOCK_KHZ[person.codecs[line]]


def _bitrate(octets: int, passed: float) -> int:
    return round(octets * 8 / passed) if passed > 0 else 0
