"""One running node for all socket tests; each test opens its own room in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.node import Node, Scene, open_scene, running_node


@pytest.fixture(scope="session")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    data: Path = tmp_path_factory.mktemp("node")
    async with running_node(data, links_per_minute=10_000) as node:
        yield node


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()
