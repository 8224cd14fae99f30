"""Who is told how whose line carries."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

from tests.node import Scene
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.tab import Json, Tab


@asynccontextmanager
async def on_air(*tabs: Tab) -> AsyncIterator[list[RawClient]]:
    """Each tab with a media connection of its own."""
    clients = [RawClient(audio=2, video=2) for _ in tabs]
    try:
        for tab, client in zip(tabs, clients, strict=True):
            await tab.done("media.offer", offer=1, sdp=client.offer())
            await client.connect((await tab.until("media.answer"))["sdp"])
        yield clients
    finally:
        for client in clients:
            client.close()


def of(*seats: str) -> Callable[[Json], bool]:
    """Fits a push about exactly these seats."""
    return lambda push: {line["seat"] for line in push["lines"]} == set(seats)


async def test_everybody_knows_of_those_at_the_table_and_the_mediator_reads_the_figures(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    async with on_air(mediator, worker, company):
        me = (await mediator.view())["you"]["seat"]
        everybody = of(me, scene.worker.seat, scene.company.seat)
        told = await mediator.until("media.quality", everybody)
        assert all(line["figures"] is not None for line in told["lines"])
        assert {line["grade"] for line in told["lines"]} == {3}
        told = await worker.until("media.quality", everybody)
        assert all(line["figures"] is None for line in told["lines"])


async def test_threat2_who_is_not_heard_shows_no_line_but_to_the_mediator(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    async with on_air(mediator, worker, company) as (_, _, muted):
        me = (await mediator.view())["you"]["seat"]
        everybody = of(me, scene.worker.seat, scene.company.seat)
        await worker.until("media.quality", everybody)
        since = len(worker.pushes)
        await company.done("media.set", microphone=False, camera=False, screen=False)
        await worker.until("media.quality", of(me, scene.worker.seat), since)
        since = len(mediator.pushes)
        await muted.send(rtp(1, 960, muted.microphone_ssrc, OPUS, b"sound", mid="0"))
        await mediator.until("media.quality", everybody, since)


async def test_what_has_not_changed_is_not_told_again(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    async with on_air(mediator, worker, company):
        me = (await mediator.view())["you"]["seat"]
        await worker.until("media.quality", of(me, scene.worker.seat, scene.company.seat))
        await company.done("media.set", microphone=False, camera=False, screen=False)
        await worker.until("media.quality", of(me, scene.worker.seat))
        told = worker.seen("media.quality")
        assert all(former != later for former, later in pairwise(told))
