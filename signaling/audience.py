"""谁能听到我: each tab is told who receives its seat's sound and pictures, from the table the relay forwards by."""

import asyncio
from typing import Final

from rooms.hearing import Hearing
from rooms.ids import Medium, RoomId
from rooms.room import Room, Seat
from rooms.views import view_for
from signaling.contract.media_pushes import Audible
from signaling.ports import Rooms
from signaling.pushes import Pushes

PAUSE_S: Final = 0.2
"""Between two tellings in a room."""


class Audience:
    """Tells at once, then no more often than PAUSE_S. Called on the event loop."""

    def __init__(self, pushes: Pushes, rooms: Rooms) -> None:
        self._pushes = pushes
        self._rooms = rooms
        self._tables: dict[RoomId, frozenset[Hearing]] = {}
        """The newest known of each room that has any."""
        self._resting: dict[RoomId, bool] = {}
        """Rooms that were told just now, and whether there is news since."""

    def forwarding(self, room: RoomId, table: frozenset[Hearing]) -> None:
        """What is forwarded in the room has changed to this."""
        if table:
            self._tables[room] = table
        else:
            self._tables.pop(room, None)
        self.tell(room)

    def tell(self, room: RoomId) -> None:
        """To every tab that has not been told the same."""
        if room in self._resting:
            self._resting[room] = True
            return
        self._resting[room] = False
        asyncio.get_running_loop().call_later(PAUSE_S, self._rested, room)
        value = self._rooms.peek(room)
        if value is not None:
            for seat, connection in self._pushes.tabs(value):
                self._pushes.audience(connection, listeners(value, seat, self._tables.get(room, frozenset())))

    def _rested(self, room: RoomId) -> None:
        if self._resting.pop(room):
            self.tell(room)


def listeners(room: Room, seat: Seat, table: frozenset[Hearing]) -> tuple[Audible, ...]:
    """Who receives `seat` by that table, in seating order; of those only whom it may know of."""
    received = {(hearing.listener, hearing.medium) for hearing in table if hearing.speaker == seat.id}
    known = {shown.seat for shown in view_for(room, seat).seats}
    every = (
        Audible(
            seat=other.id,
            microphone=(other.id, Medium.MICROPHONE) in received,
            camera=(other.id, Medium.CAMERA) in received,
            screen=(other.id, Medium.SCREEN) in received,
        )
        for other in room.seats
        if other.id in known
    )
    return tuple(one for one in every if one.microphone or one.camera or one.screen)
