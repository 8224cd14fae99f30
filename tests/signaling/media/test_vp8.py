from hypothesis import given
from hypothesis import strategies as st

from signaling.media import vp8
from tests.signaling.media.rawclient import vp8_payload


@given(st.integers(0, 0x7FFF), st.booleans(), st.booleans())
def test_a_descriptor_tells_picture_and_key_frame_start(picture: int, key: bool, start: bool) -> None:  # noqa: FBT001
    described = vp8.describe(vp8_payload(picture, key=key, start=start))
    assert described is not None
    assert (described.picture, described.tl0) == (picture, picture & 0xFF)
    assert described.key_frame_start is (key and start)


@given(st.integers(0, 0x7FFF), st.integers(-0x8000, 0x8000), st.integers(-300, 300))
def test_shifted_numbers_stay_in_their_width_and_the_picture_is_untouched(picture: int, by: int, tl0: int) -> None:
    payload = vp8_payload(picture)
    described = vp8.describe(payload)
    assert described is not None
    moved = vp8.shifted(payload, described, vp8.Shift(by, tl0))
    again = vp8.describe(moved)
    assert again is not None
    assert again.picture == (picture + by) & 0x7FFF
    assert again.tl0 == (picture + tl0) & 0xFF
    assert moved[described.size :] == payload[described.size :]
    assert len(moved) == len(payload)


def test_a_seven_bit_picture_id_stays_seven_bits() -> None:
    payload = bytes([0x90, 0x80, 0x7F, 0x00])
    described = vp8.describe(payload)
    assert described is not None
    assert vp8.shifted(payload, described, vp8.Shift(1, 0)) == bytes([0x90, 0x80, 0x00, 0x00])


def test_a_descriptor_without_extensions_is_enough() -> None:
    described = vp8.describe(b"\x10\x00")
    assert described is not None
    assert described.key_frame_start
    assert vp8.shifted(b"\x10\x00", described, vp8.Shift(5, 5)) == b"\x10\x00"


@given(st.binary(max_size=12))
def test_threat15_no_payload_breaks_the_descriptor_reader(wild: bytes) -> None:
    described = vp8.describe(wild)
    if described is not None:
        assert len(vp8.shifted(wild, described, vp8.Shift(1, 1))) == len(wild)
