"""What is done to a seat from outside it: let in, held back, sent back, removed; devices, links, the end."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from law.plain_text import in_line
from rooms.checking import ready, require_complete
from rooms.clearing import guest
from rooms.effects import EndSeat, EndSession, RecordFact
from rooms.entering import left, taken_over
from rooms.facts import DeviceJudged, PersonPutRight, SeatMoved, SessionForsaken
from rooms.ids import SeatId
from rooms.inputs import (
    Admitted,
    AllAdmitted,
    Closed,
    DeviceAllowed,
    DeviceRefused,
    Forsaken,
    HeldBack,
    InviteRenewed,
    InviteRevoked,
    JointOpened,
    PersonCorrected,
    Removed,
    SentToLobby,
)
from rooms.moving import LOBBY, OUT, TABLE, Why, emptied, heard_again, moved, returned_to
from rooms.outcome import Step
from rooms.permissions import require
from rooms.person import DIGIT_TRIES, Identity, Person
from rooms.refusals import Unfit, Unmet
from rooms.rights import Right
from rooms.room import EndReason, Hold, Knock, Phase, Place, Presence, Room, Seat, Spot
from rooms.session_moves import waiting
from rooms.settling import ended, phase_changed

AHEAD: Final = frozenset({Phase.LOBBY, Phase.CHECK})
"""Phases before the joint session."""
REASON_LIMIT = 200
"""Characters of a reason shown to a person."""


def open_joint(room: Room, event: JointOpened) -> Step:
    """Begin: everybody who waits is cleared, and comes to the table with the mediator (TR10)."""
    actor = require(room, event.by, Right.OPEN_JOINT)
    so_far = phase_changed(Step(room), "open_joint", actor.id)
    for seat in waiting(room):
        so_far = moved(so_far, seat.id, TABLE, Why("admitted", actor.id, event.at))
    return moved(so_far, actor.id, TABLE, Why("opened", actor.id, event.at))


def admit(room: Room, event: Admitted) -> Step:
    """From the lobby, or out of the check, to the table or back into the private talk the seat belongs to."""
    actor = require(room, event.by, Right.ADMIT)
    if (waits := guest(room, event.seat)).hold is not None and room.phase in AHEAD and ready(room, waits):
        return _expected_again(room, waits, actor.id)
    so_far = phase_changed(Step(room), "admit", actor.id)
    seat = guest(room, event.seat)
    if seat.place not in {Place.LOBBY, Place.CHECK}:
        raise Unmet("seat.not_waiting")
    require_complete(room, seat, seat.cleared_at)
    if seat.cleared_at is None:
        raise Unmet("gate.not_cleared", name=seat.name)
    return moved(so_far, seat.id, returned_to(room, seat), Why("admitted", actor.id, event.at))


def _expected_again(room: Room, seat: Seat, by: SeatId) -> Step:
    """Before the beginning: who was told to wait and is cleared comes in with the others, and is not checked again."""
    expected = room.with_seat(replace(seat, hold=None))
    return Step(expected, (RecordFact(SeatMoved(seat.id, "expected", by=by, reason="")),))


def admit_all(room: Room, event: AllAdmitted) -> Step:
    """Everybody who waits in the lobby, is cleared and not held back."""
    actor = require(room, event.by, Right.ADMIT)
    so_far = phase_changed(Step(room), "admit", actor.id)
    admitted = [seat for seat in waiting(room) if seat.place is Place.LOBBY and ready(room, seat)]
    if not admitted:
        raise Unmet("session.nobody_cleared")
    for seat in admitted:
        spot = returned_to(so_far.room, seat)
        so_far = moved(so_far, seat.id, spot, Why("admitted", actor.id, event.at))
    return so_far


def hold_back(room: Room, event: HeldBack) -> Step:
    """Not yet, and why; the person stays in the lobby and reads the reason."""
    require(room, event.by, Right.HOLD)
    seat = guest(room, event.seat)
    if seat.place is not Place.LOBBY:
        raise Unmet("seat.not_waiting")
    reason = reason_given(event.reason)
    held = replace(seat, hold=Hold(reason, event.at))
    return Step(room.with_seat(held), (RecordFact(SeatMoved(seat.id, "held", by=event.by, reason=reason)),))


def send_back(room: Room, event: SentToLobby) -> Step:
    """Out of the talks and into the lobby, with the reason; only being admitted anew leads back."""
    actor = require(room, event.by, Right.SEND_BACK)
    so_far = phase_changed(Step(room), "send_back", actor.id)
    seat = guest(room, event.seat)
    if seat.place not in {Place.CHECK, Place.JOINT, Place.CAUCUS}:
        raise Unmet("seat.not_here")
    reason = reason_given(event.reason)
    so_far = moved(so_far, seat.id, LOBBY, Why("sent_back", actor.id, event.at, reason))
    waits = so_far.room.seat(seat.id) or seat
    return replace(so_far, room=so_far.room.with_seat(replace(waits, hold=Hold(reason, event.at))))


def remove(room: Room, event: Removed) -> Step:
    """Out for good: place, tab, device and media. Only a renewed link brings the person back."""
    actor = require(room, event.by, Right.REMOVE)
    seat = guest(room, event.seat)
    if seat.place is Place.REMOVED:
        raise Unmet("seat.removed")
    reason = reason_given(event.reason)
    gone = moved(Step(room), seat.id, Spot(Place.REMOVED), Why("removed", actor.id, event.at, reason))
    unbound = replace(gone.room.seat(seat.id) or seat, device=None, cleared_at=None)
    end = EndSeat(seat.id, EndReason.REMOVED, event.at, reason)
    return Step(gone.room.with_seat(unbound), (*gone.effects, end))


def allow_device(room: Room, event: DeviceAllowed) -> Step:
    """The other device becomes the bound one and takes the seat over where it stands."""
    actor = require(room, event.by, Right.JUDGE_DEVICE)
    seat, knock = _knocking(room, event.seat)
    seated = replace(
        seat, device=knock.device, session=knock.session, knock=None, presence=Presence.HERE, away_since=None
    )
    fact = RecordFact(DeviceJudged(seat.id, "allowed", by=actor.id))
    ends = (taken_over(seat),) if seat.session else ()
    allowed = Step(room.with_seat(seated), (fact, *heard_again(seat, event.at), *ends))
    if seat.place is not Place.OUTSIDE:
        return allowed
    return moved(allowed, seat.id, LOBBY, Why("entered", seat.id, event.at), back_to=seat.back_to)


def refuse_device(room: Room, event: DeviceRefused) -> Step:
    """The other device is turned away; the first keeps the seat."""
    actor = require(room, event.by, Right.JUDGE_DEVICE)
    seat, knock = _knocking(room, event.seat)
    fact = RecordFact(DeviceJudged(seat.id, "refused", by=actor.id))
    turned_away = EndSession(seat.id, knock.session, EndReason.DEVICE_REFUSED, media=False)
    return Step(room.with_seat(replace(seat, knock=None)), (fact, turned_away))


def put_right(room: Room, event: PersonCorrected) -> Step:
    """The case knows the person better than when the room was planned; a session that is over keeps what it had.

    Digits of a number that has been replaced prove nothing, and wrong answers to it do not count.
    """
    seat = guest(room, event.seat)
    right = replace(seat.first, name=event.name, on_behalf_of=event.on_behalf_of, has_id_tail=event.has_id_tail)
    if event.renumbered:
        right = replace(right, proofs=right.proofs - {Identity.DIGITS}, tries_left=DIGIT_TRIES)
    if right == seat.first or room.phase is Phase.CLOSED:
        return Step(room)
    return Step(room.with_seat(seat.with_person(right)), (RecordFact(PersonPutRight(seat.id, event.renumbered)),))


def revoke_invite(room: Room, event: InviteRevoked) -> Step:
    """The link is dead and whoever came by it is outside."""
    actor = require(room, event.by, Right.REVOKE_INVITE)
    seat = guest(room, event.seat)
    if seat.revoked:
        raise Unmet("invite.revoked")
    shut = _cut_off(room, seat, Why("revoked", actor.id, event.at))
    return replace(shut, room=shut.room.with_seat(replace(shut.room.seat(seat.id) or seat, revoked=True)))


def renew_invite(room: Room, event: InviteRenewed) -> Step:
    """A new link for the same people: proofs, device, consents and tries start afresh; what was read stays so."""
    actor = require(room, event.by, Right.RENEW_INVITE)
    seat = guest(room, event.seat)
    out = _cut_off(room, seat, Why("renewed", actor.id, event.at))
    fresh = replace(
        emptied(out.room.seat(seat.id) or seat),
        place=Place.OUTSIDE,
        persons=tuple(_afresh(person) for person in seat.persons),
        device=None,
        revoked=False,
        cleared_at=None,
        back_to=None,
    )
    return replace(out, room=out.room.with_seat(fresh))


def _cut_off(room: Room, seat: Seat, why: Why) -> Step:
    """The seat outside and everything that spoke for it ended; one that is out already stays where it is."""
    if seat.place in {Place.OUTSIDE, Place.REMOVED}:
        knockless = room.with_seat(replace(seat, knock=None))
        fact = RecordFact(SeatMoved(seat.id, why.act, by=why.by, reason=""))
        return Step(knockless, (fact, EndSeat(seat.id, EndReason.REVOKED, why.at)))
    return left(Step(room), seat, why, EndReason.REVOKED)


def _afresh(person: Person) -> Person:
    return Person(person.id, person.name, person.on_behalf_of, has_id_tail=person.has_id_tail)


def close(room: Room, event: Closed) -> Step:
    """The end for all; nothing can be opened again."""
    return _over(room, require(room, event.by, Right.CLOSE).id, event.at)


def forsake(room: Room, event: Forsaken) -> Step:
    """Close what nobody closed, so that forgetting to is no way to keep private talk for ever.

    Idle while somebody is there, and where it is closed.
    """
    since = quiet_since(room)
    if since is None:
        return Step(room)
    over = _over(room, room.account_seat.id, event.at)
    return replace(over, effects=(RecordFact(SessionForsaken(event.why, since)), *over.effects))


def quiet_since(room: Room) -> datetime | None:
    """The last moment for which the room was planned or somebody was seen in it; None: it goes on, or is closed."""
    if room.phase is Phase.CLOSED or any(seat.presence is Presence.HERE for seat in room.seats):
        return None
    seen = (at for seat in room.seats for at in (seat.admitted_at, seat.away_since, seat.waiting_since))
    rest = (room.interruption.at, room.interruption.until) if room.interruption else ()
    moments: list[datetime] = [at for at in (room.scheduled_at, room.break_until, *rest, *seen) if at is not None]
    return max(moments)


def _over(room: Room, by: SeatId, at: datetime) -> Step:
    so_far = Step(room)
    for caucus in room.caucuses:
        if caucus.open:
            so_far = ended(so_far, caucus, at, by)
    so_far = phase_changed(so_far, "close", by)
    for seat in room.seats:
        if seat.place not in {Place.REMOVED, Place.OUTSIDE}:
            so_far = moved(so_far, seat.id, OUT, Why("closed", by, at))
    over = replace(so_far.room, interruption=None, break_until=None)
    ends = tuple(EndSeat(seat.id, EndReason.CLOSED, at) for seat in room.seats)
    return Step(replace(over, seats=tuple(map(_unknocked, over.seats))), (*so_far.effects, *ends))


def _unknocked(seat: Seat) -> Seat:
    return replace(seat, knock=None)


def _knocking(room: Room, seat_id: SeatId) -> tuple[Seat, Knock]:
    seat = guest(room, seat_id)
    if seat.knock is None:
        raise Unmet("device.no_knock")
    return seat, seat.knock


def reason_given(text: str) -> str:
    """A reason as it is shown to its person; raises Unfit."""
    reason = text.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Unfit("reason.needed")
    if hidden := in_line(reason):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return reason
