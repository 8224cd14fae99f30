"""The port between control and data plane: the smallest set of orders under which RTP is forwarded.

Ids are integers, addresses `(ip, port)`, keys and packets bytes, so that a native plane fits behind it.
RTP never leaves the plane. STUN, DTLS and (decrypted) RTCP are handed up through `on_control`; what a feedback packet
means is the control's business, what a sequence number means is the plane's.

Vocabulary: a *peer* is one connection. It has *lines*, numbered as the m-lines of its SDP. A line on which the client
sends is an `Intake`; a line on which it receives (a slot) is an `Outlet`. A *route* feeds one outlet from one intake.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

Address = tuple[str, int]
"""IP address as text and UDP port, as the socket gives them."""


class Codec(IntEnum):
    """What a line carries."""

    OPUS = 0
    VP8 = 1


class ControlKind(IntEnum):
    """What a handed-up datagram is."""

    STUN = 0
    DTLS = 1
    RTCP = 2


class Profile(IntEnum):
    """SRTP protection profiles, numbered as in RFC 5764 §4.1.2 and RFC 7714 §14.2."""

    AES128_CM_SHA1_80 = 0x0001
    AEAD_AES_128_GCM = 0x0007


@dataclass(frozen=True, slots=True)
class Intake:
    """A line on which the client sends. Extension ids are 0 when not negotiated; `ssrcs` are those its SDP declares."""

    line: int
    codec: Codec
    payload_type: int
    mid: bytes
    mid_extension: int
    level_extension: int
    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A line on which the client receives. `first_sequence` is below 2^15 so that both ends start with ROC 0."""

    line: int
    codec: Codec
    payload_type: int
    mid: bytes
    mid_extension: int
    level_extension: int
    ssrc: int
    first_sequence: int


class Wish(NamedTuple):
    """What an intake lacks: ask its sender for these sequence numbers, or for a key frame."""

    peer: int
    line: int
    ssrc: int
    lost: tuple[int, ...]
    key_frame: bool


class Reception(NamedTuple):
    """What was received of one intake, cumulative. `highest` is the extended sequence number, `jitter` in RTP units.

    `level` is the loudest RFC 6464 level since the last reading (0 loudest, 127 silence), or 127 when nothing came.
    """

    peer: int
    line: int
    ssrc: int
    expected: int
    received: int
    highest: int
    jitter: int
    level: int


class Emission(NamedTuple):
    """What one slot was sent of the intake that feeds it: all a rewritten sender report needs (RFC 3550 §6.4.1)."""

    peer: int
    ssrc: int
    timestamp_shift: int
    packets: int
    octets: int


class Pulse(NamedTuple):
    """When a peer last sent something authenticated, in the plane's clock (seconds). 0.0 means never."""

    rtp: float
    rtcp: float


ControlHandler = Callable[[ControlKind, int, Address, bytes], None]
"""`(kind, peer, source address, datagram)`. `peer` is 0 for STUN, whose sender is not known yet. Must not raise."""


class Plane(Protocol):
    """One UDP port that forwards. Every order takes effect before it returns and may be repeated."""

    @property
    def port(self) -> int:
        """The bound UDP port; 0 before `start`."""
        ...

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        """Binds the port (0: a free one) and begins to read. Raises OSError when the port cannot be had."""
        ...

    def close(self) -> None:
        """Closes the port and forgets every peer."""
        ...

    def add_peer(self, peer: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        """Makes a peer without address or keys: nothing is taken from it or sent to it yet."""
        ...

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        """The addresses ICE has validated: all are listened to, the first is sent to. Empty: nothing either way.

        An address another peer had leaves its list. Whether it may is the control's decision.
        """
        ...

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        """SRTP master key + salt for each direction. Raises ValueError when a key has the wrong length."""
        ...

    def remove_peer(self, peer: int) -> None:
        """Forgets addresses, keys and every route from and to the peer."""
        ...

    def set_route(self, listener: int, slot_line: int, speaker: int, intake_line: int) -> None:
        """Feeds the slot from the intake, replacing what fed it. VP8 starts with the next key frame."""
        ...

    def remove_route(self, listener: int, slot_line: int) -> None:
        """Not one packet more reaches the slot."""
        ...

    def send_control(self, address: Address, datagram: bytes) -> None:
        """Sends STUN or DTLS as it is."""
        ...

    def send_rtcp(self, peer: int, compound: bytes) -> None:
        """Protects an RTCP compound and sends it to the peer, if it has keys and an address."""
        ...

    def retransmit(self, listener: int, ssrc: int, sequences: Sequence[int]) -> None:
        """Sends again what the ring still holds of these sequence numbers of a slot."""
        ...

    def wishes(self, now: float) -> list[Wish]:
        """Repairs due at `now` (seconds): gaps to be NACKed and intakes whose new routes wait for a key frame."""
        ...

    def receptions(self) -> list[Reception]:
        """One row for each intake that has sent; resets `level`."""
        ...

    def ssrcs(self, peer: int) -> frozenset[int]:
        """What the peer's intakes send as now, each at most one; empty for an unknown peer."""
        ...

    def emissions(self, speaker: int, ssrc: int) -> list[Emission]:
        """One row for each slot fed by the intake that sends as `ssrc`."""
        ...

    def pulse(self, peer: int) -> Pulse:
        """When the peer last sent; (0.0, 0.0) for an unknown peer."""
        ...

    def stats(self) -> dict[str, int]:
        """Monotonic counters: packets_in, bytes_in, packets_out, bytes_out, retransmitted, and dropped_<reason>."""
        ...
