"""The simulated outbox as a page: for the operator's own machine, in a demonstration, and for nobody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rooms.ids import RoomId
from server.storage.codes import SimulatedCode
from tests.node import Node, open_scene, running_node
from tests.server.http.callers import ask, bearer

CODE = "135790"


async def lay_down(node: Node) -> None:
    now, scene = datetime.now(UTC), await open_scene(node)
    await node.stores.codes.add(SimulatedCode(RoomId(scene.room), "张<伟>", CODE, now, now + timedelta(minutes=5)))


async def test_it_shows_the_codes_and_refreshes_itself(tmp_path: Path) -> None:
    async with running_node(tmp_path, demo=True) as node:
        await lay_down(node)
        async with node.http.get(f"{node.url}/demo/codes") as response:
            text = await response.text()
        assert CODE in text
        assert "模拟" in text
        assert 'http-equiv="refresh"' in text
        assert "张&lt;伟&gt;" in text


async def test_another_machine_a_proxy_or_a_strange_name_finds_no_such_page(tmp_path: Path) -> None:
    async with running_node(tmp_path, demo=True) as node:
        await lay_down(node)
        for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"Host": "evil.example"}):
            answer = await ask(node, "GET", "/demo/codes", headers)
            assert (answer.status, answer.code) == (404, "path.unknown")


async def test_outside_a_demonstration_there_is_no_such_page_for_any_role(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        await lay_down(node)
        for headers in ({}, bearer(node.account)):
            answer = await ask(node, "GET", "/demo/codes", headers)
            assert (answer.status, answer.code) == (404, "path.unknown")
