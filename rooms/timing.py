"""What comes to pass by time alone: calls lapse, notices run out, a lost host is missed.

The room has no clock: `due` names the next instant, and whoever has one submits `Elapsed` then. Late, early or twice
is no harm: what is due is done, and nothing else.
"""

from collections.abc import Iterator
from datetime import datetime

from rooms.caucus import Caucus, Summons
from rooms.caucusing import CALL
from rooms.inputs import Elapsed
from rooms.moving import TABLE, Why, moved
from rooms.outcome import Step
from rooms.pausing import HOST_LOST, host_lost
from rooms.room import Room
from rooms.settling import ended, uncalled


def due(room: Room) -> datetime | None:
    """When `Elapsed` must be submitted next; None: nothing waits for time."""
    return min(_instants(room), default=None)


def _instants(room: Room) -> Iterator[datetime]:
    for caucus in _opened(room):
        yield from (one.at + CALL for one in caucus.invited if one.state is Summons.CALLING)
        if caucus.closes_at is not None:
            yield caucus.closes_at
    yield from (seat.returns_at for seat in room.seats if seat.returns_at is not None)
    if room.host_lost_at is not None:
        yield room.host_lost_at + HOST_LOST


def _opened(room: Room) -> Iterator[Caucus]:
    return (caucus for caucus in room.caucuses if caucus.open)


def elapse(room: Room, event: Elapsed) -> Step:
    """Everything whose time has come."""
    so_far = Step(room)
    for caucus in _opened(room):
        so_far = uncalled(so_far, caucus, before=event.at - CALL)
    for caucus in _opened(so_far.room):
        if caucus.closes_at is not None and caucus.closes_at <= event.at:
            so_far = ended(so_far, caucus, event.at, caucus.opened_by)
    for seat in so_far.room.seats:
        if seat.returns_at is not None and seat.returns_at <= event.at:
            so_far = moved(so_far, seat.id, TABLE, Why("caucus_left", seat.id, event.at))
    since = so_far.room.host_lost_at
    if since is not None and since + HOST_LOST <= event.at:
        so_far = host_lost(so_far, event.at)
    return so_far
