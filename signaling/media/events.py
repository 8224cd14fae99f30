"""What the media tells the rest of the server."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVarTuple

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.media.quality import Quality
from signaling.media.slots import Slot

Args = TypeVarTuple("Args")


class MediaEvents(Protocol):
    """Always called from the event loop and never from within a call to the media."""

    def media_heard(self, room: RoomId, seat: SeatId) -> None:
        """A signed check came, for the first time or after silence."""
        ...

    def media_silent(self, room: RoomId, seat: SeatId) -> None:
        """Nothing authenticated came for too long (liveness.py), or the client closed its connection."""
        ...

    def slots_changed(self, room: RoomId, seat: SeatId, slots: tuple[Slot, ...]) -> None:
        """What this listener receives in which slot, whole; slots that carry nothing are left out."""
        ...

    def speaking(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        """Who speaks now, of those whom anybody may hear. Who may be told is the caller's decision."""
        ...

    def forwarding(self, room: RoomId, hearings: frozenset[Hearing]) -> None:
        """What is forwarded in the room has changed to this: the plane's own table, read after the order."""
        ...

    def quality(self, room: RoomId, lines: Mapping[SeatId, Quality]) -> None:
        """How every connected line of the room carries, every two seconds. Who may be told is the caller's decision."""
        ...


def soon(event: Callable[[*Args], None], *args: *Args) -> None:
    """Tells it on a turn of the loop of its own: a listener may call us back, and its faults are not ours."""
    asyncio.get_running_loop().call_soon(event, *args)
