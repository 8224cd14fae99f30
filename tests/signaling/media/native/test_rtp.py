"""The C reader of RTP headers and VP8 descriptors, beside the Python one, aiortc's and the RFC."""

import ctypes
from itertools import takewhile

import pytest
from aiortc.rtp import RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtp, vp8
from tests.signaling.media.rawclient import rtp as plain

BLOCK_MOST = 64


class Header(ctypes.Structure):
    _fields_ = (
        ("marker", ctypes.c_uint8),
        ("padding", ctypes.c_uint8),
        ("payload_type", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("timestamp", ctypes.c_uint32),
        ("ssrc", ctypes.c_uint32),
        ("extension_at", ctypes.c_size_t),
        ("extension_end", ctypes.c_size_t),
        ("payload_at", ctypes.c_size_t),
    )


class Element(ctypes.Structure):
    _fields_ = (("value", ctypes.c_void_p), ("size", ctypes.c_uint8))


class Wish(ctypes.Structure):
    _fields_ = (("id", ctypes.c_uint8), ("size", ctypes.c_uint8), ("value", ctypes.c_char_p))


class Descriptor(ctypes.Structure):
    _fields_ = (
        ("key_frame_start", ctypes.c_bool),
        ("discardable", ctypes.c_bool),
        ("size", ctypes.c_uint8),
        ("picture_at", ctypes.c_uint8),
        ("picture_bits", ctypes.c_uint8),
        ("picture", ctypes.c_uint16),
        ("tl0_at", ctypes.c_uint8),
        ("tl0", ctypes.c_uint8),
        ("temporal", ctypes.c_uint8),
    )

    def as_twin(self) -> vp8.Descriptor:
        return vp8.Descriptor(
            self.size,
            self.key_frame_start,
            self.picture_at,
            self.picture_bits,
            self.picture,
            self.tl0_at,
            self.tl0,
        )


@pytest.fixture(scope="session")
def core(library: ctypes.CDLL) -> ctypes.CDLL:
    library.rtp_read.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Header))
    library.rtp_read.restype = ctypes.c_bool
    library.rtp_unpadded.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Header))
    library.rtp_unpadded.restype = ctypes.c_size_t
    library.rtp_find.argtypes = (ctypes.c_void_p, ctypes.POINTER(Header), ctypes.c_uint8, ctypes.POINTER(Element))
    library.rtp_find.restype = ctypes.c_bool
    library.rtp_block.restype = ctypes.c_size_t
    library.vp8_read.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Descriptor))
    library.vp8_read.restype = ctypes.c_bool
    library.vp8_shift.argtypes = (ctypes.c_char_p, ctypes.POINTER(Descriptor), ctypes.c_int32, ctypes.c_int32)
    library.vp8_shift.restype = None
    return library


def header_of(core: ctypes.CDLL, packet: bytes) -> Header | None:
    header = Header()
    return header if core.rtp_read(packet, len(packet), header) else None


def found(core: ctypes.CDLL, packet: bytes, identifier: int) -> bytes | None:
    held = ctypes.create_string_buffer(packet, len(packet))
    header, element = Header(), Element()
    assert core.rtp_read(held.raw, len(packet), header)
    if not core.rtp_find(ctypes.addressof(held), header, identifier, element):
        return None
    assert ctypes.addressof(held) <= element.value <= ctypes.addressof(held) + len(packet) - element.size
    return ctypes.string_at(element.value, element.size)


def expected(packet: bytes, identifier: int) -> bytes | None:
    """What the Python reader finds, up to an id 15 in one-byte elements, where RFC 8285 §4.2 stops.

    The Python one walks over it; nobody sends it.
    """
    start = 12 + 4 * (packet[0] & 0x0F)
    stop = 15 if packet[start : start + 2] == b"\xbe\xde" else None
    kept = takewhile(lambda element: element[0] != stop, rtp.elements(packet))
    return next((value for there, value in kept if there == identifier), None)


