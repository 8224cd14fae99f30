"""The pure-Python data plane: one shard on the event loop, libsrtp, one header written per receiver."""

import asyncio
import time
from collections.abc import Callable, Sequence

from signaling.media import srtp
from signaling.media.feedback import Feedback
from signaling.media.plane import (
    Address,
    Bearing,
    ControlHandler,
    ControlKind,
    Delivery,
    Intake,
    Outlet,
    Profile,
    Pulse,
    Readings,
    Route,
)
from signaling.media.relaypeer import RelayPeer
from signaling.media.sink import PADDING, Sink
from signaling.media.source import Source
from signaling.media.speaking import SILENCE
from signaling.media.traffic import Traffic
from signaling.media.wire import Wire

TICK_SECONDS = 0.02
STREAMS_PER_PEER = 4
"""A client tries each of our addresses once; the oldest gives way to a fifth."""
LARGEST_PROBE_OCTETS = 32 * 1024


class RelayPlane:
    """Implements `plane.Plane` on the running event loop (asyncio's or uvloop's), and falls only with it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._on_control: ControlHandler = _nobody
        self._peers: dict[int, RelayPeer] = {}
        self._wire = Wire(clock, self._stream_ended)
        self._traffic = Traffic(self._wire, self._hand_up)
        self._feedback = Feedback(self._peers, self._traffic)
        self._wire.taker, self._traffic.on_report = self._traffic.take, self._feedback.take
        self._timer: asyncio.TimerHandle | None = None

    @property
    def ports(self) -> tuple[int, ...]:
        """The bound UDP port of the only shard; empty before `start`."""
        return (self._wire.port,) if self._wire.socket is not None else ()

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        """Binds the port (0: a free one) and begins to read. Raises OSError when the port cannot be had."""
        self._wire.open(host, port)
        self._on_control = on_control
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)

    def close(self) -> None:
        """Closes port and streams and forgets every peer."""
        if self._timer is not None:
            self._timer.cancel()
        self._wire.close()
        for peer in list(self._peers):
            self.remove_peer(peer)

    # Orders of the control

    def add_peer(self, peer: int, shard: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:  # noqa: ARG002
        """Makes a peer without address or keys; an id already known begins anew."""
        self.remove_peer(peer)
        self._peers[peer] = RelayPeer(peer, intakes, outlets)

    def set_credentials(self, peer: int, credentials: Sequence[tuple[str, str]]) -> None:
        """Our ICE user fragments for the peer: STUN for any other is dropped. Who signs it is the control's to see."""
        known = self._peers.get(peer)
        if known is None:
            return
        for ufrag in known.ufrags:
            self._traffic.ufrags.pop(ufrag, None)
        known.ufrags = [ufrag.encode() for ufrag, _ in credentials]
        self._traffic.ufrags |= dict.fromkeys(known.ufrags, known)

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        """All are listened to, the first is sent to. An address another peer had leaves its list."""
        known = self._peers.get(peer)
        if known is None:
            return
        owners = self._traffic.owners
        for address in known.addresses:
            del owners[self._wire.way(address)]
        for address in addresses:
            way = self._wire.way(address)
            former = owners.get(way)
            if former is not None:
                self._use(former, [kept for kept in former.addresses if kept != address])
            owners[way] = known
        self._use(known, addresses)

    def _use(self, peer: RelayPeer, addresses: Sequence[Address]) -> None:
        peer.addresses = tuple(dict.fromkeys(addresses))
        peer.way = self._wire.way(peer.addresses[0]) if peer.addresses else None
        peer.is_stream = bool(peer.addresses) and peer.addresses[0].stream

    def adopt(self, peer: int, descriptor: int, address: Address) -> None:
        """Takes over a connected TCP socket; the oldest of too many is closed. Raises OSError if it is none."""
        known = self._peers.get(peer)
        self._wire.adopt(descriptor, address)
        if known is None:
            self._wire.end_stream(address)
            return
        known.streams = [*(kept for kept in known.streams if kept != address), address]
        for oldest in known.streams[:-STREAMS_PER_PEER]:
            self._wire.end_stream(oldest)
            asyncio.get_running_loop().call_soon(self._stream_ended, oldest)

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        """SRTP master key + salt for each direction. Raises ValueError when a key has the wrong length.

        The same again keeps the sessions: new ones would begin to count anew and seal other packets under old indexes.
        """
        known = self._peers.get(peer)
        if known is not None and known.keys != (profile, receive, send):
            known.keys = (profile, receive, send)
            known.receive, known.send = srtp.receiving(profile, receive), srtp.sending(profile, send)

    def remove_peer(self, peer: int) -> None:
        """Forgets addresses, streams, keys and every route from and to the peer."""
        self.set_addresses(peer, ())
        self.set_credentials(peer, ())
        known = self._peers.pop(peer, None)
        if known is None:
            return
        for address in known.streams:
            self._wire.end_stream(address)
        for sink in known.sinks.values():
            _detach(sink)
        for source in known.sources.values():
            for sink in source.live + source.waiting:
                source.detach(sink)
        known.receive = known.send = None

    def sever(self, peer: int) -> None:
        """The same: what forwards is the event loop that asks."""
        self.remove_peer(peer)

    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        """Ends the routes to these slots, then makes the new ones; unknown ids are no route."""
        for listener, line in gone:
            known = self._peers.get(listener)
            if known is not None and line in known.sinks:
                _detach(known.sinks[line])
        for route in new:
            self._route(route)

    def _route(self, route: Route) -> None:
        listener, speaker = self._peers.get(route.listener), self._peers.get(route.speaker)
        if listener is None or speaker is None:
            return
        sink, source = listener.sinks.get(route.slot_line), speaker.sources.get(route.intake_line)
        if sink is None or source is None or sink.source is source or sink.outlet.codec is not source.intake.codec:
            return
        _detach(sink)
        source.attach(sink)

    def send_control(self, peer: int, address: Address, datagram: bytes) -> None:  # noqa: ARG002  # one shard only
        """Sends STUN or DTLS as it is."""
        self._wire.send(datagram, self._wire.way(address), is_media=False)

    def probe(self, peer: int, octets: int) -> None:
        """Sends about so many octets of padding on a repair stream. Nothing when no slot with one is fed or was."""
        known = self._peers.get(peer)
        sinks = known.sinks.values() if known is not None else ()
        sink = next((sink for sink in sinks if sink.outlet.repair_payload_type and sink.was_fed), None)
        if sink is not None:
            packets = -(-min(octets, LARGEST_PROBE_OCTETS) // len(PADDING))
            self._traffic.fill(sink, packets, self._clock())

    # Readings of the control

    def levels(self) -> dict[int, int]:
        """How loud each peer was that was heard since the last time."""
        loudest = (
            (number, min(map(Source.loudest, peer.sources.values()), default=SILENCE))
            for number, peer in self._peers.items()
        )
        return {number: level for number, level in loudest if level < SILENCE}

    def readings(self) -> Readings:
        """Figures of every peer."""
        peers, now = self._peers.values(), self._clock()
        return Readings(
            [source.reception() for peer in peers for source in peer.sources.values() if source.received],
            [_delivery(peer, sink, now) for peer in peers for sink in peer.sinks.values() if sink.source is not None],
            [Bearing(peer.number, *peer.bearing) for peer in peers if peer.bearing is not None],
        )

    def routes(self, listeners: Sequence[int]) -> list[Route]:
        """What feeds the slots of these peers now."""
        known = [self._peers[peer] for peer in listeners if peer in self._peers]
        return [
            Route(peer.number, line, sink.source.peer, sink.source.intake.line)
            for peer in known
            for line, sink in peer.sinks.items()
            if sink.source is not None
        ]

    def pulse(self, peer: int) -> Pulse:
        """When the peer last sent; (0.0, 0.0) for an unknown peer."""
        known = self._peers.get(peer)
        return Pulse(known.pulse_rtp, known.pulse_rtcp) if known is not None else Pulse(0.0, 0.0)

    def stats(self) -> dict[str, int]:
        """Monotonic counters: packets_in, bytes_in, packets_out, bytes_out, retransmitted, and dropped_<reason>."""
        return self._wire.counts.all()

    def fallen(self) -> list[int]:
        """None: what reads is the event loop that asks."""
        return []

    def revive(self, shard: int) -> None:
        """There is nothing to revive (see `fallen`)."""

    # What comes from the wire and the clock

    def _hand_up(self, kind: ControlKind, peer: int, address: Address, datagram: bytes) -> None:
        self._on_control(kind, peer, address, datagram)

    def _stream_ended(self, address: Address) -> None:
        """The peer's list has lost the address when the control hears of it."""
        for peer in self._peers.values():
            if address in peer.streams and address not in self._wire.streams:
                peer.streams.remove(address)
                if address in peer.addresses:
                    self.set_addresses(peer.number, [kept for kept in peer.addresses if kept != address])
                self._on_control(ControlKind.GONE, peer.number, address, b"")
                return

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        self._feedback.tick(self._clock())


def _detach(sink: Sink) -> None:
    if sink.source is not None:
        sink.source.detach(sink)


def _delivery(peer: RelayPeer, sink: Sink, now: float) -> Delivery:
    told = sink.told._replace(lost_fraction=sink.lost(now))
    packets, octets = sink.sent(sink.source) if sink.source is not None else (sink.packets, sink.octets)
    return Delivery(peer.number, sink.outlet.line, packets, octets, sink.repaired, *told)


def _nobody(_kind: ControlKind, _peer: int, _address: Address, _datagram: bytes) -> None:
    """Before `start` nothing is read, so nothing is handed up."""
