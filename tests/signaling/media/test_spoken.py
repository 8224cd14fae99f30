"""How long each has spoken: from the loudness beside the packets, by the place each was in, whatever reconnects."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaConfig, MediaControl
from tests.signaling.media.conftest import ROOM, Join, MakePlane, everyone
from tests.signaling.media.rawclient import RawClient
from tests.signaling.media.test_control import say
from tests.signaling.media.witness import Witness

A, B = SeatId("a"), SeatId("b")
PLACES = {A: "joint", B: "joint"}


@pytest.fixture
async def control(witness: Witness, make_plane: MakePlane) -> AsyncIterator[MediaControl]:
    PLACES[A] = "joint"
    made = MediaControl(MediaConfig(host="127.0.0.1"), make_plane(), witness, where=lambda _room, seat: PLACES[seat])
    await made.start()
    yield made
    await made.close()


async def speak(control: MediaControl, client: RawClient, place: str, seconds: float) -> None:
    """Until so much more has been counted there."""

    def counted() -> timedelta:
        return control.spoken_by_place(ROOM).get((A, place), timedelta())

    until, number = counted() + timedelta(seconds=seconds), 0
    async with asyncio.timeout(8):
        while counted() < until:
            number += 1
            await say(client, number)
            await asyncio.sleep(0.02)  # as sound is sent


@pytest.mark.alone
async def test_speech_is_counted_by_place_and_goes_on_after_a_reconnection(control: MediaControl, join: Join) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    began = asyncio.get_running_loop().time()
    await join("b")
    await speak(control, await join("a"), "joint", 0.5)
    PLACES[A] = "caucus"
    await speak(control, await join("a"), "caucus", 0.3)
    took = timedelta(seconds=asyncio.get_running_loop().time() - began)
    spoken = control.spoken_by_place(ROOM)
    assert timedelta(seconds=0.5) <= spoken[A, "joint"] < took
    assert control.spoken(ROOM) == {A: spoken[A, "joint"] + spoken[A, "caucus"]}
    assert control.spoken(ROOM)[A] < took


@pytest.mark.alone
async def test_who_nobody_may_hear_has_not_spoken(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, frozenset(each for each in everyone("a", "b") if each.speaker != A))
    a, b = await join("a"), await join("b")
    for number in range(1, 40):
        await say(a, number)
        await say(b, number)
        await asyncio.sleep(0.02)
    await witness.until(lambda seen: seen.voices == {B})
    assert set(control.spoken(ROOM)) == {B}
