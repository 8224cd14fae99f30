"""Heard of, silent, gone. A drop changes what others are shown, never the place (Never lost)."""

from dataclasses import replace
from datetime import datetime

from rooms.audibility import TALKING
from rooms.effects import RecordFact
from rooms.facts import DeviceJudged, NodeTookUp, PresenceChanged
from rooms.inputs import MoveFailed, NodeStarted, SeatGone, SeatHeard, SeatSilent
from rooms.moving import LOBBY, Why, moved
from rooms.outcome import Step
from rooms.room import Phase, Presence, Room, Seat


def heard(room: Room, event: SeatHeard) -> Step:
    """The speaking tab is there; a stranger's or an ended tab's sign counts for nothing."""
    seat = room.seat(event.seat)
    if seat is None or seat.session != event.session:
        return Step(room)
    return _shown(room, seat, Presence.HERE, event.at)


def silent(room: Room, event: SeatSilent) -> Step:
    """Shown as 重新连接中 until it is heard of again or taken for gone."""
    seat = room.seat(event.seat)
    if seat is None:
        return Step(room)
    if seat.knock is not None and seat.knock.session == event.session:
        # Nobody is there any more to be let in.
        return Step(room.with_seat(replace(seat, knock=None)), (RecordFact(DeviceJudged(seat.id, "gone", by=seat.id)),))
    if seat.session != event.session or seat.presence is Presence.AWAY:
        return Step(room)
    return _shown(room, seat, Presence.RECONNECTING, event.at)


def gone(room: Room, event: SeatGone) -> Step:
    """Shown as offline; the place is kept."""
    seat = room.seat(event.seat)
    if seat is None or seat.session != event.session or seat.presence is not Presence.RECONNECTING:
        return Step(room)
    return _shown(room, seat, Presence.AWAY, seat.away_since or event.at)


def node_started(room: Room, event: NodeStarted) -> Step:
    """After a restart everybody who was here has yet to come back."""
    waiting = tuple(
        replace(seat, presence=Presence.RECONNECTING, away_since=event.at) if seat.presence is Presence.HERE else seat
        for seat in room.seats
    )
    running = room.phase not in {Phase.PLANNED, Phase.CLOSED}
    return Step(replace(room, seats=waiting), (RecordFact(NodeTookUp(room.phase)),) if running else ())


def move_failed(room: Room, event: MoveFailed) -> Step:
    """The relay could not carry a move out: who was moved waits in the lobby, switches as they were, in no room at all.

    Only being admitted anew leads back; the host comes to the table by entering again.
    """
    so_far = Step(room)
    for seat in room.seats:
        if seat.id in event.seats and seat.place in TALKING:
            so_far = moved(so_far, seat.id, LOBBY, Why("move_failed", seat.id, event.at))
    return so_far


def _shown(room: Room, seat: Seat, presence: Presence, since: datetime) -> Step:
    if seat.presence is presence:
        return Step(room)
    away_since = None if presence is Presence.HERE else since
    return Step(
        room.with_seat(replace(seat, presence=presence, away_since=away_since)),
        (RecordFact(PresenceChanged(seat.id, presence, since)),),
    )
