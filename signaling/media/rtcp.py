"""RTCP compounds (RFC 3550 §6, RFC 4585, RFC 5104): the one place that parses theirs, and the ones we write."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB,
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
    unpack_remb_fci,
)

SDES_CNAME = 1
TRANSPORT_FEEDBACK = 15
REMEMBERED_REPORTS = 8
NACKS_PER_PACKET = 128
NACK_BITS = 16
"""Numbers one entry may name beside its first (RFC 4585 §6.2.1)."""
REPORTS_PER_PACKET = 31
CNAME = "relay"
SECONDS_BETWEEN_SENDER_REPORTS = 0.2
"""libwebrtc sends one a second for a picture, one in five for sound. Each costs us a seal for every listener."""
GREATEST_BITRATE = (1 << 63) - 1
SECONDS_FROM_NTP = 1 << 16
"""Parts of a second in the middle 32 bits of an NTP time (RFC 3550 §4)."""
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What the receiver of our `ssrc` says of it: loss of 256 parts, jitter in RTP units, marks of the last report."""

    ssrc: int
    lost_fraction: int
    jitter: int
    last_report: int
    delay: int


@dataclass(frozen=True, slots=True)
class Bearable:
    """REMB (draft-alvestrand-rmcat-remb-03): how much a receiver can bear of everything we send it, bit/s."""

    bitrate: int


Report = SenderReport | KeyFrameAsked | Nacked | Heard | Bearable


def read(compound: bytes) -> list[Report]:
    """What in an (authenticated) compound concerns us; empty when it cannot be parsed."""
    try:
        packets = RtcpPacket.parse(compound)
        return [report for packet in packets for report in _reports(packet)]
    except Exception:  # noqa: BLE001 - the parser raises ValueError, struct.error and IndexError
        return []


def _reports(packet: AnyRtcpPacket) -> list[Report]:
    match packet:
        case RtcpSrPacket(ssrc=ssrc, sender_info=info, reports=blocks):
            # An idle sender of aiortc reports zero: passed on it would break lip synchronisation.
            sent: list[Report] = [SenderReport(ssrc, info.ntp_timestamp, info.rtp_timestamp)]
            return (sent if info.packet_count else []) + _heard(blocks)
        case RtcpRrPacket(reports=blocks):
            return _heard(blocks)
        case RtcpPsfbPacket():
            return _asked(packet)
        case RtcpRtpfbPacket(fmt=1, media_ssrc=ssrc, lost=lost):
            return [Nacked(ssrc, tuple(sequence & 0xFFFF for sequence in lost[:NACKS_PER_PACKET]))]
        case _:
            return []


def _asked(packet: RtcpPsfbPacket) -> list[Report]:
    match packet:
        case RtcpPsfbPacket(fmt=1, media_ssrc=ssrc):
            return [KeyFrameAsked(ssrc)]
        case RtcpPsfbPacket(fmt=4, fci=fci):
            return [KeyFrameAsked(int.from_bytes(fci[at : at + 4])) for at in range(0, len(fci) - 7, 8)]
        case RtcpPsfbPacket(fmt=15, fci=fci) if fci[:4] == b"REMB":
            return [Bearable(min(unpack_remb_fci(fci)[0], GREATEST_BITRATE))]
        case _:
            return []


def _heard(blocks: Sequence[RtcpReceiverInfo]) -> list[Report]:
    return [Heard(block.ssrc, block.fraction_lost, block.jitter, block.lsr, block.dlsr) for block in blocks]


def sender_report(report: SenderReport, ssrc: int, timestamp_shift: int, packets: int, octets: int) -> bytes:
    """The source's time pair as the slot's own: SSRC, RTP offset and counts are the slot's (RFC 3550 §6.4.1)."""
    info = RtcpSenderInfo(
        ntp_timestamp=report.ntp,
        rtp_timestamp=(report.timestamp + timestamp_shift) & 0xFFFFFFFF,
        packet_count=packets & 0xFFFFFFFF,
        octet_count=octets & 0xFFFFFFFF,
    )
    return bytes(RtcpSrPacket(ssrc=ssrc, sender_info=info)) + _named(ssrc)


def receiver_report(blocks: Sequence[RtcpReceiverInfo]) -> bytes:
    """Our account of what a publisher sent, at most 31 sources; empty is a valid start of a compound."""
    return bytes(RtcpRrPacket(ssrc=OUR_SSRC, reports=list(blocks[:REPORTS_PER_PACKET]))) + _named(OUR_SSRC)


def picture_loss(ssrc: int) -> bytes:
    """Asks for a key frame."""
    return _NO_REPORT + bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=OUR_SSRC, media_ssrc=ssrc))


