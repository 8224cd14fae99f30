"""One slot of a listener as the plane sees it: our own SSRC whose numbers go on whoever speaks in it.

Within one *run* (from one route to the next) every offset is constant. So a retransmission is bit for bit the packet
sent first, which is what makes sealing it again under the same SRTP index harmless.
"""

from typing import NamedTuple, Protocol

import pylibsrtp

from signaling.media import rtp, vp8
from signaling.media.plane import Codec, Outlet

CLOCK_HZ = {Codec.OPUS: 48_000, Codec.VP8: 90_000}
_PACK = rtp.HEADER.pack
_OCTETS = tuple(bytes([octet]) for octet in range(256))


class Incoming(NamedTuple):
    """A packet read once for all its receivers. `sequence` is extended, `marker` 0 or 0x80, `padding` 0 or 0x20."""

    padding: int
    marker: int
    sequence: int
    timestamp: int
    level: int | None
    payload: bytes
    descriptor: vp8.Descriptor | None


class Feeder(Protocol):
    """What a sink and its owner need of the source that feeds it (`source.Source`)."""

    received: int
    octets: int
    highest: int
    timestamp: int
    heard_at: float
    payload: bytes

    def detach(self, sink: "Sink") -> None:
        """Not one packet more for this sink."""
        ...

    def again(self, sink: "Sink", sequence: int, now: float) -> Incoming | None:
        """What was sent to the sink under this number, if it is still there."""
        ...


class Sink:
    """Writes the packets of one slot."""

    __slots__ = (
        "_block",
        "_level_head",
        "_level_tail",
        "_marker_type",
        "_octets_before",
        "_packets_before",
        "_ssrc",
        "clock_hz",
        "listener",
        "next_sequence",
        "octets",
        "outlet",
        "packets",
        "picture",
        "sequence_shift",
        "shift",
        "source",
        "spoken_at",
        "start",
        "timestamp",
        "timestamp_shift",
        "tl0",
    )

    def __init__(self, listener: "Listener", outlet: Outlet) -> None:
        self.listener = listener
        self.outlet = outlet
        self.clock_hz = CLOCK_HZ[outlet.codec]
        self.source: Feeder | None = None
        self.start: int | None = None
        self.next_sequence = outlet.first_sequence
        self.timestamp: int | None = None
        self.spoken_at = 0.0
        self.picture = self.tl0 = -1
        self.packets = self.octets = 0
        self.sequence_shift = self.timestamp_shift = 0
        self._packets_before = self._octets_before = 0
        self.shift: vp8.Shift | None = None
        self._ssrc = outlet.ssrc
        self._marker_type = outlet.payload_type
        self._block = rtp.one_byte_block([(outlet.mid_extension, outlet.mid)])
        self._level_head, self._level_tail = _around_level(outlet)

    def begin(self, source: Feeder, incoming: Incoming, now: float) -> None:
        """Starts a run with this packet: the slot's sequence, timestamp and picture numbers go on without a break."""
        self.start = incoming.sequence
        self.sequence_shift = self.next_sequence - incoming.sequence
        if self.timestamp is not None:
            elapsed = max(1, int((now - self.spoken_at) * self.clock_hz))
            self.timestamp_shift = self.timestamp + elapsed - incoming.timestamp
        self._packets_before, self._octets_before = source.received - 1, source.octets - len(incoming.payload)
        self.shift = None
        described = incoming.descriptor
        if described is not None and self.picture >= 0:
            shift = vp8.Shift(self.picture + 1 - described.picture, self.tl0 + 1 - described.tl0)
            self.shift = None if shift == vp8.NO_SHIFT else shift

    def end(self, source: Feeder) -> None:
        """Ends the run, remembering where the next one goes on."""
        if self.start is None:
            return
        self.packets, self.octets = self.sent(source)
        self.next_sequence = source.highest + self.sequence_shift + 1
        self.timestamp = source.timestamp + self.timestamp_shift
        self.spoken_at = source.heard_at
        last = vp8.describe(source.payload) if self.outlet.codec is Codec.VP8 else None
        if last is not None:
            shift = self.shift or vp8.NO_SHIFT
            self.picture, self.tl0 = last.picture + shift.picture, last.tl0 + shift.tl0
        self.start = None

    def sent(self, source: Feeder) -> tuple[int, int]:
        """Packets and payload octets so far, the present run of `source` included."""
        if self.start is None:
            return self.packets, self.octets
        return self.packets + source.received - self._packets_before, self.octets + source.octets - self._octets_before

    def packet(self, incoming: Incoming) -> bytes:
        """The packet under this slot's own header and extension block, not yet sealed."""
        padding, marker, sequence, timestamp, level, payload, described = incoming
        if self.shift is not None and described is not None:
            payload = vp8.shifted(payload, described, self.shift)
        if level is None or not self._level_head:
            block = self._block
        else:
            block = self._level_head + _OCTETS[level] + self._level_tail
        return (
            _PACK(
                (0x90 if block else 0x80) | padding,
                marker | self._marker_type,
                (sequence + self.sequence_shift) & 0xFFFF,
                (timestamp + self.timestamp_shift) & 0xFFFFFFFF,
                self._ssrc,
            )
            + block
            + payload
        )


def _around_level(outlet: Outlet) -> tuple[bytes, bytes]:
    """The extension block of a slot before and after its audio level byte; empty when no level is negotiated."""
    if not outlet.level_extension:
        return b"", b""
    # The level goes last so that the block can be cut around it; a marker value finds the place.
    block = rtp.one_byte_block([(outlet.mid_extension, outlet.mid), (outlet.level_extension, b"\xff")])
    at = block.rindex(b"\xff")
    return block[:at], block[at + 1 :]


class Listener:
    """What a sink needs of the peer it belongs to: where to send and with which keys. Either may be missing."""

    __slots__ = ("address", "number", "send")

    def __init__(self, number: int) -> None:
        self.number = number
        self.address: tuple[str, int] | None = None
        self.send: pylibsrtp.Session | None = None
