"""Puts the parts of minutes together and ends them in order. Nothing here decides anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from prometheus_client import Counter

from server.minutes.commands import MinutesCommands
from server.minutes.desk import MinutesDesk
from server.minutes.ending import MinutesEnding
from server.minutes.keeper import MinutesKeeper
from server.minutes.signing import MinutesPapers, MinutesPress
from server.minutes.view import MinutesViews
from server.papers.codes import Codes
from server.papers.keeper import nobody
from server.papers.runtime import Papers, Surroundings
from server.papers.worker import PaperWorker
from signaling.pushes import Pushes


@dataclass(frozen=True, slots=True)
class MinutesParts:
    """The running parts that others use."""

    keeper: MinutesKeeper
    desk: MinutesDesk
    views: MinutesViews
    ending: MinutesEnding


def minutes_of(around: Surroundings) -> MinutesParts:
    """The parts that stand by themselves."""
    desk = MinutesDesk(around.stores)
    keeper = MinutesKeeper(around.stores.minutes, around.stores.blobs, around.rooms, desk.begun, around.clock)
    ending = MinutesEnding(keeper, around.rooms, around.clock)
    return MinutesParts(keeper, desk, MinutesViews(keeper, around.rooms, around.stores.messages, around.clock), ending)


@asynccontextmanager
async def keeping(
    parts: MinutesParts, around: Surroundings, papers: Papers, pushes: Pushes
) -> AsyncIterator[MinutesCommands]:
    """Minutes take commands, are signed and shown for as long as this is held; the papers' processes outlast it."""
    codes = Codes(around.messages.messenger, around.stores.codes, parts.desk)
    failures = Counter(
        "minutes_failures", "Work on minutes that has to be tried again.", ("code",), registry=around.metrics
    )
    worker = PaperWorker(
        MinutesPapers(parts.keeper),
        MinutesPress(papers.press),
        papers.signing,
        around.stores.blobs,
        around.clock,
        around.stores.calendars.calendar,
        nobody,
        lambda code: failures.labels(code).inc(),
    )

    parts.keeper.tell(pushes.minutes, worker.wake)
    around.messages.tell(pushes.minutes)
    await worker.start()
    try:
        yield MinutesCommands(
            parts.keeper, parts.desk, codes, papers.ink_links, around.rooms, around.clock, parts.ending
        )
    finally:
        await worker.close()
        await parts.keeper.close()
