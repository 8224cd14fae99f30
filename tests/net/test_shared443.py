"""The documented HAProxy shares one port between pages and media (threat T27: only 443 is let out)."""

import asyncio
import os
import signal
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from rooms.ids import SeatId
from server.tls import ensure_self_signed
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from tests.node import free_port
from tests.signaling.media.conftest import ROOM, everyone
from tests.signaling.media.rawclient import OPUS, rtp
from tests.signaling.media.streamclient import StreamClient
from tests.signaling.media.witness import Witness

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "deploy" / "shared443" / "haproxy.cfg"
A, B = SeatId("a"), SeatId("b")


class Behind(NamedTuple):
    """The proxy's port, and what stands behind it."""

    port: int
    control: MediaControl
    authority: Path


def configured(changed: dict[str, object]) -> str:
    """The documented text with this machine's ports and files; every change must have its place in it."""
    text = CONFIGURATION.read_text()
    for line in ("    user haproxy\n", "    group haproxy\n"):  # tests need not be root
        assert line in text
        text = text.replace(line, "")
    for former, new in changed.items():
        assert former in text
        text = text.replace(former, str(new))
    return text


async def haproxy(*arguments: str) -> None:
    """Runs it; `-D` returns when its ports are open. Raises AssertionError with what it said."""
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin"}
    process = await asyncio.create_subprocess_exec(
        "haproxy", *arguments, env=environment, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


async def page(request: web.Request) -> web.Response:
    return web.Response(text=f"{request.headers['X-Forwarded-For']} {request.headers['X-Forwarded-Proto']}")


@pytest.fixture
async def behind(tmp_path: Path) -> AsyncIterator[Behind]:
    port, inner = await free_port(), await free_port()
    media = MediaConfig(host="127.0.0.1", tcp_port=inner, public_tcp_port=port)
    control = MediaControl(media, NativePlane(), Witness())
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    files = ensure_self_signed(tmp_path / "tls", {"localhost"}, at=datetime.now(UTC))
    (tmp_path / "room.pem").write_bytes(files.certificate.read_bytes() + files.key.read_bytes())
    pages = web.Application()
    pages.router.add_get("/", page)
    async with TestServer(pages) as server:
        changes: dict[str, object] = {
            ":443,[::]:443 v6only": f"127.0.0.1:{port}",
            "127.0.0.1:8082": f"127.0.0.1:{inner}",
            "127.0.0.1:8080": f"127.0.0.1:{server.port}",
            "abns@pages": f"abns@pages{port}",
            "/etc/haproxy/room.pem": tmp_path / "room.pem",
        }
        (tmp_path / "haproxy.cfg").write_text(configured(changes))
        await haproxy("-D", "-p", str(tmp_path / "pid"), "-f", str(tmp_path / "haproxy.cfg"))
        yield Behind(port, control, files.authority)
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
    await control.close()


async def test_threat27_media_and_pages_share_the_port(behind: Behind) -> None:
    clients = {}
    for seat in (A, B):
        client = clients[seat] = await StreamClient().dial(behind.port)
        answer = await behind.control.answer(ROOM, seat, client.offer())
        assert f" 127.0.0.1 {behind.port} typ host tcptype passive" in answer
        await client.connect(answer)
    speaker = clients[A]
    await speaker.send(rtp(1, 960, speaker.microphone_ssrc, OPUS, b"sound", mid="0"))
    assert (await clients[B].receive_rtp()).endswith(b"sound")
    trusted = ssl.create_default_context(cafile=behind.authority)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"https://localhost:{behind.port}/", ssl=trusted) as response,
    ):
        assert await response.text() == "127.0.0.1 https"
    for client in clients.values():
        client.close()


async def test_threat15_what_is_neither_is_closed_by_the_proxy(behind: Behind) -> None:
    stranger = await StreamClient().dial(behind.port)
    stranger.writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert await stranger.ended() == b""
    stranger.close()
    assert not [name for name in behind.control.stats() if name.startswith("dropped_tcp")]


async def test_the_documented_file_is_one_haproxy_takes(tmp_path: Path) -> None:
    files = ensure_self_signed(tmp_path / "tls", {"localhost"}, at=datetime.now(UTC))
    (tmp_path / "room.pem").write_bytes(files.certificate.read_bytes() + files.key.read_bytes())
    (tmp_path / "haproxy.cfg").write_text(configured({"/etc/haproxy/room.pem": tmp_path / "room.pem"}))
    await haproxy("-c", "-f", str(tmp_path / "haproxy.cfg"))
