"""What is done to a seat from outside it: let in, held back, removed; devices, identities, links, the end."""

from dataclasses import replace

from law.plain_text import in_line
from rooms.effects import Effect, EndSeat, EndSession, RecordFact
from rooms.entering import outside, taken_over
from rooms.facts import DeviceJudged, IdentityProved, PersonPutRight, PhaseChanged, SeatMoved
from rooms.ids import SeatId
from rooms.inputs import (
    Admitted,
    Closed,
    DeviceAllowed,
    DeviceRefused,
    HeldBack,
    IdentityConfirmed,
    InviteRenewed,
    InviteRevoked,
    PersonCorrected,
    Removed,
)
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import DIGIT_TRIES, EndReason, Hold, Identity, Knock, Phase, Place, Presence, Role, Room, Seat

REASON_LIMIT = 200
"""Characters of a reason shown to a person."""


def admit(room: Room, event: Admitted) -> Step:
    """From the lobby to the table; the first one admitted begins the joint session."""
    require(room, event.by, Right.ADMIT)
    seat = _waiting(room, event.seat)
    seated = replace(
        seat,
        place=Place.JOINT,
        waiting_since=None,
        hold=None,
        reads_after=room.chat_seq if seat.reads_after is None else seat.reads_after,
    )
    effects: list[Effect] = [RecordFact(SeatMoved(seat.id, "admitted", by=event.by, reason=""))]
    if room.phase is not Phase.JOINT:
        effects.append(RecordFact(PhaseChanged(Phase.JOINT, by=event.by)))
    return Step(replace(room.with_seat(seated), phase=Phase.JOINT), tuple(effects))


def hold_back(room: Room, event: HeldBack) -> Step:
    """Not yet, and why; the person stays in the lobby and reads the reason."""
    require(room, event.by, Right.HOLD)
    seat = _waiting(room, event.seat)
    reason = _reason(event.reason)
    held = replace(seat, hold=Hold(reason, event.at))
    return Step(room.with_seat(held), (RecordFact(SeatMoved(seat.id, "held", by=event.by, reason=reason)),))


def remove(room: Room, event: Removed) -> Step:
    """Out for good: place, tab, device and media. Only a renewed link brings the person back."""
    require(room, event.by, Right.REMOVE)
    seat = _other(room, event.seat)
    if seat.place is Place.REMOVED:
        raise Unmet("seat.removed")
    reason = _reason(event.reason)
    gone = replace(outside(seat), place=Place.REMOVED, device=None)
    fact = RecordFact(SeatMoved(seat.id, "removed", by=event.by, reason=reason))
    return Step(room.with_seat(gone), (fact, EndSeat(seat.id, EndReason.REMOVED, event.at, reason)))


def allow_device(room: Room, event: DeviceAllowed) -> Step:
    """The other device becomes the bound one and takes the seat over where it stands."""
    require(room, event.by, Right.JUDGE_DEVICE)
    seat, knock = _knocking(room, event.seat)
    seated = replace(seat, device=knock.device, session=knock.session, knock=None, presence=Presence.HERE)
    ended = (taken_over(seat),) if seat.session else ()
    if seat.place is Place.OUTSIDE:
        seated = replace(seated, place=Place.LOBBY, waiting_since=event.at)
    fact = RecordFact(DeviceJudged(seat.id, "allowed", by=event.by))
    return Step(room.with_seat(seated), (fact, *ended))


def refuse_device(room: Room, event: DeviceRefused) -> Step:
    """The other device is turned away; the first keeps the seat."""
    require(room, event.by, Right.JUDGE_DEVICE)
    seat, knock = _knocking(room, event.seat)
    fact = RecordFact(DeviceJudged(seat.id, "refused", by=event.by))
    ended = EndSession(seat.id, knock.session, EndReason.DEVICE_REFUSED, media=False)
    return Step(room.with_seat(replace(seat, knock=None)), (fact, ended))


def confirm_identity(room: Room, event: IdentityConfirmed) -> Step:
    """The mediator vouches for a person; this outranks the digits."""
    require(room, event.by, Right.CONFIRM_IDENTITY)
    seat = _other(room, event.seat)
    fact = RecordFact(IdentityProved(seat.id, Identity.MEDIATOR, by=event.by))
    return Step(room.with_seat(replace(seat, identity=Identity.MEDIATOR)), (fact,))


def put_right(room: Room, event: PersonCorrected) -> Step:
    """The case knows the person better than when the room was planned; a session that is over keeps what it had.

    Digits of a number that has been replaced prove nothing, and wrong answers to it do not count.
    """
    seat = _other(room, event.seat)
    right = replace(seat, name=event.name, on_behalf_of=event.on_behalf_of, has_id_tail=event.has_id_tail)
    if event.renumbered:
        proved = Identity.UNCONFIRMED if seat.identity is Identity.DIGITS else seat.identity
        right = replace(right, identity=proved, tries_left=DIGIT_TRIES)
    if right == seat or room.phase is Phase.CLOSED:
        return Step(room)
    return Step(room.with_seat(right), (RecordFact(PersonPutRight(seat.id, event.renumbered)),))


def revoke_invite(room: Room, event: InviteRevoked) -> Step:
    """The link is dead and whoever came by it is outside."""
    require(room, event.by, Right.REVOKE_INVITE)
    seat = _other(room, event.seat)
    if seat.revoked:
        raise Unmet("invite.revoked")
    shut = replace(seat if seat.place is Place.REMOVED else outside(seat), revoked=True)
    fact = RecordFact(SeatMoved(seat.id, "revoked", by=event.by, reason=""))
    return Step(room.with_seat(shut), (fact, EndSeat(seat.id, EndReason.REVOKED, event.at)))


def renew_invite(room: Room, event: InviteRenewed) -> Step:
    """A new link for the same person: identity, device, consents and tries start afresh; what was read stays so."""
    require(room, event.by, Right.RENEW_INVITE)
    seat = _other(room, event.seat)
    fresh = replace(
        outside(seat),
        identity=Identity.UNCONFIRMED,
        tries_left=DIGIT_TRIES,
        consents=None,
        device=None,
        revoked=False,
    )
    fact = RecordFact(SeatMoved(seat.id, "renewed", by=event.by, reason=""))
    return Step(room.with_seat(fresh), (fact, EndSeat(seat.id, EndReason.REVOKED, event.at)))


def close(room: Room, event: Closed) -> Step:
    """The end for all; nothing can be opened again."""
    require(room, event.by, Right.CLOSE)
    seats = tuple(seat if seat.place is Place.REMOVED else outside(seat) for seat in room.seats)
    ended = tuple(EndSeat(seat.id, EndReason.CLOSED, event.at) for seat in room.seats)
    fact = RecordFact(PhaseChanged(Phase.CLOSED, by=event.by))
    return Step(replace(room, seats=seats, phase=Phase.CLOSED), (fact, *ended))


def _other(room: Room, seat_id: SeatId) -> Seat:
    seat = room.seat(seat_id)
    if seat is None or seat.role is Role.MEDIATOR:
        raise NotPermitted("seat.unknown")
    return seat


def _waiting(room: Room, seat_id: SeatId) -> Seat:
    seat = _other(room, seat_id)
    if seat.place is not Place.LOBBY:
        raise Unmet("seat.not_waiting")
    return seat


def _knocking(room: Room, seat_id: SeatId) -> tuple[Seat, Knock]:
    seat = _other(room, seat_id)
    if seat.knock is None:
        raise Unmet("device.no_knock")
    return seat, seat.knock


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Unfit("reason.needed")
    if hidden := in_line(reason):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return reason
