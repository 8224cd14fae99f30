"""The one way a seat gets from spot to spot, with the facts and the readers that follow (domain.md §2.6).

Theory: a change of place is one replacement of one seat, so nobody is ever in two. What goes with it is decided here
and nowhere else: a screen that was shared is not carried along, the notice of a return is used up, who arrives begins
to read there from now on, and the audit chain alone says where everybody was at any moment.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from rooms.audibility import AT_TABLE
from rooms.chat import JOINT, NOTES, WHISPER, Channel, ChannelKind, Conversation
from rooms.effects import RecordFact
from rooms.facts import CaucusAttended, PresenceChanged, SeatMoved
from rooms.ids import SeatId
from rooms.outcome import Step
from rooms.permissions import entitled
from rooms.rights import Right
from rooms.room import MEDIATORS, Place, Presence, Role, Room, Seat, Side, Spot, caucus_id

LOBBY: Final = Spot(Place.LOBBY)
TABLE: Final = Spot(Place.JOINT)
OUT: Final = Spot(Place.OUTSIDE)


class Why(NamedTuple):
    """Who moved a seat, by which act, when, and the reason given to its person."""

    act: str
    by: SeatId
    at: datetime
    reason: str = ""


def moved(so_far: Step, seat_id: SeatId, spot: Spot, why: Why, *, back_to: Spot | None = None) -> Step:
    """The step so far, and that seat in `spot`. A seat that is there already stays as it is."""
    before = so_far.room.seat(seat_id)
    assert before is not None  # noqa: S101 - callers hold the seat
    if before.spot == spot:
        return so_far
    after = _in_place(before, spot, why.at, back_to)
    room = _welcomed(_parted(so_far.room.with_seat(after), before, after), after)
    facts = tuple(map(RecordFact, _facts(before, after, why)))
    return replace(so_far, room=room, effects=(*so_far.effects, *facts))


def returned_to(room: Room, seat: Seat, *, unlocked: bool = False) -> Spot:
    """Where a seat that was at the table goes: its private talk while that is open to it, else the joint room.

    `unlocked`: it did not leave by itself, so a locked door is none to it; the screen between two seats still is.
    """
    spot = seat.back_to or TABLE
    caucus = room.caucus(spot.inside)
    if spot.place is not Place.CAUCUS or caucus is None or not caucus.open or caucus.closes_at is not None:
        return TABLE
    barred = caucus.locked and not unlocked and seat.role not in MEDIATORS
    parted = any(room.apart(seat.id, other.id) for other in room.present(*spot))
    return TABLE if barred or parted else spot


def host_of(room: Room) -> Seat | None:
    """The seat of the mediator who leads the session."""
    return next((seat for seat in room.seats if seat.role is Role.MEDIATOR), None)


def emptied(seat: Seat) -> Seat:
    """The seat with nobody in it: no tab, nothing switched on, waiting for nothing."""
    return replace(
        seat,
        presence=Presence.AWAY,
        away_since=None,
        session=None,
        knock=None,
        microphone=False,
        camera=False,
        screen=False,
        may_share=False,
        muted=False,
        unmute_asked=None,
        hand=None,
        wants_caucus=None,
    )


def heard_again(seat: Seat, at: datetime) -> tuple[RecordFact, ...]:
    """For the record, that a seat which fell silent inside is here again; of who comes from outside the move tells."""
    if seat.presence is Presence.HERE or seat.place in {Place.OUTSIDE, Place.REMOVED}:
        return ()
    return (RecordFact(PresenceChanged(seat.id, Presence.HERE, at)),)


def _in_place(seat: Seat, spot: Spot, at: datetime, back_to: Spot | None) -> Seat:
    placed = replace(
        seat,
        place=spot.place,
        inside=spot.inside,
        back_to=back_to,
        returns_at=None,
        screen=False,
        waiting_since=at if spot.place is Place.LOBBY else None,
        hold=None,
    )
    if spot.place in AT_TABLE:
        return replace(placed, admitted_at=seat.admitted_at or at)
    return placed if spot.place in {Place.LOBBY, Place.CHECK} else emptied(placed)


def _facts(before: Seat, after: Seat, why: Why) -> Iterator[SeatMoved | CaucusAttended]:
    if left := caucus_id(before):
        yield CaucusAttended(left, before.id, entered=False)
    yield SeatMoved(after.id, why.act, by=why.by, reason=why.reason)
    if entered := caucus_id(after):
        yield CaucusAttended(entered, after.id, entered=True)


def _parted(room: Room, before: Seat, after: Seat) -> Room:
    """Who goes out of a caucus reads nothing said there later, and who goes from the table nothing said there later.

    A mediator who steps aside from the joint room, to whomever, stays a reader of it (T1).
    """
    if caucus := caucus_id(before):
        room = _leaving(room, Channel(ChannelKind.CAUCUS, caucus), before.id)
    if before.place in AT_TABLE and after.place not in AT_TABLE and before.role not in MEDIATORS:
        for channel in (JOINT, Channel(ChannelKind.SIDE, before.side)):
            room = _leaving(room, channel, before.id)
    return room


def _welcomed(room: Room, seat: Seat) -> Room:
    """Who comes somewhere reads what is said there from now on; the host all of it, from the first line."""
    if seat.place is Place.LOBBY and seat.role is not Role.MEDIATOR:
        return _lobby_joined(room, seat)
    if seat.place not in AT_TABLE:
        return room
    room = _reading(room, JOINT, seat.id, after=0 if seat.role is Role.MEDIATOR else None)
    if caucus := caucus_id(seat):
        room = _reading(room, Channel(ChannelKind.CAUCUS, caucus), seat.id)
    if seat.side is not Side.NEUTRAL and seat.role not in MEDIATORS:
        room = _reading(room, Channel(ChannelKind.SIDE, seat.side), seat.id)
    return _mediating(room, seat)


def _lobby_joined(room: Room, seat: Seat) -> Room:
    """A waiting person and every mediator who has been at the table; one who still waits to be checked is none yet."""
    own = Channel(ChannelKind.LOBBY, seat.id)
    for reader in (seat, *(one for one in room.seats if entitled(one, Right.NOTE) and one.admitted_at)):
        room = _reading(room, own, reader.id, after=0)
    return room


def _mediating(room: Room, seat: Seat) -> Room:
    """What a mediator, or somebody of the court, reads beside the table."""
    if entitled(seat, Right.NOTE):
        lobbies = [one.channel for one in room.conversations if one.channel.kind is ChannelKind.LOBBY]
        for channel in (NOTES, WHISPER, *lobbies):
            room = _reading(room, channel, seat.id, after=0)
    elif entitled(seat, Right.WHISPER):
        room = _reading(room, WHISPER, seat.id)
    return room


def _reading(room: Room, channel: Channel, seat: SeatId, after: int | None = None) -> Room:
    """`seat` reads in `channel` after that line, by default from now on; who reads already goes on as before."""
    known = room.conversation(channel)
    return _kept(room, known, known.admitting(seat, known.seq if after is None else after))


def _leaving(room: Room, channel: Channel, seat: SeatId) -> Room:
    known = room.conversation(channel)
    return _kept(room, known, known.leaving(seat))


def _kept(room: Room, known: Conversation, conversation: Conversation) -> Room:
    return room if conversation == known else room.with_conversation(conversation)
