"""One node for all tests of papers, with a clock that can be turned on; each test has its own room."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest

from server.app import Parts
from tests.node import Node, open_scene, running_node
from tests.server.papers.table import Table, TestClock

BEAT_S: Final = 1.0


@pytest.fixture(scope="package")
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="package")
async def node(tmp_path_factory: pytest.TempPathFactory, clock: TestClock) -> AsyncIterator[Node]:
    settings = {"logins_per_minute": 1000, "digits_per_minute": 1000, "links_per_minute": 1000}
    async with running_node(tmp_path_factory.mktemp("papers"), Parts(clock=clock), **settings) as node:
        yield node


@pytest.fixture
async def table(node: Node, clock: TestClock) -> AsyncIterator[Table]:
    scene = await open_scene(node)
    table = Table(clock, scene, *await scene.at_table())
    beating = asyncio.create_task(_beating(table))
    yield table
    beating.cancel()
    await scene.close()


async def _beating(table: Table) -> None:
    """Browsers say once a second that they are there; a room whose mediator is silent is interrupted."""
    while True:
        for tab in table.tabs:
            if tab.client.connected:
                await tab.client.emit("beat", {})
        await asyncio.sleep(BEAT_S)
