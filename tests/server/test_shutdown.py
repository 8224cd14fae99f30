"""The end of a node, and of a login."""

import asyncio
from pathlib import Path

import pytest

from tests.node import open_scene, running_node
from tests.tab import turned_away


@pytest.mark.alone
async def test_a_node_with_open_sockets_ends_at_once(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        tabs = await (await open_scene(node)).at_table()
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 3
    assert not any(tab.client.connected for tab in tabs)


async def test_logging_out_also_ends_the_rooms_that_were_entered(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        scene = await open_scene(node)
        mediator = await scene.mediator()
        await node.ask("POST", "/api/v1/logout", token=scene.mediator_token)
        await mediator.leave()
        told = await turned_away(node.url, {"token": mediator.token, "chat": {}})
        assert told["code"] == "session.unknown"
