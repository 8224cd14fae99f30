"""The control plane: answers offers, owns connections, and turns who may hear whom into routes of the plane."""

import itertools
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.media.answer import Endpoint, new_session, write_answer
from signaling.media.budgets import OfferBudgets
from signaling.media.connection import Connection, new_ssrcs
from signaling.media.doorway import Doorway
from signaling.media.dtls import Dtls, DtlsState, NodeCertificate
from signaling.media.events import MediaEvents, soon
from signaling.media.figures import LineFigures
from signaling.media.handshakes import Handshakes, Milestones
from signaling.media.offer import Offer, SlotLimits, read_offer
from signaling.media.plane import Address, ControlKind, Plane, Route
from signaling.media.refusals import SdpRefused
from signaling.media.registry import Registry
from signaling.media.rounds import Rounds
from signaling.media.routing import plan
from signaling.media.steady import SteadyPlane
from signaling.media.tally import Tally


@dataclass(frozen=True, slots=True)
class MediaConfig:
    """What the media of a node needs to know."""

    host: str = "0.0.0.0"  # noqa: S104 - media must be reachable; every datagram is authenticated
    """IP address to bind; `::` serves IPv6 and IPv4."""
    port: int = 0
    """UDP port for the media of the node, and the first of several where the plane has more than one shard; 0 takes
    free ones (see `MediaControl.ports`).
    """
    advertised: tuple[str, ...] = ("127.0.0.1",)
    """IP addresses a client can reach the node at, most preferred first; they become host candidates."""
    tcp_port: int | None = None
    """TCP port for clients whose UDP is blocked (ICE-TCP); 0 takes a free one, None: there is none."""
    public_tcp_port: int | None = None
    """What clients are told instead, where a proxy at this port passes on to `tcp_port`. It has to limit how many
    connections each source may open: all seem to be its own here.
    """
    audio_slots: int = 8
    """Receive-only sound lines one client may offer."""
    video_slots: int = 8
    """Receive-only picture lines one client may offer."""
    offers_per_minute: int = 20
    """Offers of one seat that are looked at; a reload needs one, an ICE restart one."""


