"""What real browsers make of repair streams and of the feedback they steer their rates by."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import pytest

from signaling.media.control import MediaConfig, MediaControl
from signaling.media.plane import Plane
from tests.signaling.media.browsers import Open, Tab, chromium, firefox, room_page
from tests.signaling.media.conftest import ROOM, MakePlane, everyone
from tests.signaling.media.witness import Witness

pytestmark = pytest.mark.alone  # what a browser believes of a line depends on who else computes

FRAMES = 30
WAIT_S = 10.0
BEGINS_WITH, GROWTH_A_SECOND, PROBED = 300_000, 1.08, 1.25
"""Chromium begins with 300,000 bit/s. With nothing but receiver reports to go by it grows by 8 % a second; where
feedback is promised and does not come, it shrinks. With our feedback its first probes show it more at once; on a busy
machine it may believe so for a moment only, since what it sends afterwards shows no more than it needs.
"""
ENOUGH = 30_000
PROBED_WITHIN_S, SITTINGS = 5.0, 8


@dataclass
class Pair:
    """Two tabs that send to each other, and the plane between them."""

    plane: Plane
    a: Tab
    b: Tab


@pytest.fixture(scope="module", params=[chromium, firefox], ids=["chromium", "firefox"])
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Open]:
    async with request.param() as running:
        yield running


@pytest.fixture
async def pair(browser: Open, make_plane: MakePlane, witness: Witness) -> AsyncIterator[Pair]:
    async with paired(browser, make_plane, witness) as made:
        yield made


@asynccontextmanager
async def paired(browser: Open, make_plane: MakePlane, witness: Witness) -> AsyncIterator[Pair]:
    """Both send, and pictures come through."""
    plane = make_plane()
    control = MediaControl(MediaConfig(host="127.0.0.1"), plane, witness)
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    async with room_page(control) as sit:
        made = Pair(plane, await sit(browser), await sit(browser))
        await made.a.evaluate("watchBelief()")
        await made.a.evaluate("join('a')")
        await made.b.evaluate("join('b')")
        await made.b.evaluate(f"framesAbove('4', {FRAMES}, {WAIT_S * 1000})")
        yield made
    await control.close()


async def test_a_browser_says_how_much_it_can_bear_and_what_it_received(pair: Pair) -> None:
    readings = pair.plane.readings()
    async with asyncio.timeout(WAIT_S):
        # What it believes first, while others compute, may be next to nothing; it thinks better of it soon.
        while {row.peer for row in readings.bearings if row.bitrate > ENOUGH} < {1, 2} or not all(
            row.round_trip_us for row in readings.deliveries
        ):
            await asyncio.sleep(0.1)
            readings = pair.plane.readings()
    assert pair.plane.stats().get("dropped_fault", 0) == 0


@pytest.mark.parametrize("browser", [chromium], indirect=True, ids=["chromium"])
async def test_chromium_has_repair_streams_both_ways_and_estimates_by_our_feedback(
    browser: Open, make_plane: MakePlane, witness: Witness
) -> None:
    for _ in range(SITTINGS):
        async with paired(browser, make_plane, witness) as pair:
            await repairs_both_ways(pair)
            if await shows_its_probes(pair):
                return
    pytest.fail("in no sitting did it believe more than receiver reports alone could have shown")


async def repairs_both_ways(pair: Pair) -> None:
    (sent,) = [row for row in await pair.a.evaluate("rows('outbound-rtp')") if row["kind"] == "video"]
    assert sent["rtxSsrc"]
    assert (await pair.b.evaluate("inbound('4')"))["rtxSsrc"]


async def shows_its_probes(pair: Pair) -> bool:
    """Whether the first sender came to believe that much; on a busy machine all probes of a sitting may be late."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PROBED_WITHIN_S):
            beliefs = await pair.a.evaluate("beliefs")
            while not any(_probed(*belief) for belief in beliefs):
                await asyncio.sleep(0.1)
                beliefs = await pair.a.evaluate("beliefs")
            return True
    return False


def _probed(ms: float, bitrate: float) -> bool:
    """Whether that is more than receiver reports alone could have shown by then."""
    return bitrate > PROBED * BEGINS_WITH * math.pow(GROWTH_A_SECOND, ms / 1000)
