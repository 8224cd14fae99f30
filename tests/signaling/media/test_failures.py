"""A relay thread that dies, a peer that falls silent, an address that changes."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.steady import RESTARTED
from tests.signaling.media.conftest import ROOM, Join, everyone
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.signaling.media.witness import Witness

pytestmark = pytest.mark.alone

A, B = SeatId("a"), SeatId("b")
BACK_S, KNOWN_S = 5.0, 3.0


def sound(client: RawClient, sequence: int) -> bytes:
    return rtp(sequence, sequence * 960, client.microphone_ssrc, OPUS, f"sound {sequence}".encode(), mid="0")


class Speech:
    """Somebody who goes on speaking, a packet each 20 ms, whatever becomes of it."""

    def __init__(self, client: RawClient) -> None:
        self._client = client
        self._task = asyncio.create_task(self._speak())

    async def _speak(self) -> None:
        sequence = 0
        while True:
            sequence += 1
            await self._client.send(sound(self._client, sequence))
            await asyncio.sleep(0.02)

    async def end(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture
def plane() -> NativePlane:
    return NativePlane(2)


@pytest.fixture
async def control(witness: Witness, plane: NativePlane) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1"), plane, witness)
    await made.start()
    yield made
    await made.close()


async def test_a_thread_that_dies_is_replaced_and_its_room_goes_on_with_the_same_keys(
    control: MediaControl, plane: NativePlane, join: Join, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    speech = Speech(a)
    await b.receive_rtp()
    told = len(witness.told)
    with caplog.at_level(logging.ERROR):
        plane.halt(0)
        halted = time.monotonic()
        b.forget_arrived()
        await b.receive_rtp()
    assert time.monotonic() - halted < BACK_S
    await speech.end()
    assert control.alarms() == [RESTARTED]
    assert control.stats()["shards_revived"] == 1
    assert "ALARM" in caplog.text
    assert not {what for what, _, _ in witness.told[told:]} & {"silent", "slots"}, "nobody was told to begin anew"


async def test_threat2_an_order_that_meets_a_dead_thread_holds_when_it_returns(
    control: MediaControl, plane: NativePlane, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await a.send(sound(a, 1))
    await b.receive_rtp()
    plane.halt(0)
    control.reroute(ROOM, frozenset())
    for sequence in range(2, 30):
        await a.send(sound(a, sequence))
    await read(control, 29)
    control.reroute(ROOM, everyone("a", "b"))
    await a.send(sound(a, 30))
    assert (await b.receive_rtp()).endswith(b"sound 30"), "and nothing of what came before"


async def test_a_room_on_another_thread_does_not_notice(control: MediaControl, plane: NativePlane, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    plane.halt(1)
    await a.send(sound(a, 1))
    await b.receive_rtp()


async def test_a_new_order_for_a_dead_thread_is_not_refused(
    control: MediaControl, plane: NativePlane, join: Join
) -> None:
    plane.halt(0)
    plane.halt(1)
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await a.send(sound(a, 1))
    await b.receive_rtp()


async def test_a_peer_that_falls_silent_is_known_of_within_three_seconds(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    a = await join("a")
    speech = Speech(a)
    await witness.until(lambda seen: seen.alive.get(A, False))
    await read(control, 5)
    await speech.end()
    fell = time.monotonic()
    await witness.until(lambda seen: not seen.alive[A])
    assert time.monotonic() - fell < KNOWN_S


async def read(control: MediaControl, packets: int) -> None:
    """Returns when the plane has read so many since the start."""
    async with asyncio.timeout(5):
        while control.stats()["packets_in"] < packets:  # noqa: ASYNC110 - a thread in C has no event for us
            await asyncio.sleep(0)


async def test_a_changed_address_goes_on_with_the_same_keys(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    await a.send(sound(a, 1))
    await b.receive_rtp()
    for client in (a, b):
        _change_port(client)
        await client.check()
    await a.send(sound(a, 2))
    await b.receive_rtp()


def _change_port(client: RawClient) -> None:
    client.socket.close()
    client.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.socket.setblocking(False)
    client.socket.bind(("127.0.0.1", 0))
