"""The native data plane: `plane.Plane` over the threads of `_relay` (native/*.c), one for each shard.

Orders wait for the thread's acknowledgement, with the interpreter free meanwhile. What the threads hand up is read from
one descriptor on the event loop.
"""

import asyncio
import logging
import os
from collections.abc import Sequence
from contextlib import suppress

from signaling.media import _relay
from signaling.media.plane import (
    Address,
    Bearing,
    ControlHandler,
    ControlKind,
    Delivery,
    Intake,
    Outlet,
    PlaneStalled,
    Profile,
    Pulse,
    Readings,
    Reception,
    Route,
)

log = logging.getLogger(__name__)


def default_shards() -> int:
    """A thread for each core but one, at least one: the last core is the signalling's."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


class NativePlane:
    """Implements `plane.Plane` beside the running event loop."""

    def __init__(self, shards: int | None = None) -> None:
        self._relay = _relay.Relay(shards or default_shards())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_control: ControlHandler = _nobody
        self._shards: dict[int, int] = {}
        self._pulses: dict[int, object] = {}

    @property
    def ports(self) -> tuple[int, ...]:
        """The bound UDP port of each shard; empty before `start`."""
        return self._relay.ports()

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        """Binds a port for each shard and starts the threads. Raises OSError when a port cannot be had."""
        self._relay.open(host, port)
        self._on_control = on_control
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._relay.wake(), self._take)

    def close(self) -> None:
        """Ends the threads, closes ports and streams and forgets every peer."""
        if self._loop is not None:
            self._loop.remove_reader(self._relay.wake())
            self._loop = None
        self._relay.close()
        self._shards.clear()
        self._pulses.clear()

    # Orders of the control

    def add_peer(self, peer: int, shard: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        """Makes a peer without address or keys; an id already known begins anew."""
        self.remove_peer(peer)
        with _acknowledged():
            self._pulses[peer] = self._relay.add_peer(
                shard, peer, tuple(_intake(line) for line in intakes), tuple(_outlet(line) for line in outlets)
            )
        self._shards[peer] = shard

    def set_credentials(self, peer: int, credentials: Sequence[tuple[str, str]]) -> None:
        """STUN that none of these signs is dropped by the thread."""
        if peer in self._shards:
            pairs = tuple((ufrag.encode(), password.encode()) for ufrag, password in credentials)
            with _acknowledged():
                self._relay.credentials(self._shards[peer], peer, pairs)

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        """All are listened to, the first is sent to. An address another peer had leaves its list."""
        if peer in self._shards:
            with _acknowledged():
                self._relay.addresses(self._shards[peer], peer, tuple(addresses))

    def adopt(self, peer: int, descriptor: int, address: Address) -> None:
        """The stream is the peer's, and the descriptor the relay's."""
        if peer not in self._shards:
            os.close(descriptor)
            return
        with _acknowledged():
            self._relay.adopt(self._shards[peer], peer, descriptor, address.ip, address.port)

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        """SRTP master key + salt for each direction. Raises ValueError when a key has the wrong length."""
        if peer in self._shards:
            with _acknowledged():
                self._relay.keys(self._shards[peer], peer, profile, receive, send)

    def remove_peer(self, peer: int) -> None:
        """Forgets addresses, streams, keys and every route from and to the peer."""
        if peer in self._shards:
            with _acknowledged():
                self._relay.remove_peer(self._shards[peer], peer)
            # Not before it was acknowledged: who repeats the order must still find the peer.
            del self._shards[peer], self._pulses[peer]

    def sever(self, peer: int) -> None:
        """At once and without the thread: nothing passes from or to the peer. The thread removes it when it turns."""
        if peer in self._shards:
            # Where its queue is full the peer stays, severed.
            with suppress(_relay.Stalled):
                self._relay.sever(self._shards[peer], peer, self._pulses[peer])
                del self._shards[peer], self._pulses[peer]

    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        """Ends the gone before it makes the new; one order for each shard that is concerned."""
        shards = self._shards
        concerned = {shards[who] for who, *_ in (*gone, *new) if who in shards}
        self._expect(concerned)
        for shard in concerned:
            with _acknowledged():
                self._relay.reroute(
                    shard,
                    tuple((peer, line) for peer, line in gone if shards.get(peer) == shard),
                    tuple(tuple(route) for route in new if shards.get(route.listener) == shard),
                )

    def send_control(self, peer: int, address: Address, datagram: bytes) -> None:
        """Sends STUN or DTLS as it is."""
        if peer in self._shards:
            with _acknowledged():
                self._relay.send(self._shards[peer], peer, *address, datagram)

    def probe(self, peer: int, octets: int) -> None:
        """Sends padding on a repair stream."""
        if peer in self._shards:
            with _acknowledged():
                self._relay.probe(self._shards[peer], peer, octets)

    # Readings of the control

    def levels(self) -> dict[int, int]:
        """How loud each peer was that was heard since the last time."""
        heard: dict[int, int] = {}
        for shard in self._turning():
            with _acknowledged():
                heard |= self._relay.levels(shard)
        return heard

    def readings(self) -> Readings:
        """Figures of every peer."""
        read = Readings([], [], [])
        for shard in self._turning():
            with _acknowledged():
                receptions, deliveries, bearings, _ = self._relay.readings(shard)
            read.receptions.extend(map(Reception._make, receptions))
            read.deliveries.extend(map(Delivery._make, deliveries))
            read.bearings.extend(map(Bearing._make, bearings))
        return read

    def routes(self, listeners: Sequence[int]) -> list[Route]:
        """The tables of the shards these are on."""
        table: list[Route] = []
        concerned = {self._shards[peer] for peer in listeners if peer in self._shards}
        self._expect(concerned)
        for shard in concerned:
            here = tuple(peer for peer in listeners if self._shards.get(peer) == shard)
            with _acknowledged():
                table.extend(map(Route._make, self._relay.routes(shard, here)))
        return table

    def _expect(self, shards: set[int]) -> None:
        """Raises PlaneStalled at once where one is known to hang."""
        if not shards <= self._turning():
            raise PlaneStalled("a shard hangs")

    def _turning(self) -> set[int]:
        """Who waits for a shard that hangs stops the event loop, and with it the rooms of all other shards."""
        return set(range(len(self.ports))) - {shard for shard, hangs in self._relay.fallen() if hangs}

    def pulse(self, peer: int) -> Pulse:
        """When the peer last sent; (0.0, 0.0) for an unknown peer."""
        pulse = self._pulses.get(peer)
        return Pulse(0.0, 0.0) if pulse is None else Pulse(*self._relay.pulse(pulse))

    def stats(self) -> dict[str, int]:
        """Monotonic counters of all shards together."""
        return self._relay.stats()

    def fallen(self) -> list[int]:
        """Shards whose thread has ended without being told to. One that hangs is told of in the log."""
        fallen = self._relay.fallen()
        for shard, hangs in fallen:
            if hangs:
                log.error("media: the thread of shard %d has not turned for two seconds", shard)
        return [shard for shard, hangs in fallen if not hangs]

    def revive(self, shard: int) -> None:
        """Starts the shard's thread anew, with its port, peers, keys and routes. Raises OSError."""
        self._relay.revive(shard)

    def halt(self, shard: int) -> None:
        """Ends the shard's thread as a fault would: for drills."""
        with suppress(_relay.Stalled):  # it may end before it has acknowledged
            self._relay.halt(shard)

    def _take(self) -> None:
        for kind, peer, ip, port, stream, datagram in self._relay.take():
            try:
                self._on_control(ControlKind(kind), peer, Address(ip, port, stream), datagram)
            except Exception:
                # The edge: a fault of ours must not end the reading for every other call.
                log.exception("media: a datagram of %d bytes was dropped", len(datagram))


class _acknowledged:  # noqa: N801 - reads as what it says: `with _acknowledged():`
    """Turns the extension's Stalled into the port's."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, _relay.Stalled):
            raise PlaneStalled(str(fault)) from fault


def _intake(line: Intake) -> tuple[object, ...]:
    """In the order `_relay.c` reads it."""
    return (
        line.line,
        line.codec,
        line.payload_type,
        line.mid,
        line.mid_extension,
        line.level_extension,
        line.ssrcs,
        line.repair_payload_type,
        line.repair_ssrcs,
        line.transport_extension,
    )


def _outlet(line: Outlet) -> tuple[object, ...]:
    """In the order `_relay.c` reads it."""
    return (
        line.line,
        line.codec,
        line.payload_type,
        line.mid,
        line.mid_extension,
        line.level_extension,
        line.ssrc,
        line.first_sequence,
        line.repair_payload_type,
        line.repair_ssrc,
        line.first_repair_sequence,
        line.time_extension,
    )


def _nobody(_kind: ControlKind, _peer: int, _address: Address, _datagram: bytes) -> None:
    """Before `start` nothing is read, so nothing is handed up."""
