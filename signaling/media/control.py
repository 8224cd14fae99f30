"""The control plane: answers offers, owns connections, and turns who may hear whom into routes of the plane."""

import itertools
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.media.airtime import Airtime, Where, nowhere
from signaling.media.answer import Endpoint, new_session, write_answer
from signaling.media.budgets import OfferBudgets
from signaling.media.connection import Connection, new_ssrcs
from signaling.media.doorway import Doorway
from signaling.media.dtls import Dtls, DtlsState, NodeCertificate
from signaling.media.events import MediaEvents, soon
from signaling.media.figures import LineFigures
from signaling.media.handshakes import Handshakes, Milestones
from signaling.media.offer import Offer, SlotLimits, read_offer
from signaling.media.plane import Address, ControlKind, Plane, PlaneStalled
from signaling.media.refusals import SdpRefused
from signaling.media.registry import Registry
from signaling.media.rounds import Rounds
from signaling.media.routing import NO_PREFERENCE, Preference
from signaling.media.steady import SteadyPlane
from signaling.media.switchboard import Switchboard
from signaling.media.tally import Tally
from signaling.media.voices import Voices


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
    """All media of a node. Methods other than `answer` act at once and may be repeated.

    `where` names the place a seat is in, for `spoken_by_place`; it is asked ten times a second while the seat speaks.
    """

    def __init__(
        self,
        config: MediaConfig,
        plane: Plane,
        events: MediaEvents,
        *,
        clock: Callable[[], float] = time.monotonic,
        where: Where = nowhere,
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
        self._offers = OfferBudgets(config.offers_per_minute)
        self._preferences: dict[SeatId, Preference] = {}
        self._airtime = Airtime(where)
        self._voices = Voices(self._registry, self._airtime)
        self._board = Switchboard(self._plane, self._registry, events, self._voices, self._cut)
        self._rounds = Rounds(self._plane, self._registry, events, self._board)

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
        self._board.apply(room, frozenset({seat}))
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

    def reroute(self, room: RoomId, hears: frozenset[Hearing], moving: AbstractSet[SeatId] = frozenset()) -> None:
        """Makes `hears` all that may be received in the room. When this returns, nothing else is.

        Raises RerouteFailed when the plane has not acknowledged it within half a second. Then those `moving` are cut
        off first-hand, and all whose slots were to change by others: nobody is in two places, who moved is in none.
        """
        self._board.allow(room, hears)
        self._board.apply(room, moving)

    def prefer(self, seat: SeatId, preference: Preference) -> None:
        """What this listener wants less or more of, now and with its later connections, until it is dropped."""
        self._preferences[seat] = preference
        connection = self._registry.of_seat(seat)
        if connection is not None:
            connection.preference = preference
            self._board.settle(connection.room)

    def drop(self, seat: SeatId) -> None:
        """Ends the seat's connection at once: routes, keys and addresses are gone when this returns."""
        self._preferences.pop(seat, None)
        self._drop_connection(seat)

    def forwarding(self, room: RoomId) -> frozenset[Hearing]:
        """What is forwarded in the room at this moment, by the plane's own table: who can receive whom."""
        return self._board.forwarding(room)

    def spoken(self, room: RoomId) -> Mapping[SeatId, timedelta]:
        """How long each seat of the room has spoken while somebody might hear it (airtime.py)."""
        return self._airtime.of(room)

    def spoken_by_place(self, room: RoomId) -> Mapping[tuple[SeatId, str], timedelta]:
        """The same, apart for each place the seat was in: what `where` said."""
        return self._airtime.by_place(room)

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
            soon(self._events.speaking, connection.room, self._voices.speakers(connection.room))

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
            preference=self._preferences.get(seat, NO_PREFERENCE),
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
            self._board.settle(left)
        return connection

    def _drop_connection(self, seat: SeatId) -> None:
        connection = self._registry.of_seat(seat)
        if connection is not None:
            self._remove(connection)
            self._board.settle(connection.room)

    def _remove(self, connection: Connection) -> None:
        try:
            for datagram in connection.dtls.close():
                if connection.path.addresses:
                    self._plane.send_control(connection.peer, connection.path.addresses[0], datagram)
            self._plane.remove_peer(connection.peer)
        except PlaneStalled:
            self._plane.sever(connection.peer)
        self._handshakes.forget(connection)
        self._registry.remove(connection)

    def _cut(self, connection: Connection) -> None:
        """Ends a connection first-hand: there is no plane that would acknowledge it, or say goodbye."""
        self._plane.sever(connection.peer)
        self._handshakes.forget(connection)
        self._registry.remove(connection)

    def _checked(self, connection: Connection) -> None:
        self._rounds.watch.meet(connection)

    def _opened(self, connection: Connection) -> None:
        self._board.settle(connection.room)

    def _lost(self, connection: Connection) -> None:
        self._remove(connection)
        self._board.settle(connection.room)
        self._rounds.watch.miss(connection)

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
