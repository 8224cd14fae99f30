"""The session at rest: break, suspension, a lost host; going on, more time, another host (domain.md TR12, TR13).

Theory: an interruption takes everybody out of every talk into the lobby and writes down where each was; going on puts
everybody back there. So nobody is ever in a joint room, a check or a mixed caucus that no mediator answers for.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from rooms.audibility import TALKING
from rooms.effects import RecordFact
from rooms.facts import HostChanged, SessionExtended, SessionInterrupted, SessionResumed
from rooms.hosting import reason_given
from rooms.ids import SeatId
from rooms.inputs import BreakBegun, BreakEnded, Extended, HostTakenOver, Resumed, Suspended
from rooms.moving import LOBBY, TABLE, Why, host_of, moved, returned_to
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import Unfit, Unmet
from rooms.rights import Right
from rooms.room import Cause, Interruption, Phase, Place, Presence, Role, Room, Seat, Spot
from rooms.session_moves import next_phase
from rooms.settling import ended, phase_changed, uncalled

HOST_LOST: Final = timedelta(seconds=30)
"""How long a session goes on without a mediator (TR13)."""
LONGEST_BREAK: Final = 240
LEAST_MORE: Final = 5
MOST_MORE: Final = 240
"""Minutes."""


def begin_break(room: Room, event: BreakBegun) -> Step:
    """A pause for all: caucuses end, everybody is at the joint table, and nobody hears anybody there."""
    actor = require(room, event.by, Right.PAUSE)
    if event.minutes is not None:
        _in_range(event.minutes, 1, LONGEST_BREAK)
    so_far = phase_changed(Step(room), "begin_break", actor.id)
    for caucus in room.caucuses:
        if caucus.open:
            so_far = ended(so_far, caucus, event.at, actor.id)
    until = None if event.minutes is None else event.at + timedelta(minutes=event.minutes)
    return replace(so_far, room=replace(so_far.room, break_until=until))


def end_break(room: Room, event: BreakEnded) -> Step:
    """It goes on; a time that was told ends nothing by itself."""
    actor = require(room, event.by, Right.PAUSE)
    so_far = phase_changed(Step(room), "end_break", actor.id)
    return replace(so_far, room=replace(so_far.room, break_until=None))


def suspend(room: Room, event: Suspended) -> Step:
    """Everybody to the lobby with the reason, and perhaps a time to go on."""
    actor = require(room, event.by, Right.PAUSE)
    phase = next_phase(room, "suspend")
    note = reason_given(event.note)
    if event.until is not None and event.until <= event.at:
        raise Unfit("schedule.past")
    interruption = Interruption(Cause.SUSPENDED, event.at, note, event.until, room.phase)
    return _interrupted(Step(room), interruption, phase, actor.id)


def host_lost(so_far: Step, at: datetime) -> Step:
    """No mediator was there for half a minute: nobody is left at an unattended table."""
    phase = next_phase(so_far.room, "host_lost")
    interruption = Interruption(Cause.HOST_LOST, at, "", None, so_far.room.phase)
    return _interrupted(so_far, interruption, phase, None)


def _interrupted(so_far: Step, interruption: Interruption, phase: Phase, by: SeatId | None) -> Step:
    at = interruption.at
    for caucus in so_far.room.caucuses:
        if caucus.open and caucus.closes_at is not None:
            so_far = ended(so_far, caucus, at, caucus.opened_by)
        elif caucus.open:
            so_far = uncalled(so_far, caucus)
    for seat in so_far.room.seats:
        if seat.place in TALKING:
            back_to = TABLE if seat.returns_at is not None else seat.spot
            so_far = moved(so_far, seat.id, LOBBY, Why("interrupted", by or seat.id, at), back_to=back_to)
    fact = SessionInterrupted(interruption.cause, interruption.was, by, interruption.note)
    room = replace(so_far.room, phase=phase, interruption=interruption, host_lost_at=None)
    return Step(room, (*so_far.effects, RecordFact(fact)))


def resume(room: Room, event: Resumed) -> Step:
    """Everybody back where the interruption found them, and the mediator in any case at the table."""
    actor = require(room, event.by, Right.PAUSE)
    phase = next_phase(room, "resume")
    found_at = room.interruption.at if room.interruption else event.at
    so_far = Step(replace(room, phase=phase, interruption=None))
    for seat in sorted(room.seats, key=lambda seat: seat.role is Role.MEDIATOR):
        spot = _spot_of(so_far.room, seat, found_at)
        if spot is not None:
            so_far = moved(so_far, seat.id, spot, Why("resumed", actor.id, event.at))
    fact = RecordFact(SessionResumed(phase, by=actor.id))
    return replace(so_far, effects=(*so_far.effects, fact))


def _spot_of(room: Room, seat: Seat, found_at: datetime) -> Spot | None:
    """Where a waiting seat goes when the session goes on; None: it waits on. The host never does."""
    host = seat.role is Role.MEDIATOR
    if seat.place is not Place.LOBBY or seat.hold is not None or (seat.back_to is None and not host):
        return None
    if seat.back_to is not None and seat.back_to.place is Place.CHECK:
        checked = room.seat(SeatId(str(seat.back_to.inside)))
        if not host or (checked is not None and checked.spot == seat.back_to):
            return seat.back_to
        return TABLE
    return returned_to(room, seat, unlocked=seat.waiting_since == found_at)


def extend(room: Room, event: Extended) -> Step:
    """More minutes than were planned."""
    actor = require(room, event.by, Right.PAUSE)
    next_phase(room, "extend")
    _in_range(event.minutes, LEAST_MORE, MOST_MORE)
    longer = replace(room, planned_minutes=room.planned_minutes + event.minutes)
    return Step(longer, (RecordFact(SessionExtended(event.minutes, by=actor.id)),))


def take_over(room: Room, event: HostTakenOver) -> Step:
    """A co-mediator who has been checked leads on while the host is lost; the former host is a co-mediator then."""
    actor = require(room, event.by, Right.TAKE_OVER)
    former = host_of(room)
    if actor.cleared_at is None:
        raise Unmet("gate.not_cleared", name=actor.name)
    if former is None or not _is_lost(former):
        raise Unmet("session.host_is_there")
    swapped = room.with_seat(replace(actor, role=Role.MEDIATOR)).with_seat(replace(former, role=Role.CO_MEDIATOR))
    return Step(swapped, (RecordFact(HostChanged(host=actor.id, former=former.id)),))


def _is_lost(host: Seat) -> bool:
    """Not heard of, or gone: a co-mediator need not wait until everybody has been sent to the lobby."""
    return host.place is Place.OUTSIDE or host.presence is not Presence.HERE


def _in_range(minutes: int, least: int, most: int) -> None:
    if not least <= minutes <= most:
        raise Unfit("minutes.range", least=least, most=most)
