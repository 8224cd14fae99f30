"""The RTP header (RFC 3550 §5.1) and its extensions (RFC 8285), read after authentication and written for a slot."""

from collections.abc import Iterator
from struct import Struct

HEADER = Struct("!BBHLL")
"""First byte, marker and payload type, sequence number, timestamp, SSRC."""
HEADER_BYTES = HEADER.size

ONE_BYTE_PROFILE = 0xBEDE
TWO_BYTE_PROFILE = 0x1000
ORIGINAL_SEQUENCE_BYTES = 2
"""What a packet of a repair stream carries before the payload it repeats (RFC 4588 §4)."""
LARGEST_ONE_BYTE_ID = 14
LARGEST_ONE_BYTE_VALUE_BYTES = 16


class Unwanted(ValueError):
    """An authenticated packet that is not forwarded; the message is the reason it is counted under."""


def _malformed() -> Unwanted:
    return Unwanted("malformed")


def payload_offset(packet: bytes) -> int:
    """Where the payload begins, behind CSRCs and extension block. Raises Unwanted when it would lie outside."""
    offset = HEADER_BYTES + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:
        if len(packet) < offset + 4:
            raise _malformed()
        offset += 4 + 4 * int.from_bytes(packet[offset + 2 : offset + 4])
    if offset > len(packet):
        raise _malformed()
    return offset


def unpadded(packet: bytes, offset: int) -> int:
    """Where the payload that begins at `offset` ends, before any padding. Raises Unwanted when that lies outside."""
    if not packet[0] & 0x20:
        return len(packet)
    end = len(packet) - packet[-1]
    if not packet[-1] or end < offset:
        raise _malformed()
    return end


def elements(packet: bytes) -> Iterator[tuple[int, bytes]]:
    """`(id, value)` of each header extension element; stops at the first that is cut short."""
    start = HEADER_BYTES + 4 * (packet[0] & 0x0F)
    end = payload_offset(packet)
    if not packet[0] & 0x10:
        return
    profile = int.from_bytes(packet[start : start + 2])
    if profile not in (ONE_BYTE_PROFILE, TWO_BYTE_PROFILE):
        return
    at = start + 4
    while at < end:
        if packet[at] == 0:
            at += 1
            continue
        if profile == ONE_BYTE_PROFILE:
            identifier, size, at = packet[at] >> 4, (packet[at] & 0x0F) + 1, at + 1
        elif at + 2 > end:
            return
        else:
            identifier, size, at = packet[at], packet[at + 1], at + 2
        if at + size > end:
            return
        yield identifier, packet[at : at + size]
        at += size


def element(packet: bytes, identifier: int) -> bytes | None:
    """The value of one extension element, or None when the packet has none such or `identifier` is 0."""
    if not identifier:
        return None
    return next((value for found, value in elements(packet) if found == identifier), None)


def audio_level(packet: bytes, identifier: int) -> int | None:
    """The RFC 6464 byte (voice bit and level), or None."""
    # The usual packet of a browser carries the level as its first element: look there before walking the block.
    usual = len(packet) > 17 and packet[0] == 0x90 and packet[12:14] == b"\xbe\xde"
    if identifier and usual and packet[16] == identifier << 4:
        return packet[17]
    value = element(packet, identifier)
    return value[0] if value is not None and len(value) == 1 else None


def transport_number(packet: bytes, identifier: int) -> int | None:
    """The transport-wide number (draft-holmer-rmcat-transport-wide-cc-extensions-01), or None."""
    # Every packet of a browser has one, in a one-byte block: no generator for those.
    if packet[0] & 0x1F == 0x10 and packet[12:14] == b"\xbe\xde":
        at, end = 16, min(len(packet), 16 + 4 * (packet[14] << 8 | packet[15])) - 2
        wanted = identifier << 4 | 1
        while at < end:
            octet = packet[at]
            if octet == wanted:
                return packet[at + 1] << 8 | packet[at + 2]
            at += (octet & 0x0F) + 2 if octet else 1
        return None
    value = element(packet, identifier)
    return int.from_bytes(value) if value is not None and len(value) == 2 else None


def absolute_time(now: float) -> bytes:
    """abs-send-time: 24 bits, 18 of them behind the point, of seconds of any clock."""
    return (int(now * (1 << 18)) & 0xFFFFFF).to_bytes(3)


def one_byte_block(values: list[tuple[int, bytes]]) -> bytes:
    """An RFC 8285 one-byte extension block, padded to words; empty when there is nothing to carry."""
    kept = [(identifier, value) for identifier, value in values if identifier and value]
    if not kept:
        return b""
    body = b"".join(bytes([identifier << 4 | len(value) - 1]) + value for identifier, value in kept)
    body += bytes(-len(body) % 4)
    return ONE_BYTE_PROFILE.to_bytes(2) + (len(body) // 4).to_bytes(2) + body


def extend(highest: int, sequence: int) -> int:
    """The 16-bit `sequence` as a number that does not wrap, nearest to `highest`. May be below zero near the start."""
    return highest + ((sequence - highest + 0x8000) & 0xFFFF) - 0x8000
