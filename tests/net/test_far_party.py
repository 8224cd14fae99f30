"""A party whose network goes away, or becomes another one, is back by itself (threat T26)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.net.session import Session, session
from tests.net.weaknetwork import PHONE_ELSEWHERE, WeakNetwork

BACK_S = 5.0
"""From the network's return until each hears and sees the other."""
FIRST_S = 15.0


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
