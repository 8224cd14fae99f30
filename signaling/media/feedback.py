"""RTCP between speakers and listeners: time pairs go down, losses and key frame wishes go up, merged and bounded."""

from collections import defaultdict
from collections.abc import Sequence

from signaling.media import rtcp
from signaling.media.connection import Connection
from signaling.media.keyframes import KeyFrameRequests
from signaling.media.plane import Plane, Reception
from signaling.media.registry import Registry
from signaling.media.routing import Feed


class Feedback:
    """Acts on what peers report and reports to them."""

    def __init__(self, plane: Plane, registry: Registry) -> None:
        self._plane = plane
        self._registry = registry
        self._key_frames = KeyFrameRequests()
        self._ssrcs: dict[Feed, int] = {}

    def take(self, connection: Connection, compound: bytes, now: float) -> None:
        """Handles an authenticated compound. A report about an SSRC that is not the peer's own slot is ignored."""
        for report in rtcp.read(compound):
            match report:
                case rtcp.SenderReport():
                    self._pass_on(connection, report, now)
                case rtcp.KeyFrameAsked(ssrc=ssrc):
                    self._ask_source_of(connection, ssrc)
                case rtcp.Nacked(ssrc=ssrc, sequences=sequences):
                    self._plane.retransmit(connection.peer, ssrc, connection.repairs.grant(sequences, now))

    def _pass_on(self, connection: Connection, report: rtcp.SenderReport, now: float) -> None:
        # A compound may hold dozens of reports, about anything: only what the peer sends now is worth a log and a seal.
        if report.ssrc not in self._plane.ssrcs(connection.peer):
            return
        if connection.logs.setdefault(report.ssrc, rtcp.ReceptionLog()).heard(report, now):
            for emission in self._plane.emissions(connection.peer, report.ssrc):
                self._plane.send_rtcp(emission.peer, rtcp.sender_report(report, emission))

    def _ask_source_of(self, connection: Connection, ssrc: int) -> None:
        line = next((line for line, ours in connection.ssrcs.items() if ours == ssrc), None)
        feed = connection.placement.routes.get(line) if line is not None else None
        if feed is not None:
            self._key_frames.ask(feed)

    def repair(self, now: float) -> None:
        """Asks speakers for what the plane misses. To be called about every 20 ms."""
        for wish in self._plane.wishes(now):
            if wish.lost:
                self._plane.send_rtcp(wish.peer, rtcp.nack(wish.ssrc, wish.lost))
            if wish.key_frame:
                self._ssrcs[Feed(wish.peer, wish.line)] = wish.ssrc
                self._key_frames.ask(Feed(wish.peer, wish.line))
        for peer, ssrc in self._key_frames.due(self._ssrcs, now):
            self._plane.send_rtcp(peer, rtcp.picture_loss(ssrc))

    def observe(self, rows: Sequence[Reception]) -> None:
        """Takes in which SSRC each intake uses now. To be called about every 100 ms."""
        self._ssrcs = {Feed(row.peer, row.line): row.ssrc for row in rows}

    def report(self, rows: Sequence[Reception], now: float) -> None:
        """Sends every speaker a receiver report: its bandwidth estimate grows by them. Once a second."""
        by_peer: defaultdict[int, list[Reception]] = defaultdict(list)
        for row in rows:
            by_peer[row.peer].append(row)
        for peer, sent in by_peer.items():
            connection = self._registry.of_peer(peer)
            if connection is not None:
                # Logs of SSRCs that are no longer sent with are forgotten here.
                connection.logs = {row.ssrc: connection.logs.get(row.ssrc) or rtcp.ReceptionLog() for row in sent}
                blocks = [connection.logs[row.ssrc].block(row, now) for row in sent]
                self._plane.send_rtcp(peer, rtcp.receiver_report(blocks))

    def forget(self, connection: Connection) -> None:
        """The connection is gone."""
        self._key_frames.forget(connection.peer)
