"""Right × place × phase: from where and when a seat may do what `rights` lets it; deny by default (T1, T4).

What the table does not name is forbidden. Sockets, HTTP routes and media ask here for everything inside a room. For
what moves the session on, every phase stands here: `session_moves` refuses with the guard that is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rooms.ids import PersonId, SeatId, SessionId
from rooms.person import Person
from rooms.refusals import NotPermitted, Unmet
from rooms.rights import Extent, Holder, Right, extent
from rooms.room import Authority, Phase, Place, Role, Room, Seat


@dataclass(frozen=True, slots=True)
class Rule:
    """From which places, and in which phases of the session."""

    places: frozenset[Place]
    phases: frozenset[Phase]


HOLDERS: Final[Mapping[Role, Holder]] = {
    Role.MEDIATOR: Holder.MEDIATOR,
    Role.CO_MEDIATOR: Holder.CO_MEDIATOR,
    Role.RECORDER: Holder.RECORDER,
    Role.INTERPRETER: Holder.INTERPRETER,
    Role.COURT: Holder.COURT_GUEST,
    Role.PARTY: Holder.PARTY,
    Role.LEGAL_REPRESENTATIVE: Holder.PARTY,
    Role.WORKER_REPRESENTATIVE: Holder.PARTY,
    Role.AGENT: Holder.AGENT,
    Role.THIRD_PARTY: Holder.THIRD_PARTY,
}
"""In which column of the rights a seat stands."""

_TALKING: Final = frozenset({Place.CHECK, Place.JOINT, Place.CAUCUS})
_INSIDE: Final = _TALKING | {Place.LOBBY}
_AT_TABLE: Final = frozenset({Place.JOINT, Place.CAUCUS})
_JOINT: Final = frozenset({Place.JOINT})
_CAUCUS: Final = frozenset({Place.CAUCUS})
_OUTSIDE: Final = frozenset({Place.OUTSIDE})
_ANYWHERE: Final = _INSIDE | _OUTSIDE

_ALWAYS: Final = frozenset(Phase)
"""A link leads to the papers when the session is over, so it is proved, revoked and renewed then too."""
_OVER: Final = frozenset({Phase.CLOSED})
_OPEN: Final = _ALWAYS - _OVER
_RUNNING: Final = _OPEN - {Phase.PLANNED}
_GOING: Final = _RUNNING - {Phase.INTERRUPTED}
_BEGUN: Final = frozenset({Phase.JOINT, Phase.CAUCUS, Phase.BREAK})
_SPEAKING: Final = _BEGUN - {Phase.BREAK}
_NOT_BEGUN: Final = frozenset({Phase.PLANNED, Phase.LOBBY})

TABLE: Final[Mapping[Right, Rule]] = {
    Right.IDENTIFY: Rule(_ANYWHERE, _ALWAYS),
    Right.CONSENT: Rule(_ANYWHERE, _OPEN),
    Right.DECLARE: Rule(_ANYWHERE, _OPEN),
    Right.SHOW_CREDENTIAL: Rule(_INSIDE, _RUNNING),
    Right.ENTER: Rule(_ANYWHERE, _OPEN),
    Right.LEAVE: Rule(_INSIDE, _RUNNING),
    Right.SET_MEDIA: Rule(_INSIDE, _RUNNING),
    Right.SHARE_SCREEN: Rule(_AT_TABLE, _SPEAKING),
    Right.OFFER_MEDIA: Rule(_TALKING, _RUNNING),
    Right.CHAT: Rule(_INSIDE, _RUNNING),
    Right.ACKNOWLEDGE_CHAT: Rule(_INSIDE, _RUNNING),
    Right.WHISPER: Rule(_AT_TABLE, _BEGUN),
    Right.NOTE: Rule(_INSIDE, _RUNNING),
    Right.ADD_DOCUMENT: Rule(_AT_TABLE, _BEGUN),
    Right.SHOW_DOCUMENT: Rule(_AT_TABLE, _BEGUN),
    Right.HIDE_DOCUMENT: Rule(_AT_TABLE, _BEGUN),
    Right.RAISE_HAND: Rule(_AT_TABLE, _BEGUN),
    Right.WANT_CAUCUS: Rule(_AT_TABLE, _BEGUN),
    Right.ANSWER_SUMMONS: Rule(_AT_TABLE, _BEGUN),
    Right.JOIN_CAUCUS: Rule(_AT_TABLE, _BEGUN),
    Right.LEAVE_CAUCUS: Rule(_CAUCUS, _BEGUN),
    Right.CALL_MEDIATOR: Rule(_CAUCUS, _BEGUN),
    Right.PROPOSE_FACT: Rule(_JOINT, _SPEAKING),
    Right.ANSWER_FACT: Rule(_AT_TABLE, _BEGUN),
    Right.ANSWER_DISCLOSURE: Rule(_INSIDE, _GOING),
    Right.DRAFT: Rule(_AT_TABLE, _GOING),
    Right.REMARK: Rule(_AT_TABLE, _GOING),
    Right.SIGN: Rule(_AT_TABLE, _GOING),
    Right.READ_PAPERS: Rule(_AT_TABLE, _GOING),
    Right.KEEP_PAPERS: Rule(_OUTSIDE, _OVER),
    Right.KEEP_MINUTES: Rule(_JOINT, _GOING),
    Right.CONFIRM_MINUTES: Rule(_AT_TABLE, _BEGUN),
    Right.CHECK: Rule(_INSIDE, _ALWAYS),
    Right.OPEN_JOINT: Rule(_INSIDE, _ALWAYS),
    Right.ADMIT: Rule(_INSIDE, _ALWAYS),
    Right.HOLD: Rule(_INSIDE, _RUNNING),
    Right.SEND_BACK: Rule(_INSIDE, _ALWAYS),
    Right.REMOVE: Rule(_INSIDE, _RUNNING),
    Right.JUDGE_DEVICE: Rule(_INSIDE, _RUNNING),
    Right.CONFIRM_IDENTITY: Rule(_INSIDE, _GOING),
    Right.REVOKE_INVITE: Rule(_ANYWHERE, _ALWAYS),
    Right.RENEW_INVITE: Rule(_ANYWHERE, _ALWAYS),
    Right.CAUCUS: Rule(_TALKING, _ALWAYS),
    Right.PAUSE: Rule(_INSIDE, _ALWAYS),
    Right.TAKE_OVER: Rule(_INSIDE, _RUNNING),
    Right.MODERATE: Rule(_TALKING, _GOING),
    Right.TELL_SCRIPT: Rule(_TALKING, _GOING),
    Right.DISCLOSE: Rule(_TALKING, _GOING),
    Right.SEAT_OTHERS: Rule(_ANYWHERE, _OPEN),
    Right.SCREEN_OTHERS: Rule(_ANYWHERE, _OPEN),
    Right.RESCHEDULE: Rule(_ANYWHERE, _NOT_BEGUN),
    Right.CLOSE: Rule(_ANYWHERE, _OPEN),
}

OF_THE_DESK: Final = frozenset(
    {Right.REVOKE_INVITE, Right.RENEW_INVITE, Right.SEAT_OTHERS, Right.SCREEN_OTHERS, Right.RESCHEDULE, Right.CLOSE}
)
"""What a mediator does from the desk, without being in the room."""


def entitled(seat: Seat, right: Right) -> bool:
    """Whether a seat of that role has that right at all. A special one: an agent's, by a special authority on file."""
    match extent(HOLDERS[seat.role], right):
        case Extent.OWN:
            return True
        case Extent.SPECIAL:
            return seat.authority is Authority.SPECIAL and seat.papers_seen
        case _:
            return False


