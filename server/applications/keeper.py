"""One writer for each case's application: step, store, tell. The lock covers step and commit, never printing."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol, TypeVar
from weakref import WeakValueDictionary

import structlog

from agreements.application import Application, Change
from agreements.refusals import Refusal
from rooms.ids import CaseId
from server.audit.facts import AnyFact
from server.storage.applications import KeptApplication, StaleApplication

log = structlog.get_logger()

T = TypeVar("T")
TRIES: Final = 20
"""Of one change; each lost one means that somebody else's was stored."""


class ApplicationBook(Protocol):
    """Where applications are durable; `server.storage.applications.ApplicationStore` in life."""

    async def load(self, case: CaseId) -> KeptApplication: ...
    async def unfinished(self) -> tuple[CaseId, ...]: ...
    async def commit(self, after: KeptApplication, facts: tuple[AnyFact, ...], at: datetime) -> KeptApplication: ...


class Blobs(Protocol):
    """Where files are durable."""

    async def put(self, content: bytes) -> object: ...


Move = Callable[[Application], Awaitable[Change]]
"""Asked under the lock, of the newest value; raises what is refused."""
Changed = Callable[[CaseId], Awaitable[None]]


class ApplicationKeeper:
    """The applications of all cases, each with its lock."""

    def __init__(self, book: ApplicationBook, blobs: Blobs, clock: Callable[[], datetime]) -> None:
        self._book = book
        self._blobs = blobs
        self._clock = clock
        self._changed: tuple[Changed, ...] = ()
        self._locks: WeakValueDictionary[CaseId, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()

    def tell(self, *changed: Changed) -> None:
        """Who is told, in order, that an application has changed."""
        self._changed = changed

    async def application(self, case: CaseId) -> Application:
        """As it is now; empty where nobody has begun."""
        return (await self._book.load(case)).application

    async def unfinished(self) -> tuple[CaseId, ...]:
        """Cases on whose papers something may be due outside."""
        return await self._book.unfinished()

    async def change(self, case: CaseId, move: Move, *blobs: bytes) -> Refusal | None:
        """One step, durable and told on return; the refusal where something changed and the person is told no."""
        return await self._to_its_end(self._change(case, move, blobs))

    async def close(self) -> None:
        """Wait for the steps under way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _change(self, case: CaseId, move: Move, blobs: tuple[bytes, ...]) -> Refusal | None:
        async with self._locks.setdefault(case, asyncio.Lock()):
            change = await self._stepped(case, move, blobs)
        if change is None:
            return None
        for changed in self._changed:
            try:
                await changed(case)
            except Exception:
                log.exception("application.untold", case=case)
        return change.refusal

    async def _stepped(self, case: CaseId, move: Move, blobs: tuple[bytes, ...]) -> Change | None:
        """The stored step; None where nothing changed. Another node may have been faster: then by the newer value."""
        for _ in range(TRIES):
            kept = await self._book.load(case)
            change = await move(kept.application)
            if change.after == kept.application:
                return None
            for blob in blobs:
                await self._blobs.put(blob)
            try:
                await self._book.commit(replace(kept, application=change.after), change.facts, self._clock())
            except StaleApplication:
                continue
            return change
        raise StaleApplication(case)

    async def _to_its_end(self, writing: Coroutine[None, None, T]) -> T:
        """Whoever waits may be cancelled (a closed socket); what was begun is done to its end all the same."""
        task = asyncio.get_running_loop().create_task(writing)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)
