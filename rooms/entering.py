"""From the link to the lobby, and out again: identity, consents, the bound device, the one speaking tab."""

from dataclasses import replace

from rooms.effects import Effect, EndSeat, EndSession, RecordFact
from rooms.facts import ConsentsRecorded, DeviceJudged, DigitsWrong, IdentityProved, PhaseChanged, SeatMoved
from rooms.inputs import ConsentsGiven, EnterRequested, IdentityOffered, Left
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import Unmet
from rooms.rights import Right
from rooms.room import Consent, Consents, EndReason, Identity, Knock, Phase, Place, Presence, Role, Room, Seat


def identify(room: Room, event: IdentityOffered) -> Step:
    """Count a wrong answer, remember a right one; without digits on file the mediator confirms later."""
    seat = require(room, event.seat, Right.IDENTIFY)
    if seat.tries_left == 0:
        raise Unmet("identity.locked")
    if seat.has_id_tail and event.digits_match is not True:
        return _wrong(room, seat)
    if not seat.has_id_tail or seat.identity is not Identity.UNCONFIRMED:
        return Step(room)
    proved = replace(seat, identity=Identity.DIGITS)
    return Step(room.with_seat(proved), (RecordFact(IdentityProved(seat.id, Identity.DIGITS, by=None)),))


def _wrong(room: Room, seat: Seat) -> Step:
    left = seat.tries_left - 1
    refusal = Unmet("identity.digits_wrong", tries_left=left) if left else Unmet("identity.locked")
    return Step(room.with_seat(replace(seat, tries_left=left)), (RecordFact(DigitsWrong(seat.id, left)),), refusal)


def consent(room: Room, event: ConsentsGiven) -> Step:
    """Keep each decision with its time and text version; what was refused is kept by its absence.

    Once a device is bound, only that device decides: whoever else holds the link must not consent for the person.
    """
    seat = require(room, event.seat, Right.CONSENT)
    if seat.device not in {None, event.device}:
        raise Unmet("device.waiting")
    decided = replace(seat, consents=Consents(event.version, event.given, event.at))
    fact = ConsentsRecorded(seat.id, event.session, event.version, tuple(sorted(event.given)))
    return Step(room.with_seat(decided), (RecordFact(fact),))


def enter(room: Room, event: EnterRequested) -> Step:
    """Seat a tab: the mediator at the table, a party in the lobby or back where it was.

    A second tab of the bound device takes the seat over; another device has to wait for the mediator's nod.
    """
    seat = require(room, event.seat, Right.ENTER)
    if seat.role is Role.PARTY:
        _ready(seat)
        if seat.device not in {None, event.device}:
            return _knock(room, seat, event)
    return _seat_tab(room, seat, event)


def _ready(seat: Seat) -> None:
    if seat.has_id_tail and seat.identity is Identity.UNCONFIRMED:
        raise Unmet("identity.first")
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
    newcomer = seat.place is Place.OUTSIDE
    at_table = seat.role is Role.MEDIATOR
    seated = replace(
        seat,
        presence=Presence.HERE,
        device=None if at_table else event.device,
        session=event.session,
    )
    effects: list[Effect] = []
    if newcomer:
        seated = replace(
            seated,
            place=Place.JOINT if at_table else Place.LOBBY,
            microphone=event.microphone,
            camera=event.camera,
            waiting_since=None if at_table else event.at,
            reads_after=(seat.reads_after or 0) if at_table else seat.reads_after,
        )
        effects.append(RecordFact(SeatMoved(seat.id, "entered", by=seat.id, reason="")))
    if seat.session not in {None, event.session}:
        effects += [RecordFact(SeatMoved(seat.id, "taken_over", by=seat.id, reason="")), taken_over(seat)]
    opened = _opened(room, seat, effects)
    return Step(opened.with_seat(seated), tuple(effects))


def taken_over(seat: Seat) -> EndSession:
    """The order that ends the tab which spoke for `seat` until now. The media follow the new tab's offer."""
    assert seat.session is not None  # noqa: S101 - callers look first
    return EndSession(seat.id, seat.session, EndReason.TAKEN_OVER, media=True)


def _opened(room: Room, seat: Seat, effects: list[Effect]) -> Room:
    if room.phase is not Phase.PLANNED:
        return room
    effects.append(RecordFact(PhaseChanged(Phase.LOBBY, by=seat.id)))
    return replace(room, phase=Phase.LOBBY)


def leave(room: Room, event: Left) -> Step:
    """Out by one's own wish; the link still works and leads to the lobby again."""
    seat = require(room, event.seat, Right.LEAVE)
    fact = RecordFact(SeatMoved(seat.id, "left", by=seat.id, reason=""))
    return Step(room.with_seat(outside(seat)), (fact, EndSeat(seat.id, EndReason.LEFT, event.at)))


def outside(seat: Seat) -> Seat:
    """The seat with nobody in it: no tab, nothing switched on, waiting for nothing."""
    return replace(
        seat,
        place=Place.OUTSIDE,
        presence=Presence.AWAY,
        session=None,
        knock=None,
        microphone=False,
        camera=False,
        waiting_since=None,
        hold=None,
    )
