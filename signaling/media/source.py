"""One intake of a speaker as the plane sees it: what came, what is missing, and which sinks it feeds."""

from signaling.media import rtp, vp8
from signaling.media.gaps import LARGEST_GAP, Gaps
from signaling.media.keyframes import KeyFrameRequests
from signaling.media.plane import Codec, Intake, Reception
from signaling.media.ring import Ring
from signaling.media.rtcp import ReceptionLog
from signaling.media.sink import CLOCK_HZ, Incoming, Sink
from signaling.media.speaking import SILENCE

_UNPACK = rtp.HEADER.unpack_from


class Source:
    """Reception state (RFC 3550 appendix A) and receivers of one intake. Unbound until its first packet (`ssrc` 0)."""

    __slots__ = (
        "_base",
        "_clock_hz",
        "_jitter",
        "_level_extension",
        "_payload_type",
        "_shifted",
        "_transit",
        "gaps",
        "heard_at",
        "highest",
        "intake",
        "is_video",
        "key_frames",
        "level",
        "live",
        "log",
        "octets",
        "payload",
        "peer",
        "received",
        "ring",
        "ssrc",
        "timestamp",
        "waiting",
    )

    def __init__(self, peer: int, intake: Intake) -> None:
        self.peer = peer
        self.intake = intake
        self.live: list[Sink] = []
        self.waiting: list[Sink] = []
        self.gaps = Gaps()
        self.ring = Ring()
        self.key_frames = KeyFrameRequests()
        self._payload_type = intake.payload_type
        self._level_extension = intake.level_extension
        self.is_video = intake.codec is Codec.VP8
        self._clock_hz = CLOCK_HZ[intake.codec]
        self._shifted = False
        self._reset(0)

    def _reset(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.highest = self._base = -1
        self.received = self.octets = self.timestamp = 0
        self.heard_at = 0.0
        self.level = SILENCE
        self.payload = b""
        self._transit = self._jitter = 0.0
        self.log = ReceptionLog()
        self.gaps.clear()
        self.ring.clear()

    def bind(self, ssrc: int) -> None:
        """The sender uses `ssrc` from now on; what it fed waits to begin anew."""
        self._pause()
        self._reset(ssrc)

    def _pause(self) -> None:
        for sink in self.live:
            sink.end(self)
        self.waiting += self.live
        self.live = []

    def attach(self, sink: Sink) -> None:
        """Feeds the sink from the next packet it can start with."""
        sink.source = self
        self.waiting.append(sink)

    def detach(self, sink: Sink) -> None:
        """Not one packet more for this sink."""
        sink.end(self)
        sink.source = None
        self.live = [kept for kept in self.live if kept is not sink]
        self.waiting = [kept for kept in self.waiting if kept is not sink]

    def take(self, packet: bytes, now: float) -> Incoming:
        """Accounts for an authenticated packet and reads it; the caller then gives it to `receivers`.

        Raises rtp.Unwanted for a wrong payload type, a malformed packet, or one that is too late.
        """
        first, second, sequence, timestamp, _ = _UNPACK(packet)
        if second & 0x7F != self._payload_type:
            raise rtp.Unwanted("payload_type")
        offset = rtp.payload_offset(packet) if first & 0x1F else rtp.HEADER_BYTES
        extended = self.highest + 1
        if extended and extended & 0xFFFF == sequence:
            self.highest = extended
        else:
            extended = self._place(sequence, now)
        payload = packet[offset:]
        self.received += 1
        self.octets += len(payload)
        level, described = None, None
        if self.is_video:
            self.ring.put(extended, packet, now)
            if self._shifted or self.waiting:
                described = vp8.describe(payload)
        else:
            level = rtp.audio_level(packet, self._level_extension)
            if level is not None and level & 0x7F < self.level:
                self.level = level & 0x7F
        if extended == self.highest:
            self._advance(timestamp, payload, now)
        return Incoming(first & 0x20, second & 0x80, extended, timestamp, level, payload, described)

    def _place(self, sequence: int, now: float) -> int:
        """The extended number of a packet that is not the next one; opens or fills gaps."""
        if self.highest < 0:
            self.highest = self._base = sequence
            return self.highest
        extended = rtp.extend(self.highest, sequence)
        if extended > self.highest:
            if extended - self.highest > LARGEST_GAP:
                # Two such leaps, and a receiver loses count of the roll-overs: it could open nothing in that slot any
                # more, whoever speaks there. Its numbers go on without one.
                self._pause()
            self.gaps.open(self.highest + 1, extended, now)
            self.highest = extended
        elif not self.gaps.fill(extended):
            # Only a number known to be missing may come late. Otherwise a sender who confuses our count with
            # libsrtp's could have us seal two different packets under one index of a listener's key.
            raise rtp.Unwanted("late")
        return extended

    def _advance(self, timestamp: int, payload: bytes, now: float) -> None:
        """Jitter as in RFC 3550 §A.8, and the marks where a later run of a sink goes on."""
        transit = now * self._clock_hz - timestamp
        if self.heard_at:
            change = abs(transit - self._transit)
            if change < self._clock_hz:  # a wrapped timestamp or a pause is no jitter
                self._jitter += (change - self._jitter) / 16
        self._transit = transit
        self.timestamp = timestamp
        self.heard_at = now
        self.payload = payload

    def receivers(self, incoming: Incoming, now: float) -> list[Sink]:
        """The sinks this packet is for; those waiting begin when it is one they can start with."""
        if self.waiting and self._can_start(incoming):
            for sink in self.waiting:
                sink.begin(self, incoming, now)
            self.live += self.waiting
            self.waiting = []
            # Reading every descriptor costs; it is only needed where numbers must be moved.
            self._shifted = any(sink.shift is not None for sink in self.live)
        if incoming.sequence == self.highest:
            return self.live
        return [sink for sink in self.live if sink.start is not None and incoming.sequence >= sink.start]

    def _can_start(self, incoming: Incoming) -> bool:
        if not self.is_video:
            return incoming.sequence == self.highest
        return incoming.descriptor is not None and incoming.descriptor.key_frame_start

    def restored(self, packet: bytes) -> bytes | None:
        """The packet inside one of the repair stream (RFC 4588 §4), or None when it only fills the way.

        Raises rtp.Unwanted when it is malformed, or when there is nothing yet that it could repair.
        """
        if self.highest < 0:
            raise rtp.Unwanted("late")
        first, second, _, timestamp, _ = _UNPACK(packet)
        offset = rtp.payload_offset(packet)
        end = rtp.unpadded(packet, offset)
        if end - offset <= rtp.ORIGINAL_SEQUENCE_BYTES:
            return None
        original = int.from_bytes(packet[offset : offset + rtp.ORIGINAL_SEQUENCE_BYTES])
        head = rtp.HEADER.pack(first & ~0x20, second & 0x80 | self._payload_type, original, timestamp, self.ssrc)
        return head + packet[rtp.HEADER_BYTES : offset] + packet[offset + rtp.ORIGINAL_SEQUENCE_BYTES : end]

    def key_frame_due(self, now: float) -> bool:
        """Whether its sender is to be asked for a key frame now: a sink waits for one, or a receiver asked."""
        if not self.is_video or not self.ssrc:
            return False
        if self.waiting:
            self.key_frames.ask()
        return self.key_frames.due(now)

    def again(self, sink: Sink, sequence: int, now: float) -> Incoming | None:
        """What was sent to the sink under its 16-bit `sequence` in the present run, if the ring still has it."""
        if sink.start is None:
            return None
        extended = rtp.extend(self.highest + sink.sequence_shift, sequence) - sink.sequence_shift
        packet = self.ring.get(extended, now) if extended >= sink.start else None
        if packet is None:
            return None
        first, second, _, timestamp, _ = _UNPACK(packet)
        payload = packet[rtp.payload_offset(packet) :]
        return Incoming(first & 0x20, second & 0x80, extended, timestamp, None, payload, vp8.describe(payload))

    def lost(self, now: float) -> tuple[int, ...]:
        """16-bit numbers to ask the sender for now. Sound is not asked for: its codec conceals and repairs itself."""
        return tuple(sequence & 0xFFFF for sequence in self.gaps.due(now)) if self.is_video and self.gaps else ()

    @property
    def expected(self) -> int:
        """How many packets the numbers that came speak of."""
        return self.highest - self._base + 1

    @property
    def jitter(self) -> int:
        """In RTP units (RFC 3550 §6.4.1)."""
        return int(self._jitter)

    def loudest(self) -> int:
        """The loudest level since the last time; SILENCE when nothing was heard."""
        level, self.level = self.level, SILENCE
        return level

    def reception(self) -> Reception:
        """The account of what came."""
        return Reception(self.peer, self.intake.line, self.ssrc, self.expected, self.received, self.octets, self.jitter)
