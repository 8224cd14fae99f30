"""The course of one peer: fixed numbers of rooms, the most it carries, and how it does at 60 % of that."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.relay.generator import Generator
from bench.relay.measure import House, Joining, Row
from bench.relay.peers import Peer, start_own
from bench.relay.pins import Cores
from bench.relay.server import BARE

GROWTH = 1.25
NEAR = 0.04
"""The search ends when the most that went well and the least that did not are this near."""
COMFORT = 0.6

Start = Callable[[], Awaitable[Peer]]


@dataclass(frozen=True)
class Plan:
    """What to measure: these numbers of rooms, so long each; a search for the most up to `most` rooms, 0 for none."""

    rooms: tuple[int, ...]
    seconds: float
    most: int


@dataclass
class Course:
    """All that was measured of one peer. `most` is the highest load without loss, `comfort` 60 % of it."""

    peer: str = ""
    profile: str = ""
    joinings: list[Joining] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    search: list[Row] = field(default_factory=list)
    most: Row | None = None
    comfort: Row | None = None


@asynccontextmanager
async def opened(start: Start, generator: Generator) -> AsyncIterator[House]:
    """A new server and nobody in it."""
    house = House(await start(), generator)
    try:
        yield house
    finally:
        await house.close()


async def run(start: Start, generator: Generator, plan: Plan) -> Course:
    """The fixed numbers on one server, which grows; each step of the search, and the end, on a new one."""
    course = Course()
    async with opened(start, generator) as house:
        course.peer = house.peer.name
        for count in sorted(plan.rooms):
            joining = await house.grow(count)
            course.joinings += [joining] if joining else []
            course.rows.append(await house.load(count, plan.seconds))
        course.profile = house.profile

    async def afresh(rooms: int) -> Row:
        async with opened(start, generator) as house:
            await house.grow(rooms)
            return await house.load(rooms, plan.seconds)

    if plan.most:
        course.most = await _most(course, afresh, plan.most)
    if course.most is not None:
        course.comfort = await afresh(max(1, round(COMFORT * course.most.rooms)))
    return course


async def _most(course: Course, afresh: Callable[[int], Awaitable[Row]], limit: int) -> Row | None:
    """Up by a quarter until it fails, then halving between; None when the least already failed."""
    good = max((row for row in course.rows if row.is_whole), key=lambda row: row.rooms, default=None)
    bad = min((row.rooms for row in course.rows if not row.is_whole), default=limit + 1)
    while good is not None and bad - good.rooms > max(1, NEAR * good.rooms):
        grown = round(good.rooms * GROWTH) + 1
        row = await afresh(grown if bad > limit and grown < bad else (good.rooms + bad) // 2)
        course.search.append(row)
        if row.is_whole:
            good = row
        else:
            bad = row.rooms
    return good


async def bare_us(rooms: int, seconds: float) -> float:
    """µs of CPU for a packet that is forwarded by a bare loop, on a core of its own."""

    async def start() -> Peer:
        return await start_own(BARE, "uvloop", Cores.of_machine().server)

    async with opened(start, Generator()) as house:
        await house.grow(rooms)
        return (await house.load(rooms, seconds)).cpu_us_per_out
