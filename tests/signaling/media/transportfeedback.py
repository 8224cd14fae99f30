"""Reads transport-wide feedback as draft-holmer-rmcat-transport-wide-cc-extensions-01 has it, and demands its form."""

SECONDS_PER_REFERENCE = 0.064
SECONDS_PER_DELTA = 0.00025
SMALL, LARGE = 1, 2


def read_compound(compound: bytes) -> dict[int, float | None]:
    """Number → when it came (seconds of the sender's clock), None when it did not; of all feedback in a compound."""
    at, found = 0, dict[int, float | None]()
    while at < len(compound):
        first, kind, size = compound[at], compound[at + 1], 4 * int.from_bytes(compound[at + 2 : at + 4]) + 4
        packet, at = compound[at : at + size], at + size
        if kind == 205 and first & 0x1F == 15:
            found |= read_body(packet[12 : len(packet) - (packet[-1] if first & 0x20 else 0)])
    return found


def read_body(body: bytes) -> dict[int, float | None]:
    """The same, of what stands behind the two SSRCs of one packet."""
    base, count, at = int.from_bytes(body[:2]), int.from_bytes(body[2:4]), 8
    now = int.from_bytes(body[4:7], signed=True) * SECONDS_PER_REFERENCE
    symbols: list[int] = []
    while len(symbols) < count:
        chunk, at = int.from_bytes(body[at : at + 2]), at + 2
        symbols += _symbols(chunk)
    found: dict[int, float | None] = {}
    for place, symbol in enumerate(symbols[:count]):
        size = symbol if symbol in (SMALL, LARGE) else 0
        if size:
            now += int.from_bytes(body[at : at + size], signed=symbol == LARGE) * SECONDS_PER_DELTA
            at += size
        found[(base + place) & 0xFFFF] = now if size else None
    assert len(body) - at < 4  # words, filled with zeros by those who do not say how many
    assert not any(body[at:])
    return found


def _symbols(chunk: int) -> list[int]:
    if not chunk & 0x8000:
        return [chunk >> 13] * (chunk & 0x1FFF)
    if chunk & 0x4000:
        return [chunk >> shift & 3 for shift in range(12, -1, -2)]
    return [chunk >> shift & 1 for shift in range(13, -1, -1)]
