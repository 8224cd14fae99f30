"""RTCP compounds (RFC 3550 §6, RFC 4585): the one place that parses theirs, and the ones we write."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
)

from signaling.media.plane import Emission, Reception

SDES_CNAME = 1
NACKS_PER_PACKET = 128
REPORTS_PER_PACKET = 31
CNAME = "relay"
SECONDS_BETWEEN_SENDER_REPORTS = 0.2
"""libwebrtc sends one a second for a picture, one in five for sound. Each costs us a seal for every listener."""
OUR_SSRC = 1
"""The sender of reports and feedback that belong to no media of ours, as libwebrtc does."""


@dataclass(frozen=True, slots=True)
class SenderReport:
    """The time pair of one source: NTP (64 bit fixed point) and RTP timestamp of the same instant."""

    ssrc: int
    ntp: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class KeyFrameAsked:
    """PLI or FIR: the receiver of our `ssrc` cannot go on without a key frame."""

    ssrc: int


@dataclass(frozen=True, slots=True)
class Nacked:
    """The receiver of our `ssrc` misses these 16-bit sequence numbers."""

    ssrc: int
    sequences: tuple[int, ...]


Report = SenderReport | KeyFrameAsked | Nacked


def read(compound: bytes) -> list[Report]:
    """What in an (authenticated) compound concerns us; empty when it cannot be parsed."""
    try:
        packets = RtcpPacket.parse(compound)
        return [report for packet in packets for report in _reports(packet)]
    except Exception:  # noqa: BLE001 - the parser raises ValueError, struct.error and IndexError
        return []


def _reports(packet: AnyRtcpPacket) -> list[Report]:
    match packet:
        case RtcpSrPacket(ssrc=ssrc, sender_info=info):
            # An idle sender of aiortc reports zero: passed on it would break lip synchronisation.
            return [SenderReport(ssrc, info.ntp_timestamp, info.rtp_timestamp)] if info.packet_count else []
        case RtcpPsfbPacket(fmt=1, media_ssrc=ssrc):
            return [KeyFrameAsked(ssrc)]
        case RtcpPsfbPacket(fmt=4, fci=fci):
            return [KeyFrameAsked(int.from_bytes(fci[at : at + 4])) for at in range(0, len(fci) - 7, 8)]
        case RtcpRtpfbPacket(fmt=1, media_ssrc=ssrc, lost=lost):
            return [Nacked(ssrc, tuple(sequence & 0xFFFF for sequence in lost[:NACKS_PER_PACKET]))]
        case _:
            return []


def sender_report(report: SenderReport, emission: Emission) -> bytes:
    """The source's time pair as the slot's own: SSRC, RTP offset and counts are the slot's (RFC 3550 §6.4.1)."""
    info = RtcpSenderInfo(
        ntp_timestamp=report.ntp,
        rtp_timestamp=(report.timestamp + emission.timestamp_shift) & 0xFFFFFFFF,
        packet_count=emission.packets & 0xFFFFFFFF,
        octet_count=emission.octets & 0xFFFFFFFF,
    )
    return bytes(RtcpSrPacket(ssrc=emission.ssrc, sender_info=info)) + _named(emission.ssrc)


def receiver_report(blocks: Sequence[RtcpReceiverInfo]) -> bytes:
    """Our account of what a publisher sent, at most 31 sources; empty is a valid start of a compound."""
    return bytes(RtcpRrPacket(ssrc=OUR_SSRC, reports=list(blocks[:REPORTS_PER_PACKET]))) + _named(OUR_SSRC)


def picture_loss(ssrc: int) -> bytes:
    """Asks for a key frame."""
    return receiver_report(()) + bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=OUR_SSRC, media_ssrc=ssrc))


def nack(ssrc: int, sequences: Sequence[int]) -> bytes:
    """Asks for packets, in ascending order."""
    lost = list(sequences)[:NACKS_PER_PACKET]
    return receiver_report(()) + bytes(
        RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=OUR_SSRC, media_ssrc=ssrc, lost=lost),
    )


def _named(ssrc: int) -> bytes:
    return bytes(RtcpSdesPacket(chunks=[RtcpSourceInfo(ssrc=ssrc, items=[(SDES_CNAME, CNAME.encode())])]))


class ReceptionLog:
    """Report blocks for one source: loss since the last one, and the round-trip marks of its last sender report."""

    def __init__(self) -> None:
        self._expected = self._received = 0
        self._last_report = 0
        self._reported_at = -SECONDS_BETWEEN_SENDER_REPORTS

    def heard(self, report: SenderReport, now: float) -> bool:
        """Takes in a sender report: the middle 32 bits of its NTP go into the next block (LSR). False: too soon."""
        if now - self._reported_at < SECONDS_BETWEEN_SENDER_REPORTS:
            return False
        self._last_report = report.ntp >> 16 & 0xFFFFFFFF
        self._reported_at = now
        return True

    def block(self, row: Reception, now: float) -> RtcpReceiverInfo:
        """The block for the time since the last one (RFC 3550 §A.3)."""
        expected, received = row.expected - self._expected, row.received - self._received
        self._expected, self._received = row.expected, row.received
        lost = max(0, expected - received)
        delay = int((now - self._reported_at) * 65536) if self._last_report else 0
        return RtcpReceiverInfo(
            ssrc=row.ssrc,
            fraction_lost=min(255, (lost << 8) // expected) if expected > 0 else 0,
            packets_lost=max(-0x800000, min(0x7FFFFF, row.expected - row.received)),
            highest_sequence=row.highest,
            jitter=min(row.jitter, 0xFFFFFFFF),
            lsr=self._last_report,
            dlsr=min(delay, 0xFFFFFFFF),
        )
