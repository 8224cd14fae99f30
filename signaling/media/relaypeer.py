"""One connection as the pure-Python plane knows it."""

from collections.abc import Sequence

import pylibsrtp

from signaling.media import rtp
from signaling.media.budgets import MEDIA_RATE, REPORTS_RATE, Inflow
from signaling.media.plane import Address, Intake, Outlet
from signaling.media.sink import Listener, Sink
from signaling.media.source import Source

SPARE_SSRCS = 8
"""SSRCs a peer may use beyond two for each line (RTCP senders of receive-only lines count)."""


class RelayPeer(Listener):
    """Its lines, addresses, keys, the SSRCs it has used, and what it may still send."""

    __slots__ = (
        "addresses",
        "media",
        "pulse_rtcp",
        "pulse_rtp",
        "receive",
        "reports",
        "seen",
        "sinks",
        "sources",
        "speakers",
    )

    def __init__(self, peer: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        super().__init__(peer)
        self.addresses: tuple[Address, ...] = ()
        self.sources = {intake.line: Source(peer, intake) for intake in intakes}
        self.sinks = {outlet.line: Sink(self, outlet) for outlet in outlets}
        self.speakers: dict[bytes, Source] = {}
        self.seen: set[bytes] = set()
        self.media, self.reports = Inflow(MEDIA_RATE), Inflow(REPORTS_RATE)
        self.receive: pylibsrtp.Session | None = None
        self.pulse_rtp = self.pulse_rtcp = 0.0

    def use(self, addresses: Sequence[Address]) -> None:
        """It may send from these, and is sent to at the first."""
        self.addresses = tuple(dict.fromkeys(addresses))
        self.address = self.addresses[0] if self.addresses else None

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
