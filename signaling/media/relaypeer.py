"""One connection as the pure-Python plane knows it."""

from collections.abc import Sequence

import pylibsrtp

from signaling.media import rtp
from signaling.media.plane import Address, Intake, Outlet
from signaling.media.sink import Listener, Sink
from signaling.media.source import Source

SPARE_SSRCS = 8
"""SSRCs a peer may use beyond two for each line (RTCP senders of receive-only lines count)."""


class RelayPeer(Listener):
    """Its lines, addresses, keys and the SSRCs it has used."""

    __slots__ = ("addresses", "pulse_rtcp", "pulse_rtp", "receive", "seen", "sinks", "sources", "speakers")

    def __init__(self, peer: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        super().__init__(peer)
        self.addresses: tuple[Address, ...] = ()
        self.sources = {intake.line: Source(peer, intake) for intake in intakes}
        self.sinks = {outlet.line: Sink(self, outlet) for outlet in outlets}
        self.speakers: dict[bytes, Source] = {}
        self.seen: set[bytes] = set()
        self.receive: pylibsrtp.Session | None = None
        self.pulse_rtp = self.pulse_rtcp = 0.0

    def admits(self, ssrc: bytes) -> bool:
        """Whether another SSRC may be tried: libsrtp makes a stream for each one that authenticates."""
        return ssrc in self.seen or len(self.seen) < SPARE_SSRCS + 2 * (len(self.sources) + len(self.sinks))

    def owner(self, packet: bytes, ssrc: int) -> Source | None:
        """The intake a new SSRC belongs to: by MID, by its SDP, or as the only one of its payload type."""
        sources = list(self.sources.values())
        for source in sources:
            if rtp.element(packet, source.intake.mid_extension) == source.intake.mid:
                return source
        for source in sources:
            if ssrc in source.intake.ssrcs:
                return source
        fitting = [source for source in sources if source.intake.payload_type == packet[1] & 0x7F]
        return fitting[0] if len(fitting) == 1 else None
