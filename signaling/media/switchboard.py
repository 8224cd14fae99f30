"""What every listener is sent now: who may hear whom, what listeners prefer, what their lines bear, as one order.

An order holds when it is acknowledged. One that was not may yet take effect, so after it nothing is believed: the next
order of the room names every slot, and where a permission was to end, whom it concerned is cut off first-hand.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.media.bearings import Bearings
from signaling.media.connection import Connection
from signaling.media.events import MediaEvents, soon
from signaling.media.plane import PlaneStalled, Route
from signaling.media.refusals import RerouteFailed
from signaling.media.registry import Registry
from signaling.media.routing import Placement, plan
from signaling.media.steady import SteadyPlane
from signaling.media.voices import Voices

log = logging.getLogger(__name__)

NOTHING_HEARD: frozenset[Hearing] = frozenset()


ANYBODY = 0
"""No peer's number: where it is not known who feeds a slot."""


class _Order(NamedTuple):
    """One order to the plane; `feeders`: by listener, the peers that no longer feed one of its slots, or now do."""

    gone: list[tuple[int, int]]
    new: list[Route]
    feeders: Mapping[SeatId, AbstractSet[int]]

    def cut_by_failure(
        self, connections: Mapping[SeatId, Connection], moving: AbstractSet[SeatId]
    ) -> frozenset[SeatId]:
        """Those moving, and whoever's slots were to change by somebody else."""
        cut = set(moving)
        for listener, feeders in self.feeders.items():
            if not feeders <= {connections[seat].peer for seat in cut & connections.keys()}:
                cut.add(listener)
        return frozenset(cut)


class _Step(NamedTuple):
    """What the connections of a room want and get next, and the order that brings it about."""

    connections: Mapping[SeatId, Connection]
    wanted: Mapping[SeatId, Placement]
    placements: Mapping[SeatId, Placement]
    order: _Order


