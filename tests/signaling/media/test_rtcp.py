from dataclasses import dataclass

import pytest
from aiortc.rtp import (
    RtcpByePacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    pack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtcp
from signaling.media.rtcp import Heard


def sender_info(packets: int) -> RtcpSenderInfo:
    return RtcpSenderInfo(ntp_timestamp=0x1122334455667788, rtp_timestamp=1000, packet_count=packets, octet_count=9)


@dataclass
class Came:
    """What came of a source."""

    expected: int
    received: int
    ssrc: int = 7
    highest: int = 100
    jitter: int = 3


def test_what_concerns_us_is_read() -> None:
    compound = (
        bytes(RtcpSrPacket(ssrc=7, sender_info=sender_info(5)))
        + bytes(RtcpPsfbPacket(fmt=1, ssrc=1, media_ssrc=8))
        + bytes(RtcpPsfbPacket(fmt=4, ssrc=1, media_ssrc=0, fci=(9).to_bytes(4) + bytes(4)))
        + bytes(RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=8, lost=[65535, 65536]))
        + bytes(RtcpRrPacket(ssrc=1, reports=[RtcpReceiverInfo(8, 64, 3, 9, 5, 6, 7)]))
        + bytes(RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=pack_remb_fci(250_000, [8, 9])))
        + bytes(RtcpByePacket(sources=[7]))
    )
    assert rtcp.read(compound) == [
        rtcp.SenderReport(7, 0x1122334455667788, 1000),
        rtcp.KeyFrameAsked(8),
        rtcp.KeyFrameAsked(9),
        rtcp.Nacked(8, (65535, 0)),
        rtcp.Heard(8, 64, 5, 6, 7),
        rtcp.Bearable(250_000),
    ]


def test_an_idle_senders_report_is_not_passed_on() -> None:
    assert rtcp.read(bytes(RtcpSrPacket(ssrc=7, sender_info=sender_info(0)))) == []


@given(st.binary(max_size=120))
def test_threat15_no_compound_breaks_the_reader(wild: bytes) -> None:
    rtcp.read(wild)
    rtcp.read(b"\x81\xcd" + wild)


def test_a_sender_report_becomes_the_slots_own() -> None:
    written = RtcpPacket.parse(rtcp.sender_report(rtcp.SenderReport(7, 99, 1000), 5002, -2000, 12, 345))
    (report,) = [packet for packet in written if isinstance(packet, RtcpSrPacket)]
    info = report.sender_info
    assert (report.ssrc, info.ntp_timestamp, info.rtp_timestamp) == (5002, 99, (1000 - 2000) % 2**32)
    assert (info.packet_count, info.octet_count) == (12, 345)


def test_loss_is_reported_for_the_time_since_the_last_report() -> None:
    log = rtcp.ReceptionLog()
    assert log.block(Came(100, 75), 1.0).fraction_lost == 64
    second = log.block(Came(200, 175), 2.0)
    assert (second.fraction_lost, second.packets_lost) == (0, 25)


def test_a_repair_counts_against_the_loss() -> None:
    log = rtcp.ReceptionLog()
    log.block(Came(100, 90), 1.0)
    assert log.block(Came(110, 110), 2.0).fraction_lost == 0


def test_the_round_trip_marks_come_from_the_last_sender_report() -> None:
    log = rtcp.ReceptionLog()
    log.heard(rtcp.SenderReport(7, 0x1122334455667788, 0), 10.0)
    block = log.block(Came(1, 1), 10.5)
    assert (block.lsr, block.dlsr) == (0x33445566, 32768)


def test_the_round_trip_is_measured_by_a_report_that_was_passed_on() -> None:
    log = rtcp.ReceptionLog()
    log.heard(rtcp.SenderReport(7, 0x1122334455667788, 0), 10.0)
    log.heard(rtcp.SenderReport(7, 0x1122334555667788, 0), 11.0)
    assert log.round_trip_us(Heard(5002, 0, 0, 0x33445566, 32768), 10.75) == 250_000
    assert log.round_trip_us(Heard(5002, 0, 0, 0x33455566, 65536), 11.5) == 1
    assert log.round_trip_us(Heard(5002, 0, 0, 0x99999999, 0), 11.5) is None
    assert log.round_trip_us(Heard(5002, 0, 0, 0, 0), 11.5) is None


def test_threat15_a_remb_of_any_size_is_a_number() -> None:
    greatest = b"REMB" + bytes([0, 0xFF, 0xFF, 0xFF])
    assert rtcp.read(bytes(RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=greatest))) == [
        rtcp.Bearable(rtcp.GREATEST_BITRATE)
    ]
    assert rtcp.read(bytes(RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=b"REMB"))) == []


def test_threat18_sender_reports_in_quick_succession_are_one() -> None:
    log = rtcp.ReceptionLog()
    heard = [log.heard(rtcp.SenderReport(7, 0, 0), 10 + hundredth / 100) for hundredth in range(100)]
    assert sum(heard) == 5


@pytest.mark.parametrize("compound", [rtcp.picture_loss(9), rtcp.nack(9, [1, 2, 40]), rtcp.receiver_report(())])
def test_every_compound_begins_with_a_report(compound: bytes) -> None:
    assert isinstance(RtcpPacket.parse(compound)[0], RtcpRrPacket)


def test_a_nack_asks_for_what_is_missing() -> None:
    written = RtcpPacket.parse(rtcp.nack(9, [1, 2, 18, 19, 40]))
    asked = [(packet.media_ssrc, packet.lost) for packet in written if isinstance(packet, RtcpRtpfbPacket)]
    assert asked == [(9, [1, 2, 18, 19, 40])]


def test_a_gap_across_the_end_of_the_numbers_is_asked_for_whole() -> None:
    (asked,) = rtcp.read(rtcp.nack(9, [65000, 65530, 65535, 0, 3]))
    assert asked == rtcp.Nacked(9, (65000, 65530, 65535, 0, 3))
