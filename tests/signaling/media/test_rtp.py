from hypothesis import given
from hypothesis import strategies as st

from signaling.media import rtp
from tests.signaling.media.rawclient import rtp as packet

elements = st.lists(st.tuples(st.integers(1, 14), st.binary(min_size=1, max_size=16)), min_size=1, max_size=6)


@given(elements, st.binary(max_size=30))
def test_a_written_block_is_read_back(values: list[tuple[int, bytes]], payload: bytes) -> None:
    block = rtp.one_byte_block(values)
    written = rtp.HEADER.pack(0x90, 96, 1, 2, 3) + block + payload
    assert list(rtp.elements(written)) == values
    assert written[rtp.payload_offset(written) :] == payload


def test_elements_that_are_not_negotiated_are_left_out() -> None:
    assert rtp.one_byte_block([(0, b"x"), (3, b"")]) == b""


@given(st.binary(min_size=12, max_size=80))
def test_threat15_no_packet_breaks_the_header_reader(wild: bytes) -> None:
    try:
        offset = rtp.payload_offset(wild)
    except rtp.Unwanted:
        return
    assert 12 <= offset <= len(wild)
    for _, value in rtp.elements(wild):
        assert value in wild
    rtp.audio_level(wild, 1)


def test_two_byte_elements_are_read() -> None:
    body = bytes([20, 3]) + b"abc" + bytes([0, 0, 0])
    written = rtp.HEADER.pack(0x90, 96, 1, 2, 3) + b"\x10\x00\x00\x02" + body
    assert rtp.element(written, 20) == b"abc"


def test_an_audio_level_is_found_wherever_it_stands() -> None:
    first = rtp.HEADER.pack(0x90, 111, 1, 2, 3) + rtp.one_byte_block([(1, b"\x85"), (4, b"0")])
    later = rtp.HEADER.pack(0x90, 111, 1, 2, 3) + rtp.one_byte_block([(4, b"0"), (1, b"\x85")])
    assert rtp.audio_level(first, 1) == rtp.audio_level(later, 1) == 0x85
    assert rtp.audio_level(packet(1, 2, 3, 111, b"x"), 1) is None


@given(st.integers(-70000, 1 << 40), st.integers(-0x7FFF, 0x7FFF))
def test_a_sequence_number_is_extended_to_the_nearest(highest: int, step: int) -> None:
    assert rtp.extend(highest, (highest + step) & 0xFFFF) == highest + step
