"""Bad checks from one address after the other of an IPv6 /64 are one source (threat T15), over both planes."""

import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.plane import Plane
from signaling.media.relay import RelayPlane
from tests.net.weaknetwork import WeakNetwork, run
from tests.signaling.media.conftest import ROOM
from tests.signaling.media.rawclient import RawClient
from tests.signaling.media.witness import Witness

SERVER, ATTACKER, NEIGHBOUR, ELSEWHERE = "fd78::1", "fd78:0:0:1::1", "fd78:0:0:1::2", "fd78:0:0:2::1"
BAD_CHECKS, ROUNDS = 6000, 20
"""Several times what a source may send at once; some comes back while they are sent."""


def answers(client: RawClient) -> int:
    """How many datagrams have come to it."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while client.socket.recv(2048):
            count += 1
    return count


@pytest.fixture
async def addresses(network: WeakNetwork) -> AsyncIterator[None]:
    """All of them are here, in this test's own namespace."""
    for each in (SERVER, ATTACKER, NEIGHBOUR, ELSEWHERE):
        await run("ip", "addr", "add", f"{each}/64", "dev", "lo", "nodad")
    yield
    for each in (SERVER, ATTACKER, NEIGHBOUR, ELSEWHERE):
        await run("ip", "addr", "del", f"{each}/64", "dev", "lo")


@pytest.mark.usefixtures("addresses")
@pytest.mark.parametrize("make_plane", [RelayPlane, NativePlane], ids=["python", "native"])
async def test_threat15_a_neighbour_in_the_same_64_shares_the_budget_and_nobody_else(
    make_plane: Callable[[], Plane],
) -> None:
    control = MediaControl(MediaConfig(host="::", advertised=(SERVER,)), make_plane(), Witness())
    await control.start()
    attacker, other = (RawClient(ip=ip, server=SERVER) for ip in (ATTACKER, ELSEWHERE))
    # A new address each time: one that is proved is not charged for what comes from beside it.
    neighbours = [RawClient(ip=NEIGHBOUR, server=SERVER) for _ in range(ROUNDS)]
    answer = await control.answer(ROOM, SeatId("a"), other.offer())
    for client in (attacker, *neighbours, other):
        client.take(answer)
    forged = bytearray(bytes(attacker.signed_check()))
    forged[-30] ^= 1
    for neighbour in neighbours:
        for _ in range(BAD_CHECKS // ROUNDS):
            await attacker.send_raw(bytes(forged))
        await neighbour.send_raw(bytes(neighbour.signed_check()))
        await other.check()  # answered, and all before it has been read
    assert control.stats()["dropped_stun_budget"] > 0
    assert sum(answers(neighbour) for neighbour in neighbours) < ROUNDS / 2
    for client in (attacker, *neighbours, other):
        client.close()
    await control.close()
