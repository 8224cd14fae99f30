"""One writer for each case: load, step, one transaction, then tell (architecture.md §3.2).

The transaction compares and swaps on the version: whoever comes second loads again and steps again, so that every deed
is judged by the newest case, also with several nodes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypeVar

import structlog

from rooms.cases.case import Case
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.refusals import Unmet
from rooms.cases.step import Step, step
from rooms.cases.world import World
from rooms.ids import CaseId
from server.ids import AccountId
from server.storage.case_book import Entry, Filing, StaleCase
from server.storage.case_outlook import outlook

log = structlog.get_logger()

TRIES: Final = 20
"""Of one change; each lost one means that somebody else's was stored."""

T = TypeVar("T")


class Book(Protocol):
    """Where cases are durable; `server.storage.case_book.CaseBook` in life."""

    async def load(self, case: CaseId) -> Case | None: ...
    async def open(self, entry: Entry, by: AccountId) -> str: ...
    async def commit(self, entry: Entry) -> None: ...


class Around(Protocol):
    """What a case is stepped with; `server.cases.worlds.Worlds` in life."""

    async def of_case(self, case: Case, at: datetime) -> World: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to happen, all or nothing, and what lies beside it."""

    deeds: Sequence[Deed]
    filing: Filing = field(default_factory=Filing)


class CaseUnknown(LookupError):
    """There is no case of that id, or it has not been adopted."""


Propose = Callable[[Case], Proposal | None]
"""Asked for what is to happen, by the newest value; None: nothing. May be asked more than once, may raise a refusal."""
Changed = Callable[[CaseId], Awaitable[None]]


class CaseKeeper:
    """Every change of a case goes through here."""

    def __init__(self, book: Book, around: Around, clock: Callable[[], datetime]) -> None:
        self._book = book
        self._around = around
        self._clock = clock
        self._changed: tuple[Changed, ...] = ()
        self._running: set[asyncio.Task[object]] = set()

    def tell(self, *changed: Changed) -> None:
        """Who is told, in order, that a case has changed."""
        self._changed = changed

    async def case(self, case: CaseId) -> Case | None:
        """The current value; None: there is none."""
        return await self._book.load(case)

    async def submit(self, case: CaseId, deed: Deed, filing: Filing | None = None, *, saw: int | None = None) -> Step:
        """One deed, durable on return; raises Refusal and CaseUnknown.

        `saw`: the version the asker had on the screen; another one is refused with `case.changed`.
        """

        def propose(now: Case) -> Proposal:
            if saw is not None and saw != now.version:
                raise Unmet("case.changed")
            return Proposal((deed,), filing or Filing())

        done = await self.change(case, propose)
        assert done is not None  # noqa: S101 - something was proposed
        return done

    async def change(self, case: CaseId, propose: Propose, told: Sequence[Changed] | None = None) -> Step | None:
        """What `propose` wants of the newest value, durable on return; None: it wanted nothing.

        `told`: who is told of it; None: everybody. Raises Refusal, CaseUnknown and what `propose` raises. Whoever waits
        here may be cancelled (a closed socket); what was begun is done to its end all the same.
        """
        return await self._to_its_end(self._change(case, propose, self._changed if told is None else told))

    async def open(self, case: CaseId, proposal: Proposal, world: World, by: AccountId) -> str:
        """A new case of the organisation `by` works for, begun with `Received`; gives its number. Raises Refusal."""
        return await self._to_its_end(self._open(case, proposal, world, by))

    async def adopt(self, case: CaseId, proposal: Proposal, world: World) -> None:
        """The first state of a case that was there before there were states; raises Refusal and StaleCase."""
        entry = entry_of(None, case, proposal, self._clock(), world)
        await self._to_its_end(self._book.commit(entry))

    async def try_out(self, case: Case, deeds: Sequence[Deed]) -> Step:
        """What would come of it now, and nothing is stored; raises Refusal."""
        at = self._clock()
        return stepped(case, case.id, deeds, at, await self._around.of_case(case, at))

    async def close(self) -> None:
        """Wait for the changes under way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _to_its_end(self, writing: Coroutine[None, None, T]) -> T:
        task = asyncio.get_running_loop().create_task(writing)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _change(self, case: CaseId, propose: Propose, told: Sequence[Changed]) -> Step | None:
        for _ in range(TRIES):
            now = await self._book.load(case)
            if now is None:
                raise CaseUnknown(case)
            proposal = propose(now)
            if proposal is None:
                return None
            at = self._clock()
            entry = entry_of(now, case, proposal, at, await self._around.of_case(now, at))
            try:
                await self._book.commit(entry)
            except StaleCase:
                continue
            await _tell(case, told)
            return Step(entry.after, tuple(entry.events))
        raise StaleCase(f"case {case} is never at rest")

    async def _open(self, case: CaseId, proposal: Proposal, world: World, by: AccountId) -> str:
        number = await self._book.open(entry_of(None, case, proposal, self._clock(), world), by)
        await _tell(case, self._changed)
        return number


async def _tell(case: CaseId, told: Sequence[Changed]) -> None:
    for changed in told:
        try:
            await changed(case)
        except Exception:
            log.exception("case.untold", case=case)


def stepped(before: Case | None, case_id: CaseId, deeds: Sequence[Deed], at: datetime, world: World) -> Step:
    """One deed after another, all or nothing; raises Refusal."""
    now, events = before, list[Event]()
    for deed in deeds:
        done = step(now, case_id, deed, at, world)
        now = done.case
        events += done.events
    if now is None:
        raise CaseUnknown(case_id)
    return Step(now, tuple(events))


def entry_of(before: Case | None, case_id: CaseId, proposal: Proposal, at: datetime, world: World) -> Entry:
    """What is stored of a proposal; raises Refusal."""
    done = stepped(before, case_id, proposal.deeds, at, world)
    ahead = outlook(done.case, world.calendar, at)
    return Entry(before, done.case, done.events, at, ahead, proposal.filing)
