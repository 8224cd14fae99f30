"""What a court's bundle costs: one of a 60-page case with 50 MB of attachments, and 50 clerks who take it at once.

The server is a process of its own with the product's blobs (sealed on disk), bundles and download; its memory and how
late its loop was are read while the clerks download. Papers are really printed and signed. Writes JSON.
"""

import argparse
import asyncio
import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from bench.bundle.house import MEGABYTE, Wanted, serve
from bench.figures import FOLDER, Times, keep
from bench.process import Usage

SHOWN = Console(width=130)


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
