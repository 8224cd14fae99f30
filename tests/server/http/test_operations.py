"""Alive is not ready; measurements are not for everybody."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from server.app import Parts
from server.data_plane import DataPlane
from signaling.media.native import NativePlane
from tests.node import Node, running_node
from tests.server.http.callers import ask, bearer

TOKEN = "a token for the collector"


async def measured(node: Node, **headers: str) -> int:
    async with node.http.get(f"{node.url}/metrics", headers=headers) as response:
        return response.status


async def test_a_node_whose_database_is_gone_is_alive_and_not_ready(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        assert (await ask(node, "GET", "/health/ready")).json == {"ready": True, "alarms": []}
        with closing(sqlite3.connect(tmp_path / "mediation-room.sqlite3")) as database:
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute("ALTER TABLE organisations RENAME TO gone")
            database.commit()
        assert (await ask(node, "GET", "/health/live")).json == {"live": True}
        answer = await ask(node, "GET", "/health/ready")
        assert (answer.status, answer.code) == (503, "not_ready")


async def test_requests_are_counted_by_template_and_no_path_is_told(node: Node) -> None:
    await ask(node, "GET", "/api/v1/rooms/a-room-that-never-was", bearer(node.account))
    async with node.http.get(f"{node.url}/metrics") as response:
        text = await response.text()
    assert 'http_requests_total{method="GET",route="/api/v1/rooms/{room}",status="404"}' in text
    assert "a-room-that-never-was" not in text


async def test_measurements_are_for_this_machine_or_with_the_token(tmp_path: Path) -> None:
    async with running_node(tmp_path, metrics_token=TOKEN) as node:
        assert await measured(node) == 200
        assert await measured(node, **{"X-Forwarded-For": "203.0.113.9"}) == 403, "a proxy passed it on"
        assert await measured(node, **{"X-Forwarded-For": "203.0.113.9", **bearer("another token")}) == 403
        assert await measured(node, **{"X-Forwarded-For": "203.0.113.9", **bearer(TOKEN)}) == 200


async def test_measurements_are_for_nobody_without_the_token_where_a_proxy_may_stand_in_front(tmp_path: Path) -> None:
    public = "https://mediation.example"
    async with running_node(tmp_path / "bare", public_url=public) as node:
        assert await measured(node) == 403, "a proxy on this machine that adds no header looks like its owner"
    async with running_node(tmp_path / "token", metrics_token=TOKEN, public_url=public) as node:
        assert await measured(node) == 403
        assert await measured(node, **bearer(TOKEN)) == 200


async def test_a_relay_thread_that_died_is_an_alarm_in_health_and_measurements(tmp_path: Path) -> None:
    plane = NativePlane(2)
    async with running_node(tmp_path, Parts(plane=DataPlane("native", 2, lambda: plane))) as node:
        assert (await ask(node, "GET", "/health/ready")).json == {"ready": True, "alarms": []}
        plane.halt(1)
        async with asyncio.timeout(5):
            while not (answer := (await ask(node, "GET", "/health/ready")).json)["alarms"]:
                continue
        assert answer == {"ready": True, "alarms": ["media_shard_restarted"]}
        async with node.http.get(f"{node.url}/metrics") as response:
            text = await response.text()
    assert 'media_alarm{alarm="media_shard_restarted"} 1.0' in text
    assert 'media_plane{plane="native",shards="2"} 1.0' in text
    assert 'media_relay{counter="shards_revived"} 1.0' in text
    assert 'media_reroute_seconds_bucket{le="0.5"}' in text
    assert 'media_line_round_trip_seconds_bucket{le="+Inf"}' in text
