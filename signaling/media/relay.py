"""The pure-Python data plane: one UDP socket read until it would block, libsrtp, one header written per receiver.

No exception leaves the reader: whatever a datagram does, it is counted under a reason and the next one is read.
"""

import asyncio
import logging
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence

from signaling.media import rtp, srtp
from signaling.media.plane import (
    Address,
    ControlHandler,
    ControlKind,
    Emission,
    Intake,
    Outlet,
    Profile,
    Pulse,
    Reception,
    Wish,
)
from signaling.media.relaypeer import RelayPeer
from signaling.media.sink import Incoming, Sink
from signaling.media.source import Source

log = logging.getLogger(__name__)

SHORTEST_BYTES = 12
LONGEST_BYTES = 1500
"""libsrtp's own buffer; nothing longer is read whole."""
BURST = 64
"""Datagrams read in one turn of the loop, so that signalling gets its turn under load."""
BUFFER_BYTES = 4 * 1024 * 1024


class RelayPlane:
    """Implements `plane.Plane` on the running event loop (asyncio's or uvloop's)."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._socket: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_control: ControlHandler = _nobody
        self._peers: dict[int, RelayPeer] = {}
        self._by_address: dict[Address, RelayPeer] = {}
        self._drops: Counter[str] = Counter()
        self._packets_in = self._bytes_in = self._packets_out = self._bytes_out = self._retransmitted = 0

    @property
    def port(self) -> int:
        """The bound UDP port; 0 before `start`."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else 0

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        """Binds the port (0: a free one) and begins to read. Raises OSError when the port cannot be had."""
        sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            if sock.family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            sock.bind((host, port))
        except OSError:
            sock.close()
            raise
        self._on_control = on_control
        self._socket = sock
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(sock, self._read_burst)

    def close(self) -> None:
        """Closes the port and forgets every peer."""
        if self._socket is not None and self._loop is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        self._socket = None
        for peer in list(self._peers):
            self.remove_peer(peer)

    # Orders of the control

    def add_peer(self, peer: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        """Makes a peer without address or keys; an id already known begins anew."""
        self.remove_peer(peer)
        self._peers[peer] = RelayPeer(peer, intakes, outlets)

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        """All are listened to, the first is sent to. An address another peer had leaves its list."""
        known = self._peers.get(peer)
        if known is None:
            return
        for address in known.addresses:
            del self._by_address[address]
        for address in addresses:
            former = self._by_address.get(address)
            if former is not None:
                former.use([kept for kept in former.addresses if kept != address])
            self._by_address[address] = known
        known.use(addresses)

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        """SRTP master key + salt for each direction. Raises ValueError when a key has the wrong length."""
        known = self._peers.get(peer)
        if known is not None:
            known.receive, known.send = srtp.receiving(profile, receive), srtp.sending(profile, send)

    def remove_peer(self, peer: int) -> None:
        """Forgets addresses, keys and every route from and to the peer."""
        self.set_addresses(peer, ())
        known = self._peers.pop(peer, None)
        if known is None:
            return
        for sink in known.sinks.values():
            if sink.source is not None:
                sink.source.detach(sink)
        for source in known.sources.values():
            for sink in source.live + source.waiting:
                source.detach(sink)
        known.receive = known.send = None

    def set_route(self, listener: int, slot_line: int, speaker: int, intake_line: int) -> None:
        """Feeds the slot from the intake; unknown ids are no route. The same route again changes nothing."""
        if listener not in self._peers or speaker not in self._peers:
            return
        sink = self._peers[listener].sinks.get(slot_line)
        source = self._peers[speaker].sources.get(intake_line)
        if sink is None or source is None or sink.source is source or sink.outlet.codec is not source.intake.codec:
            return
        if sink.source is not None:
            sink.source.detach(sink)
        source.attach(sink)

    def remove_route(self, listener: int, slot_line: int) -> None:
        """Not one packet more reaches the slot."""
        known = self._peers.get(listener)
        sink = known.sinks.get(slot_line) if known is not None else None
        if sink is not None and sink.source is not None:
            sink.source.detach(sink)

    def send_control(self, address: Address, datagram: bytes) -> None:
        """Sends STUN or DTLS as it is."""
        self._send(datagram, address)

    def send_rtcp(self, peer: int, compound: bytes) -> None:
        """Protects an RTCP compound and sends it to the peer, if it has keys and an address."""
        known = self._peers.get(peer)
        if known is None or known.send is None or known.address is None:
            return
        try:
            sealed = known.send.protect_rtcp(compound)
        except (srtp.SrtpError, ValueError):
            self._drops["seal"] += 1
            return
        self._send(sealed, known.address)

    def retransmit(self, listener: int, ssrc: int, sequences: Sequence[int]) -> None:
        """Sends again what the ring still holds of these sequence numbers of a slot."""
        known = self._peers.get(listener)
        sinks = known.sinks.values() if known is not None else ()
        sink = next((sink for sink in sinks if sink.outlet.ssrc == ssrc), None)
        if sink is None or sink.source is None:
            return
        now = self._clock()
        for sequence in sequences:
            incoming = sink.source.again(sink, sequence, now)
            if incoming is not None:
                self._retransmitted += 1
                self._forward(incoming, [sink])

    # Readings of the control

    def wishes(self, now: float) -> list[Wish]:
        """Repairs due at `now`: gaps to be NACKed and intakes whose new routes wait for a key frame."""
        wishes = []
        for peer, known in self._peers.items():
            for line, source in known.sources.items():
                lost, key_frame = source.lost(now), source.wants_key_frame()
                if lost or key_frame:
                    wishes.append(Wish(peer, line, source.ssrc, lost, key_frame))
        return wishes

    def receptions(self) -> list[Reception]:
        """One row for each intake that has sent."""
        sources = (source for known in self._peers.values() for source in known.sources.values())
        return [source.reception() for source in sources if source.received]

    def ssrcs(self, peer: int) -> frozenset[int]:
        """What the peer's intakes send as now; empty for an unknown peer."""
        known = self._peers.get(peer)
        return frozenset(source.ssrc for source in known.speakers.values()) if known is not None else frozenset()

    def emissions(self, speaker: int, ssrc: int) -> list[Emission]:
        """One row for each slot fed by the intake that sends as `ssrc`."""
        known = self._peers.get(speaker)
        source = known.speakers.get(ssrc.to_bytes(4)) if known is not None else None
        if source is None or source.ssrc != ssrc:
            return []
        return [
            Emission(sink.listener.number, sink.outlet.ssrc, sink.timestamp_shift, *sink.sent(source))
            for sink in source.live
        ]

    def pulse(self, peer: int) -> Pulse:
        """When the peer last sent; (0.0, 0.0) for an unknown peer."""
        known = self._peers.get(peer)
        return Pulse(known.pulse_rtp, known.pulse_rtcp) if known is not None else Pulse(0.0, 0.0)

    def stats(self) -> dict[str, int]:
        """Monotonic counters: packets_in, bytes_in, packets_out, bytes_out, retransmitted, and dropped_<reason>."""
        counted = {
            "packets_in": self._packets_in,
            "bytes_in": self._bytes_in,
            "packets_out": self._packets_out,
            "bytes_out": self._bytes_out,
            "retransmitted": self._retransmitted,
        }
        return counted | {f"dropped_{reason}": count for reason, count in self._drops.items()}

    # The way of a datagram

    def _read_burst(self) -> None:
        now = self._clock()
        for _ in range(BURST):
            if self._socket is None:
                return
            try:
                datagram, address = self._socket.recvfrom(LONGEST_BYTES + 1)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # an ICMP error of an earlier send: nothing was read, the next may be fine
                self._drops["socket"] += 1
                continue
            self._packets_in += 1
            self._bytes_in += len(datagram)
            try:
                self._take(datagram, address, now)
            except Exception:
                # The edge: a fault of ours must not end the reading of every other call on this port.
                self._drops["fault"] += 1
                log.exception("media: a datagram of %d bytes was dropped", len(datagram))

    def _take(self, datagram: bytes, address: Address, now: float) -> None:
        """Length, first byte (RFC 7983 §7), then source address; only then the crypto of the kind."""
        if not SHORTEST_BYTES <= len(datagram) <= LONGEST_BYTES:
            self._drops["length"] += 1
            return
        address = address[:2]
        first = datagram[0]
        if first < 4:
            self._on_control(ControlKind.STUN, 0, address, datagram)
            return
        peer = self._by_address.get(address)
        if peer is None:
            self._drops["stranger"] += 1
        elif 128 <= first <= 191:
            if 192 <= datagram[1] <= 223:
                self._take_rtcp(peer, datagram, address, now)
            else:
                self._take_rtp(peer, datagram, now)
        elif 20 <= first <= 63:
            self._on_control(ControlKind.DTLS, peer.number, address, datagram)
        else:
            self._drops["class"] += 1

    def _take_rtp(self, peer: RelayPeer, datagram: bytes, now: float) -> None:
        ssrc = datagram[8:12]
        packet = self._opened(peer, datagram, ssrc, now, is_rtcp=False)
        if packet is None:
            return
        peer.pulse_rtp = now
        source = peer.speakers.get(ssrc) or self._bind_source(peer, ssrc, packet)
        if source is None:
            self._drops["line"] += 1
            return
        try:
            incoming = source.take(packet, now)
        except rtp.Unwanted as reason:
            self._drops[str(reason)] += 1
            return
        self._forward(incoming, source.receivers(incoming, now))

    def _opened(self, peer: RelayPeer, datagram: bytes, ssrc: bytes, now: float, *, is_rtcp: bool) -> bytes | None:
        """What is inside the seal; None when the datagram was dropped. What came too fast costs no crypto."""
        session, inflow = peer.receive, peer.reports if is_rtcp else peer.media
        if session is None:
            self._drops["keys"] += 1
        elif not peer.admits(ssrc):
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
                peer.seen.add(ssrc)
                return packet
        return None

    def _bind_source(self, peer: RelayPeer, ssrc: bytes, packet: bytes) -> Source | None:
        try:
            source = peer.owner(packet, int.from_bytes(ssrc))
        except rtp.Unwanted:
            return None
        if source is not None:
            peer.speakers = {kept: other for kept, other in peer.speakers.items() if other is not source}
            peer.speakers[ssrc] = source
            source.bind(int.from_bytes(ssrc))
        return source

    def _take_rtcp(self, peer: RelayPeer, datagram: bytes, address: Address, now: float) -> None:
        compound = self._opened(peer, datagram, datagram[4:8], now, is_rtcp=True)
        if compound is None:
            return
        peer.pulse_rtcp = now
        self._on_control(ControlKind.RTCP, peer.number, address, compound)

    def _forward(self, incoming: Incoming, sinks: list[Sink]) -> None:
        """The hot path: one header, one seal, one system call for each receiver."""
        if self._socket is None:
            return
        sendto = self._socket.sendto
        sent = sent_bytes = 0
        for sink in sinks:
            listener = sink.listener
            session, address = listener.send, listener.address
            if session is None or address is None:
                continue
            try:
                sealed = session.protect(sink.packet(incoming))
                sendto(sealed, address)
            except (srtp.SrtpError, ValueError):
                self._drops["seal"] += 1
            except OSError:
                self._drops["send"] += 1
            else:
                sent += 1
                sent_bytes += len(sealed)
        self._packets_out += sent
        self._bytes_out += sent_bytes

    def _send(self, datagram: bytes, address: Address) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self._drops["send"] += 1
            return
        self._packets_out += 1
        self._bytes_out += len(datagram)


def _nobody(_kind: ControlKind, _peer: int, _address: Address, _datagram: bytes) -> None:
    """Before `start` nothing is read, so nothing is handed up."""
