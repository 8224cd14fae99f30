"""What a court's bundle costs: one of a 60-page case with 50 MB of attachments, and 50 clerks who take it at once.

The server is a process of its own with the product's blobs (sealed on disk), bundles and download; its memory and how
late its loop was are read while the clerks download. Papers are really printed and signed. Writes JSON.
"""

import argparse
import asyncio
import multiprocessing
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from aiohttp import web
from rich.console import Console
from rich.table import Table

from agreements.bundle.bundle import Bundle, Paper
from agreements.bundle.contents import Held
from agreements.bundle.slots import Slot
from agreements.ids import Digest
from bench.figures import FOLDER, Times, keep
from bench.process import Usage
from law.zone import Zone
from server.http.files import LargeFile, file_response
from server.loop_lag import LoopLag
from server.papers.bundles import Bundles, sha256_of
from server.papers.pools import RenderPool
from server.storage.blobs import BlobFolder
from tests.agreements.render.samples import sample_document
from tests.agreements.verify.sealed import SealedCase, opened_house, sealed_case

SHOWN = Console(width=130)
MEGABYTE = 1 << 20
PARAGRAPH = "双方确认的事实：申请人在被申请人处工作期间的考勤、工资发放和加班情况，以双方核对的记录为准。" * 8
A_PAGE = 2
"""Of such paragraphs."""


@dataclass(frozen=True)
class Row:
    """`made`: milliseconds until the bundle is ready, the first time and when everything is known."""

    pages: int
    attachments_mb: int
    zip_mb: float
    first_ms: float
    again_ms: float
    digest_ms: float
    clerks: int
    downloads: Times
    all_s: float
    mb_a_second: float
    resting_mib: float
    making_mib: float
    serving_mib: float
    worst_lag_ms: float
    cpu_s: float


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


async def downloaded(url: str, clerks: int, pid: int) -> tuple[Times, float, float]:
    """Everybody at once: how long each took, all together in seconds, and the most memory the server had."""
    peak, ended = 0.0, asyncio.Event()

    async def watched() -> None:
        nonlocal peak
        while not ended.is_set():
            peak = max(peak, Usage.of(pid).memory_mib)
            await asyncio.sleep(0.05)

    async def one(session: aiohttp.ClientSession) -> float:
        began = time.perf_counter()
        async with session.get(f"{url}/bundle") as response:
            async for _ in response.content.iter_chunked(MEGABYTE):
                pass
        return time.perf_counter() - began

    watching = asyncio.create_task(watched())
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=clerks)) as session:
        began = time.perf_counter()
        took = await asyncio.gather(*(one(session) for _ in range(clerks)))
        all_s = time.perf_counter() - began
    ended.set()
    await watching
    return Times.of(took), all_s, peak


async def measured(wanted: Wanted, clerks: int) -> Row:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(wanted, theirs))
    server.start()
    port, times, resting, making, size, pages = await asyncio.to_thread(ours.recv)
    assert server.pid is not None
    url, before = f"http://127.0.0.1:{port}", Usage.of(server.pid).cpu_s
    took, all_s, peak = await downloaded(url, clerks, server.pid)
    async with aiohttp.ClientSession() as session, session.get(f"{url}/lag") as response:
        lag = float((await response.json())["lag_ms"])
    cpu = Usage.of(server.pid).cpu_s - before
    ours.send("end")
    await asyncio.to_thread(server.join)
    zip_mb = size / MEGABYTE
    first, again, digest = times
    return Row(
        pages,
        wanted.attachments,
        zip_mb,
        first,
        again,
        digest,
        clerks,
        took,
        all_s,
        clerks * zip_mb / all_s,
        resting,
        making,
        peak,
        lag,
        cpu,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=60)
    asked.add_argument("--attachments", type=int, default=50, help="MB, in files of 10")
    asked.add_argument("--clerks", type=int, default=50)
    asked.add_argument("--folder", type=Path, default=FOLDER)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        row = asyncio.run(measured(Wanted(given.pages, given.attachments, Path(folder)), given.clerks))
    drawn = Table("what", "figure")
    for name in Row.__dataclass_fields__:
        drawn.add_row(name, str(getattr(row, name)))
    SHOWN.print(drawn)
    SHOWN.print(keep("bundle", [row], given.folder))


if __name__ == "__main__":
    main()
