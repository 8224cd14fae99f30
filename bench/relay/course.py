"""The course of one peer: fixed numbers of rooms, the most it carries, and how it does at 60 % of that."""

from dataclasses import dataclass, field

from bench.relay.generator import Generator
from bench.relay.measure import House, Joining, Row
from bench.relay.peers import start_own
from bench.relay.pins import Cores
from bench.relay.server import BARE

GROWTH = 1.25
NEAR = 0.04
"""The search ends when the most that went well and the least that did not are this near."""
COMFORT = 0.6


@dataclass
class Course:
    """All that was measured of one peer. `most` is the highest load without loss, `comfort` 60 % of it."""

    peer: str
    profile: str
    joinings: list[Joining] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    search: list[Row] = field(default_factory=list)
    most: Row | None = None
    comfort: Row | None = None


async def run(house: House, rooms: list[int], seconds: float, most_rooms: int) -> Course:
    """Every fixed number of rooms; then, unless `most_rooms` is 0, the search for the most, up to so many rooms."""
    course = Course(house.peer.name, "")
    for count in sorted(rooms):
        course.rows.append(await _step(house, course, count, seconds))
    course.profile = house.profile
    if most_rooms:
        await _find_most(house, course, seconds, most_rooms)
    if course.most is not None:
        course.comfort = await _step(house, course, max(1, round(COMFORT * course.most.rooms)), seconds)
    return course


async def _step(house: House, course: Course, rooms: int, seconds: float) -> Row:
    joining = await house.grow(rooms)
    if joining is not None:
        course.joinings.append(joining)
    return await house.load(rooms, seconds)


async def _find_most(house: House, course: Course, seconds: float, most_rooms: int) -> None:
    good = max((row for row in course.rows if row.is_whole), key=lambda row: row.rooms, default=None)
    bad = min((row.rooms for row in course.rows if not row.is_whole), default=most_rooms + 1)
    while good is not None and bad - good.rooms > max(1, NEAR * good.rooms):
        grown = round(good.rooms * GROWTH) + 1
        tried = grown if bad > most_rooms and grown < bad else (good.rooms + bad) // 2
        row = await _step(house, course, tried, seconds)
        course.search.append(row)
        if row.is_whole:
            good = row
        else:
            bad = row.rooms
    course.most = good


async def bare_us(rooms: int, seconds: float) -> float:
    """µs of CPU for a packet that is forwarded by a bare loop, on a core of its own."""
    house = House(await start_own(BARE, "uvloop", Cores.of_machine().server), Generator())
    try:
        await house.grow(rooms)
        return (await house.load(rooms, seconds)).cpu_us_per_out
    finally:
        await house.close()
