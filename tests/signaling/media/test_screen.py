"""A shared screen: a third thing one may send, in a slot of its own, forwarded only where it may be seen."""

import asyncio

import pytest

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.control import MediaControl
from signaling.media.routing import Preference
from signaling.media.slots import Slot
from tests.signaling.media.conftest import ROOM, Join, everyone
from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload
from tests.signaling.media.rig import body
from tests.signaling.media.test_bearings import tell
from tests.signaling.media.witness import Witness

A, B, C = SeatId("a"), SeatId("b"), SeatId("c")
CAMERA_MID, SCREEN_MID = "1", "2"
SOUND_SLOT, CAMERA_SLOT, SCREEN_SLOT = "3", "4", "5"


async def picture(client: RawClient, mid: str, number: int, said: bytes = b"") -> None:
    """A key frame on the camera's or the screen's line."""
    ssrc = {CAMERA_MID: client.camera_ssrc, SCREEN_MID: client.screen_ssrc}[mid]
    payload = vp8_payload(number, key=True, body=said or bytes(1000))
    await client.send(rtp(number, number * 900, ssrc, VP8, payload, mid=mid))


async def test_a_screen_goes_where_it_may_be_seen_and_the_camera_does_not_take_its_place(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    hears = everyone("a", "b", "c") - {Hearing(C, A, Medium.SCREEN)}
    control.reroute(ROOM, hears)
    a, b, c = [await join(seat, screen=True) for seat in "abc"]
    shared = Slot(SCREEN_SLOT, A, Medium.SCREEN)
    await witness.until(lambda seen: shared in seen.slots.get(B, ()))
    for number in range(1, 4):
        await picture(a, SCREEN_MID, number, b"the screen")
    packet = await b.receive_rtp()
    assert int.from_bytes(packet[8:12]) == b.answer.ssrcs[SCREEN_SLOT]
    assert body(packet).endswith(b"the screen")
    assert {slot.seat for slot in witness.slots[C] if slot.medium is Medium.SCREEN} == {B}
    await picture(a, CAMERA_MID, 1, b"the camera")
    assert body(await c.receive_rtp()).endswith(b"the camera"), "and nothing of the screen before it"


async def test_who_offers_no_line_for_it_sees_no_screen(control: MediaControl, join: Join, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a", screen=True), await join("b")
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 2)
    await picture(a, SCREEN_MID, 1, b"the screen")
    await picture(a, CAMERA_MID, 1, b"the camera")
    assert body(await b.receive_rtp()).endswith(b"the camera")


async def test_audio_only_is_the_listeners_own_and_outlives_its_connection(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    control.prefer(B, Preference(audio_only=True))
    a, b = await join("a", screen=True), await join("b", screen=True)
    kept = {Medium.MICROPHONE, Medium.SCREEN}
    await witness.until(lambda seen: len(seen.slots.get(A, ())) == 3)
    await witness.until(lambda seen: {slot.medium for slot in seen.slots.get(B, ())} == kept)
    await picture(a, CAMERA_MID, 1)
    await picture(a, SCREEN_MID, 1, b"the screen")
    assert body(await b.receive_rtp()).endswith(b"the screen")
    await join("b", screen=True)
    await witness.until(lambda seen: {slot.medium for slot in seen.slots.get(B, ())} == kept)
    control.prefer(B, Preference())
    await witness.until(lambda seen: len(seen.slots[B]) == 3)
    assert control.forwarding(ROOM) == everyone("a", "b")


async def film(client: RawClient) -> None:
    """Some 900 kbit/s from the camera and 300 from the screen beside the sound, until cancelled."""
    for number in range(1, 100_000):
        await client.send(rtp(number, number * 480, client.microphone_ssrc, OPUS, bytes(40), mid="0"))
        await picture(client, CAMERA_MID, number)
        if number % 3 == 0:
            await picture(client, SCREEN_MID, number // 3)
        await asyncio.sleep(0.01)


@pytest.mark.alone
async def test_threat25_a_narrow_line_loses_the_cameras_before_the_screen(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a", screen=True), await join("b", screen=True)
    await witness.until(lambda seen: len(seen.slots.get(B, ())) == 3)
    filming, narrow = asyncio.create_task(film(a)), asyncio.create_task(tell(b, 500_000))
    kept = (Slot(SOUND_SLOT, A, Medium.MICROPHONE), Slot(SCREEN_SLOT, A, Medium.SCREEN))
    await witness.until(lambda seen: seen.slots.get(B) == kept)
    narrow.cancel()
    narrower = asyncio.create_task(tell(b, 100_000))
    await witness.until(lambda seen: seen.slots.get(B) == kept[:1])
    for task in (filming, narrower):
        task.cancel()
