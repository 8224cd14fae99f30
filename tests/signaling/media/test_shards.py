"""A room lives on one shard of the plane; a plane of several serves each by a port of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from rooms.ids import RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from tests.signaling.media.conftest import everyone
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
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
