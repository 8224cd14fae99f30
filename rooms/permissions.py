"""Right × place × phase: from where and when a seat may do what `rights` lets it; deny by default (T1, T4).

What the table does not name is forbidden. Sockets, HTTP routes and media ask here for everything inside a room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rooms.ids import SeatId, SessionId
from rooms.refusals import NotPermitted, Unmet
from rooms.rights import Extent, Holder, Right, extent
from rooms.room import Phase, Place, Role, Room, Seat


@dataclass(frozen=True, slots=True)
class Rule:
    """From which places, and in which phases of the session."""

    places: frozenset[Place]
    phases: frozenset[Phase]


HOLDERS: Final[Mapping[Role, Holder]] = {Role.MEDIATOR: Holder.MEDIATOR, Role.PARTY: Holder.PARTY}
"""In which column of the rights a seat stands."""

_INSIDE: Final = frozenset({Place.LOBBY, Place.JOINT})
_AT_TABLE: Final = frozenset({Place.JOINT})
_OUTSIDE: Final = frozenset({Place.OUTSIDE})
_ANYWHERE: Final = frozenset({Place.OUTSIDE, Place.LOBBY, Place.JOINT})
_OPEN: Final = frozenset({Phase.PLANNED, Phase.LOBBY, Phase.JOINT})
_RUNNING: Final = frozenset({Phase.LOBBY, Phase.JOINT})
_TALKING: Final = frozenset({Phase.JOINT})
_OVER: Final = frozenset({Phase.CLOSED})
_ALWAYS: Final = frozenset(Phase)
"""A link leads to the papers when the session is over, so it is proved, revoked and renewed then too."""

TABLE: Final[Mapping[Right, Rule]] = {
    Right.IDENTIFY: Rule(_ANYWHERE, _ALWAYS),
    Right.CONSENT: Rule(_ANYWHERE, _OPEN),
    Right.ENTER: Rule(_ANYWHERE, _OPEN),
    Right.LEAVE: Rule(_INSIDE, _RUNNING),
    Right.SET_MEDIA: Rule(_INSIDE, _RUNNING),
    Right.OFFER_MEDIA: Rule(_AT_TABLE, _RUNNING),
    Right.CHAT: Rule(_AT_TABLE, _TALKING),
    Right.ACKNOWLEDGE_CHAT: Rule(_AT_TABLE, _TALKING),
    Right.ADD_DOCUMENT: Rule(_AT_TABLE, _TALKING),
    Right.SHOW_DOCUMENT: Rule(_AT_TABLE, _TALKING),
    Right.HIDE_DOCUMENT: Rule(_AT_TABLE, _TALKING),
    Right.DRAFT: Rule(_AT_TABLE, _RUNNING),
    Right.REMARK: Rule(_AT_TABLE, _RUNNING),
    Right.SIGN: Rule(_AT_TABLE, _RUNNING),
    Right.READ_PAPERS: Rule(_AT_TABLE, _RUNNING),
    Right.KEEP_PAPERS: Rule(_OUTSIDE, _OVER),
    Right.ADMIT: Rule(_AT_TABLE, _RUNNING),
    Right.HOLD: Rule(_AT_TABLE, _RUNNING),
    Right.REMOVE: Rule(_AT_TABLE, _RUNNING),
    Right.JUDGE_DEVICE: Rule(_AT_TABLE, _RUNNING),
    Right.CONFIRM_IDENTITY: Rule(_AT_TABLE, _RUNNING),
    Right.REVOKE_INVITE: Rule(_ANYWHERE, _ALWAYS),
    Right.RENEW_INVITE: Rule(_ANYWHERE, _ALWAYS),
    Right.CLOSE: Rule(_ANYWHERE, _OPEN),
}


def permitted(room: Room, seat: Seat, right: Right) -> bool:
    """Whether the tables let this seat act now."""
    rule = _rule(seat, right)
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
    rule = _rule(seat, right)
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


def _rule(seat: Seat, right: Right) -> Rule | None:
    """Where and when a seat of that role may act. None: never; a special authority is on file for no seat."""
    return TABLE.get(right) if extent(HOLDERS[seat.role], right) is Extent.OWN else None