class MediaControl:
    """All media of a node. Methods other than `answer` act at once and may be repeated."""

    def __init__(
        self, config: MediaConfig, plane: Plane, events: MediaEvents, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._config = config
        self._plane = SteadyPlane(plane)
        self._events = events
        self._clock = clock
        self._certificate = NodeCertificate()
        self._registry = Registry()
        milestones = Milestones(checked=self._checked, opened=self._opened, lost=self._lost)
        is_proxied = config.public_tcp_port is not None
        self._handshakes = Handshakes(self._plane, self._registry, milestones, is_proxied=is_proxied)
        self._doorway = Doorway(self._welcome, lambda ip: self._handshakes.allows(ip, clock()), is_proxied=is_proxied)
        self._numbers = itertools.count(1)
        self._hears: dict[RoomId, frozenset[Hearing]] = {}
        self._offers = OfferBudgets(config.offers_per_minute)
        self._rounds = Rounds(self._plane, self._registry, events, self._hears, self._apply)

    async def start(self) -> None:
        """Binds the ports and begins to serve. Raises OSError when one cannot be had."""
        self._plane.start(self._config.host, self._config.port, self._on_control)
        if self._config.tcp_port is not None:
            try:
                self._doorway.open(self._config.host, self._config.tcp_port)
            except OSError:
                self._plane.close()
                raise
        self._rounds.begin(self._clock)

    async def close(self) -> None:
        """Says goodbye to every client and closes the ports."""
        self._rounds.end()
        self._doorway.close()
        for connection in self._registry.all():
            self._remove(connection)
        self._plane.close()

    @property
    def ports(self) -> tuple[int, ...]:
        """The UDP ports of the media, one for each shard of the plane."""
        return self._plane.ports

    @property
    def tcp_port(self) -> int | None:
        """The TCP port clients are told; None without one."""
        return self._config.public_tcp_port or self._doorway.port or None

    # Orders of the server

    async def answer(self, room: RoomId, seat: SeatId, offer_sdp: str) -> str:
        """The whole answer to a whole offer (no trickle). Raises SdpRefused, and then nothing has changed.

        The same certificate again is the same connection, with new ICE credentials if the offer has new ones; another
        certificate, or a room that lives on another shard of the plane, is another connection, which replaces the
        seat's old one (a reloaded page).
        """
        self._count_offer(seat)
        limits = SlotLimits(self._config.audio_slots, self._config.video_slots)
        offer = read_offer(offer_sdp, limits)
        known = self._registry.of_seat(seat)
        if known is not None and known.offer.fingerprints == offer.fingerprints and self._can_go_on(known, room):
            connection = self._go_on(known, room, offer)
        else:
            self._drop_connection(seat)
            connection = self._begin(room, seat, offer)
        self._apply(room)
        endpoint = Endpoint(
            candidates=self._config.advertised,
            port=self.ports[connection.shard],
            ice=connection.ice,
            fingerprint=self._certificate.fingerprint,
            session=connection.session,
            version=connection.version,
            tcp_port=self.tcp_port,
        )
        return write_answer(offer, endpoint, connection.ssrcs)

    def reroute(self, room: RoomId, hears: frozenset[Hearing]) -> None:
        """Makes `hears` all that may be received in the room. When this returns, nothing else is."""
        if hears:
            self._hears[room] = hears
        else:
            self._hears.pop(room, None)
        self._apply(room)

    def drop(self, seat: SeatId) -> None:
        """Ends the seat's connection at once: routes, keys and addresses are gone when this returns."""
        self._drop_connection(seat)

    def last_heard(self, seat: SeatId) -> float | None:
        """When the last authenticated media packet of a seat came, by `time.monotonic`; None: no connection."""
        connection = self._registry.of_seat(seat)
        if connection is None:
            return None
        pulse = self._plane.pulse(connection.peer)
        return max(pulse.rtp, pulse.rtcp)

    def tell_again(self, seat: SeatId) -> None:
        """Reports the seat's slots and its room's speakers as they are: its tab may have missed a change."""
        connection = self._registry.of_seat(seat)
        if connection is not None:
            soon(self._events.slots_changed, connection.room, seat, connection.placement.slots)
            soon(self._events.speaking, connection.room, self._rounds.voices.speakers(connection.room))

    def stats(self) -> dict[str, int]:
        """Counters for the metrics: those of the plane, refused handshakes, and the connections now."""
        drops = {f"dropped_{reason}": count for reason, count in (self._handshakes.drops + self._doorway.drops).items()}
        plane = self._plane.stats()
        counted = plane | {name: plane.get(name, 0) + count for name, count in drops.items()}
        connected = sum(connection.is_open for connection in self._registry.all())
        return counted | {
            "connections": len(self._registry),
            "connections_open": connected,
            "tcp_strangers": len(self._doorway),
        }

    def alarms(self) -> list[str]:
        """Stable codes of what has gone wrong of late, for operators."""
        return self._plane.alarms()

    @property
    def acknowledged(self) -> Tally:
        """Seconds from the order of a move to the plane's acknowledgement."""
        return self._plane.acknowledged

    @property
    def line_figures(self) -> LineFigures:
        """How people's lines carry, all of them together."""
        return self._rounds.figures

    # Connections

    def _count_offer(self, seat: SeatId) -> None:
        if not self._offers.grant(seat, self._clock()):
            raise SdpRefused(
                "sdp-too-often", "连接请求过于频繁,请稍候再试。", "Too many offers; wait a moment and try again."
            )

    def _begin(self, room: RoomId, seat: SeatId, offer: Offer) -> Connection:
        connection = Connection(
            peer=next(self._numbers),
            shard=self._shard_for(room),
            room=room,
            seat=seat,
            offer=offer,
            dtls=Dtls(self._certificate, offer.fingerprints),
            ssrcs=new_ssrcs(offer),
            session=new_session(),
        )
        self._registry.add(connection)
        self._plane.add_peer(connection.peer, connection.shard, connection.intakes(), connection.outlets())
        self._plane.set_credentials(connection.peer, connection.credentials)
        return connection

    def _shard_for(self, room: RoomId) -> int:
        """Where a room's connections are, since peers hear only peers of their own shard; else the emptiest shard."""
        shard = self._registry.shard_of(room)
        if shard is not None:
            return shard
        peers = Counter(connection.shard for connection in self._registry.all())
        return min(range(len(self.ports)), key=lambda shard: peers[shard])

    def _can_go_on(self, connection: Connection, room: RoomId) -> bool:
        can_shake = connection.dtls.state in (DtlsState.SHAKING, DtlsState.OPEN)
        return can_shake and self._registry.shard_of(room) in (None, connection.shard)

    def _go_on(self, connection: Connection, room: RoomId, offer: Offer) -> Connection:
        if connection.offer.shape != offer.shape:
            raise SdpRefused(
                "sdp-changed",
                "同一连接的媒体行不能更改;请建立新的连接。",
                "The m-lines of a connection cannot change; make a new connection.",
            )
        if connection.offer.ice != offer.ice:
            self._registry.retire_ice(connection)
            connection.restart_ice(offer)
            self._registry.add(connection)
            self._plane.set_credentials(connection.peer, connection.credentials)
        connection.version += 1
        if connection.room != room:
            left = connection.room
            self._registry.move(connection, room)
            self._apply(left)
        return connection

    def _drop_connection(self, seat: SeatId) -> None:
        connection = self._registry.of_seat(seat)
        if connection is not None:
            self._remove(connection)
            self._apply(connection.room)

    def _remove(self, connection: Connection) -> None:
        for datagram in connection.dtls.close():
            if connection.path.addresses:
                self._plane.send_control(connection.peer, connection.path.addresses[0], datagram)
        self._handshakes.forget(connection)
        self._plane.remove_peer(connection.peer)
        self._registry.remove(connection)

    def _checked(self, connection: Connection) -> None:
        self._rounds.watch.meet(connection)

    def _opened(self, connection: Connection) -> None:
        self._apply(connection.room)

    def _lost(self, connection: Connection) -> None:
        self._remove(connection)
        self._apply(connection.room)
        self._rounds.watch.miss(connection)

    # Routes

    def _apply(self, room: RoomId) -> None:
        """Brings the plane to what `hears` allows now, by one order: every removal before the first addition."""
        connections = self._registry.in_room(room)
        parties = {seat: connection.party() for seat, connection in connections.items()}
        speaking = sorted(self._rounds.voices.speakers(room))
        wanted = plan(parties, self._hears.get(room, frozenset()), speaking)
        placements = {
            seat: wanted[seat].without(self._rounds.bearings.away(connection), connection.offer.lines)
            for seat, connection in connections.items()
        }
        gone: list[tuple[int, int]] = []
        new: list[Route] = []
        for seat, connection in connections.items():
            had, has = connection.placement.routes, placements[seat].routes
            gone += [(connection.peer, line) for line, feed in had.items() if has.get(line) != feed]
            new += [Route(connection.peer, line, *feed) for line, feed in has.items() if had.get(line) != feed]
        if gone or new:
            self._plane.reroute(gone, new)
        for seat, connection in connections.items():
            before, connection.placement = connection.placement, placements[seat]
            connection.wanted = wanted[seat]
            if connection.placement.slots != before.slots:
                soon(self._events.slots_changed, room, seat, connection.placement.slots)

    # What comes from the plane and the clock

    def _on_control(self, kind: ControlKind, peer: int, address: Address, datagram: bytes) -> None:
        if kind is ControlKind.STUN:
            self._handshakes.take_stun(datagram, address, self._clock())
            return
        connection = self._registry.of_peer(peer)
        if connection is None:
            return
        if kind is ControlKind.DTLS:
            self._handshakes.take_dtls(connection, datagram, address)
        else:
            self._handshakes.release(connection, address)

    def _welcome(self, accepted: socket.socket, check: bytes, address: Address) -> bool:
        return self._handshakes.welcome(accepted, check, address, self._clock())
