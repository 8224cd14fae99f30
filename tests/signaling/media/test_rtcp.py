import pytest
from aiortc.rtp import (
    RtcpByePacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
)
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtcp
from signaling.media.plane import Emission, Reception


def sender_info(packets: int) -> RtcpSenderInfo:
    return RtcpSenderInfo(ntp_timestamp=0x1122334455667788, rtp_timestamp=1000, packet_count=packets, octet_count=9)


def row(expected: int, received: int) -> Reception:
    return Reception(peer=1, line=0, ssrc=7, expected=expected, received=received, highest=expected, jitter=3, level=9)


def test_what_concerns_us_is_read() -> None:
    compound = (
        bytes(RtcpSrPacket(ssrc=7, sender_info=sender_info(5)))
        + bytes(RtcpPsfbPacket(fmt=1, ssrc=1, media_ssrc=8))
        + bytes(RtcpPsfbPacket(fmt=4, ssrc=1, media_ssrc=0, fci=(9).to_bytes(4) + bytes(4)))
        + bytes(RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=8, lost=[65535, 65536]))
        + bytes(RtcpByePacket(sources=[7]))
    )
    assert rtcp.read(compound) == [
        rtcp.SenderReport(7, 0x1122334455667788, 1000),
        rtcp.KeyFrameAsked(8),
        rtcp.KeyFrameAsked(9),
        rtcp.Nacked(8, (65535, 0)),
    ]


def test_an_idle_senders_report_is_not_passed_on() -> None:
    assert rtcp.read(bytes(RtcpSrPacket(ssrc=7, sender_info=sender_info(0)))) == []


@given(st.binary(max_size=120))
def test_threat15_no_compound_breaks_the_reader(wild: bytes) -> None:
    rtcp.read(wild)
    rtcp.read(b"\x81\xcd" + wild)


def test_a_sender_report_becomes_the_slots_own() -> None:
    emission = Emission(peer=3, ssrc=5002, timestamp_shift=-2000, packets=12, octets=345)
    written = RtcpPacket.parse(rtcp.sender_report(rtcp.SenderReport(7, 99, 1000), emission))
    (report,) = [packet for packet in written if isinstance(packet, RtcpSrPacket)]
    info = report.sender_info
    assert (report.ssrc, info.ntp_timestamp, info.rtp_timestamp) == (5002, 99, (1000 - 2000) % 2**32)
    assert (info.packet_count, info.octet_count) == (12, 345)


def test_loss_is_reported_for_the_time_since_the_last_report() -> None:
    log = rtcp.ReceptionLog()
    assert log.block(row(100, 75), 1.0).fraction_lost == 64
    second = log.block(row(200, 175), 2.0)
    assert (second.fraction_lost, second.packets_lost) == (0, 25)


def test_a_repair_counts_against_the_loss() -> None:
    log = rtcp.ReceptionLog()
    log.block(row(100, 90), 1.0)
    assert log.block(row(110, 110), 2.0).fraction_lost == 0


def test_the_round_trip_marks_come_from_the_last_sender_report() -> None:
    log = rtcp.ReceptionLog()
    log.heard(rtcp.SenderReport(7, 0x1122334455667788, 0), 10.0)
    block = log.block(row(1, 1), 10.5)
    assert (block.lsr, block.dlsr) == (0x33445566, 32768)


def test_threat18_sender_reports_in_quick_succession_are_one() -> None:
    log = rtcp.ReceptionLog()
    heard = [log.heard(rtcp.SenderReport(7, 0, 0), 10 + hundredth / 100) for hundredth in range(100)]
    assert sum(heard) == 5


@pytest.mark.parametrize("compound", [rtcp.picture_loss(9), rtcp.nack(9, [1, 2, 40]), rtcp.receiver_report(())])
def test_every_compound_begins_with_a_report(compound: bytes) -> None:
    assert isinstance(RtcpPacket.parse(compound)[0], RtcpRrPacket)


def test_a_nack_asks_for_what_is_missing() -> None:
    written = RtcpPacket.parse(rtcp.nack(9, [1, 2, 40]))
    assert [packet.lost for packet in written if isinstance(packet, RtcpRtpfbPacket)] == [[1, 2, 40]]
