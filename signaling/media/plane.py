"""The port between control and data plane: the smallest set of orders under which RTP is forwarded.

Ids are integers, addresses tuples, keys and packets bytes, so that a native plane fits behind it. RTP and RTCP never
leave the plane: what a sequence number, a loss or a report means is its business. STUN and DTLS are handed up through
`on_control`; who may be heard by whom, and how much a listener can bear, is the control's business.

Vocabulary: a *peer* is one connection. It has *lines*, numbered as the m-lines of its SDP. A line on which the client
sends is an `Intake`; a line on which it receives (a slot) is an `Outlet`. A *route* feeds one outlet from one intake.
A plane has one or more *shards*, each with one UDP port; peers hear only peers of their own shard.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol


class Address(NamedTuple):
    """Where datagrams come from and go to. `stream`: the other end of an ICE-TCP connection (RFC 6544)."""

    ip: str
    port: int
    stream: bool = False


class Codec(IntEnum):
    """What a line carries."""

    OPUS = 0
    VP8 = 1


class ControlKind(IntEnum):
    """What a handed-up datagram is. GONE: not a datagram; the stream from this address has ended."""

    STUN = 0
    DTLS = 1
    GONE = 2


class Profile(IntEnum):
    """SRTP protection profiles, numbered as in RFC 5764 §4.1.2 and RFC 7714 §14.2."""

    AES128_CM_SHA1_80 = 0x0001
    AEAD_AES_128_GCM = 0x0007


@dataclass(frozen=True, slots=True)
class Intake:
    """A line on which the client sends. Ids of extensions and payload types are 0 when not negotiated.

    `ssrcs` and `repair_ssrcs` (RFC 4588) are those its SDP declares. Without `transport_extension` the client gets no
    transport-wide feedback and estimates its way by our receiver reports.
    """

    line: int
    codec: Codec
    payload_type: int
    mid: bytes
    mid_extension: int
    level_extension: int
    ssrcs: tuple[int, ...]
    repair_payload_type: int = 0
    repair_ssrcs: tuple[int, ...] = ()
    transport_extension: int = 0


@dataclass(frozen=True, slots=True)
class Outlet:
    """A line on which the client receives. First sequence numbers are below 2^15 so that both ends start with ROC 0.

    With `repair_payload_type` lost packets go out anew as RFC 4588 says, under `repair_ssrc`; without, as they were.
    `time_extension` (abs-send-time, for REMB) needs the former: a packet sent as it was must be bit for bit the same.
    """

    line: int
    codec: Codec
    payload_type: int
    mid: bytes
    mid_extension: int
    level_extension: int
    ssrc: int
    first_sequence: int
    repair_payload_type: int = 0
    repair_ssrc: int = 0
    first_repair_sequence: int = 0
    time_extension: int = 0


class Route(NamedTuple):
    """One slot of a listener fed from one intake of a speaker."""

    listener: int
    slot_line: int
    speaker: int
    intake_line: int


class Reception(NamedTuple):
    """What was received of one intake, cumulative (`octets` of payload). `jitter` is in RTP units."""

    peer: int
    line: int
    ssrc: int
    expected: int
    received: int
    octets: int
    jitter: int


class Delivery(NamedTuple):
    """What one slot was sent, cumulative, and what its receiver last said of it.

    `lost_fraction` is of 256 parts, `jitter` in RTP units, `round_trip_us` 0 while unknown.
    """

    peer: int
    line: int
    packets: int
    octets: int
    repaired: int
    lost_fraction: int
    jitter: int
    round_trip_us: int


class Bearing(NamedTuple):
    """How much a listener says it can bear (REMB, bit/s) and when it said so (the plane's clock, seconds)."""

    peer: int
    bitrate: int
    said_at: float


class Readings(NamedTuple):
    """One row for each intake that has sent, each slot that is fed, each listener that sent a REMB."""

    receptions: list[Reception]
    deliveries: list[Delivery]
    bearings: list[Bearing]


class Pulse(NamedTuple):
    """When a peer last sent something authenticated, in the plane's clock (seconds). 0.0 means never."""

    rtp: float
    rtcp: float


ControlHandler = Callable[[ControlKind, int, Address, bytes], None]
"""`(kind, peer, source address, datagram)`. `peer` is 0 for STUN, whose sender is not known yet. Must not raise."""


class PlaneStalled(Exception):
    """A shard did not acknowledge an order in time; `revive` it."""


class Plane(Protocol):
    """UDP ports that forward. Every order takes effect before it returns and may be repeated.

    Orders may raise PlaneStalled; about unknown peers and lines they do nothing.
    """

    @property
    def ports(self) -> tuple[int, ...]:
        """The bound UDP port of each shard; empty before `start`."""
        ...

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        """Binds `port` and those that follow, one for each shard (0: free ones), and begins to read.

        Raises OSError when a port cannot be had.
        """
        ...

    def close(self) -> None:
        """Closes ports and streams and forgets every peer."""
        ...

    def add_peer(self, peer: int, shard: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        """Makes a peer without address or keys: nothing is taken from it or sent to it yet."""
        ...

    def set_credentials(self, peer: int, credentials: Sequence[tuple[str, str]]) -> None:
        """Our ICE user fragments for the peer with their passwords: a plane may drop STUN that none of them signs."""
        ...

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        """The addresses ICE has validated: all are listened to, the first is sent to. Empty: nothing either way.

        An address another peer had leaves its list. Whether it may is the control's decision.
        """
        ...

    def adopt(self, peer: int, descriptor: int, address: Address) -> None:
        """Takes over a connected TCP socket with RFC 4571 framing; what it brings is taken like datagrams.

        The plane closes the descriptor: when the other end does, sends nonsense, or the peer is removed.
        """
        ...

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        """SRTP master key + salt for each direction. Raises ValueError when a key has the wrong length."""
        ...

    def remove_peer(self, peer: int) -> None:
        """Forgets addresses, streams, keys and every route from and to the peer."""
        ...

    def sever(self, peer: int) -> None:
        """First-hand, even where a shard hangs: nothing passes from or to the peer any more. Then it is removed.

        For when an order was not acknowledged; never raises PlaneStalled.
        """
        ...

    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        """Ends the routes to these slots `(listener, slot line)`, all of them before it makes the first new one.

        When this returns not one packet more passes by the old ones. A new route replaces what fed its slot; the same
        again changes nothing. VP8 starts with the next key frame, which the plane asks for.
        """
        ...

    def send_control(self, peer: int, address: Address, datagram: bytes) -> None:
        """Sends STUN or DTLS as it is from the peer's shard."""
        ...

    def probe(self, peer: int, octets: int) -> None:
        """Sends about so many octets of padding on a repair stream, to see whether the way bears more (RFC 4588).

        Nothing when no slot with a repair stream is fed or was.
        """
        ...

    def levels(self) -> dict[int, int]:
        """The loudest RFC 6464 level (0 loudest, 126 nearly silent) of each peer that was heard since the last time."""
        ...

    def readings(self) -> Readings:
        """Figures of every peer."""
        ...

    def routes(self, listeners: Sequence[int]) -> list[Route]:
        """What feeds the slots of these peers now, from the table by which packets are forwarded."""
        ...

    def pulse(self, peer: int) -> Pulse:
        """When the peer last sent; (0.0, 0.0) for an unknown peer."""
        ...

    def stats(self) -> dict[str, int]:
        """Monotonic counters: packets_in, bytes_in, packets_out, bytes_out, retransmitted, and dropped_<reason>."""
        ...

    def fallen(self) -> list[int]:
        """Shards whose reading has ended without being told to; `revive` each."""
        ...

    def revive(self, shard: int) -> None:
        """Makes a fallen shard read again, with its port, peers, keys and routes as they were. Raises OSError."""
        ...
