"""One slot of a listener as the plane sees it: our own SSRC whose numbers go on whoever speaks in it.

Within one *run* (from one route to the next) every offset is constant. So a packet sent again as it was is bit for bit
the first one, which is what makes sealing it again under the same SRTP index harmless. A slot with abs-send-time writes
another time into every packet: it never sends one again as it was, only inside its repair stream (RFC 4588).
"""

from typing import NamedTuple, Protocol

from signaling.media import rtp, srtp, vp8
from signaling.media.keyframes import KeyFrameRequests
from signaling.media.plane import Codec, Intake, Outlet
from signaling.media.rtcp import ReceptionLog
from signaling.media.wire import Way

TOLD_SECONDS = 10.0
"""How long a listener's report counts: libwebrtc sends one about a sound every 2.5 to 7.5 s."""
CLOCK_HZ = {Codec.OPUS: 48_000, Codec.VP8: 90_000}
_PACK = rtp.HEADER.pack
TIME_BYTES = 3
PADDING = bytes(254) + b"\xff"
"""As much as one packet can hold (RFC 3550 §5.1)."""
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

    peer: int
    intake: Intake
    received: int
    octets: int
    highest: int
    timestamp: int
    heard_at: float
    payload: bytes
    key_frames: KeyFrameRequests
    log: ReceptionLog

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
        "_levelled_tail",
        "_marker_type",
        "_octets_before",
        "_packets_before",
        "_repair_sequence",
        "_ssrc",
        "_tail",
        "_timed",
        "clock_hz",
        "listener",
        "next_sequence",
        "octets",
        "outlet",
        "packets",
        "picture",
        "repaired",
        "sequence_shift",
        "shift",
        "source",
        "spoken_at",
        "start",
        "timestamp",
        "timestamp_shift",
        "tl0",
        "told",
        "told_at",
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
        self._timed = bool(outlet.time_extension)
        self._block, self._tail = _around_time(outlet)
        self._level_head, self._level_tail, self._levelled_tail = _around_level(outlet)
        self._repair_sequence = outlet.first_repair_sequence
        self.repaired = 0
        self.told = Told(0, 0, 0)
        self.told_at = 0.0

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

    def lost(self, now: float) -> int:
        """What its receiver lately said it missed, of 256.

        A slot that carries nothing is not reported on: what was said of it long ago says nothing of the line now.
        """
        return self.told.lost_fraction if now - self.told_at <= TOLD_SECONDS else 0

    def sent(self, source: Feeder) -> tuple[int, int]:
        """Packets and payload octets so far, the present run of `source` included."""
        if self.start is None:
            return self.packets, self.octets
        return self.packets + source.received - self._packets_before, self.octets + source.octets - self._octets_before

    @property
    def is_repairable(self) -> bool:
        """Whether a lost packet may be sent again, in whichever way."""
        return bool(self.outlet.repair_payload_type) or not self._timed

    @property
    def was_fed(self) -> bool:
        """Whether its receiver has seen anything of it."""
        return self.start is not None or self.timestamp is not None

    def packet(self, incoming: Incoming, time: bytes) -> bytes:
        """The packet under this slot's own header and extension block, not yet sealed. `time`: rtp.absolute_time."""
        padding, marker, sequence, timestamp, level, payload, described = incoming
        if self.shift is not None and described is not None:
            payload = vp8.shifted(payload, described, self.shift)
        if level is None or not self._level_head:
            block = self._block + time + self._tail if self._timed else self._block
        else:
            block = self._level_head + _OCTETS[level] + self._level_tail
            if self._timed:
                block += time + self._levelled_tail
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

    def again(self, incoming: Incoming, time: bytes) -> bytes:
        """A packet of the run once more: in the repair stream if there is one, else bit for bit as it was."""
        self.repaired += 1
        packet = self.packet(incoming, time)
        if not self.outlet.repair_payload_type:
            return packet
        offset = rtp.payload_offset(packet)
        head = self._repair_head(packet[0], packet[1] & 0x80, int.from_bytes(packet[4:8]))
        return head + packet[rtp.HEADER_BYTES : offset] + packet[2:4] + packet[offset:]

    def padding(self, time: bytes) -> bytes:
        """A packet of the repair stream that carries nothing, to see whether the way bears it."""
        block = self._block + time + self._tail if self._timed else self._block
        return self._repair_head(0xB0 if block else 0xA0, 0, self.timestamp or 0) + block + PADDING

    def _repair_head(self, first: int, marker: int, timestamp: int) -> bytes:
        # A new number for everything that is sealed under the repair stream's SSRC.
        sequence = self._repair_sequence
        self._repair_sequence += 1
        outlet = self.outlet
        return _PACK(first, marker | outlet.repair_payload_type, sequence & 0xFFFF, timestamp, outlet.repair_ssrc)


def _around_time(outlet: Outlet) -> tuple[bytes, bytes]:
    """The extension block without a level, before and after the time; all of it before when no time is negotiated."""
    block = rtp.one_byte_block([(outlet.mid_extension, outlet.mid), (outlet.time_extension, b"\xff" * TIME_BYTES)])
    if not outlet.time_extension:
        return block, b""
    at = 4 + _element_bytes(outlet.mid_extension, outlet.mid) + 1
    return block[:at], block[at + TIME_BYTES :]


def _around_level(outlet: Outlet) -> tuple[bytes, bytes, bytes]:
    """The block before and after the level, and after the time that follows it; empty when no level is negotiated."""
    if not outlet.level_extension:
        return b"", b"", b""
    elements = [(outlet.mid_extension, outlet.mid), (outlet.level_extension, b"\xff")]
    block = rtp.one_byte_block([*elements, (outlet.time_extension, b"\xff" * TIME_BYTES)])
    at = 4 + _element_bytes(outlet.mid_extension, outlet.mid) + 1
    if not outlet.time_extension:
        return block[:at], block[at + 1 :], b""
    return block[:at], block[at + 1 : at + 2], block[at + 2 + TIME_BYTES :]


def _element_bytes(identifier: int, value: bytes) -> int:
    return 1 + len(value) if identifier and value else 0


class Told(NamedTuple):
    """What the receiver of a slot last said of it, as in `plane.Delivery`."""

    lost_fraction: int
    jitter: int
    round_trip_us: int


class Listener:
    """What a sink needs of the peer it belongs to: where to send and with which keys. Either may be missing."""

    __slots__ = ("is_stream", "number", "send", "way")

    def __init__(self, number: int) -> None:
        self.number = number
        self.way: Way | None = None
        self.is_stream = False
        self.send: srtp.Session | None = None
