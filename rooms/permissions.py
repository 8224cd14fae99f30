"""Role × action × place × phase: one table, deny by default (domain.md §4.6, T1, T4).

What the table does not name is forbidden. Sockets, HTTP routes and media ask here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rooms.ids import SeatId, SessionId
from rooms.refusals import NotPermitted, Unmet
from rooms.room import Phase, Place, Role, Room, Seat


class Action(StrEnum):
    """Everything a seat can ask of the room."""

    IDENTIFY = "identify"
    CONSENT = "consent"
    ENTER = "enter"
    LEAVE = "leave"
    SET_MEDIA = "set_media"
    OFFER_MEDIA = "offer_media"
    CHAT = "chat"
    ACKNOWLEDGE_CHAT = "acknowledge_chat"
    ADD_DOCUMENT = "add_document"
    SHOW_DOCUMENT = "show_document"
    HIDE_DOCUMENT = "hide_document"
    DRAFT = "draft"
    """Open and write the agreement, freeze and reopen it."""
    REMARK = "remark"
    """To the draft."""
    SIGN = "sign"
    """Read, confirm, sign or refuse what is frozen."""
    READ_PAPERS = "read_papers"
    """The agreement, its pages and files, at the table."""
    KEEP_PAPERS = "keep_papers"
    """The same by the same link, when the session is over; whose they are the agreement says."""
    ADMIT = "admit"
    HOLD = "hold"
    REMOVE = "remove"
    JUDGE_DEVICE = "judge_device"
    CONFIRM_IDENTITY = "confirm_identity"
    REVOKE_INVITE = "revoke_invite"
    RENEW_INVITE = "renew_invite"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which places each role may act, and in which phases of the session."""

    party: frozenset[Place]
    mediator: frozenset[Place]
    phases: frozenset[Phase]

    def places(self, role: Role) -> frozenset[Place]:
        """Places from which `role` may act; empty: never."""
        return self.mediator if role is Role.MEDIATOR else self.party


_NOWHERE: Final[frozenset[Place]] = frozenset()
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

TABLE: Final[Mapping[Action, Rule]] = {
    Action.IDENTIFY: Rule(party=_ANYWHERE, mediator=_NOWHERE, phases=_ALWAYS),
    Action.CONSENT: Rule(party=_ANYWHERE, mediator=_NOWHERE, phases=_OPEN),
    Action.ENTER: Rule(party=_ANYWHERE, mediator=_ANYWHERE, phases=_OPEN),
    Action.LEAVE: Rule(party=_INSIDE, mediator=_INSIDE, phases=_RUNNING),
    Action.SET_MEDIA: Rule(party=_INSIDE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.OFFER_MEDIA: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.CHAT: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_TALKING),
    Action.ACKNOWLEDGE_CHAT: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_TALKING),
    Action.ADD_DOCUMENT: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_TALKING),
    Action.SHOW_DOCUMENT: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_TALKING),
    Action.HIDE_DOCUMENT: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_TALKING),
    Action.DRAFT: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.REMARK: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.SIGN: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.READ_PAPERS: Rule(party=_AT_TABLE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.KEEP_PAPERS: Rule(party=_OUTSIDE, mediator=_NOWHERE, phases=_OVER),
    Action.ADMIT: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.HOLD: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.REMOVE: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.JUDGE_DEVICE: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.CONFIRM_IDENTITY: Rule(party=_NOWHERE, mediator=_AT_TABLE, phases=_RUNNING),
    Action.REVOKE_INVITE: Rule(party=_NOWHERE, mediator=_ANYWHERE, phases=_ALWAYS),
    Action.RENEW_INVITE: Rule(party=_NOWHERE, mediator=_ANYWHERE, phases=_ALWAYS),
    Action.CLOSE: Rule(party=_NOWHERE, mediator=_ANYWHERE, phases=_OPEN),
}


def permitted(room: Room, seat: Seat, action: Action) -> bool:
    """Whether the table lets this seat act now."""
    rule = TABLE[action]
    return seat.place in rule.places(seat.role) and room.phase in rule.phases and not seat.revoked


def require_tab(room: Room, seat_id: SeatId, session: SessionId, action: Action) -> Seat:
    """As `require`, for what came from a tab: only the one that speaks for its seat may act."""
    seat = room.seat(seat_id)
    if seat is not None and seat.session != session:
        raise NotPermitted("session.stale")
    return require(room, seat_id, action)


def require(room: Room, seat_id: SeatId, action: Action) -> Seat:
    """The acting seat; raises NotPermitted or Unmet with the first reason that stands against it."""
    seat = room.seat(seat_id)
    if seat is None:
        raise NotPermitted("seat.unknown")
    rule = TABLE[action]
    if not rule.places(seat.role):
        raise NotPermitted("not_permitted.role")
    if room.phase not in rule.phases:
        raise NotPermitted("not_permitted.phase")
    if seat.place is Place.REMOVED:
        raise Unmet("seat.removed")
    if seat.revoked:
        raise Unmet("invite.revoked")
    if seat.place not in rule.places(seat.role):
        raise NotPermitted("not_permitted.place")
    return seat
