"""The VP8 payload descriptor (RFC 7741 §4.2): where a key frame starts, and picture numbers that stay continuous."""

from typing import NamedTuple


class Descriptor(NamedTuple):
    """The parts of a payload descriptor that forwarding needs. Offsets are from the payload's start, 0 when absent."""

    size: int
    key_frame_start: bool
    picture_at: int
    picture_bits: int
    picture: int
    tl0_at: int
    tl0: int


class Shift(NamedTuple):
    """What to add to picture id and TL0PICIDX so that a slot's numbers go on where the last source left off."""

    picture: int
    tl0: int


NO_SHIFT = Shift(0, 0)


def describe(payload: bytes) -> Descriptor | None:
    """Reads the descriptor; None when it is cut short (an empty payload, padding only, included)."""
    try:
        return _describe(payload)
    except IndexError:
        return None


def _describe(payload: bytes) -> Descriptor:
    first = payload[0]
    at = 1
    picture_at = picture_bits = picture = tl0_at = tl0 = 0
    if first & 0x80:
        flags = payload[1]
        at = 2
        if flags & 0x80:
            picture_at = at
            if payload[at] & 0x80:
                picture_bits, picture = 15, (payload[at] & 0x7F) << 8 | payload[at + 1]
            else:
                picture_bits, picture = 7, payload[at]
            at += 2 if picture_bits > 7 else 1
        if flags & 0x40:
            tl0_at, tl0 = at, payload[at]
            at += 1
        if flags & 0x30:
            at += 1
    starts_frame = bool(first & 0x10) and not first & 0x07
    return Descriptor(at, starts_frame and not payload[at] & 0x01, picture_at, picture_bits, picture, tl0_at, tl0)


def shifted(payload: bytes, described: Descriptor, shift: Shift) -> bytes:
    """The payload with its picture numbers moved by `shift`, each within its own width."""
    head = bytearray(payload[: described.size])
    if described.picture_bits:
        picture = (described.picture + shift.picture) & ((1 << described.picture_bits) - 1)
        if described.picture_bits > 7:
            head[described.picture_at] = 0x80 | picture >> 8
            head[described.picture_at + 1] = picture & 0xFF
        else:
            head[described.picture_at] = picture
    if described.tl0_at:
        head[described.tl0_at] = (described.tl0 + shift.tl0) & 0xFF
    return bytes(head) + payload[described.size :]
