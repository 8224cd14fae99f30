"""From the link to the lobby, and out again: identity, consents, the bound device, the one speaking tab."""

from dataclasses import replace

from rooms.checking import AFFECTED
from rooms.effects import Effect, EndSeat, EndSession, RecordFact
from rooms.facts import ConsentsRecorded, DeviceJudged, DigitsWrong, PersonIdentified, SeatMoved
from rooms.inputs import ConsentsGiven, EnterRequested, IdentityOffered, Left
from rooms.moving import LOBBY, OUT, TABLE, Why, heard_again, moved
from rooms.outcome import Step
from rooms.permissions import require, require_person
from rooms.person import Consent, Consents, Identity, Person
from rooms.refusals import Unmet
from rooms.rights import Right
from rooms.room import EndReason, Knock, Phase, Place, Presence, Role, Room, Seat, Spot
from rooms.settling import phase_changed


def identify(room: Room, event: IdentityOffered) -> Step:
    """Count a wrong answer, remember a right one; without digits on file the mediator confirms later."""
    seat, person = require_person(room, event.seat, event.person, Right.IDENTIFY)
    if person.tries_left == 0:
        raise Unmet("identity.locked")
    if person.has_id_tail and event.digits_match is not True:
        return _wrong(room, seat, person)
    if not person.has_id_tail or person.proofs:
        return Step(room)
    proved = seat.with_person(replace(person, proofs=person.proofs | {Identity.DIGITS}))
    fact = PersonIdentified(seat.id, person.id, Identity.DIGITS, by=None)
    return Step(room.with_seat(proved), (RecordFact(fact),))


def _wrong(room: Room, seat: Seat, person: Person) -> Step:
    left = person.tries_left - 1
    refusal = Unmet("identity.digits_wrong", tries_left=left) if left else Unmet("identity.locked")
    wronged = seat.with_person(replace(person, tries_left=left))
    return Step(room.with_seat(wronged), (RecordFact(DigitsWrong(seat.id, left)),), refusal)


def consent(room: Room, event: ConsentsGiven) -> Step:
    """Keep each decision with its time and text version; what was refused is kept by its absence.

    Once a device is bound, only that device decides: whoever else holds the link must not consent for the person.
    """
    seat, person = require_person(room, event.seat, event.person, Right.CONSENT)
    if seat.device not in {None, event.device}:
        raise Unmet("device.waiting")
    decided = replace(person, consents=Consents(event.version, event.given, event.at))
    fact = ConsentsRecorded(seat.id, event.session, event.version, tuple(sorted(event.given)))
    return Step(room.with_seat(seat.with_person(decided)), (RecordFact(fact),))


def enter(room: Room, event: EnterRequested) -> Step:
    """Seat a tab: the mediator at the table, anybody else in the lobby, whoever was inside where they were.

    A second tab of the bound device takes the seat over; another device has to wait for the mediator's nod.
    """
    seat = require(room, event.seat, Right.ENTER)
    if seat.id != room.account_seat.id:
        _ready(seat)
        if seat.device not in {None, event.device}:
            return _knock(room, seat, event)
    return _seat_tab(room, seat, event)


def _ready(seat: Seat) -> None:
    """Who opened the link has said who they are and what they consent to; the others in the seat do so in the lobby."""
    if seat.has_id_tail and seat.identity is Identity.UNCONFIRMED:
        raise Unmet("identity.first")
    if seat.role not in AFFECTED:
        return
    if seat.consents is None:
        raise Unmet("consents.first")
    if Consent.ONLINE_MEDIATION not in seat.consents.given:
        raise Unmet("consents.online_mediation")


def _knock(room: Room, seat: Seat, event: EnterRequested) -> Step:
    waiting = Unmet("device.waiting")
    if seat.knock is not None and seat.knock.session == event.session:
        return Step(room, refusal=waiting)
    ended: tuple[Effect, ...] = ()
    if seat.knock is not None:
        ended = (EndSession(seat.id, seat.knock.session, EndReason.TAKEN_OVER, media=False),)
    asked = replace(seat, knock=Knock(event.device, event.session, event.at))
    fact = RecordFact(DeviceJudged(seat.id, "knocked", by=seat.id))
    return Step(room.with_seat(asked), (fact, *ended), waiting)


def _seat_tab(room: Room, seat: Seat, event: EnterRequested) -> Step:
    by_account = seat.id == room.account_seat.id
    seated = replace(
        seat,
        presence=Presence.HERE,
        away_since=None,
        device=None if by_account else event.device,
        session=event.session,
    )
    if seat.place is Place.OUTSIDE:
        seated = replace(seated, microphone=event.microphone, camera=event.camera)
    so_far = phase_changed(Step(room, heard_again(seat, event.at)), "enter", seat.id)
    so_far = _let_in(replace(so_far, room=so_far.room.with_seat(seated)), seated, event)
    if seat.session in {None, event.session}:
        return so_far
    fact = RecordFact(SeatMoved(seat.id, "taken_over", by=seat.id, reason=""))
    return replace(so_far, effects=(*so_far.effects, fact, taken_over(seat)))


def _let_in(so_far: Step, seat: Seat, event: EnterRequested) -> Step:
    """To the door of the session. A drop never changed the place, so whoever is inside stays there.

    Only the mediator of the account, and who took the lead over, go straight to the table, out of the lobby too where
    a failed move has left them; but while the session stands still nobody is there, and the host waits like all to go
    back where they were.
    """
    back_to = seat.back_to
    by_themselves = seat.id == so_far.room.account_seat.id or seat.role is Role.MEDIATOR
    if by_themselves and seat.place in {Place.OUTSIDE, Place.LOBBY}:
        still = so_far.room.phase is Phase.INTERRUPTED
        spot, back_to = (LOBBY, back_to or TABLE) if still else (TABLE, None)
    elif seat.place is Place.OUTSIDE:
        spot = LOBBY
    else:
        return so_far
    return moved(so_far, seat.id, spot, Why("entered", seat.id, event.at), back_to=back_to)


def taken_over(seat: Seat) -> EndSession:
    """The order that ends the tab which spoke for `seat` until now. The media follow the new tab's offer."""
    assert seat.session is not None  # noqa: S101 - callers look first
    return EndSession(seat.id, seat.session, EndReason.TAKEN_OVER, media=True)


def leave(room: Room, event: Left) -> Step:
    """Out by one's own wish; the link still works and leads to the lobby again, and from there back."""
    seat = require(room, event.seat, Right.LEAVE)
    return left(Step(room), seat, Why("left", seat.id, event.at), EndReason.LEFT, back_to=way_back(seat))


def left(so_far: Step, seat: Seat, why: Why, end: EndReason, *, back_to: Spot | None = None) -> Step:
    """The seat outside with nobody in it, and everything that spoke for it ended."""
    out = moved(so_far, seat.id, OUT, why, back_to=back_to)
    return replace(out, effects=(*out.effects, EndSeat(seat.id, end, why.at, why.reason)))


def way_back(seat: Seat) -> Spot | None:
    """Where somebody who goes out now belongs on coming back, if the mediator lets them in."""
    return seat.spot if seat.place in {Place.JOINT, Place.CAUCUS} else seat.back_to
