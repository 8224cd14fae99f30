"""RTCP of the pure-Python plane: time pairs go down, losses and key frame wishes go up, merged and bounded."""

import logging

from signaling.media import rtcp
from signaling.media.relaypeer import RelayPeer
from signaling.media.sink import Told
from signaling.media.source import Source
from signaling.media.traffic import Traffic

log = logging.getLogger(__name__)

TICKS_PER_TRANSPORT_FEEDBACK = 5
TICKS_PER_REPORT = 50
MOST_TOLD_LOSS = 25
"""Of 256."""


class Feedback:
    """Acts on what peers report and reports to them. `peers` is the plane's own table."""

    def __init__(self, peers: dict[int, RelayPeer], traffic: Traffic) -> None:
        self._peers = peers
        self._traffic = traffic
        self._ticks = 0

    def take(self, peer: RelayPeer, compound: bytes, now: float) -> None:
        """Handles an authenticated compound. A report about an SSRC that is not the peer's own slot is ignored."""
        for report in rtcp.read(compound):
            match report:
                case rtcp.SenderReport():
                    self._pass_on(peer, report, now)
                case rtcp.KeyFrameAsked(ssrc=ssrc):
                    sink = peer.slots.get(ssrc)
                    if sink is not None and sink.source is not None:
                        sink.source.key_frames.ask()
                case rtcp.Nacked(ssrc=ssrc, sequences=sequences):
                    sink = peer.slots.get(ssrc)
                    if sink is not None:
                        self._traffic.repair(sink, peer.repairs.grant(sequences, now), now)
                case rtcp.Heard():
                    _note(peer, report, now)
                case rtcp.Bearable(bitrate=bitrate):
                    peer.bearing = (bitrate, now)

    def _pass_on(self, peer: RelayPeer, report: rtcp.SenderReport, now: float) -> None:
        # A compound may hold dozens of reports, about anything: only what the peer sends now is worth a seal.
        source = peer.speakers.get(report.ssrc.to_bytes(4))
        if source is None or not source.log.heard(report, now):
            return
        for sink in source.live:
            sent = rtcp.sender_report(report, sink.outlet.ssrc, sink.timestamp_shift, *sink.sent(source))
            self._traffic.send_report(sink.listener, sent)

    def tick(self, now: float) -> None:
        """Asks and reports what is due. To be called every 20 ms."""
        self._ticks += 1
        for peer in self._peers.values():
            try:
                self._tend(peer, now)
            except Exception:
                # The edge: what one peer's figures break must not end the reports of every other.
                self._traffic.note_fault()
                log.exception("media: reports to one peer broke off")

    def _tend(self, peer: RelayPeer, now: float) -> None:
        for source in peer.sources.values():
            if source.is_video:
                self._ask(peer, source, now)
        if self._ticks % TICKS_PER_TRANSPORT_FEEDBACK == 0:
            for compound in rtcp.transport_feedback(peer.arrivals.ssrc, peer.arrivals.feedback()):
                self._traffic.send_report(peer, compound)
        if self._ticks % TICKS_PER_REPORT == 0:
            self._report(peer, now)

    def _ask(self, peer: RelayPeer, source: Source, now: float) -> None:
        lost = source.lost(now)
        if lost:
            self._traffic.send_report(peer, rtcp.nack(source.ssrc, lost))
        if source.key_frame_due(now):
            self._traffic.send_report(peer, rtcp.picture_loss(source.ssrc))

    def _report(self, peer: RelayPeer, now: float) -> None:
        """A speaker's bandwidth estimate grows by our reports; one that sends nothing needs none."""
        sources = [source for source in peer.sources.values() if source.received]
        blocks = [source.log.block(source, now, beyond=_lost_beyond(source, now)) for source in sources]
        if blocks:
            self._traffic.send_report(peer, rtcp.receiver_report(blocks))


def _lost_beyond(source: Source, now: float) -> int:
    """What is lost of a sound on the way to its listeners, of 256: a speaker repairs ahead (Opus FEC) what it hears of.

    A picture is repaired by sending again. The worst listener counts, but bounded: the speaker's own estimate shrinks
    where a tenth is lost, and nobody else may bring that about.
    """
    live = () if source.is_video else source.live
    return min(MOST_TOLD_LOSS, max((sink.lost(now) for sink in live), default=0))


def _note(peer: RelayPeer, heard: rtcp.Heard, now: float) -> None:
    """What the receiver of a slot says of it; the round trip only if it answers a report of who feeds it now."""
    sink = peer.slots.get(heard.ssrc)
    if sink is None:
        return
    measured = sink.source.log.round_trip_us(heard, now) if sink.source is not None else None
    sink.told_at = now
    sink.told = Told(heard.lost_fraction, heard.jitter, sink.told.round_trip_us if measured is None else measured)
