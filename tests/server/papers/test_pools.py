"""The render pool: processes of its own that are replaced when they die or grow old, and gone when the node ends."""

import asyncio
from collections.abc import AsyncIterator

import psutil  # type: ignore[import-untyped]
import pytest

from agreements.ports import Away
from server.papers.pools import RenderPool


def workers(before: set[int]) -> list[psutil.Process]:
    """Processes below us that were not there before, forkserver and trackers aside: they end with us."""
    found = [each for each in psutil.Process().children(recursive=True) if each.pid not in before]
    return [each for each in found if "forkserver" in " ".join(psutil.Process(each.ppid()).cmdline())]


@pytest.fixture
async def pool() -> AsyncIterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    await pool.close()


@pytest.mark.alone
async def test_the_loop_goes_on_while_processes_start(pool: RenderPool) -> None:
    loop, warming = asyncio.get_running_loop(), asyncio.create_task(pool.warm())
    worst, last = 0.0, loop.time()
    while not warming.done():
        await asyncio.sleep(0)
        worst, last = max(worst, loop.time() - last), loop.time()
    assert worst < 1.5, "loading the press takes longer"


async def test_a_worker_that_dies_is_told_as_away_and_replaced(pool: RenderPool) -> None:
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    await pool.warm()
    [worker] = workers(before)
    worker.kill()
    psutil.wait_procs([worker], timeout=10)
    with pytest.raises(Away) as away:
        await pool.warm()
    assert away.value.code == "press.away"
    await pool.warm()


async def test_workers_are_replaced_after_so_many_jobs_and_none_is_lost() -> None:
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    pool = RenderPool(1, jobs=2)
    await pool.warm()
    [first] = workers(before)
    await asyncio.gather(*(pool.warm() for _ in range(4)))
    assert first.pid not in {each.pid for each in workers(before)}
    await pool.close()
    assert workers(before) == []


async def test_a_closed_pool_has_no_process_and_takes_no_job() -> None:
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    pool = RenderPool(1)
    await pool.warm()
    assert workers(before)
    await pool.close()
    assert workers(before) == []
    with pytest.raises(Away):
        await pool.warm()
