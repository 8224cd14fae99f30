"""RTCP compounds read and written in C, beside aiortc's classes and the Python writers."""

import ctypes
from typing import NamedTuple

import pytest
from aiortc.rtp import (
    AnyRtcpPacket,
    RtcpByePacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtcp
from signaling.media.rtcp import NACKS_PER_PACKET, REPORTS_PER_PACKET

COMPOUND_MOST = 1200
SENDER_REPORT, REPORT_BLOCK, NACK, KEY_FRAME, REMB, BYE = range(6)


class Said(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_int),
        ("sender", ctypes.c_uint32),
        ("ssrc", ctypes.c_uint32),
        ("ntp", ctypes.c_uint64),
        ("timestamp", ctypes.c_uint32),
        ("packets", ctypes.c_uint32),
        ("octets", ctypes.c_uint32),
        ("lost_fraction", ctypes.c_uint8),
        ("lost", ctypes.c_int32),
        ("highest", ctypes.c_uint32),
        ("jitter", ctypes.c_uint32),
        ("lsr", ctypes.c_uint32),
        ("dlsr", ctypes.c_uint32),
        ("bitrate", ctypes.c_uint64),
        ("sequences", ctypes.c_uint16 * NACKS_PER_PACKET),
        ("sequence_count", ctypes.c_size_t),
    )


class Reader(ctypes.Structure):
    _fields_ = (
        ("compound", ctypes.c_char_p),
        ("length", ctypes.c_size_t),
        ("at", ctypes.c_size_t),
        ("item", ctypes.c_size_t),
    )


class Block(ctypes.Structure):
    _fields_ = (
        ("ssrc", ctypes.c_uint32),
        ("lost_fraction", ctypes.c_uint8),
        ("lost", ctypes.c_int32),
        ("highest", ctypes.c_uint32),
        ("jitter", ctypes.c_uint32),
        ("lsr", ctypes.c_uint32),
        ("dlsr", ctypes.c_uint32),
    )


class Heard(NamedTuple):
    """What counts of one thing said: kind, sender, whom it is about, and the kind's own fields."""

    kind: int
    sender: int
    ssrc: int
    own: tuple[int, ...] = ()


OWN_FIELDS = {
    SENDER_REPORT: ("ntp", "timestamp", "packets", "octets"),
    REPORT_BLOCK: ("lost_fraction", "lost", "highest", "jitter", "lsr", "dlsr"),
    REMB: ("bitrate",),
}


@pytest.fixture(scope="session")
def core(library: ctypes.CDLL) -> ctypes.CDLL:
    number, size, out = ctypes.c_uint32, ctypes.c_size_t, ctypes.c_char_p
    library.rtcp_begin.argtypes = (ctypes.POINTER(Reader), out, size)
    library.rtcp_begin.restype = None
    library.rtcp_next.argtypes = (ctypes.POINTER(Reader), ctypes.POINTER(Said))
    library.rtcp_next.restype = ctypes.c_bool
    library.rtcp_receiver_report.argtypes = (out, ctypes.POINTER(Block), size)
    library.rtcp_sender_report.argtypes = (out, number, ctypes.c_uint64, number, number, number)
    library.rtcp_picture_loss.argtypes = (out, number)
    library.rtcp_nack.argtypes = (out, number, ctypes.POINTER(ctypes.c_uint16), size)
    library.rtcp_receiver_report.restype = library.rtcp_sender_report.restype = size
    library.rtcp_picture_loss.restype = library.rtcp_nack.restype = size
    return library


def heard(core: ctypes.CDLL, compound: bytes) -> list[Heard]:
    reader, said, all_said = Reader(), Said(), []
    core.rtcp_begin(reader, compound, len(compound))
    while core.rtcp_next(reader, said):
        if said.kind == NACK:
            own = tuple(said.sequences[: said.sequence_count])
        else:
            own = tuple(getattr(said, field) for field in OWN_FIELDS.get(said.kind, ()))
        all_said.append(Heard(said.kind, said.sender, said.ssrc, own))
        assert len(all_said) <= len(compound) / 4
    assert not core.rtcp_next(reader, said)
    return all_said


