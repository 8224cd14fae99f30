"""What every listener is sent now: who may hear whom, what listeners prefer, what their lines bear, as one order.

An order holds when it is acknowledged. One that was not may yet take effect, so after it nothing is believed: whom it
concerned is cut off first-hand, and the room's next order names every slot.
"""

import logging
from collections.abc import Callable, Iterable
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


class _Order(NamedTuple):
    """One order to the plane, and whose slots it changes."""

    gone: list[tuple[int, int]]
    new: list[Route]
    listeners: frozenset[SeatId]


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

        Raises RerouteFailed when that was not acknowledged: then those `moving`, and all whose slots were to change,
        are cut off.
        """
        connections = self._registry.in_room(room)
        wanted = self._wanted(room, connections)
        placements = {
            seat: wanted[seat].without(self.bearings.away(connection), connection.offer.lines)
            for seat, connection in connections.items()
        }
        order = self._order(room, connections, placements)
        try:
            if order.gone or order.new:
                self._plane.reroute(order.gone, order.new)
        except PlaneStalled as fault:
            self._uncertain.add(room)
            raise RerouteFailed(room, self._cut_off(room, order.listeners | moving)) from fault
        self._uncertain.discard(room)
        for seat, connection in connections.items():
            connection.wanted = wanted[seat]
            self._place(connection, placements[seat])
        self._tell(room, self.forwarding(room))

    def settle(self, room: RoomId) -> None:
        """The same for a change that nobody ordered. Where it fails, those concerned connect anew."""
        try:
            self.apply(room)
        except RerouteFailed:
            log.exception("media: routes could not be changed")

    def look(self) -> None:
        """Whether the table is what was ordered: to be called twice a second. Closes what nobody may hear."""
        for room in self._uncertain & set(self._registry.rooms()):
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

    def _wanted(self, room: RoomId, connections: dict[SeatId, Connection]) -> dict[SeatId, Placement]:
        parties = {seat: connection.party() for seat, connection in connections.items()}
        return plan(parties, self.hears.get(room, NOTHING_HEARD), sorted(self.voices.speakers(room)))

    def _order(
        self, room: RoomId, connections: dict[SeatId, Connection], placements: dict[SeatId, Placement]
    ) -> _Order:
        gone: list[tuple[int, int]] = []
        new: list[Route] = []
        listeners = set()
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
                listeners.add(seat)
        return _Order(gone, new, frozenset(listeners))

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
