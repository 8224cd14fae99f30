"""A room lives on one shard of the plane; a plane of several serves each by a port of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import NoReturn

import pytest

from rooms.ids import RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.plane import PlaneStalled
from tests.signaling.media.conftest import everyone
from tests.signaling.media.rawclient import OPUS, Answer, RawClient, rtp
from tests.signaling.media.witness import Witness

ONE, OTHER = RoomId("one"), RoomId("other")


@pytest.fixture
async def sharded(witness: Witness) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1"), NativePlane(shards=2), witness)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def clients() -> Iterator[list[RawClient]]:
    made = [RawClient() for _ in range(4)]
    yield made
    for client in made:
        client.close()


async def test_rooms_are_spread_over_the_shards_and_each_stays_together(
    sharded: MediaControl, clients: list[RawClient]
) -> None:
    assert len(set(sharded.ports)) == 2
    for room in (ONE, OTHER):
        sharded.reroute(room, everyone(*(f"{room}{number}" for number in range(2))))
    for number, client in enumerate(clients):
        room = (ONE, OTHER)[number % 2]
        await client.connect(await sharded.answer(room, SeatId(f"{room}{number // 2}"), client.offer()))
    assert [client.answer.port for client in clients] == [*sharded.ports, *sharded.ports]
    for speaker, listener in ((clients[0], clients[2]), (clients[3], clients[1])):
        await speaker.send(rtp(1, 960, speaker.microphone_ssrc, OPUS, b"sound", mid="0"))
        assert (await listener.receive_rtp()).endswith(b"sound")


async def test_a_seat_that_moves_to_another_shard_begins_anew_and_else_goes_on(
    sharded: MediaControl, clients: list[RawClient]
) -> None:
    mover, stayer, *_ = clients
    await mover.connect(await sharded.answer(ONE, SeatId("mover"), mover.offer()))
    before = mover.answer
    mover.take(await sharded.answer(RoomId("empty"), SeatId("mover"), mover.offer()))
    assert mover.answer == before
    await stayer.connect(await sharded.answer(OTHER, SeatId("stayer"), stayer.offer()))
    assert stayer.answer.port != before.port
    await mover.connect(await sharded.answer(OTHER, SeatId("mover"), mover.offer()))
    assert mover.answer.port == stayer.answer.port
    assert mover.answer.ufrag != before.ufrag
    assert sharded.stats()["connections_open"] == 2


async def begun(plane: NativePlane) -> NativePlane:
    plane.start("127.0.0.1", 0, lambda *_: None)
    return plane


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while True:
            if is_so():
                return
            await asyncio.sleep(0.005)


def fill_queue(plane: NativePlane) -> NoReturn:
    while True:
        plane.probe(1, 0)


async def test_threat2_a_peer_whose_thread_is_dead_is_removed_when_it_is_told_again() -> None:
    plane = await begun(NativePlane(1))
    plane.add_peer(1, 0, [], [])
    plane.set_credentials(1, [("ours", "its password, once")])
    plane.halt(0)
    await until(plane.fallen)
    with pytest.raises(PlaneStalled):
        fill_queue(plane)
    with pytest.raises(PlaneStalled):
        plane.remove_peer(1)
    plane.revive(0)
    client = RawClient()
    client.answer = Answer("ours", "its password, once", plane.ports[0], {})
    plane.remove_peer(1)
    await client.send_raw(bytes(client.signed_check()))
    await until(lambda: plane.stats()["dropped_stun_stranger"])
    client.close()
    plane.close()


async def test_a_plane_whose_thread_is_dead_closes_and_starts_again() -> None:
    plane = await begun(NativePlane(1))
    plane.add_peer(1, 0, [], [])
    plane.halt(0)
    await until(plane.fallen)
    plane.close()
    assert plane.ports == ()
    await begun(plane)
    plane.add_peer(1, 0, [], [])
    assert plane.fallen() == []
    plane.close()
