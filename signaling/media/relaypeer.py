"""One connection as the pure-Python plane knows it."""

from collections.abc import Sequence

from signaling.media import rtp, srtp
from signaling.media.arrivals import Arrivals
from signaling.media.budgets import MEDIA_RATE, REPORTS_RATE, Inflow, RepairBudget
from signaling.media.plane import Address, Intake, Outlet, Profile
from signaling.media.sink import Listener, Sink
from signaling.media.source import Source

SPARE_SSRCS = 8
"""SSRCs a peer may use beyond two for each line (RTCP senders of receive-only lines count)."""


class RelayPeer(Listener):
    """Its lines, addresses, keys, the SSRCs it has used, and what it may still send."""

    __slots__ = (
        "addresses",
        "arrivals",
        "bearing",
        "keys",
        "media",
        "pulse_rtcp",
        "pulse_rtp",
        "receive",
        "repairers",
        "repairs",
        "reports",
        "seen",
        "sinks",
        "slots",
        "sources",
        "speakers",
        "streams",
        "transport_extension",
        "ufrags",
    )

    def __init__(self, peer: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        super().__init__(peer)
        self.addresses: tuple[Address, ...] = ()
        self.streams: list[Address] = []
        self.ufrags: list[bytes] = []
        self.sources = {intake.line: Source(peer, intake) for intake in intakes}
        self.sinks = {outlet.line: Sink(self, outlet) for outlet in outlets}
        self.slots = {sink.outlet.ssrc: sink for sink in self.sinks.values()}
        self.speakers: dict[bytes, Source] = {}
        self.repairers: dict[bytes, Source] = {}
        self.seen: set[bytes] = set()
        self.media, self.reports, self.repairs = Inflow(MEDIA_RATE), Inflow(REPORTS_RATE), RepairBudget()
        self.receive: srtp.Session | None = None
        self.keys: tuple[Profile, bytes, bytes] | None = None
        self.pulse_rtp = self.pulse_rtcp = 0.0
        self.bearing: tuple[int, float] | None = None
        # One id for all lines: they are one BUNDLE (RFC 8843 §9.2).
        self.transport_extension = max((intake.transport_extension for intake in intakes), default=0)
        self.arrivals = Arrivals()

    @property
    def has_room(self) -> bool:
        """Whether another SSRC may be tried: libsrtp makes a stream for each one that authenticates."""
        return len(self.seen) < SPARE_SSRCS + 2 * (len(self.sources) + len(self.sinks))

    def bind(self, packet: bytes) -> None:
        """Finds the intake a new SSRC sends for, or repairs. Raises rtp.Unwanted when there is none."""
        ssrc, payload_type = packet[8:12], packet[1] & 0x7F
        source = self._owner(packet, int.from_bytes(ssrc), payload_type)
        if source is None:
            raise rtp.Unwanted("line")
        if payload_type == source.intake.payload_type:
            self.speakers = _instead(self.speakers, ssrc, source)
            source.bind(int.from_bytes(ssrc))
        elif source.intake.repair_payload_type and payload_type == source.intake.repair_payload_type:
            self.repairers = _instead(self.repairers, ssrc, source)
        else:
            raise rtp.Unwanted("payload_type")

    def _owner(self, packet: bytes, ssrc: int, payload_type: int) -> Source | None:
        """By MID, by the SSRCs of its SDP, or as the only intake with its payload type."""
        sources = list(self.sources.values())
        for source in sources:
            if rtp.element(packet, source.intake.mid_extension) == source.intake.mid:
                return source
        for source in sources:
            if ssrc in source.intake.ssrcs or ssrc in source.intake.repair_ssrcs:
                return source
        fitting = [
            source
            for source in sources
            if payload_type in (source.intake.payload_type, source.intake.repair_payload_type)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _instead(bound: dict[bytes, Source], ssrc: bytes, source: Source) -> dict[bytes, Source]:
    """At most one SSRC for each source."""
    return {kept: other for kept, other in bound.items() if other is not source} | {ssrc: source}
