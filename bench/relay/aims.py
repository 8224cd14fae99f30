"""What issue 5 wants of the relay, beside what was measured. An aim whose load was not measured is left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.relay.course import Course
from bench.relay.measure import Row

SMALL, MIDDLE, LARGE = 10, 20, 30
"""Rooms of four: 26,400, 52,800 and 79,200 packets a second out."""
SHARE_OF_PEER = {"janus": 0.25, "janus, 1 loop": 0.5}


@dataclass(frozen=True)
class Aim:
    """One figure that may be at most (or at least) so much."""

    figure: str
    bound: float
    measured: float
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.bound if self.is_least else self.measured <= self.bound


def aims_of(courses: Iterable[Course], ratios: Sequence[Mapping[str, Any]]) -> list[Aim]:
    """All that can be said of the native plane and of the Python one."""
    by_peer = {course.peer: course for course in courses}
    found: list[Aim] = []
    if "native" in by_peer:
        found += [*_beside(ratios), *_native(by_peer["native"])]
    if "python" in by_peer:
        found += _python({row.rooms: row for row in by_peer["python"].rows})
    return found


def _beside(ratios: Sequence[Mapping[str, Any]]) -> Iterator[Aim]:
    for row in ratios:
        if row["ours"] == "native" and row["rooms"] in (SMALL, LARGE) and row["peer"] in SHARE_OF_PEER:
            overload = "" if row["carried"] else ", where one of them loses packets"
            figure = f"native: µs/out, {row['rooms']} rooms, share of {row['peer']}{overload}"
            yield Aim(figure, SHARE_OF_PEER[row["peer"]], row["ratio"])


def _native(course: Course) -> Iterator[Aim]:
    rows = {row.rooms: row for row in course.rows}
    if course.most is not None:
        yield Aim("native: packets/s out of a core without loss", 120_000, course.most.out_per_second, is_least=True)
    if course.comfort is not None:
        yield Aim("native: p99 ms at 60 % of that", 2.0, course.comfort.p99_ms)
    if SMALL in rows:
        yield Aim(f"native: p50 ms, {SMALL} rooms", 0.15, rows[SMALL].p50_ms)
        yield Aim(f"native: p99 ms, {SMALL} rooms", 0.6, rows[SMALL].p99_ms)
    later = [joining for joining in course.joinings if joining.seats_before]
    if later:
        yield Aim("native: CPU ms of a join, worst group", 2.0, max(joining.cpu_ms_per_join for joining in later))
        kib = max(joining.resident_kib_per_join for joining in later)
        yield Aim("native: KiB of a join without rings, worst group", 120.0, kib)


def _python(rows: Mapping[int, Row]) -> Iterator[Aim]:
    if SMALL in rows:
        yield Aim(f"python: µs/out, {SMALL} rooms", 17.0, rows[SMALL].cpu_us_per_out)
    if MIDDLE in rows:
        yield Aim(f"python: loss %, {MIDDLE} rooms", 0.1, rows[MIDDLE].loss_percent)
