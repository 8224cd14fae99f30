"""RTCP of every plane, and the repair and padding it leads to."""

import time

import pytest
from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from signaling.media import rtp as header
from signaling.media.plane import Codec, Delivery, Outlet
from signaling.media.sink import Listener, Sink, Told
from tests.signaling.media.rawclient import MID_EXTENSION, REPAIR, TRANSPORT_EXTENSION, VP8, vp8_payload
from tests.signaling.media.rig import (
    OTHER_REPAIR,
    OTHER_VP8,
    PICTURE,
    PICTURE_SLOT,
    REPAIRED_SLOT,
    SLOT_MID,
    SLOT_MID_EXTENSION,
    SLOT_TIME_EXTENSION,
    SOUND,
    SOUND_SLOT,
    Rig,
    body,
    fields,
)
from tests.signaling.media.transportfeedback import read_compound

NTP = 0x1122334455667788
MIDDLE_OF_NTP = 0x33445566


def sender_report(ssrc: int, timestamp: int, ntp: int = NTP) -> bytes:
    return bytes(RtcpSrPacket(ssrc=ssrc, sender_info=RtcpSenderInfo(ntp, timestamp, 1, 5)))


def receiver_report(ssrc: int, lost_fraction: int) -> bytes:
    return bytes(RtcpRrPacket(ssrc=1, reports=[RtcpReceiverInfo(ssrc, lost_fraction, 5, 100, 0, 0, 0)]))


def nack(ssrc: int, *lost: int) -> bytes:
    return bytes(RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=ssrc, lost=list(lost)))


def picture_loss(ssrc: int) -> bytes:
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=ssrc))


async def test_a_sender_report_arrives_as_the_slots_own_after_a_switch_too(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 50)
    await rig.peers[3].receive_rtp()
    rig.route(SOUND_SLOT, 2, SOUND)
    await rig.sound(2, 9)
    moved = fields(await rig.peers[3].receive_rtp())[2]
    await rig.peers[2].send_rtcp(sender_report(rig.peers[2].microphone_ssrc, 9 * 960))
    report = await rig.told(3, RtcpSrPacket)
    assert (report.ssrc, report.sender_info.ntp_timestamp, report.sender_info.rtp_timestamp) == (5002, NTP, moved)
    assert (report.sender_info.packet_count, report.sender_info.octet_count) == (2, 10)


async def test_threat15_reports_about_what_the_peer_does_not_send_or_receive_do_nothing(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 1, vp8_payload(1, key=True))
    await rig.peers[3].receive_rtp()
    foreign = b"".join(sender_report(ssrc, 1) for ssrc in range(7000, 7040))
    await rig.peers[2].send_rtcp(foreign)
    await rig.peers[2].send_rtcp(sender_report(rig.peers[1].camera_ssrc, 3000))
    await rig.peers[2].send_rtcp(picture_loss(rig.peers[1].camera_ssrc) + nack(5003, 32767))
    await rig.peers[3].send_rtcp(picture_loss(rig.peers[1].camera_ssrc) + nack(9, 32767))
    await rig.mark()
    await rig.peers[1].send_rtcp(sender_report(rig.peers[1].camera_ssrc, 3000))
    assert (await rig.told(3, RtcpSrPacket)).ssrc == 5003
    assert rig.counted("retransmitted") == 0


async def test_a_listeners_report_becomes_a_figure_of_its_slot(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    await rig.peers[3].receive_rtp()
    await rig.peers[1].send_rtcp(sender_report(rig.peers[1].microphone_ssrc, 960))
    await rig.told(3, RtcpSrPacket)
    block = RtcpReceiverInfo(5002, 64, 3, 1, 77, MIDDLE_OF_NTP, 0)
    foreign = RtcpReceiverInfo(5999, 1, 1, 1, 1, 1, 1)
    await rig.peers[3].send_rtcp(bytes(RtcpRrPacket(ssrc=1, reports=[foreign, block])))
    await rig.mark()
    (row,) = rig.plane.readings().deliveries
    assert row == Delivery(3, SOUND_SLOT, 1, 5, 0, 64, 77, row.round_trip_us)
    assert 0 < row.round_trip_us < 5_000_000


@pytest.mark.parametrize(("lost", "told"), [(20, 20), (200, 25)], ids=["as it is", "bounded"])
async def test_threat25_a_speaker_hears_what_its_listener_loses_of_the_sound(rig: Rig, lost: int, told: int) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 50)
    await rig.peers[3].receive_rtp()
    await rig.peers[3].send_rtcp(receiver_report(5002, lost))
    about = await rig.told(1, RtcpRrPacket, lambda report: any(block.fraction_lost for block in report.reports))
    assert [(block.fraction_lost, block.packets_lost) for block in about.reports] == [(told, 0)]


async def test_a_speaker_hears_nothing_of_what_its_listener_loses_of_the_picture(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    await rig.picture(1, 50, vp8_payload(1, key=True))
    await rig.peers[3].receive_rtp()
    await rig.peers[3].send_rtcp(receiver_report(5003, 200))
    await rig.mark()
    about = await rig.told(1, RtcpRrPacket, lambda report: bool(report.reports))
    assert [block.fraction_lost for block in about.reports] == [0]


async def test_how_much_a_listener_can_bear_is_told(rig: Rig) -> None:
    before = time.monotonic()
    remb = RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=pack_remb_fci(300_000, [5003]))
    await rig.peers[3].send_rtcp(bytes(RtcpRrPacket(ssrc=1)) + bytes(remb))
    await rig.mark()
    (row,) = rig.plane.readings().bearings
    assert (row.peer, row.bitrate) == (3, 300_000)
    assert before <= row.said_at <= time.monotonic()


