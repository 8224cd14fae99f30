"""A listener whose line says that it bears little: cameras give way and come back, sound never."""

import asyncio
from collections.abc import Iterator

from aiortc.rtp import RTCP_PSFB_APP, RtcpPsfbPacket, pack_remb_fci

from rooms.ids import Medium, SeatId
from signaling.media.bearings import Rate
from signaling.media.control import MediaControl
from signaling.media.plane import Codec
from signaling.media.routing import Feed, Placement
from signaling.media.slots import Slot
from tests.signaling.media.conftest import ROOM, Join, everyone
from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload
from tests.signaling.media.test_routing import line
from tests.signaling.media.witness import Witness

A, B = SeatId("a"), SeatId("b")
FRAME_SECONDS = 0.01


def remb(bitrate: int) -> bytes:
    """What a browser says its line bears."""
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=1, media_ssrc=0, fci=pack_remb_fci(bitrate, [1])))


async def film(client: RawClient, speaking: Iterator[int]) -> None:
    """About 900 kbit/s of key frames and 30 kbit/s of sound, until cancelled."""
    for number in speaking:
        await client.send(rtp(number, number * 480, client.microphone_ssrc, OPUS, bytes(40), mid="0"))
        await client.send(
            rtp(number, number * 900, client.camera_ssrc, VP8, vp8_payload(number, key=True, body=bytes(1100)), mid="1")
        )
        await asyncio.sleep(FRAME_SECONDS)


async def tell(client: RawClient, bitrate: int) -> None:
    """Says the same again and again, as browsers do, until cancelled."""
    while True:
        await client.send_rtcp(remb(bitrate))
        await asyncio.sleep(0.2)


async def test_threat25_a_narrow_line_keeps_the_sound_and_gets_the_picture_back(
    control: MediaControl, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    camera, sound = Slot("3", A, Medium.CAMERA), Slot("2", A, Medium.MICROPHONE)
    await witness.until(lambda seen: seen.slots.get(B) == (sound, camera))
    filming = asyncio.create_task(film(a, iter(range(1, 10_000))))
    narrow = asyncio.create_task(tell(b, 100_000))
    await witness.until(lambda seen: seen.slots.get(B) == (sound,), wait_s=5)
    b.forget_arrived()
    for _ in range(20):
        assert (await b.receive_rtp())[1] & 0x7F == OPUS
    narrow.cancel()
    wide = asyncio.create_task(tell(b, 3_000_000))
    await witness.until(lambda seen: seen.slots.get(B) == (sound, camera), wait_s=8)
    for task in (filming, wide):
        task.cancel()


def test_cameras_are_left_out_and_nobody_changes_position() -> None:
    lines = (line(2, Codec.OPUS, sends=False), line(3, Codec.VP8, sends=False))
    slots = (Slot("2", A, Medium.MICROPHONE), Slot("3", A, Medium.CAMERA))
    whole = Placement((A,), slots, {2: Feed(1, 0), 3: Feed(1, 1)})
    assert whole.without({(B, Medium.CAMERA), (A, Medium.SCREEN)}, lines) == whole
    assert whole.without({(A, Medium.CAMERA)}, lines) == Placement((A,), slots[:1], {2: Feed(1, 0)})


def test_a_rate_follows_its_counter_and_begins_anew_with_it() -> None:
    rate = Rate(1000, 0.0)
    for tenth in range(1, 31):
        rate.note(1000 + tenth * 1250, tenth / 10)
    assert abs(rate.bits_per_second - 100_000) < 1000
    rate.note(0, 3.1)
    assert 0 <= rate.bits_per_second < 100_000
    rate.note(5, 3.1)
