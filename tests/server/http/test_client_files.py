"""The client's files: pages fall back to index.html, nothing outside the folder can be had."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from server.app_keys import CONFIG, METRICS
from server.config import load_config
from server.http.client_files import ClientFiles
from server.http.middlewares import add_middlewares
from tests.node import free_port


@dataclass(frozen=True)
class Site:
    port: int
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, str, str]:
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.text(), response.headers.get("Cache-Control", "")

    async def raw(self, path: str) -> bytes:
        """The answer to a path that no client library would send as it is."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer


async def serve(folder: Path | None, data: Path) -> web.AppRunner:
    app = web.Application()
    app[CONFIG], app[METRICS] = load_config(None, data=data), CollectorRegistry()
    add_middlewares(app)
    app.router.add_get("/{file:.*}", ClientFiles(folder).serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    return runner


async def opened(folder: Path | None, data: Path) -> AsyncIterator[Site]:
    runner, port = await serve(folder, data), await free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession() as session:
        yield Site(port, session)
    await runner.cleanup()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    client = tmp_path / "client"
    (client / "assets").mkdir(parents=True)
    (client / "index.html").write_text("the page")
    (client / "assets" / "index-abc123.js").write_text("the script")
    (tmp_path / "secret.key").write_text("the secret")
    (client / "link").symlink_to(tmp_path)
    async for site in opened(client, tmp_path):
        yield site


@pytest.mark.parametrize("path", ["/", "/j/abcdefghijkl", "/m/rooms/42", "/room/x", "/login"])
async def test_every_page_is_the_one_page_and_asked_for_again(site: Site, path: str) -> None:
    assert await site.get(path) == (200, "the page", "no-cache")


async def test_a_file_named_after_its_content_is_kept_for_ever(site: Site) -> None:
    status, text, caching = await site.get("/assets/index-abc123.js")
    assert (status, text) == (200, "the script")
    assert "immutable" in caching


@pytest.mark.parametrize("path", ["/assets/index-old.js", "/assets/", "/missing.png"])
async def test_what_is_missing_is_missed(site: Site, path: str) -> None:
    status, text, _ = await site.get(path)
    assert (status, "path.unknown" in text) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.key",
        "/assets/../../secret.key",
        "/%2e%2e/secret.key",
        "/assets/..%2f..%2fsecret.key",
        "/..%5csecret.key",
        "//secret.key",
        "/link/secret.key",
        "/%00",
        "/etc/passwd",
    ],
)
async def test_threat10_no_path_leads_out_of_the_folder(site: Site, path: str) -> None:
    answer = await site.raw(path)
    assert b"the secret" not in answer
    assert b"root:" not in answer


async def test_without_a_built_client_the_page_says_what_to_do(tmp_path: Path) -> None:
    async for site in opened(None, tmp_path):
        status, text, _ = await site.get("/")
        assert (status, "client.missing" in text, "make run" in text) == (503, True, True)