def _block(sender: int, info: RtcpReceiverInfo) -> Heard:
    own = (info.fraction_lost, info.packets_lost, info.highest_sequence, info.jitter, info.lsr, info.dlsr)
    return Heard(REPORT_BLOCK, sender, info.ssrc, own)


def to_be_heard(packet: AnyRtcpPacket) -> list[Heard]:
    match packet:
        case RtcpSrPacket(ssrc=sender, sender_info=info, reports=reports):
            own = (info.ntp_timestamp, info.rtp_timestamp, info.packet_count, info.octet_count)
            return [Heard(SENDER_REPORT, sender, sender, own), *(_block(sender, report) for report in reports)]
        case RtcpRrPacket(ssrc=sender, reports=reports):
            return [_block(sender, report) for report in reports]
        case RtcpByePacket(sources=sources):
            return [Heard(BYE, source, source) for source in sources]
        case RtcpRtpfbPacket() | RtcpPsfbPacket():
            return _feedback(packet)
        case _:
            return []


def _feedback(packet: RtcpRtpfbPacket | RtcpPsfbPacket) -> list[Heard]:
    sender, ssrc = packet.ssrc, packet.media_ssrc
    match packet:
        case RtcpRtpfbPacket(fmt=1, lost=[_, *_] as lost):
            return [Heard(NACK, sender, ssrc, tuple(sequence & 0xFFFF for sequence in lost[:NACKS_PER_PACKET]))]
        case RtcpPsfbPacket(fmt=1):
            return [Heard(KEY_FRAME, sender, ssrc)]
        case RtcpPsfbPacket(fmt=4, fci=fci):
            return [Heard(KEY_FRAME, sender, int.from_bytes(fci[at : at + 4])) for at in range(0, len(fci) - 7, 8)]
        case RtcpPsfbPacket(fmt=15, fci=fci) if fci[:4] == b"REMB" and len(fci) >= 8:
            mantissa, exponent = int.from_bytes(fci[5:8]) & 0x3FFFF, fci[5] >> 2
            return [Heard(REMB, sender, ssrc, (min(mantissa << exponent, 2**64 - 1),))]
        case _:
            return []


u8, u16, u32, u64 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32, 64))
lost = st.integers(-(2**23), 2**23 - 1)
infos = st.builds(RtcpReceiverInfo, u32, u8, lost, u32, u32, u32, u32)
sender_infos = st.builds(RtcpSenderInfo, u64, u32, u32, u32)
nacked = st.lists(u16, min_size=1, max_size=40, unique=True).map(sorted)
wild_fci = st.integers(0, 12).flatmap(lambda words: st.binary(min_size=4 * words, max_size=4 * words))
remb_fci = st.tuples(u8, u32).map(lambda pair: b"REMB" + bytes([pair[0] & 3]) + pair[1].to_bytes(4)[1:] + bytes(4))
packets = st.one_of(
    st.builds(RtcpSrPacket, u32, sender_infos, st.lists(infos, max_size=4)),
    st.builds(RtcpRrPacket, u32, st.lists(infos, max_size=4)),
    st.builds(RtcpByePacket, st.lists(u32, max_size=4)),
    st.builds(RtcpRtpfbPacket, st.just(1), u32, u32, nacked),
    st.builds(RtcpRtpfbPacket, st.integers(2, 31), u32, u32, nacked),
    st.builds(RtcpPsfbPacket, st.sampled_from([2, 3, 4, 4, 15]), u32, u32, wild_fci),
    st.builds(RtcpPsfbPacket, st.just(15), u32, u32, remb_fci),
    st.builds(RtcpPsfbPacket, st.just(1), u32, u32),
    st.builds(lambda ssrc: RtcpSdesPacket([RtcpSourceInfo(ssrc, [(1, b"somebody")])]), u32),
)
compounds = st.lists(packets, max_size=8)


