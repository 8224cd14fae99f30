"""Puts the parts of applications together and ends them in order. Nothing here decides anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from prometheus_client import Counter

from rooms.ids import CaseId
from server.applications.contacts import CaseContacts
from server.applications.desk import ApplicationDesk
from server.applications.keeper import ApplicationKeeper
from server.applications.signing import ApplicationPapers, ApplicationPress
from server.papers.codes import Codes
from server.papers.keeper import nobody
from server.papers.runtime import Papers, Surroundings
from server.papers.worker import PaperWorker


@dataclass(frozen=True, slots=True)
class Applications:
    """The running parts that others use."""

    keeper: ApplicationKeeper
    desk: ApplicationDesk
    codes: Codes


def applications_of(around: Surroundings) -> Applications:
    """The parts that stand by themselves."""
    keeper = ApplicationKeeper(around.stores.applications, around.stores.blobs, around.clock)
    desk = ApplicationDesk(around.stores, keeper, around.cases.keeper, around.clock)
    codes = Codes(around.messages.messenger, around.stores.codes, CaseContacts(around.stores))
    return Applications(keeper, desk, codes)


@asynccontextmanager
async def applying(parts: Applications, around: Surroundings, papers: Papers) -> AsyncIterator[None]:
    """Applications are worked on for as long as this is held; the papers' processes outlast it."""
    failures = Counter(
        "applications_failures", "Work on applications that has to be tried again.", ("code",), registry=around.metrics
    )
    own = ApplicationPapers(parts.keeper)
    worker = PaperWorker(
        own,
        ApplicationPress(papers.press),
        papers.signing,
        around.stores.blobs,
        around.clock,
        around.stores.calendars.calendar,
        nobody,
        lambda code: failures.labels(code).inc(),
    )

    async def changed(case: CaseId) -> None:
        for key in await own.due_in(case):
            await worker.wake(key)

    # The case first: who sees that all have signed may go on from there at once (TR23).
    parts.keeper.tell(around.cases.coupling.couple, changed)
    await worker.start()
    try:
        yield
    finally:
        await worker.close()
        await parts.keeper.close()