def nack(ssrc: int, sequences: Sequence[int]) -> bytes:
    """Asks for packets: 16-bit numbers in the order they were sent."""
    lost = list(sequences)[:NACKS_PER_PACKET]
    entries: list[list[int]] = []
    for sequence in lost:
        # Around 65535 too, where aiortc's own writer raises.
        behind = (sequence - entries[-1][0] - 1) & 0xFFFF if entries else NACK_BITS
        if behind < NACK_BITS:
            entries[-1][1] |= 1 << behind
        else:
            entries.append([sequence, 0])
    body = b"".join(first.to_bytes(2) + rest.to_bytes(2) for first, rest in entries)
    return _NO_REPORT + _feedback(RTCP_RTPFB_NACK, ssrc, body)


def transport_feedback(ssrc: int, bodies: Sequence[bytes]) -> list[bytes]:
    """A compound for each body of `arrivals.Arrivals.feedback`; `ssrc` is any the peer sends with."""
    return [_NO_REPORT + _feedback(TRANSPORT_FEEDBACK, ssrc, body) for body in bodies]


def _feedback(kind: int, ssrc: int, body: bytes) -> bytes:
    """A transport layer feedback message about `ssrc` (RFC 4585 §6.2), padded to words."""
    missing = -len(body) % 4
    padding = bytes(missing - 1) + bytes([missing]) if missing else b""
    first = (0xA0 if missing else 0x80) | kind
    words = 2 + (len(body) + missing) // 4
    head = bytes([first, RTCP_RTPFB]) + words.to_bytes(2) + OUR_SSRC.to_bytes(4) + ssrc.to_bytes(4)
    return head + body + padding


def _named(ssrc: int) -> bytes:
    return bytes(RtcpSdesPacket(chunks=[RtcpSourceInfo(ssrc=ssrc, items=[(SDES_CNAME, CNAME.encode())])]))


_NO_REPORT: Final = receiver_report(())
"""What a compound of feedback begins with, the same each time."""


class Account(Protocol):
    """What a report block needs of a source (`source.Source`): cumulative, `highest` is the extended number."""

    ssrc: int
    received: int
    highest: int

    @property
    def expected(self) -> int:
        """How many packets the numbers that came speak of."""
        ...

    @property
    def jitter(self) -> int:
        """In RTP units."""
        ...


class ReceptionLog:
    """Report blocks for one source: loss since the last one, and the round-trip marks of its last sender reports."""

    __slots__ = ("_expected", "_last_report", "_passed_on", "_received", "_reported_at")

    def __init__(self) -> None:
        self._expected = self._received = 0
        self._last_report = 0
        self._reported_at = -SECONDS_BETWEEN_SENDER_REPORTS
        self._passed_on: deque[tuple[int, float]] = deque(maxlen=REMEMBERED_REPORTS)

    def heard(self, report: SenderReport, now: float) -> bool:
        """Takes in a sender report: the middle 32 bits of its NTP go into the next block (LSR). False: too soon."""
        if now - self._reported_at < SECONDS_BETWEEN_SENDER_REPORTS:
            return False
        self._last_report = report.ntp >> 16 & 0xFFFFFFFF
        self._reported_at = now
        self._passed_on.append((self._last_report, now))
        return True

    def round_trip_us(self, heard: Heard, now: float) -> int | None:
        """From a receiver's marks of a report that was passed on to it; None when it is not among the last ones."""
        if not heard.last_report:
            return None
        passed_on = (at for mark, at in self._passed_on if mark == heard.last_report)
        at = next(passed_on, None)
        return None if at is None else max(1, int((now - at - heard.delay / SECONDS_FROM_NTP) * 1e6))

    def block(self, source: Account, now: float, *, beyond: int = 0) -> RtcpReceiverInfo:
        """The block for the time since the last one (RFC 3550 §A.3), with at least the loss that `beyond` says."""
        expected, received = source.expected - self._expected, source.received - self._received
        self._expected, self._received = source.expected, source.received
        lost = max(0, expected - received)
        delay = int((now - self._reported_at) * SECONDS_FROM_NTP) if self._last_report else 0
        return RtcpReceiverInfo(
            ssrc=source.ssrc,
            fraction_lost=max(beyond, min(255, (lost << 8) // expected) if expected > 0 else 0),
            packets_lost=max(-0x800000, min(0x7FFFFF, source.expected - source.received)),
            highest_sequence=source.highest & 0xFFFFFFFF,
            jitter=min(source.jitter, 0xFFFFFFFF),
            lsr=self._last_report,
            dlsr=min(delay, 0xFFFFFFFF),
        )