@given(compounds)
def test_a_compound_is_heard_as_it_was_said(core: ctypes.CDLL, said: list[AnyRtcpPacket]) -> None:
    compound = b"".join(bytes(packet) for packet in said)
    assert heard(core, compound) == [one for packet in said for one in to_be_heard(packet)]


@given(compounds, st.integers(0, 2000))
def test_a_cut_compound_is_heard_up_to_the_packet_that_was_cut(
    core: ctypes.CDLL,
    said: list[AnyRtcpPacket],
    end: int,
) -> None:
    compound = b""
    whole: list[Heard] = []
    for packet in said:
        compound += bytes(packet)
        whole += to_be_heard(packet) if len(compound) <= end else []
    assert heard(core, compound[:end]) == whole


@given(st.binary(max_size=200), st.integers(200, 207), st.integers(0, 31))
def test_threat15_no_compound_breaks_the_reader(core: ctypes.CDLL, wild: bytes, kind: int, count: int) -> None:
    heard(core, wild)
    wild += bytes(-len(wild) % 4)
    heard(core, bytes([0x80 | count, kind]) + (len(wild) // 4).to_bytes(2) + wild)


def test_what_a_packet_promises_beyond_its_end_is_not_heard(core: ctypes.CDLL) -> None:
    packet = bytearray(bytes(RtcpRrPacket(5, [RtcpReceiverInfo(6, 0, 0, 0, 0, 0, 0)])))
    packet[0] |= 31
    bye = bytes(RtcpByePacket([9]))
    assert [one.kind for one in heard(core, bytes(packet) + bye)] == [REPORT_BLOCK, BYE]


def test_what_stands_behind_the_blocks_of_a_report_is_not_heard(core: ctypes.CDLL) -> None:
    """RFC 3550 §6.4.3: a profile's own extension."""
    info = RtcpReceiverInfo(6, 0, 0, 0, 0, 0, 0)
    packet = bytearray(bytes(RtcpRrPacket(5, [info, info])))
    packet[0] -= 1
    assert heard(core, bytes(packet)) == [_block(5, info)]


def test_what_is_not_understood_is_skipped_by_its_length(core: ctypes.CDLL) -> None:
    extended_report, bye = b"\x80\xcf\x00\x02" + bytes(8), bytes(RtcpByePacket([9]))
    assert heard(core, extended_report + bye) == [Heard(BYE, 9, 9)]


def test_nothing_is_heard_behind_another_version(core: ctypes.CDLL) -> None:
    bye = bytes(RtcpByePacket([9]))
    assert heard(core, bye + b"\x41" + bye[1:] + bye) == [Heard(BYE, 9, 9)]


@pytest.mark.parametrize(("padding", "left"), [(4, [(7,)]), (8, []), (0, []), (255, [])])
def test_padding_is_not_heard(core: ctypes.CDLL, padding: int, left: list[tuple[int, ...]]) -> None:
    """RFC 3550 §6.4.1: the last octet tells how much; here of two entries of a NACK."""
    packet = bytearray(bytes(RtcpRtpfbPacket(1, 5, 6, [7])) + bytes([0, 0, 0, padding]))
    packet[0] |= 0x20
    packet[3] += 1
    assert [one.own for one in heard(core, bytes(packet))] == left


def test_threat18_no_more_of_a_nack_is_heard_than_we_answer(core: ctypes.CDLL) -> None:
    missing = [sequence & 0xFFFF for sequence in range(65500, 65500 + 17 * 20)]
    packet = RtcpRtpfbPacket(1, 5, 6, missing[:17])
    compound = bytearray(bytes(packet)[:12] + b"".join(first.to_bytes(2) + b"\xff\xff" for first in missing[::17]))
    compound[2:4] = (len(compound) // 4 - 1).to_bytes(2)
    (one,) = heard(core, bytes(compound))
    assert one.own == tuple(missing[:NACKS_PER_PACKET])


@given(st.integers(0, 2**46))
def test_a_receivers_bitrate_is_read(core: ctypes.CDLL, bitrate: int) -> None:
    (one,) = heard(core, bytes(RtcpPsfbPacket(15, 5, 0, pack_remb_fci(bitrate, [7, 8]))))
    (read,) = one.own
    assert read <= bitrate <= read * 1.00001


def test_a_bitrate_beyond_all_bounds_is_the_greatest(core: ctypes.CDLL) -> None:
    (one,) = heard(core, bytes(RtcpPsfbPacket(15, 5, 0, b"REMB\x00\xff\xff\xff")))
    assert one.own == (2**64 - 1,)


def written(length: int, out: ctypes.Array[ctypes.c_char]) -> bytes:
    assert out.raw[length:] == b"\xa5" * (len(out) - length)
    return out.raw[:length]


def said_by(compound: bytes) -> list[AnyRtcpPacket]:
    """Not the octets: aiortc ends SDES with a word of zeros more than RFC 3550 §6.5 asks for."""
    return RtcpPacket.parse(compound)


def paper() -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(b"\xa5" * COMPOUND_MOST, COMPOUND_MOST)


@given(st.lists(infos, max_size=40))
def test_a_receiver_report_is_written_as_by_python(core: ctypes.CDLL, told: list[RtcpReceiverInfo]) -> None:
    out = paper()
    rows = [Block(i.ssrc, i.fraction_lost, i.packets_lost, i.highest_sequence, i.jitter, i.lsr, i.dlsr) for i in told]
    length = core.rtcp_receiver_report(out, (Block * len(rows))(*rows), len(rows))
    assert said_by(written(length, out)) == said_by(rtcp.receiver_report(told[:REPORTS_PER_PACKET]))


@pytest.mark.parametrize(("count", "kept"), [(2**31 - 1, 2**23 - 1), (-(2**31), -(2**23))])
def test_a_loss_too_large_to_write_is_the_largest(core: ctypes.CDLL, count: int, kept: int) -> None:
    out = paper()
    length = core.rtcp_receiver_report(out, Block(ssrc=1, lost=count), 1)
    assert heard(core, written(length, out))[0].own[1] == kept


@given(u32, sender_infos)
def test_a_sender_report_is_written_as_by_aiortc(core: ctypes.CDLL, ssrc: int, info: RtcpSenderInfo) -> None:
    out = paper()
    length = core.rtcp_sender_report(
        *(out, ssrc, info.ntp_timestamp),
        *(info.rtp_timestamp, info.packet_count, info.octet_count),
    )
    report, name = RtcpPacket.parse(written(length, out))
    assert report == RtcpSrPacket(ssrc, info)
    assert name == RtcpSdesPacket([RtcpSourceInfo(ssrc, [(1, b"relay")])])


@given(u32)
def test_a_picture_loss_is_written_as_by_python(core: ctypes.CDLL, ssrc: int) -> None:
    out = paper()
    assert said_by(written(core.rtcp_picture_loss(out, ssrc), out)) == said_by(rtcp.picture_loss(ssrc))


@given(u32, st.integers(0, 65535), st.lists(st.integers(1, 40), max_size=200))
def test_a_nack_asks_for_what_is_missing(core: ctypes.CDLL, ssrc: int, first: int, steps: list[int]) -> None:
    missing = [first]
    for step in steps:
        missing.append(missing[-1] + step)
    sequences = [sequence & 0xFFFF for sequence in missing]
    out = paper()
    length = core.rtcp_nack(out, ssrc, (ctypes.c_uint16 * len(sequences))(*sequences), len(sequences))
    compound = written(length, out)
    assert heard(core, compound) == [Heard(NACK, 1, ssrc, tuple(sequences[:NACKS_PER_PACKET]))]
    if missing[-1] <= 0xFFFF:  # aiortc does not pack numbers that wrap
        assert said_by(compound) == said_by(rtcp.nack(ssrc, sequences))
        assert compound[-4:] == rtcp.nack(ssrc, sequences)[-4:]


def test_a_nack_for_nothing_is_not_written(core: ctypes.CDLL) -> None:
    out = paper()
    assert written(core.rtcp_nack(out, 1, (ctypes.c_uint16 * 1)(), 0), out) == b""