@st.composite
def packets(draw: st.DrawFn) -> bytes:
    """Version 2, and otherwise anything; mostly with a block of extensions."""
    csrcs, padding = draw(st.integers(0, 15) | st.just(0)), draw(st.sampled_from([0, 0x20]))
    profile = draw(st.sampled_from([b"\xbe\xde", b"\x10\x00", b"\x12\x34", b""]))
    first = bytes([0x80 | padding | csrcs | (0x10 if profile else 0)])
    body = draw(st.binary(min_size=11 + 4 * csrcs, max_size=11 + 4 * csrcs))
    words = draw(st.integers(0, 8))
    block = profile + bytes([0, words]) + draw(st.binary(max_size=4 * words)) if profile else b""
    return first + body + block + draw(st.binary(max_size=40))


@given(packets() | st.binary(max_size=100))
def test_a_header_ends_where_the_python_reader_says(core: ctypes.CDLL, packet: bytes) -> None:
    header = header_of(core, packet)
    if len(packet) < 12 or packet[0] >> 6 != 2:
        assert header is None
        return
    try:
        offset = rtp.payload_offset(packet)
    except rtp.Unwanted:
        assert header is None
        return
    assert header is not None
    assert header.payload_at == offset
    second, sequence, timestamp, ssrc = rtp.HEADER.unpack(packet[:12])[1:]
    assert (header.marker | header.payload_type, header.sequence) == (second, sequence)
    assert (header.timestamp, header.ssrc) == (timestamp, ssrc)
    assert (header.padding, header.marker & 0x7F) == (packet[0] & 0x20, 0)


@given(packets(), st.integers(0, 14))
def test_an_element_is_found_as_the_python_reader_finds_it(core: ctypes.CDLL, packet: bytes, identifier: int) -> None:
    if header_of(core, packet):
        assert found(core, packet, identifier) == (expected(packet, identifier) if identifier else None)


