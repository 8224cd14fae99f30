"""Browsers that join a room of the media control with `browser_page.html`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright

from rooms.ids import SeatId
from signaling.media.control import MediaControl
from signaling.media.refusals import SdpRefused
from tests.signaling.media import bidi
from tests.signaling.media.conftest import ROOM

PAGE = Path(__file__).parent / "browser_page.html"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=10",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


class Tab(Protocol):
    """A page that somebody sits at."""

    async def evaluate(self, expression: str, /) -> Any:  # noqa: ANN401  # whatever JSON the page gives
        """The value of an expression, awaited."""
        ...

    async def close(self) -> None:
        """Closes the page; its connection ends."""
        ...


Open = Callable[[str], Awaitable[Tab]]
"""Opens an address in a new tab of a browser."""
Sit = Callable[[Open], Awaitable[Tab]]
"""Opens the room's page in a new tab of that browser."""


@asynccontextmanager
async def chromium(program: str | Path = CHROMIUM, *flags: str) -> AsyncIterator[Open]:
    """A running Chromium; of two flags of one name the later counts."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])

        async def opened(url: str) -> Tab:
            page = await browser.new_page(permissions=["camera", "microphone"])
            await page.goto(url)
            return page

        yield opened
        await browser.close()


@asynccontextmanager
async def firefox() -> AsyncIterator[Open]:
    """A running Firefox."""
    async with bidi.launched() as browser:
        yield browser.tab


@asynccontextmanager
async def room_page(control: MediaControl, host: str = "127.0.0.1") -> AsyncIterator[Sit]:
    """Serves the page whose offers `control` answers; every tab that opened it is closed afterwards."""
    tabs: list[Tab] = []
    async with TestServer(_application(control), host=host) as server:

        async def sit(browser: Open) -> Tab:
            tabs.append(await browser(str(server.make_url("/"))))
            return tabs[-1]

        yield sit
        for tab in tabs:
            await tab.close()


def _application(control: MediaControl) -> web.Application:
    """Serves the page, and the answer to each offer it posts."""

    async def answer(request: web.Request) -> web.Response:
        try:
            text = await control.answer(ROOM, SeatId(request.match_info["seat"]), await request.text())
        except SdpRefused as refused:
            return web.Response(status=400, text=refused.code)
        return web.Response(text=text)

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE.read_text(), content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_post("/answer/{seat}", answer)
    return app
