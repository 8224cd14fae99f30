"""The render pool: printing and drawing take a whole core for a while, so they have processes of their own.

Workers start when first needed, are recycled (WeasyPrint's memory grows slowly), and end with the node.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import Final, TypeVar

import structlog

from agreements.ids import Digest
from agreements.letter import Letter
from agreements.ports import Away, Evidence, Rendered, SealLook, SignatureLook
from law.sentence import Sentence
from server.papers import printing

log = structlog.get_logger()

JOBS_OF_A_POOL: Final = 60
"""Measured: 80 MB after forty renderings, and rising."""
MOST_WORKERS: Final = 4
PRINTER_AWAY: Final = Sentence(
    "排版进程意外结束，正在重新开始。", "The printing process ended unexpectedly and is started again."
)

Made = TypeVar("Made")


class RenderPool:
    """The `Press` of the worker. Every act raises Away where the processes died under it."""

    def __init__(self, workers: int | None = None, *, jobs: int = JOBS_OF_A_POOL, checked_at: str = "") -> None:
        """`workers` None: one for each core but one. After `jobs` there are new processes.

        `checked_at`: the page where papers are checked; a QR code on each page leads there. "": none.
        """
        self._checked_at = checked_at
        # One core stays with the event loop.
        self._workers = workers or max(1, min(MOST_WORKERS, (os.cpu_count() or 2) - 1))
        self._pool: ProcessPoolExecutor | None = None
        self._most_jobs = jobs
        self._jobs = 0
        self._retired: set[asyncio.Task[None]] = set()
        self._closed = False

    async def warm(self) -> None:
        """Have a worker there and its libraries loaded before somebody waits for it."""
        await self._do(printing.warm)

    async def coverage(self) -> Mapping[int, str]:
        """What the body face can print: code point to glyph; raises Away without fonts too."""
        return await self._do(printing.coverage)

    async def agreement(self, canonical: bytes) -> Rendered:
        """The agreement of that JSON; raises Unprintable."""
        return await self._do(printing.agreement, canonical, self._checked_at)

    async def appearance(self, pdf: bytes, field: str, look: SignatureLook) -> bytes:
        """One page as large as that field; raises Unprintable."""
        return await self._do(printing.appearance, pdf, field, look)

    async def seal(self, look: SealLook) -> bytes:
        """An organisation's round seal; raises Unprintable."""
        return await self._do(printing.seal, look)

    async def evidence(self, told: Evidence) -> Rendered:
        """The evidence page; raises Unprintable."""
        return await self._do(printing.evidence, told, self._checked_at)

    async def letter(self, told: Letter, canonical: bytes) -> Rendered:
        """A letter with its data inside; raises Unprintable."""
        return await self._do(printing.letter, told, canonical, self._checked_at)

    async def minutes(self, canonical: bytes) -> Rendered:
        """The 笔录 of that JSON; raises Unprintable."""
        return await self._do(printing.minutes, canonical, self._checked_at)

    async def court_paper(self, canonical: bytes) -> Rendered:
        """The application or the 送达地址确认书 of that JSON; raises Unprintable."""
        return await self._do(printing.court_paper, canonical)

    async def print_copy(self, pdf: bytes, digest: Digest) -> bytes:
        """The pages of a fixed text, each with its mark, to be signed on paper."""
        return await self._do(printing.print_copy, pdf, digest)

    async def bundle_index(self, canonical: bytes) -> Rendered:
        """The 卷内目录 of a court's bundle, of that JSON."""
        return await self._do(printing.bundle_index, canonical)

    async def bundle_reading(self, canonical: bytes) -> Rendered:
        """How to check a court's bundle, of that JSON."""
        return await self._do(printing.bundle_reading, canonical)

    async def page_count(self, pdf: bytes) -> int:
        """Pages of a file from outside; 0: it does not say."""
        return await self._do(printing.page_count, pdf)

    async def attached(self, pdf: bytes, name: str) -> bytes:
        """The file of that name inside a paper of our own; empty: there is none."""
        return await self._do(printing.attached, pdf, name)

    async def pages(self, pdf: bytes) -> tuple[bytes, ...]:
        """A picture of each page."""
        return await self._do(printing.pages, pdf)

    async def close(self) -> None:
        """End the processes; what they are at is finished first."""
        self._closed = True
        self._retire()
        await asyncio.gather(*self._retired)

    async def _do(self, job: Callable[..., Made], *args: object) -> Made:
        while True:
            pool = self._running()
            try:
                # In a thread: giving the first job starts the processes, which takes as long as loading the press.
                made: Made = await asyncio.wrap_future(
                    await asyncio.to_thread(pool.submit, printing.limited, job, *args)
                )
            except BrokenExecutor as error:
                log.exception("press.broken")
                if self._pool is pool:
                    self._retire()
                raise Away("press.away", PRINTER_AWAY) from error
            except RuntimeError:
                if self._pool is pool:
                    raise
                continue  # it was retired before it took the job
            return made

    def _running(self) -> ProcessPoolExecutor:
        if self._closed:
            raise Away("press.away", PRINTER_AWAY)
        self._jobs += 1
        if self._jobs > self._most_jobs:
            self._retire()
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(list(printing.LOADED_BEFORE))
            self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=printing.prepare)
        return self._pool

    def _retire(self) -> None:
        """Let the pool end when its jobs are done; the next job gets a new one.

        The executor's own `max_tasks_per_child` can hang for good (python/cpython#115634).
        """
        pool, self._pool, self._jobs = self._pool, None, 0
        if pool is not None:
            ending = asyncio.get_running_loop().create_task(asyncio.to_thread(pool.shutdown))
            self._retired.add(ending)
            ending.add_done_callback(self._retired.discard)