@given(st.integers(0, 15), st.binary(max_size=255))
def test_two_byte_elements_are_found_whatever_the_applications_bits(
    core: ctypes.CDLL,
    bits: int,
    value: bytes,
) -> None:
    """RFC 8285 §4.3; the Python reader knows bits 0 alone, which is all that is sent."""
    body = bytes([3, len(value)]) + value + bytes([0, 7, 1, 9])
    body += bytes(-len(body) % 4)
    packet = b"\x90" + bytes(11) + bytes([0x10, bits]) + (len(body) // 4).to_bytes(2) + body
    assert found(core, packet, 3) == value
    assert found(core, packet, 7) == b"\x09"
    assert found(core, packet, 4) is None


def test_nothing_is_read_behind_an_element_15(core: ctypes.CDLL) -> None:
    packet = b"\x90" + bytes(11) + b"\xbe\xde\x00\x02" + b"\x10a\xf0b" + b"\x20c\x00\x00"
    assert found(core, packet, 1) == b"a"
    assert found(core, packet, 2) is None


@given(packets())
def test_padding_ends_where_aiortc_says(core: ctypes.CDLL, packet: bytes) -> None:
    header = header_of(core, packet)
    if not header:
        return
    try:
        whole = header.payload_at + len(RtpPacket.parse(packet).payload)
    except (ValueError, IndexError):
        whole = 0  # an extension value that aiortc refuses is none of padding's business
        if not header.padding:
            whole = len(packet)
        elif 0 < packet[-1] <= len(packet) - header.payload_at:
            whole = len(packet) - packet[-1]
    assert core.rtp_unpadded(packet, len(packet), header) == whole


def test_a_packet_shorter_than_its_header_has_no_payload(core: ctypes.CDLL) -> None:
    packet = b"\xa0" + bytes(19)
    header = header_of(core, packet)
    assert core.rtp_unpadded(packet, 8, header) == 0


wishes = st.lists(st.tuples(st.integers(0, 14), st.binary(max_size=16)), max_size=5)


def block_of(core: ctypes.CDLL, values: list[tuple[int, bytes]]) -> tuple[bytes, list[int]]:
    out = ctypes.create_string_buffer(b"\xa5" * (BLOCK_MOST + 8), BLOCK_MOST + 8)
    wanted = (Wish * len(values))(*(Wish(identifier, len(value), value) for identifier, value in values))
    at = (ctypes.c_size_t * len(values))()
    length = core.rtp_block(out, wanted, ctypes.c_size_t(len(values)), at)
    assert out.raw[length:] == b"\xa5" * (len(out) - length)
    return out.raw[:length], list(at)


@given(wishes)
def test_a_block_is_written_as_by_python_and_as_far_as_it_has_room(
    core: ctypes.CDLL,
    values: list[tuple[int, bytes]],
) -> None:
    block, at = block_of(core, values)
    assert len(block) <= BLOCK_MOST
    written = [(values[i][0], values[i][1]) for i, where in enumerate(at) if where]
    assert block == rtp.one_byte_block(written)
    for (_, value), where in zip(values, at, strict=True):
        assert not where or block[where : where + len(value)] == value
    if len(whole := rtp.one_byte_block(values)) <= BLOCK_MOST:
        assert block == whole


def test_what_cannot_be_written_in_one_byte_is_left_out(core: ctypes.CDLL) -> None:
    assert block_of(core, [(15, b"x"), (0, b"x"), (1, b""), (2, b"x" * 17)]) == (b"", [0, 0, 0, 0])


descriptors = st.builds(
    lambda first, rest: bytes(first) + rest,
    st.tuples(
        st.sampled_from([0x90, 0x80, 0x10, 0x00, 0xB0]) | st.integers(0, 255),
        st.integers(0, 255),
    ),
    st.binary(max_size=8),
)


@given(descriptors | st.binary(max_size=4))
def test_a_descriptor_is_read_as_by_python(core: ctypes.CDLL, payload: bytes) -> None:
    descriptor = Descriptor()
    whole = core.vp8_read(payload, len(payload), descriptor)
    twin = vp8.describe(payload)
    if twin is None or twin.size > len(payload):
        # The Python one does not look at the byte of TID and KEYIDX, and so not whether it is there.
        assert not whole
        assert bytes(descriptor) == bytes(Descriptor())
        return
    assert whole
    assert descriptor.as_twin() == twin
    assert descriptor.discardable == bool(payload[0] & 0x20)


def test_the_temporal_layer_is_told_when_there_is_one(core: ctypes.CDLL) -> None:
    descriptor = Descriptor()
    assert core.vp8_read(b"\x90\xe0\x80\x11\x22\x80\x00", 7, descriptor)
    assert (descriptor.temporal, descriptor.picture, descriptor.tl0) == (2, 0x11, 0x22)
    assert core.vp8_read(b"\x90\x10\xc0\x00", 4, descriptor)  # KEYIDX alone
    assert descriptor.temporal == 0


@given(descriptors, st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1))
def test_numbers_are_shifted_as_by_python(core: ctypes.CDLL, payload: bytes, picture: int, tl0: int) -> None:
    descriptor = Descriptor()
    if not core.vp8_read(payload, len(payload), descriptor):
        return
    moved = ctypes.create_string_buffer(payload, len(payload))
    core.vp8_shift(moved, descriptor, picture, tl0)
    assert moved.raw == vp8.shifted(payload, descriptor.as_twin(), vp8.Shift(picture, tl0))
    core.vp8_shift(moved, descriptor, 0, 0)
    assert moved.raw == payload


def test_a_cut_descriptor_is_not_shifted(core: ctypes.CDLL) -> None:
    descriptor = Descriptor()
    payload = ctypes.create_string_buffer(b"\x90\xc0\x81\x02", 4)
    assert not core.vp8_read(payload.raw, 4, descriptor)
    core.vp8_shift(payload, descriptor, 5, 5)
    assert payload.raw == b"\x90\xc0\x81\x02"


def test_a_plain_packet_is_read(core: ctypes.CDLL) -> None:
    header = header_of(core, plain(7, 65535, 99, 111, b"opus"))
    assert header is not None
    assert (header.payload_at, header.extension_at) == (12, 0)
