"""The server of the bench, a process of its own: a long case, really signed, and the product's bundles and download."""

import asyncio
import os
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from agreements.bundle.bundle import Bundle, Paper
from agreements.bundle.contents import Held
from agreements.bundle.slots import Slot
from agreements.ids import Digest
from bench.process import Usage
from law.zone import Zone
from server.http.files import LargeFile, file_response
from server.loop_lag import LoopLag
from server.papers.bundles import Bundles, sha256_of
from server.papers.pools import RenderPool
from server.storage.blobs import BlobFolder
from tests.agreements.render.samples import sample_document
from tests.agreements.verify.sealed import SealedCase, opened_house, sealed_case

MEGABYTE = 1 << 20
PARAGRAPH = "双方确认的事实：申请人在被申请人处工作期间的考勤、工资发放和加班情况，以双方核对的记录为准。" * 8
A_PAGE = 2
"""Of such paragraphs."""


@dataclass(frozen=True)
class Wanted:
    pages: int
    attachments: int
    folder: Path


async def case_of(wanted: Wanted) -> tuple[SealedCase, Bundle, BlobFolder]:
    """A long agreement, really signed, and attachments of 10 MB each in the blobs."""
    document = sample_document()
    facts = replace(document.facts, paragraphs=(PARAGRAPH,) * (A_PAGE * wanted.pages))
    case = await sealed_case(opened_house(wanted.folder / "authority"), replace(document, facts=facts))
    blobs = BlobFolder(wanted.folder / "blobs", secrets.token_bytes(32))
    (wanted.folder / "blobs").mkdir()
    papers = [await _kept(paper, blobs) for paper in case.given.papers]
    for number in range(wanted.attachments // 10):
        content = await _stored(blobs, os.urandom(10 * MEGABYTE))
        papers.append(Paper(Slot.ATTACHMENTS, f"材料{number}", Zone.CASE, content, 10, word="applicant"))
    return case, replace(case.given, papers=tuple(papers)), blobs


async def _kept(paper: Paper, blobs: BlobFolder) -> Paper:
    whole = b"".join(paper.content.chunks())
    evidence = await _stored(blobs, b"".join(paper.evidence.chunks())) if paper.evidence else None
    return replace(paper, content=await _stored(blobs, whole), evidence=evidence)


async def _stored(blobs: BlobFolder, content: bytes) -> Held:
    """Held for the moment: the bundles of the server name it by its digest."""
    return Held(str(await blobs.put(content)).encode())


def serve(wanted: Wanted, told: Connection) -> None:
    """The server's process: says what making took, then serves until it is told to end."""
    asyncio.run(_serve(wanted, told))


async def _serve(wanted: Wanted, told: Connection) -> None:
    case, given, blobs = await case_of(wanted)
    press, lag = RenderPool(1), LoopLag()
    await press.warm()
    bundles = Bundles(press, case.house.seals.manifest_signature, blobs)
    given = replace(given, papers=tuple(_named(paper, bundles) for paper in given.papers))
    resting = Usage.of(os.getpid()).memory_mib
    times, archive = [], None
    for _ in range(2):
        began = time.perf_counter()
        archive = await bundles.made(given, datetime.now(UTC))
        times.append((time.perf_counter() - began) * 1000)
    assert archive is not None
    began = time.perf_counter()
    await sha256_of(archive)
    times.append((time.perf_counter() - began) * 1000)

    async def bundle(_: web.Request) -> web.Response:
        made = await bundles.made(given, datetime.now(UTC))
        await sha256_of(made)
        return file_response(LargeFile(made.size, made.chunks, "application/zip", "bundle.zip"))

    async def worst(_: web.Request) -> web.Response:
        return web.json_response({"lag_ms": lag.take_worst_s() * 1000})

    app = web.Application()
    app.router.add_get("/bundle", bundle)
    app.router.add_get("/lag", worst)
    app.cleanup_ctx.append(_watched(lag))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    pages = await press.page_count(case.agreement)
    told.send((port, times, resting, Usage.of(os.getpid()).memory_mib, archive.size, pages))
    await asyncio.to_thread(told.recv)
    await runner.cleanup()
    await press.close()


def _watched(lag: LoopLag):  # type: ignore[no-untyped-def]  # noqa: ANN202  # aiohttp's own shape
    async def watched(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(lag.run())
        yield
        task.cancel()

    return watched


def _named(paper: Paper, bundles: Bundles) -> Paper:
    def content(held: object) -> Digest:
        assert isinstance(held, Held)
        return Digest(held.content.decode())

    evidence = bundles.content(content(paper.evidence)) if paper.evidence else None
    return replace(paper, content=bundles.content(content(paper.content)), evidence=evidence)
