"""Signalling as people feel it: how long a beat, a page's question and a chat line take."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.figures import Times
from bench.room.house import House, Room
from tests.stranger.client import Dropped

BEATS_PER_S = 10
QUESTIONS_PER_S = 10
LINES_PER_S = 5
"""All told, whatever the number of rooms. Besides, each seat beats once a second and confirms each line it got."""

WATCH_S = 0.05


@dataclass(frozen=True)
class Signalling:
    """`own_lag_ms`: the worst lag of the loop that took these times, which is part of them."""

    beat: Times
    http: Times
    chat: Times
    own_lag_ms: float


async def measured(house: House, rooms: list[Room], seconds: float) -> Signalling:
    """Asks for some seconds, taking turns among all rooms and people."""
    people = itertools.cycle([person for room in rooms for person in room.people])
    turns = itertools.cycle(rooms)
    numbers = itertools.count()
    lags = [0.0]
    watch = asyncio.create_task(_watch_own_loop(lags))
    beat, http, chat = await asyncio.gather(
        paced(BEATS_PER_S, seconds, lambda: next(people).command("beat")),
        paced(QUESTIONS_PER_S, seconds, house.about),
        paced(LINES_PER_S, seconds, lambda: line_passed_on(next(turns), f"第{next(numbers)}句")),
    )
    watch.cancel()
    return Signalling(beat, http, chat, max(lags) * 1000)


async def paced(per_s: int, seconds: float, act: Callable[[], Awaitable[None]]) -> Times:
    """Does it at an even pace, however long one takes, so that a stall is felt by all that fall into it.

    Failed is what has no answer when the client gives up, or whose socket breaks.
    """
    took: list[float] = []
    failed = 0

    async def timed() -> None:
        nonlocal failed
        began = time.perf_counter()
        try:
            await act()
        except (TimeoutError, Dropped):
            failed += 1
        else:
            took.append(time.perf_counter() - began)

    start = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(max(1, int(per_s * seconds))):
            await asyncio.sleep(max(0.0, start + number / per_s - time.perf_counter()))
            tasks.create_task(timed())
    return Times.of(took, failed)


async def line_passed_on(room: Room, text: str) -> None:
    """The mediator says a line; done when it has reached another."""
    listener = room.parties[0]
    arrival = listener.until(lambda: any(line["text"] == text for line in listener.lines))
    await asyncio.gather(room.mediator.say(text), arrival)


async def _watch_own_loop(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + WATCH_S
        await asyncio.sleep(WATCH_S)
        lags.append(time.perf_counter() - due)
