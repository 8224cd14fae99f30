"""What every step owes to the session as a whole: nobody is left behind in a check or a caucus that is over.

It runs after each handler, finds what no longer holds, and is idle where all holds.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from rooms.audibility import AT_TABLE, INSIDE, TALKING
from rooms.caucus import Caucus, Summons
from rooms.effects import RecordFact
from rooms.facts import CaucusChanged, CaucusSummoned, PhaseChanged
from rooms.ids import SeatId
from rooms.moving import TABLE, Why, host_of, moved
from rooms.outcome import Step
from rooms.room import BEGUN, MEDIATORS, Phase, Place, Presence, Room, caucus_id
from rooms.session_moves import next_phase

WATCHED: Final = BEGUN | {Phase.CHECK}
"""Phases that are interrupted when the host is lost: in the others nobody hears anybody anyway."""


def settled(so_far: Step, at: datetime) -> Step:
    """The step with all that follows from it."""
    if so_far.room.phase in WATCHED | {Phase.LOBBY}:
        so_far = _checks(so_far, at)
        so_far = _caucuses(so_far, at)
    return replace(so_far, room=_watched(_seen(so_far.room), at))


def phase_changed(so_far: Step, event: str, by: SeatId) -> Step:
    """The step with the phase that the table gives for `event`; recorded where it is another one."""
    phase = next_phase(so_far.room, event)
    if phase is so_far.room.phase:
        return so_far
    fact = RecordFact(PhaseChanged(phase, by=by))
    return replace(so_far, room=replace(so_far.room, phase=phase), effects=(*so_far.effects, fact))


def ended(so_far: Step, caucus: Caucus, at: datetime, by: SeatId) -> Step:
    """The caucus is over: who is in it goes to the joint room at once, who is still called is not any more."""
    for seat in so_far.room.present(Place.CAUCUS, caucus.id):
        so_far = moved(so_far, seat.id, TABLE, Why("caucus_over", by, at))
    so_far = uncalled(so_far, so_far.room.caucus(caucus.id) or caucus)
    over = replace(so_far.room.caucus(caucus.id) or caucus, closed_at=at, wants_mediator=None)
    fact = RecordFact(CaucusChanged(caucus.id, "closed", by))
    return replace(so_far, room=so_far.room.with_caucus(over), effects=(*so_far.effects, fact))


def uncalled(so_far: Step, caucus: Caucus, before: datetime | None = None) -> Step:
    """Calls of that caucus that nobody answered, those made by `before` (None: all), are over."""
    lapsed = {
        one.seat for one in caucus.invited if one.state is Summons.CALLING and (before is None or one.at <= before)
    }
    if not lapsed:
        return so_far
    invited = tuple(replace(one, state=Summons.NO_ANSWER) if one.seat in lapsed else one for one in caucus.invited)
    facts = (RecordFact(CaucusSummoned(caucus.id, seat, Summons.NO_ANSWER)) for seat in sorted(lapsed))
    room = so_far.room.with_caucus(replace(caucus, invited=invited))
    return replace(so_far, room=room, effects=(*so_far.effects, *facts))


def _checks(so_far: Step, at: datetime) -> Step:
    """A mediator does not stay in a check whose seat has gone, nor the session in CHECK when nobody is checked."""
    for seat in so_far.room.seats:
        checked = so_far.room.seat(SeatId(seat.inside or ""))
        if seat.place is Place.CHECK and seat.inside != seat.id and (checked is None or checked.spot != seat.spot):
            so_far = moved(so_far, seat.id, TABLE, Why("check_over", seat.id, at))
    host = host_of(so_far.room)
    if so_far.room.phase is Phase.CHECK and not any(seat.place is Place.CHECK for seat in so_far.room.seats) and host:
        so_far = phase_changed(so_far, "leave_check", host.id)
    return so_far


def _caucuses(so_far: Step, at: datetime) -> Step:
    """A caucus without anybody in it or called to it is over; CAUCUS is the phase while there is one somebody is in."""
    for caucus in so_far.room.caucuses:
        called = any(one.state is Summons.CALLING for one in caucus.invited)
        if caucus.open and not called and not any(so_far.room.present(Place.CAUCUS, caucus.id)):
            so_far = ended(so_far, caucus, at, caucus.opened_by)
    opened = [caucus for caucus in so_far.room.caucuses if caucus.open]
    if so_far.room.phase is Phase.JOINT and any(caucus_id(seat) for seat in so_far.room.seats):
        return phase_changed(so_far, "first_in_caucus", opened[-1].opened_by)
    if so_far.room.phase is Phase.CAUCUS and not opened:
        return phase_changed(so_far, "last_caucus_closed", so_far.room.caucuses[-1].opened_by)
    return so_far


def _seen(room: Room) -> Room:
    """Who is put before everybody's eyes is at the table, or nobody is."""
    seat = room.seat(room.spotlight) if room.spotlight is not None else None
    return room if seat is None or seat.place in AT_TABLE else replace(room, spotlight=None)


def _watched(room: Room, at: datetime) -> Room:
    """Since when the host is not there, while somebody else is (TR13); a co-mediator may take over before or after.

    Where some are screened from each other, whether or not anybody is: else who comes alone into the room, or finds it
    at rest, would learn by the hour of it whether the other was there.
    """
    host = host_of(room)
    there = host is not None and host.place in TALKING and host.presence is Presence.HERE
    others = bool(room.screened) or any(seat.role not in MEDIATORS and seat.place in INSIDE for seat in room.seats)
    lost = room.phase in WATCHED and others and not there
    since = (room.host_lost_at or at) if lost else None
    return room if since == room.host_lost_at else replace(room, host_lost_at=since)