async def test_a_lost_packet_comes_again_in_the_repair_stream_and_never_as_it_was(rig: Rig) -> None:
    rig.route(REPAIRED_SLOT, 1, PICTURE)
    sent = []
    for sequence in range(1, 4):
        await rig.picture(1, sequence, vp8_payload(sequence, key=sequence == 1))
        sent.append(await rig.peers[3].receive_rtp())
    assert [len(header.element(packet, SLOT_TIME_EXTENSION) or b"") for packet in sent] == [3, 3, 3]
    assert [fields(packet)[1] for packet in sent] == [200, 201, 202]
    for expected in (300, 301):
        await rig.peers[3].send_rtcp(nack(5004, 201))
        again = await rig.peers[3].receive_rtp()
        assert fields(again) == (OTHER_REPAIR, expected, 2 * 3000, 5005)
        assert body(again) == (201).to_bytes(2) + body(sent[1])
        assert header.element(again, SLOT_MID_EXTENSION) == SLOT_MID
    assert rig.counted("retransmitted") == 2
    (row,) = rig.plane.readings().deliveries
    assert (row.packets, row.repaired) == (3, 2)


async def test_abs_send_time_goes_on_as_the_clock_does(rig: Rig) -> None:
    rig.route(REPAIRED_SLOT, 1, PICTURE)
    times = []
    for sequence in (1, 2):
        began = time.monotonic()
        await rig.picture(1, sequence, vp8_payload(sequence, key=True))
        packet = await rig.peers[3].receive_rtp()
        assert fields(packet)[0] == OTHER_VP8
        times.append((began, time.monotonic(), int.from_bytes(header.element(packet, SLOT_TIME_EXTENSION) or b"")))
    (began, _, first), (_, ended, second) = times
    assert 0 <= (second - first) & 0xFFFFFF <= (ended - began) * (1 << 18) + 1


async def test_a_publishers_repair_stream_fills_what_is_missing_once(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    client = rig.peers[1]
    await rig.picture(1, 1, vp8_payload(1, key=True))
    await rig.picture(1, 3, vp8_payload(3))
    seen = [fields(await rig.peers[3].receive_rtp())[1] for _ in range(2)]
    for number, original in enumerate((2, 2, 1)):
        block = header.one_byte_block([(MID_EXTENSION, b"1")])
        head = header.HEADER.pack(0x90, REPAIR, number, original * 3000, client.repair_ssrc)
        await client.send(head + block + original.to_bytes(2) + vp8_payload(original))
    packet = await rig.peers[3].receive_rtp()
    assert fields(packet) == (OTHER_VP8, 32768, 6000, 5003)
    assert body(packet) == vp8_payload(2)
    assert [*seen, fields(packet)[1]] == [32767, 32769, 32768]
    padding = header.HEADER.pack(0xA0, REPAIR, 3, 9000, client.repair_ssrc) + bytes(99) + b"\x64"
    await client.send(padding)
    await rig.nothing_reached(3)
    assert rig.counted("dropped_late") == 2


async def test_a_repair_before_anything_it_could_repair_goes_nowhere(rig: Rig) -> None:
    rig.route(PICTURE_SLOT, 1, PICTURE)
    head = header.HEADER.pack(0x80, REPAIR, 1, 1, rig.peers[1].repair_ssrc)
    await rig.peers[1].send(head + b"\x00\x01" + vp8_payload(1, key=True))
    await rig.nothing_reached(3)


async def test_a_probe_is_padding_on_a_repair_stream(rig: Rig) -> None:
    rig.plane.probe(3, 1000)
    rig.route(REPAIRED_SLOT, 1, PICTURE)
    await rig.picture(1, 1, vp8_payload(1, key=True))
    await rig.peers[3].receive_rtp()
    rig.plane.probe(3, 1000)
    padding = [await rig.peers[3].receive_rtp() for _ in range(4)]
    assert [fields(packet)[1] for packet in padding] == [300, 301, 302, 303]
    assert {(packet[0] & 0x20, packet[-1], len(body(packet))) for packet in padding} == {(0x20, 255, 255)}
    rig.plane.probe(1, 1000)
    await rig.nothing_reached(3)


async def test_sound_is_not_sent_again(rig: Rig) -> None:
    rig.route(SOUND_SLOT, 1, SOUND)
    await rig.sound(1, 1)
    await rig.peers[3].receive_rtp()
    await rig.peers[3].send_rtcp(nack(5002, 100))
    await rig.nothing_reached(3)


async def test_a_publisher_is_told_when_its_packets_came(rig: Rig) -> None:
    client = rig.peers[1]
    for sequence, number in enumerate((65534, 65535, 1, 2)):
        block = header.one_byte_block([(MID_EXTENSION, b"1"), (TRANSPORT_EXTENSION, number.to_bytes(2))])
        head = header.HEADER.pack(0x90, VP8, sequence, 1, client.camera_ssrc)
        await client.send(head + block + vp8_payload(1))
    came: dict[int, float | None] = {}
    while len(came) < 5:
        came |= read_compound(await client.receive_rtcp())
    assert {number: at is not None for number, at in came.items()} == {
        65534: True,
        65535: True,
        0: False,
        1: True,
        2: True,
    }


def test_what_was_said_of_a_slot_long_ago_is_no_loss_now() -> None:
    """A muted speaker's slot is not reported on: else its last loss would keep a camera away for ever."""
    sink = Sink(Listener(1), Outlet(0, Codec.OPUS, 111, b"0", 1, 0, 7, 0))
    sink.told, sink.told_at = Told(40, 0, 0), 100.0
    assert (sink.lost(109.0), sink.lost(111.0)) == (40, 0)
