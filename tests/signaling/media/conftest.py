"""Real ends for media tests: a control on a free port, a witness of its events, and clients that are closed after."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from rooms.hearing import Hearing
from rooms.ids import Medium, RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.plane import Plane, Profile
from signaling.media.relay import RelayPlane
from tests.signaling.media.rawclient import RawClient
from tests.signaling.media.rig import Rig
from tests.signaling.media.witness import Witness

ROOM = RoomId("room")
MakePlane = Callable[[], Plane]
PLANES: dict[str, MakePlane] = {"python": RelayPlane, "native": NativePlane}
"""Every test of a plane, and of what stands on one, runs with each of these."""


def everyone(*seats: str) -> frozenset[Hearing]:
    """All of them hear and see each other."""
    return frozenset(
        Hearing(SeatId(listener), SeatId(speaker), medium)
        for listener in seats
        for speaker in seats
        if listener != speaker
        for medium in Medium
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each browser meets the plane that serves and each plane a browser; the fourth pair is for the long run."""
    for item in items:
        if isinstance(item, pytest.Function) and {"firefox", "python"} <= set(re.split(r"[\[\]-]", item.name)):
            item.add_marker(pytest.mark.long)


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture(params=PLANES)
def make_plane(request: pytest.FixtureRequest) -> MakePlane:
    return PLANES[request.param]


@pytest.fixture(params=Profile, ids=lambda profile: profile.name)
async def rig(request: pytest.FixtureRequest, make_plane: MakePlane) -> AsyncIterator[Rig]:
    made = Rig(make_plane())
    made.start(request.param)
    yield made
    made.close()


@pytest.fixture
async def control(witness: Witness, make_plane: MakePlane) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1"), make_plane(), witness)
    await made.start()
    yield made
    await made.close()


Join = Callable[..., Awaitable[RawClient]]


@pytest.fixture
async def join(control: MediaControl) -> AsyncIterator[Join]:
    """Seats raw clients: give it the seat and perhaps the numbers of slots."""
    clients: list[RawClient] = []

    async def joined(seat: str, *, audio: int = 1, video: int = 1, screen: bool = False) -> RawClient:
        client = RawClient(audio=audio, video=video, screen=screen)
        clients.append(client)
        await client.connect(await control.answer(ROOM, SeatId(seat), client.offer()))
        return client

    yield joined
    for client in clients:
        client.close()
