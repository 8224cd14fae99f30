"""A party whose network goes away or becomes another one, or whose device sleeps, is back by itself (threat T26)."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.net.session import Session, session
from tests.net.weaknetwork import PHONE_ELSEWHERE, WeakNetwork

BACK_S = 5.0
"""From the network's return until each hears and sees the other."""
FIRST_S = 15.0
NOTICED_S = 3.0
PRESENCE = 'document.querySelector(`[data-testid=tile][data-seat="${args[0]}"]`).dataset.presence === args[1]'


@pytest.fixture(scope="module")
async def seated(laid: WeakNetwork, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    folder: Path = tmp_path_factory.mktemp("weak")
    async with session(laid, folder) as seated:
        yield seated


@pytest.fixture
async def talking(network: WeakNetwork, seated: Session) -> Session:
    """Both hear and see each other over a clear link."""
    await seated.goes_on(FIRST_S)
    return seated


async def blackout(talking: Session, seconds: float) -> None:
    await talking.network.go_dark()
    await asyncio.sleep(seconds)  # what the test is about, not a wait for something
    await talking.network.clear()
    await talking.goes_on(BACK_S)


async def test_threat26_a_blackout_of_5_seconds_is_over_5_seconds_after_its_end(talking: Session) -> None:
    await blackout(talking, 5)


async def test_threat26_a_blackout_of_15_seconds_is_over_5_seconds_after_its_end(talking: Session) -> None:
    await blackout(talking, 15)


@pytest.mark.long
async def test_threat26_a_blackout_of_60_seconds_is_over_5_seconds_after_its_end(talking: Session) -> None:
    await blackout(talking, 60)


async def test_threat26_a_phone_that_changes_networks_goes_on_within_5_seconds(talking: Session) -> None:
    await talking.network.move_phone(PHONE_ELSEWHERE)
    await talking.goes_on(BACK_S)


@pytest.mark.parametrize("seconds", [4, pytest.param(40, marks=pytest.mark.long)])
async def test_threat26_a_laptop_that_slept_is_in_its_seat_with_its_switches_and_what_it_missed(
    talking: Session, seconds: int
) -> None:
    mediator, party, seat = talking.mediator, talking.party, talking.room.applicant.id
    tile, missed = mediator.tile(seat), f"睡了 {seconds} 秒"
    await asyncio.gather(mediator.open_tab("chat"), party.open_tab("people"))
    await party.press("toggle-microphone")
    await expect(tile.get_by_test_id("tile-muted")).to_be_visible()
    async with talking.network.asleep():
        shut_at = time.monotonic()
        await mediator.until(PRESENCE, seat, "reconnecting", timeout_ms=NOTICED_S * 1000)
        await mediator.say(missed)
        await expect(mediator.line(missed)).to_be_visible()
        await asyncio.sleep(seconds - (time.monotonic() - shut_at))  # what the test is about
    await asyncio.gather(
        expect(tile).to_have_attribute("data-presence", "here", timeout=BACK_S * 1000),
        talking.both("frames", 5, BACK_S),
    )
    await expect(party.see("open-chat").locator(".badge")).to_have_text("1")
    await expect(party.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await expect(tile.get_by_test_id("tile-muted")).to_be_visible()
    await party.press("toggle-microphone")
    await talking.goes_on(BACK_S)
    await party.open_tab("chat")
    await expect(party.line(missed)).to_have_count(1)