class Switchboard:
    """Over every room of a node. `cut`: a connection is to be ended without the plane's acknowledgement."""

    def __init__(
        self,
        plane: SteadyPlane,
        registry: Registry,
        events: MediaEvents,
        voices: Voices,
        cut: Callable[[Connection], None],
    ) -> None:
        self._plane = plane
        self._registry = registry
        self._events = events
        self._cut = cut
        self.voices = voices
        self.bearings = Bearings(registry)
        self.hears: dict[RoomId, frozenset[Hearing]] = {}
        self._uncertain: set[RoomId] = set()
        """Rooms whose last order was not acknowledged."""
        self._told: dict[RoomId, frozenset[Hearing]] = {}

    def allow(self, room: RoomId, hears: frozenset[Hearing]) -> None:
        """Makes `hears` all that may be received in the room, from the next order on."""
        if hears:
            self.hears[room] = hears
        else:
            self.hears.pop(room, None)

    def apply(self, room: RoomId, moving: AbstractSet[SeatId] = frozenset()) -> None:
        """Brings the plane to what may be received now, by one order: every removal before the first addition.

        Raises RerouteFailed when that was not acknowledged: then those `moving` are cut off, and all whose slots were
        to change by others than them.
        """
        step = self._next(room)
        try:
            self._take(room, step)
        except PlaneStalled as fault:
            seats = step.order.cut_by_failure(step.connections, moving)
            raise RerouteFailed(room, self._cut_off(room, seats)) from fault

    def settle(self, room: RoomId) -> None:
        """The same for a change that takes no permission from anybody: where it fails it is tried again."""
        try:
            self._take(room, self._next(room))
        except PlaneStalled:
            log.warning("media: a change of routes was not acknowledged and is tried again")

    def look(self) -> None:
        """Whether the table is what was ordered: to be called twice a second. Closes what nobody may hear."""
        self._uncertain &= set(self._registry.rooms())
        for room in list(self._uncertain):
            self.settle(room)
        for room in self._registry.rooms():
            found = self.forwarding(room)
            self._tell(room, found)
            if not found <= self.hears.get(room, NOTHING_HEARD):
                log.error("media: ALARM: a route that nobody ordered was found and is closed")
                self._plane.alarm("media_route_astray")
                self._uncertain.add(room)
                self.settle(room)
        for room in self._told.keys() - set(self._registry.rooms()):
            self._tell(room, NOTHING_HEARD)

    def forwarding(self, room: RoomId) -> frozenset[Hearing]:
        """What the plane forwards in the room at this moment, by its own table.

        Where it does not answer, what it last acknowledged for those who have not been cut off.
        """
        try:
            return self._hearings(self._plane.routes([each.peer for each in self._registry.in_room(room).values()]))
        except PlaneStalled:
            return self._believed(room)

    def _believed(self, room: RoomId) -> frozenset[Hearing]:
        here = self._registry.in_room(room).values()
        return self._hearings(
            Route(each.peer, line, *feed) for each in here for line, feed in each.placement.routes.items()
        )

    def _hearings(self, table: Iterable[Route]) -> frozenset[Hearing]:
        found = (self._hearing(route) for route in table)
        return frozenset(hearing for hearing in found if hearing is not None)

    def _hearing(self, route: Route) -> Hearing | None:
        """None once either end has gone: its routes go with it."""
        listener, speaker = self._registry.of_peer(route.listener), self._registry.of_peer(route.speaker)
        if listener is None or speaker is None:
            return None
        return Hearing(listener.seat, speaker.seat, speaker.lines.media[route.intake_line])

    def _next(self, room: RoomId) -> _Step:
        connections = self._registry.in_room(room)
        parties = {seat: connection.party() for seat, connection in connections.items()}
        wanted = plan(parties, self.hears.get(room, NOTHING_HEARD), sorted(self.voices.speakers(room)))
        placements = {
            seat: wanted[seat].without(self.bearings.away(connection), connection.offer.lines)
            for seat, connection in connections.items()
        }
        return _Step(connections, wanted, placements, self._order(room, connections, placements))

    def _take(self, room: RoomId, step: _Step) -> None:
        """Raises PlaneStalled; then nothing is believed of the room until an order names every slot."""
        try:
            if step.order.gone or step.order.new:
                self._plane.reroute(step.order.gone, step.order.new)
        except PlaneStalled:
            self._uncertain.add(room)
            raise
        self._uncertain.discard(room)
        for seat, connection in step.connections.items():
            connection.wanted = step.wanted[seat]
            self._place(connection, step.placements[seat])
        self._tell(room, self.forwarding(room))

    def _order(
        self, room: RoomId, connections: dict[SeatId, Connection], placements: dict[SeatId, Placement]
    ) -> _Order:
        gone: list[tuple[int, int]] = []
        new: list[Route] = []
        feeders: dict[SeatId, set[int]] = {}
        is_certain = room not in self._uncertain
        for seat, connection in connections.items():
            had, has = connection.placement.routes, placements[seat].routes
            kept = {line for line, feed in has.items() if is_certain and had.get(line) == feed}
            fed = had if is_certain else [line.index for line in connection.offer.lines if not line.sends]
            ended = [(connection.peer, line) for line in fed if line not in kept]
            begun = [Route(connection.peer, line, *feed) for line, feed in has.items() if line not in kept]
            gone += ended
            new += begun
            if ended or begun:
                before = {had[line].peer if line in had and is_certain else ANYBODY for _, line in ended}
                feeders[seat] = before | {route.speaker for route in begun}
        return _Order(gone, new, feeders)

    def _place(self, connection: Connection, placement: Placement) -> None:
        before, connection.placement = connection.placement, placement
        if placement.slots != before.slots:
            soon(self._events.slots_changed, connection.room, connection.seat, placement.slots)

    def _cut_off(self, room: RoomId, seats: frozenset[SeatId]) -> frozenset[SeatId]:
        """Ends the connections of these, and leaves nothing of theirs in anybody's slots."""
        connections = self._registry.in_room(room)
        for seat in seats & connections.keys():
            self._cut(connections[seat])
        for connection in self._registry.in_room(room).values():
            self._place(connection, connection.placement.without_seats(seats, connection.offer.lines))
        # The plane is not asked: who waits for it has waited long enough.
        self._tell(room, self._believed(room))
        return seats

    def _tell(self, room: RoomId, now: frozenset[Hearing]) -> None:
        """Reports what is forwarded if it has changed."""
        before = self._told.get(room, NOTHING_HEARD)
        if now:
            self._told[room] = now
        else:
            self._told.pop(room, None)
        if now != before:
            soon(self._events.forwarding, room, now)
