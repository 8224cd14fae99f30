"""The TCP door, at which strangers knock with raw sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from server.app import build_app
from server.config import Config, load_config
from server.listening import Bounds, bounds_of, listening
from tests.node import Node, free_port, running_node

WAIT_S = 10.0
SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    async with running_node(tmp_path_factory.mktemp("node")) as node:
        yield node


@contextlib.asynccontextmanager
async def door(data: Path, bounds: Bounds) -> AsyncIterator[int]:
    """A node's port behind other bounds."""
    port = await free_port()
    config = load_config(None, data=data, port=port, media_port=0, media_addresses=("127.0.0.1",))
    async with listening(build_app(config), "127.0.0.1", port, bounds=bounds):
        yield port


async def said(port: int, sent: bytes) -> bytes:
    """All that comes back before the connection ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await asyncio.wait_for(reader.read(), WAIT_S)
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GE\x00T / HTTP/1.1\r\n\r\n",
        b"GET /<script> HTTP/1.1\r\nHost: x\r\nBad<script>\x01: y\r\nAccept: text/html\r\n\r\n",
        b"GET /api/v1/about HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
    ],
)
async def test_threat14_what_is_no_http_is_answered_like_everything_else(node: Node, sent: bytes) -> None:
    head, _, body = (await said(node.config.port, sent)).partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    for line in (
        b"Server: mediation-room",
        b"X-Content-Type-Options: nosniff",
        b"application/problem+json",
        b"no-store",
    ):
        assert line in head
    assert b"Content-Security-Policy: default-src 'self'" in head
    assert b'"code":"request.not_http"' in body
    assert b"script" not in body
    assert b"aaaa" not in body
    assert b"Python" not in head
    assert b"aiohttp" not in head


async def test_no_answer_says_what_the_server_is_made_of(node: Node) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{node.url}{SOCKET_IO}") as socket:
            assert socket._response.headers["Server"] == "mediation-room"  # noqa: SLF001 - aiohttp shows it nowhere else
        for path in ("/socket.io/?EIO=4&transport=polling&sid=nope", "/no/page", "/api"):
            async with session.get(f"{node.url}{path}") as response:
                assert response.headers["Server"] == "mediation-room"
                assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_threat14_a_head_that_comes_byte_by_byte_is_not_waited_for(tmp_path: Path) -> None:
    async with door(tmp_path, Bounds(head_s=0.5)) as port:
        assert await said(port, b"") == b""
        assert await said(port, b"GET /api/v1/about HTTP/1.1\r\nHost: x\r\nX-A:") == b""
        whole = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
        answer = await said(port, whole + b"GET /health/live HTTP/1.1\r\nHo")
        assert answer.count(b"200 OK") == 1


async def test_an_open_websocket_is_no_slow_head(tmp_path: Path) -> None:
    async with (
        door(tmp_path, Bounds(head_s=0.5)) as port,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://127.0.0.1:{port}{SOCKET_IO}") as socket,
    ):
        assert (await socket.receive_str())[0] == "0"
        assert (await socket.receive_str(timeout=WAIT_S)) == "2", "the first ping, long after"


async def test_threat14_one_address_holds_no_more_connections_than_its_share(tmp_path: Path) -> None:
    async with door(tmp_path, Bounds(connections=3)) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        asked = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        assert await said(port, asked) == b""
        reader, writer = held.pop()
        writer.write(asked)
        assert b"200 OK" in await asyncio.wait_for(reader.read(), WAIT_S), "those that are in stay in"
        writer.close()
        await writer.wait_closed()
        assert b"200 OK" in await said(port, asked), "and who leaves makes place"
        for _, each in held:
            each.close()


@pytest.mark.parametrize(
    ("given", "bounded"),
    [
        ({}, True),
        ({"tls": "self", "public_url": "https://room.lan"}, True),
        ({"proxy_hops": 1}, False),
        ({"public_url": "https://mediation.example"}, False),
    ],
)
def test_behind_a_proxy_the_proxy_counts(tmp_path: Path, given: dict[str, object], *, bounded: bool) -> None:
    config: Config = load_config(None, data=tmp_path, **given)
    assert (bounds_of(config).connections == Bounds().connections) is bounded
