"""Order at the table: microphones shut, hands, the spotlight, the screen. Nothing here ever opens a microphone."""

from collections.abc import Iterable
from dataclasses import replace

from rooms.audibility import INSIDE, TALKING
from rooms.effects import RecordFact
from rooms.facts import SeatMuted, SharingAllowed
from rooms.ids import SeatId
from rooms.inputs import AllMuted, HandLowered, HandRaised, Muted, MuteLifted, ScreenAllowed, Spotlit, UnmuteAsked
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Unmet
from rooms.rights import Right
from rooms.room import MEDIATORS, Room, Seat


def mute(room: Room, event: Muted) -> Step:
    """Shut one microphone. Unlocked its owner may open it again; a lock stays until it is lifted."""
    require(room, event.by, Right.MODERATE)
    return _muted(room, [_guest(room, event.seat)], event)


def mute_all(room: Room, event: AllMuted) -> Step:
    """The same for everybody with the mediator but mediators."""
    by = require(room, event.by, Right.MODERATE)
    return _muted(room, (seat for seat in room.present(*by.spot) if seat.role not in MEDIATORS), event)


def _muted(room: Room, seats: Iterable[Seat], event: Muted | AllMuted) -> Step:
    open_yet = [seat for seat in seats if seat.microphone or (event.locked and not seat.muted)]
    shut = (replace(one, microphone=False, muted=one.muted or event.locked, unmute_asked=None) for one in open_yet)
    return _changed(room, shut, "locked" if event.locked else "muted", event.by)


def lift_mute(room: Room, event: MuteLifted) -> Step:
    """Let one seat, or everybody, open the microphone again; it stays shut until its owner does."""
    require(room, event.by, Right.MODERATE)
    locked = room.seats if event.seat is None else [_guest(room, event.seat)]
    return _changed(room, [replace(seat, muted=False) for seat in locked if seat.muted], "lifted", event.by)


def _changed(room: Room, seats: Iterable[Seat], act: str, by: SeatId) -> Step:
    facts = list[RecordFact]()
    for seat in seats:
        room = room.with_seat(seat)
        facts.append(RecordFact(SeatMuted(seat.id, act, by)))
    return Step(room, tuple(facts))


def ask_to_unmute(room: Room, event: UnmuteAsked) -> Step:
    """Ask a seat to open its microphone; a lock is lifted by it, for nobody is asked what is forbidden."""
    require(room, event.by, Right.MODERATE)
    seat = _guest(room, event.seat)
    if seat.place not in TALKING:
        raise Unmet("seat.not_here")
    if seat.microphone:
        return Step(room)
    asked = replace(seat, muted=False, unmute_asked=event.at)
    return _changed(room, [asked], "lifted", event.by) if seat.muted else Step(room.with_seat(asked))


def raise_hand(room: Room, event: HandRaised) -> Step:
    """Into the queue, which is by the time of raising; raised again it keeps its turn."""
    seat = require(room, event.seat, Right.RAISE_HAND)
    return Step(room if seat.hand else room.with_seat(replace(seat, hand=event.at)))


def lower_hand(room: Room, event: HandLowered) -> Step:
    """The own hand, or for a mediator anybody's."""
    require(room, event.by, Right.RAISE_HAND if event.by == event.seat else Right.MODERATE)
    seat = _seat(room, event.seat)
    return Step(room.with_seat(replace(seat, hand=None)))


def spotlight(room: Room, event: Spotlit) -> Step:
    """One seat before the eyes of all who are there with the mediator; None: nobody."""
    by = require(room, event.by, Right.MODERATE)
    if event.seat is not None and _seat(room, event.seat).spot != by.spot:
        raise Unmet("seat.not_here")
    return Step(replace(room, spotlight=event.seat))


def allow_screen(room: Room, event: ScreenAllowed) -> Step:
    """Let a seat share its screen; no longer: and what it shares ends. Mediators need no leave."""
    require(room, event.by, Right.MODERATE)
    seat = _seat(room, event.seat)
    if seat.role in MEDIATORS or seat.may_share == event.allowed:
        return Step(room)
    allowed = replace(seat, may_share=event.allowed, screen=seat.screen and event.allowed)
    return Step(room.with_seat(allowed), (RecordFact(SharingAllowed(seat.id, event.allowed, event.by)),))


def _guest(room: Room, seat_id: SeatId) -> Seat:
    """Somebody inside who is no mediator."""
    seat = _seat(room, seat_id)
    if seat.role in MEDIATORS:
        raise NotPermitted("mute.mediator")
    if seat.place not in INSIDE:
        raise Unmet("seat.not_here")
    return seat


def _seat(room: Room, seat_id: SeatId) -> Seat:
    seat = room.seat(seat_id)
    if seat is None:
        raise NotPermitted("seat.unknown")
    return seat
