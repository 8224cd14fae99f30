"""The way of a datagram through the pure-Python plane, in the order in which a stranger's is refused.

The hot path is `_take_rtp` and `forward`: one header, one seal, one system call for each receiver.
"""

from collections.abc import Callable, Sequence

from signaling.media import ice, rtp, srtp
from signaling.media.plane import ControlHandler, ControlKind
from signaling.media.relaypeer import RelayPeer
from signaling.media.sink import Incoming, Listener, Sink
from signaling.media.wire import Way, Wire

SHORTEST_BYTES = 12
LONGEST_BYTES = 1500
"""libsrtp's own buffer; nothing longer is read whole."""

ReportHandler = Callable[[RelayPeer, bytes, float], None]


class Traffic:
    """Takes what the wire brings, forwards RTP, and hands the rest to whom it concerns."""

    def __init__(self, wire: Wire, on_control: ControlHandler) -> None:
        self.owners: dict[Way, RelayPeer] = {}
        self.ufrags: dict[bytes, RelayPeer] = {}
        self._wire = wire
        self._counts = wire.counts
        self._drops = wire.counts.drops
        self._on_control = on_control
        self.on_report: ReportHandler = _nobody

    def take(self, datagram: bytes, way: Way, now: float) -> None:
        """Length, first byte (RFC 7983 §7), then source address; only then the crypto of the kind."""
        if not SHORTEST_BYTES <= len(datagram) <= LONGEST_BYTES:
            self._drops["length"] += 1
            return
        first = datagram[0]
        if first < 4:
            self._take_stun(datagram, way)
            return
        peer = self.owners.get(way)
        if peer is None:
            self._drops["stranger"] += 1
        elif 128 <= first <= 191:
            if 192 <= datagram[1] <= 223:
                self._take_rtcp(peer, datagram, now)
            else:
                self._take_rtp(peer, datagram, now)
        elif 20 <= first <= 63:
            self._on_control(ControlKind.DTLS, peer.number, self._wire.address(way), datagram)
        else:
            self._drops["class"] += 1

    def _take_stun(self, datagram: bytes, way: Way) -> None:
        if ice.claimed_ufrag(datagram) in self.ufrags:
            self._on_control(ControlKind.STUN, 0, self._wire.address(way), datagram)
        else:
            self._drops["stun_stranger"] += 1

    def _take_rtp(self, peer: RelayPeer, datagram: bytes, now: float) -> None:
        ssrc = datagram[8:12]
        packet = self._opened(peer, datagram, ssrc, now, is_rtcp=False)
        if packet is None:
            return
        peer.pulse_rtp = now
        try:
            if peer.transport_extension:
                number = rtp.transport_number(packet, peer.transport_extension)
                if number is not None:
                    peer.arrivals.note(number, int.from_bytes(ssrc), now)
            source = peer.speakers.get(ssrc)
            if source is None:
                self._take_other(peer, ssrc, packet, now)
                return
            incoming = source.take(packet, now)
        except rtp.Unwanted as reason:
            self._drops[str(reason)] += 1
            return
        self.forward(incoming, source.receivers(incoming, now), now)

    def _take_other(self, peer: RelayPeer, ssrc: bytes, packet: bytes, now: float) -> None:
        """A packet of an SSRC that is new, or of a repair stream. Raises rtp.Unwanted."""
        if ssrc not in peer.repairers:
            peer.bind(packet)
        source = peer.speakers.get(ssrc)
        if source is None:
            source = peer.repairers[ssrc]
            restored = source.restored(packet)
            if restored is None:
                return
            packet = restored
        incoming = source.take(packet, now)
        self.forward(incoming, source.receivers(incoming, now), now)

    def _opened(self, peer: RelayPeer, datagram: bytes, ssrc: bytes, now: float, *, is_rtcp: bool) -> bytes | None:
        """What is inside the seal; None when the datagram was dropped. What came too fast costs no crypto."""
        session, inflow = peer.receive, peer.reports if is_rtcp else peer.media
        if session is None:
            self._drops["keys"] += 1
        elif ssrc not in peer.seen and not peer.has_room:
            self._drops["ssrc"] += 1
        elif not inflow.admits(len(datagram), now):
            self._drops["rtcp_rate" if is_rtcp else "rtp_rate"] += 1
        else:
            try:
                packet = session.unprotect_rtcp(datagram) if is_rtcp else session.unprotect(datagram)
            except srtp.SrtpError:
                inflow.refund(len(datagram))
                self._drops["authentication"] += 1
            else:
                if ssrc not in peer.seen:
                    peer.seen.add(ssrc)
                return packet
        return None

    def _take_rtcp(self, peer: RelayPeer, datagram: bytes, now: float) -> None:
        compound = self._opened(peer, datagram, datagram[4:8], now, is_rtcp=True)
        if compound is not None:
            peer.pulse_rtcp = now
            self.on_report(peer, compound, now)

    def forward(self, incoming: Incoming, sinks: Sequence[Sink], now: float) -> None:
        """Sends a packet to each sink under its own header."""
        if self._wire.socket is None:
            return
        sendto = self._wire.socket.sendto
        time = rtp.absolute_time(now)
        sent = sent_bytes = 0
        for sink in sinks:
            listener = sink.listener
            session, way = listener.send, listener.way
            if session is None or way is None:
                continue
            try:
                sealed = session.protect(sink.packet(incoming, time))
                if listener.is_stream:
                    self._wire.send(sealed, way, is_media=True)
                    continue
                sendto(sealed, way)
            except (srtp.SrtpError, ValueError):
                self._drops["seal"] += 1
            except OSError:
                self._drops["send"] += 1
            else:
                sent += 1
                sent_bytes += len(sealed)
        self._counts.packets_out += sent
        self._counts.bytes_out += sent_bytes

    def repair(self, sink: Sink, sequences: Sequence[int], now: float) -> None:
        """Sends again what the ring still holds of these sequence numbers of a slot."""
        if sink.source is None or not sink.is_repairable:
            return
        time = rtp.absolute_time(now)
        for sequence in sequences:
            incoming = sink.source.again(sink, sequence, now)
            if incoming is not None and self._seal_and_send(sink, sink.again(incoming, time)):
                self._counts.retransmitted += 1

    def fill(self, sink: Sink, packets: int, now: float) -> None:
        """Sends padding on a slot's repair stream."""
        time = rtp.absolute_time(now)
        for _ in range(packets):
            self._seal_and_send(sink, sink.padding(time))

    def send_report(self, peer: Listener, compound: bytes) -> None:
        """Protects an RTCP compound and sends it to the peer, if it has keys and an address."""
        if peer.send is None or peer.way is None:
            return
        try:
            sealed = peer.send.protect_rtcp(compound)
        except (srtp.SrtpError, ValueError):
            self._drops["seal"] += 1
            return
        self._wire.send(sealed, peer.way, is_media=True)

    def note_fault(self) -> None:
        """Something of ours raised where nothing should."""
        self._drops["fault"] += 1

    def _seal_and_send(self, sink: Sink, packet: bytes) -> bool:
        listener = sink.listener
        if listener.send is None or listener.way is None:
            return False
        try:
            sealed = listener.send.protect(packet)
        except (srtp.SrtpError, ValueError):
            self._drops["seal"] += 1
            return False
        return self._wire.send(sealed, listener.way, is_media=True)


def _nobody(_peer: RelayPeer, _compound: bytes, _now: float) -> None:
    """Nothing is reported before there is somebody to take it."""
