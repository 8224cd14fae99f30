"""单独（背靠背）会谈: private rooms that mediators open for any set of seats (民事调解规定 §5; domain.md TR11, §4.6).

A seat comes by its own acceptance, never by a switch of another's. Who goes out again is told before, so that no
microphone is open among others by surprise. What is said inside is on no record; times and persons are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from rooms.audibility import TALKING
from rooms.caucus import CAUCUS_LIMIT, Caucus, Invitation, Summons
from rooms.chat import Channel, ChannelKind
from rooms.effects import RecordFact
from rooms.facts import CaucusChanged, CaucusSummoned
from rooms.ids import CaucusId, SeatId
from rooms.inputs import (
    CaucusCalled,
    CaucusClosed,
    CaucusJoined,
    CaucusLeft,
    CaucusOpened,
    CaucusSet,
    CaucusWanted,
    MediatorCalled,
    SummonsAnswered,
)
from rooms.moving import TABLE, Why, host_of, moved
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import MEDIATORS, Place, Presence, Role, Room, Seat, Spot, caucus_id
from rooms.settling import ended, phase_changed, uncalled

CALL: Final = timedelta(seconds=30)
"""How long a seat is called: as long as a telephone rings."""
CLOSING: Final = timedelta(seconds=5)
"""Notice before a caucus that is closed leads back: time to end a sentence and shut the microphone."""
LEAVING: Final = timedelta(seconds=3)
"""The same for somebody who asked to go back, and so expects it."""

AT_TABLE: Final = frozenset({Place.JOINT, Place.CAUCUS})


def open_caucus(room: Room, event: CaucusOpened) -> Step:
    """A private room, and everybody in `seats` is called. The same one opened again is the same one."""
    actor = _opener(room, event.by)
    so_far = phase_changed(Step(room), "open_caucus", actor.id)
    if room.caucus(event.id) is not None:
        return Step(room)
    if len(room.caucuses) >= CAUCUS_LIMIT:
        raise Unmet("caucus.full", limit=CAUCUS_LIMIT)
    number = len(room.caucuses) + 1
    opened = Caucus(event.id, number, event.at, actor.id, (), hosts_come=event.comes, named=event.named)
    fact = RecordFact(CaucusChanged(event.id, "opened", actor.id))
    step = Step(so_far.room.with_caucus(opened), (*so_far.effects, fact))
    return _called(step, opened, _guests(room, opened, event.seats, actor.id), event.at)


def call(room: Room, event: CaucusCalled) -> Step:
    """More seats are called in, or the same again."""
    actor = _opener(room, event.by)
    caucus = _open(room, event.caucus)
    return _called(Step(room), caucus, _guests(room, caucus, event.seats, actor.id), event.at)


def _opener(room: Room, by: SeatId) -> Seat:
    """The host, or a co-mediator while the host is not there: that is when it counts as delegated (domain.md §4.6)."""
    actor = require(room, by, Right.CAUCUS)
    host = host_of(room)
    leads = host is not None and host.place in TALKING and host.presence is Presence.HERE
    if actor.role is Role.CO_MEDIATOR and (leads or actor.cleared_at is None):
        raise NotPermitted("caucus.not_delegated")
    return actor


def _guests(room: Room, caucus: Caucus, wanted: Iterable[SeatId], by: SeatId) -> tuple[Seat, ...]:
    """Those to be called: at the table, none screened from another of them or from who is in there."""
    seats = tuple(room.seat(one) for one in dict.fromkeys(wanted))
    found = tuple(seat for seat in seats if seat is not None and seat.id != by)
    if not found or len(found) < len(seats):
        raise Unfit("caucus.seats")
    for seat in found:
        if seat.place not in AT_TABLE:
            raise Unmet("caucus.not_at_table", name=seat.name)
        if caucus_id(seat) == caucus.id:
            raise Unmet("caucus.inside", name=seat.name)
    # Whoever was called once may be in there again: two who are screened are not even called one after the other.
    company = {one.seat for one in caucus.invited} | {seat.id for seat in (*found, *_inside(room, caucus))}
    for seat in found:
        _unscreened(room, seat, company)
    return found


def _inside(room: Room, caucus: Caucus) -> tuple[Seat, ...]:
    return tuple(room.present(Place.CAUCUS, caucus.id))


def _unscreened(room: Room, seat: Seat, company: Iterable[SeatId]) -> None:
    if any(room.apart(seat.id, other) for other in company):
        raise Unmet("caucus.screened", name=seat.name)


def _parted(room: Room, seat: Seat, caucus: Caucus) -> bool:
    """Whether somebody is in there from whom this seat is screened."""
    return any(room.apart(seat.id, other.id) for other in _inside(room, caucus))


def _called(so_far: Step, caucus: Caucus, seats: tuple[Seat, ...], at: datetime) -> Step:
    fresh = {seat.id for seat in seats}
    kept = tuple(one for one in caucus.invited if one.seat not in fresh)
    invited = (*kept, *(Invitation(seat.id, Summons.CALLING, at) for seat in seats))
    facts = (RecordFact(CaucusSummoned(caucus.id, seat.id, Summons.CALLING)) for seat in seats)
    room = so_far.room.with_caucus(replace(caucus, invited=invited))
    return Step(room, (*so_far.effects, *facts))


def answer(room: Room, event: SummonsAnswered) -> Step:
    """A called seat comes at once, or not now. With the first who comes, comes the mediator who said so."""
    seat = require(room, event.seat, Right.ANSWER_SUMMONS)
    caucus = _open(room, event.caucus)
    invitation = caucus.invitation(seat.id)
    if invitation is None or invitation.state is not Summons.CALLING:
        raise Unmet("caucus.not_called")
    if event.accepts and _parted(room, seat, caucus):
        raise Unmet("caucus.not_called")  # screened since it was called; a word more would say from whom
    first = all(one.state is not Summons.ACCEPTED for one in caucus.invited)
    state = Summons.ACCEPTED if event.accepts else Summons.DECLINED
    invited = tuple(replace(one, state=state) if one.seat == seat.id else one for one in caucus.invited)
    answered = room.with_caucus(replace(caucus, invited=invited))
    so_far = Step(answered, (RecordFact(CaucusSummoned(caucus.id, seat.id, state)),))
    if not event.accepts:
        return so_far
    if first and caucus.hosts_come:
        so_far = _opener_comes(so_far, caucus, event.at)
    return _in(so_far, seat.id, caucus.id, event.at)


def _opener_comes(so_far: Step, caucus: Caucus, at: datetime) -> Step:
    """Out of the joint room or another caucus; out of a check nobody is called away."""
    opener = so_far.room.seat(caucus.opened_by)
    if opener is None or opener.place not in AT_TABLE:
        return so_far
    return _in(so_far, opener.id, caucus.id, at)


def _in(so_far: Step, seat: SeatId, caucus: CaucusId, at: datetime) -> Step:
    """The seat in that caucus; who was wanted there, or wanted to be, has been."""
    so_far = moved(so_far, seat, Spot(Place.CAUCUS, caucus), Why("caucus", seat, at))
    room = so_far.room
    inside, entered = room.caucus(caucus), room.seat(seat)
    if entered is not None and entered.wants_caucus is not None:
        room = room.with_seat(replace(entered, wants_caucus=None))
    if inside is not None and inside.wants_mediator is not None and entered is not None and entered.role in MEDIATORS:
        room = room.with_caucus(replace(inside, wants_mediator=None))
    return replace(so_far, room=room)


def join(room: Room, event: CaucusJoined) -> Step:
    """A mediator goes in; a former member goes back in where the door is not locked."""
    seat = require(room, event.seat, Right.JOIN_CAUCUS)
    caucus = _open(room, event.caucus)
    if seat.role not in MEDIATORS:
        if room.conversation(Channel(ChannelKind.CAUCUS, caucus.id)).reader(seat.id) is None:
            raise NotPermitted("caucus.unknown")
        if caucus.locked or _parted(room, seat, caucus):
            raise Unmet("caucus.locked")
    return _in(Step(room), seat.id, caucus.id, event.at)


def leave(room: Room, event: CaucusLeft) -> Step:
    """Back to the joint room: a mediator at once, anybody else after the notice."""
    seat = require(room, event.seat, Right.LEAVE_CAUCUS)
    if seat.role in MEDIATORS:
        return moved(Step(room), seat.id, TABLE, Why("caucus_left", seat.id, event.at))
    if seat.returns_at is not None:
        return Step(room)
    return Step(room.with_seat(replace(seat, returns_at=event.at + LEAVING)))


def close(room: Room, event: CaucusClosed) -> Step:
    """One caucus ends after the notice, no other; one that nobody is in ends at once."""
    actor = _opener(room, event.by)
    caucus = room.caucus(event.caucus)
    if caucus is None or not caucus.open:
        raise Unmet("caucus.unknown")
    if caucus.closes_at is not None:
        return Step(room)
    members = [seat for seat in _inside(room, caucus) if seat.role not in MEDIATORS]
    if not members:
        return ended(Step(room), caucus, event.at, actor.id)
    at = event.at + CLOSING
    so_far = uncalled(Step(room), caucus)
    closing = replace(so_far.room.caucus(caucus.id) or caucus, closes_at=at)
    room = so_far.room.with_caucus(closing)
    for seat in members:
        room = room.with_seat(replace(seat, returns_at=min(at, seat.returns_at or at)))
    fact = RecordFact(CaucusChanged(caucus.id, "closing", actor.id))
    return Step(room, (*so_far.effects, fact))


def set_door(room: Room, event: CaucusSet) -> Step:
    """Lock it or not, and whether others may be told who is in it."""
    actor = _opener(room, event.by)
    caucus = _open(room, event.caucus)
    acts = []
    if caucus.locked != event.locked:
        acts.append("locked" if event.locked else "unlocked")
    if caucus.named != event.named:
        acts.append("named" if event.named else "unnamed")
    facts = tuple(RecordFact(CaucusChanged(caucus.id, act, actor.id)) for act in acts)
    return Step(room.with_caucus(replace(caucus, locked=event.locked, named=event.named)), facts)


def want(room: Room, event: CaucusWanted) -> Step:
    """A party asks for a private talk, in the order of asking; or no longer."""
    seat = require(room, event.seat, Right.WANT_CAUCUS)
    since = (seat.wants_caucus or event.at) if event.wanted else None
    return Step(room.with_seat(replace(seat, wants_caucus=since)))


def call_mediator(room: Room, event: MediatorCalled) -> Step:
    """请调解员进来: since when is kept; or no longer."""
    seat = require(room, event.seat, Right.CALL_MEDIATOR)
    caucus = _open(room, caucus_id(seat))
    since = (caucus.wants_mediator or event.at) if event.wanted else None
    return Step(room.with_caucus(replace(caucus, wants_mediator=since)))


def _open(room: Room, wanted: CaucusId | None) -> Caucus:
    """An open caucus that is not being closed; raises Unmet."""
    caucus = room.caucus(wanted)
    if caucus is None or not caucus.open:
        raise Unmet("caucus.unknown")
    if caucus.closes_at is not None:
        raise Unmet("caucus.closing")
    return caucus
