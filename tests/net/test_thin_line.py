"""A party on a thin line is understood (threat T25): the picture gives way before the sound does, and returns.

AT-67 asks for the same on more: 150 kbit/s and one in twenty lost.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.net.profiles import PROFILES
from tests.net.session import ServedFar, Session, session
from tests.net.weaknetwork import WeakNetwork

FIRST_S = 15.0
SETTLE_S = 15.0
"""libwebrtc believes in losses, and repairs them in advance, only after so long (a smoothed share of lost packets)."""
WINDOW_S = 20.0
"""Longer than the time from one try for the picture to the next, which crowds the line for some seconds."""
MADE_UP = 0.05
FEW_FRAMES = 10
RETURNS_S = 40.0
FRAMES_A_SECOND = 7
THIN = PROFILES["100 kbit/s, 10 % lost"].conditions()


class Native(ServedFar):
    """Forwards by the native plane or not at all."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"MEDIATION_ROOM_MEDIA_PLANE": "native"}


class Python(ServedFar):
    """Forwards by the plane in pure Python."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"MEDIATION_ROOM_MEDIA_PLANE": "python"}


@pytest.fixture(
    scope="module",
    params=[pytest.param(Native, id="native"), pytest.param(Python, id="python", marks=pytest.mark.long)],
)
async def seated(
    request: pytest.FixtureRequest, laid: WeakNetwork, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Session]:
    folder: Path = tmp_path_factory.mktemp("thin")
    async with session(laid, folder, request.param) as seated:
        yield seated


@pytest.mark.alone
async def test_threat25_at67_at_100_kbit_and_one_in_ten_lost_the_picture_gives_way_to_the_sound_and_returns(
    network: WeakNetwork, seated: Session
) -> None:
    await seated.goes_on(FIRST_S)
    await network.shape(THIN, THIN)
    await seated.flow(SETTLE_S)
    to_party, to_mediator = await seated.flow(WINDOW_S)
    await network.clear()
    print(f" made up: {to_party.concealment:.1%} to the party, {to_mediator.concealment:.1%} to the mediator", end=" ")
    assert max(to_party.concealment, to_mediator.concealment) < MADE_UP, (to_party, to_mediator)
    assert to_party.frames < FEW_FRAMES, to_party
    await seated.both("frames", 30, RETURNS_S)
    assert min(flow.frames / flow.seconds for flow in await seated.flow(3)) > FRAMES_A_SECOND
