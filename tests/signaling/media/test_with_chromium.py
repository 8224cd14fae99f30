"""Real Chromium against the control: what a browser makes of our answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright

from rooms.ids import SeatId
from signaling.media.control import MediaControl
from signaling.media.refusals import SdpRefused
from tests.signaling.media.conftest import ROOM, everyone
from tests.signaling.media.witness import Witness

PAGE = Path(__file__).parent / "browser_page.html"
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
FIRST_FRAME_SECONDS = 3.0
"""Measured 0.2 s on an idle machine; two cores shared with other tests need room."""

Open = Callable[[], Awaitable[Page]]


@pytest.fixture
async def tab(control: MediaControl) -> AsyncIterator[Open]:
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
    async with TestServer(app) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)

        async def opened() -> Page:
            context = await browser.new_context(permissions=["camera", "microphone"])
            made = await context.new_page()
            await made.goto(str(server.make_url("/")))
            return made

        yield opened
        await browser.close()


async def test_pictures_and_sound_cross_between_two_tabs_and_stop_when_told(
    control: MediaControl, tab: Open, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b')")
    for page in (a, b):
        await page.evaluate(f"framesAbove('4', 0, {FIRST_FRAME_SECONDS * 1000})")
        await page.evaluate("framesAbove('4', 10, 5000)")
    sound = await b.evaluate("inbound('2')")
    assert sound["packetsReceived"] > 10
    assert sound["packetsLost"] == 0
    await witness.until(lambda seen: bool(seen.voices))
    control.reroute(ROOM, frozenset())
    before = await b.evaluate("inbound('4')")
    await a.evaluate("sentMore(20, 5000)")
    after = await b.evaluate("inbound('4')")
    assert after["packetsReceived"] - before["packetsReceived"] <= 2  # at most what was on its way


async def test_a_tab_without_camera_or_microphone_watches_with_all_slots(control: MediaControl, tab: Open) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b', { send: false, audio: 8, video: 8 })")
    await b.evaluate("framesAbove('10', 5, 5000)")


async def test_an_ice_restart_interrupts_nothing(control: MediaControl, tab: Open) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b')")
    frames = await b.evaluate("framesAbove('4', 3, 5000)")
    await a.evaluate("(pc.restartIce(), negotiate('a'))")
    await b.evaluate(f"framesAbove('4', {frames + 10}, 5000)")
    assert await a.evaluate("pc.connectionState") == "connected"
    assert control.stats()["connections"] == 2
