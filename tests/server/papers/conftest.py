"""One node for all tests of papers, with a clock that can be turned on; each test has its own room."""

from collections.abc import AsyncIterator

import pytest

from server.app import Parts
from tests.node import Node, open_scene, running_node
from tests.server.papers.table import Table, TestClock


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
    yield Table(clock, scene, *await scene.at_table())
    await scene.close()
