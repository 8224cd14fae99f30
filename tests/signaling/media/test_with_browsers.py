"""Real browsers against the control: what Chromium and Firefox make of our answer."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from rooms.ids import Medium
from signaling.media.control import MediaControl
from tests.signaling.media.browsers import Open, Tab, chromium, firefox, room_page
from tests.signaling.media.conftest import ROOM, everyone
from tests.signaling.media.witness import Witness

FIRST_FRAME_SECONDS = 3.0
"""Measured 0.2 s on an idle machine; two cores with other work need room."""

pytestmark = pytest.mark.alone  # two tabs code and decode in real time: two cores have no room for more

NewTab = Callable[[], Awaitable[Tab]]


@pytest.fixture(scope="module", params=[chromium, firefox], ids=["chromium", "firefox"])
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Open]:
    async with request.param() as running:
        yield running


@pytest.fixture
async def tab(control: MediaControl, browser: Open) -> AsyncIterator[NewTab]:
    async with room_page(control) as sit:
        yield lambda: sit(browser)


async def test_pictures_and_sound_cross_between_two_tabs_and_stop_when_told(
    control: MediaControl, tab: NewTab, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b')")
    for page in (a, b):
        await page.evaluate(f"framesAbove('4', 0, {FIRST_FRAME_SECONDS * 1000})")
        await page.evaluate("framesAbove('4', 10, 5000)")
    sound, picture = await b.evaluate("inbound('2')"), await b.evaluate("inbound('4')")
    assert sound["packetsReceived"] > 10
    assert sound["packetsLost"] == picture["packetsLost"] == 0
    await witness.until(lambda seen: bool(seen.voices))
    control.reroute(ROOM, frozenset())
    before = await b.evaluate("inbound('4')")
    await a.evaluate("sentMore(20, 5000)")
    after = await b.evaluate("inbound('4')")
    assert after["packetsReceived"] - before["packetsReceived"] <= 2  # at most what was on its way


async def test_a_tab_without_camera_or_microphone_watches_with_all_slots(control: MediaControl, tab: NewTab) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b', { send: false, audio: 8, video: 8 })")
    await b.evaluate("framesAbove('10', 5, 5000)")


async def test_a_screen_is_shared_and_taken_back_without_a_new_offer_beside_the_camera(
    control: MediaControl, tab: NewTab, witness: Witness
) -> None:
    """Slots 3 and 4 sound, 5 and 6 cameras, 7 the screen."""
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a', { tone: 440, colour: 'blue', screen: true })")
    await b.evaluate("join('b', { send: false, screen: true })")
    await b.evaluate(f"framesAbove('5', 0, {FIRST_FRAME_SECONDS * 1000})")
    await a.evaluate("share('red')")
    await b.evaluate(f"framesAbove('7', 5, {FIRST_FRAME_SECONDS * 1000})")
    await b.evaluate("sees(['blue', 'red'], 5000)")
    control.reroute(ROOM, frozenset(each for each in everyone("a", "b") if each.medium is not Medium.SCREEN))
    await b.evaluate("sees(['blue'], 5000)")
    control.reroute(ROOM, everyone("a", "b"))
    await b.evaluate("sees(['blue', 'red'], 5000)")
    await a.evaluate("shared.replaceTrack(null)")
    await b.evaluate("sees(['blue'], 5000)")


async def test_an_ice_restart_interrupts_nothing(control: MediaControl, tab: NewTab) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await tab(), await tab()
    await a.evaluate("join('a')")
    await b.evaluate("join('b')")
    frames = await b.evaluate("framesAbove('4', 3, 5000)")
    await a.evaluate("(pc.restartIce(), negotiate('a'))")
    await b.evaluate(f"framesAbove('4', {frames + 10}, 5000)")
    assert await a.evaluate("pc.connectionState") == "connected"
    assert control.stats()["connections"] == 2