def permitted(room: Room, seat: Seat, right: Right) -> bool:
    """Whether the tables let this seat act now."""
    rule = _rule(room, seat, right)
    return rule is not None and seat.place in rule.places and room.phase in rule.phases and not seat.revoked


def require_tab(room: Room, seat_id: SeatId, session: SessionId, right: Right) -> Seat:
    """As `require`, for what came from a tab: only the one that speaks for its seat may act."""
    seat = room.seat(seat_id)
    if seat is not None and seat.session != session:
        raise NotPermitted("session.stale")
    return require(room, seat_id, right)


def require(room: Room, seat_id: SeatId, right: Right) -> Seat:
    """The acting seat; raises NotPermitted or Unmet with the first reason that stands against it."""
    seat = room.seat(seat_id)
    if seat is None:
        raise NotPermitted("seat.unknown")
    rule = _rule(room, seat, right)
    if rule is None:
        raise NotPermitted("not_permitted.role")
    if room.phase not in rule.phases:
        raise NotPermitted("not_permitted.phase")
    if seat.place is Place.REMOVED:
        raise Unmet("seat.removed")
    if seat.revoked:
        raise Unmet("invite.revoked")
    if seat.place not in rule.places:
        raise NotPermitted("not_permitted.place")
    return seat


def require_person(room: Room, seat_id: SeatId, person: PersonId | None, right: Right) -> tuple[Seat, Person]:
    """The acting seat and the person in it who is named; None: the first. Nobody speaks for somebody elsewhere."""
    seat = require(room, seat_id, right)
    return seat, person_in(seat, person)


def person_in(seat: Seat, person: PersonId | None) -> Person:
    """The person of that id in that very seat, the first where none is named; raises NotPermitted."""
    found = seat.first if person is None else seat.person(person)
    if found is None:
        raise NotPermitted("person.unknown")
    return found


def _rule(room: Room, seat: Seat, right: Right) -> Rule | None:
    """Where and when a seat of that role may act. None: never.

    The desk stays with the account: whoever leads in the room, the case is that mediator's.
    """
    keeps = right in OF_THE_DESK and seat.id == room.account_seat.id
    return TABLE.get(right) if keeps or entitled(seat, right) else None
