"""Does in time what the system does by itself: sleeps until the first case has to be looked at, looks, sleeps again.

When that is, is a column of each case, written with every change of it; so nothing is lost by a crash, and a new
calendar only has to be told.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from law.calendar import Calendar
from law.case_notices import Value
from rooms.cases.automatic import automatic
from rooms.cases.case import Case
from rooms.cases.clocks import clocks
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.talks import NoticeGiven, Reminded
from rooms.cases.refusals import Refusal
from rooms.ids import CaseId
from server.cases.keeper import CaseKeeper, CaseUnknown, Proposal
from server.cases.letters import Letters
from server.cases.notices import Names, owed, text_of, values_of
from server.ids import CourtId
from server.storage.case_book import Filing
from server.storage.case_outlook import outlook
from server.stores import Stores

log = structlog.get_logger()

SHORTEST_S: Final = 0.05
"""Of one sleep: whatever is wrong with a case, the node goes on doing other things."""
LONGEST_S: Final = 60.0
"""Of one sleep: the machine's clock may be set, and another node may have stored something."""
SIGNING: Final = "signing"
AT_ONCE: Final = 100
"""Cases that are counted anew in one transaction."""
LATER: Final = timedelta(hours=1)
"""Until a case is looked at again that refused what is due: ours to mend."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deed of the system's own; for a notice, what its text says."""

    deed: Deed
    values: Mapping[str, Value]


class Clockwork:
    """The clocks of all cases. `phone` is whom to call for help, in notices."""

    def __init__(
        self, stores: Stores, keeper: CaseKeeper, letters: Letters, clock: Callable[[], datetime], phone: str
    ) -> None:
        self._stores = stores
        self._keeper = keeper
        self._letters = letters
        self._clock = clock
        self._phone = phone
        self._news = asyncio.Event()
        self._busy: set[CaseId] = set()

    async def run(self) -> None:
        """Until cancelled: look at every case in its time."""
        while True:
            self._news.clear()
            try:
                await self.look_at_due()
                await self.recount()
                earliest = await self._stores.case_book.wakes_at()
                wait_s = (earliest - self._clock()).total_seconds() if earliest else LONGEST_S
            except Exception:
                log.exception("clockwork.failed")
                wait_s = LONGEST_S
            try:
                async with asyncio.timeout(max(SHORTEST_S, min(wait_s, LONGEST_S))):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def look_at_due(self) -> None:
        """Every case whose time has come; one that fails keeps no other waiting.

        What a case was to be looked at for may have passed while the server stood still: then it is asked anew when.
        """
        for case in await self._stores.case_book.due(self._clock()):
            try:
                await self.look(case)
            except Exception:
                log.exception("clockwork.case_failed", case=case)
                await self._postpone(case)
        await self._count(await self._stores.case_book.due(self._clock()), await self._stores.calendars.calendar())

    def ring(self) -> None:
        """Something else has come (a calendar): do not sleep on."""
        self._news.set()

    async def recount(self) -> None:
        """Compute anew what ends next in every living case that was counted by another calendar."""
        calendar = await self._stores.calendars.calendar()
        while found := await self._stores.case_book.miscounted(calendar.version, AT_ONCE):
            await self._count(found, calendar)

    async def _count(self, found: Iterable[CaseId], calendar: Calendar) -> None:
        cases, at = [await self._keeper.case(case) for case in found], self._clock()
        ahead = [(case, outlook(case, calendar, at)) for case in cases if case is not None]
        await self._stores.case_book.look_ahead(ahead)

    async def changed(self, case: CaseId) -> None:
        """A case has changed: tell whom must be told of that at once, and sleep no longer than it allows."""
        await self.look(case)
        self._news.set()

    async def look(self, case: CaseId) -> None:
        """Submit what is due in a case; what it refuses is logged, and tried again later."""
        if case in self._busy:
            return
        self._busy.add(case)
        try:
            refused = set[Deed]()
            names, calendar = await self._names(case), await self._stores.calendars.calendar()
            while names is not None and await self._next(case, names, calendar, refused):
                continue
            if refused:
                await self._postpone(case)
        finally:
            self._busy.discard(case)

    async def _next(self, case: CaseId, names: Names, calendar: Calendar, refused: set[Deed]) -> bool:
        """Submit what comes first, unless it was refused just now; False: there is nothing more."""
        asked: list[Deed] = []

        def propose(now: Case) -> Proposal | None:
            found = next((one for one in due(now, calendar, self._clock()) if one.deed not in refused), None)
            asked[:] = [found.deed] if found else []
            return None if found is None else Proposal((found.deed,), _filing(found, now, names))

        try:
            done = await self._keeper.change(case, propose, told=())
        except CaseUnknown:
            return False
        except Refusal as refusal:
            log.warning("clockwork.refused", case=case, deed=asked[0].kind, code=refusal.code)
            refused.update(asked)
            return True
        if done is None:
            return False
        await self._tell(done.case, asked[0], calendar)
        return True

    async def _tell(self, case: Case, deed: Deed, calendar: Calendar) -> None:
        if isinstance(deed, NoticeGiven):
            self._letters.ring()
        # Who has not signed is reminded by name, of the text's own time (`server.papers.signing_time`).
        if isinstance(deed, Reminded) and deed.clock != SIGNING:
            for clock in clocks(case, calendar, self._clock()):
                if clock.key == deed.clock and clock.due == deed.due:
                    await self._letters.remind(case.id, clock.owed_by, clock.label, clock.due)

    async def _postpone(self, case: CaseId) -> None:
        """Nothing of the case is read: that may be what failed."""
        now = self._clock()
        await self._stores.case_book.postpone(case, now, now + LATER)

    async def _names(self, case: CaseId) -> Names | None:
        line = await self._stores.case_desk.line(case)
        if line is None:
            return None
        court = await self._court(line.court) if line.court else None
        return Names(line.organisation_name, line.host_name, court, self._phone or None)

    async def _court(self, court: CourtId) -> str | None:
        return next((one.name for one in await self._stores.cases.courts() if one.id == court), None)


def due(case: Case, calendar: Calendar, at: datetime) -> Iterator[Due]:
    """What the system has to do in a case now: what its clocks ask, then what somebody must be told."""
    for deed in automatic(case, calendar, at):
        yield Due(deed, values_of(deed, case, calendar, at) if isinstance(deed, NoticeGiven) else {})
    for one in owed(case, calendar, at):
        yield Due(one.given, one.values)


def _filing(found: Due, case: Case, names: Names) -> Filing:
    if not isinstance(found.deed, NoticeGiven):
        return Filing()
    return Filing(notices={found.deed.notice: text_of(found.deed, case, names, found.values)})
