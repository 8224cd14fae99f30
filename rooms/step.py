"""The room's whole behaviour: one input in, the next room and its effects out (architecture.md §3.1).

Theory: every input has one handler in the module of its subject; a handler refuses first (the table in
`permissions`, then its own guards) by raising, and a raised refusal changes nothing. After the handler this module
adds what every change owes: the version grows, forwarding follows `hears`, everybody is sent the view they may have.

Order of effects: records, ended tabs and the stop of forwarding come before anything new is shown.
"""

from dataclasses import replace
from typing import assert_never

from rooms import entering, hosting, papers, presence, talking
from rooms.audibility import hears
from rooms.effects import Effect, Reroute, SendViews
from rooms.inputs import (
    Admitted,
    ChatReceived,
    ChatSent,
    Closed,
    ConsentsGiven,
    DeviceAllowed,
    DeviceRefused,
    DocumentAdded,
    DocumentHidden,
    DocumentShown,
    EnterRequested,
    FromTab,
    HeldBack,
    IdentityConfirmed,
    IdentityOffered,
    Input,
    InviteRenewed,
    InviteRevoked,
    Left,
    MediaOffered,
    MediaSet,
    NodeStarted,
    PersonCorrected,
    Removed,
    SeatGone,
    SeatHeard,
    SeatSilent,
)
from rooms.outcome import Step
from rooms.refusals import NotPermitted
from rooms.room import Room


def step(room: Room, event: Input) -> Step:
    """The next room and its effects; raises Refusal where nothing may change."""
    outcome = _react(room, event)
    settled = papers.settled(outcome.room)
    if settled == room:
        return outcome
    after = replace(settled, version=room.version + 1)
    return replace(outcome, room=after, effects=_owed(room, after, outcome.effects))


def _owed(before: Room, after: Room, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    route = (Reroute(),) if hears(before) != hears(after) else ()
    return (*effects, *route, SendViews())


def _react(room: Room, event: Input) -> Step:  # noqa: C901, PLR0911, PLR0912 - one line per input, nothing else
    match event:
        case FromTab():
            return _react(room, _spoken(room, event))
        case IdentityOffered():
            return entering.identify(room, event)
        case ConsentsGiven():
            return entering.consent(room, event)
        case EnterRequested():
            return entering.enter(room, event)
        case Left():
            return entering.leave(room, event)
        case Admitted():
            return hosting.admit(room, event)
        case HeldBack():
            return hosting.hold_back(room, event)
        case Removed():
            return hosting.remove(room, event)
        case DeviceAllowed():
            return hosting.allow_device(room, event)
        case DeviceRefused():
            return hosting.refuse_device(room, event)
        case IdentityConfirmed():
            return hosting.confirm_identity(room, event)
        case PersonCorrected():
            return hosting.put_right(room, event)
        case InviteRevoked():
            return hosting.revoke_invite(room, event)
        case InviteRenewed():
            return hosting.renew_invite(room, event)
        case Closed():
            return hosting.close(room, event)
        case MediaSet():
            return talking.set_media(room, event)
        case MediaOffered():
            return talking.offer_media(room, event)
        case ChatSent():
            return talking.say(room, event)
        case ChatReceived():
            return talking.acknowledge(room, event)
        case DocumentAdded():
            return papers.add(room, event)
        case DocumentShown():
            return papers.show(room, event)
        case DocumentHidden():
            return papers.hide(room, event)
        case SeatHeard() | SeatSilent() | SeatGone() | NodeStarted():
            return _noticed(room, event)
        case _:
            assert_never(event)


def _noticed(room: Room, event: SeatHeard | SeatSilent | SeatGone | NodeStarted) -> Step:
    match event:
        case SeatHeard():
            return presence.heard(room, event)
        case SeatSilent():
            return presence.silent(room, event)
        case SeatGone():
            return presence.gone(room, event)
        case NodeStarted():
            return presence.node_started(room, event)
        case _:
            assert_never(event)


def _spoken(room: Room, event: FromTab) -> Input:
    """What the tab said, if it is the tab that speaks for its seat; a knocking or ended one may only ask to enter."""
    seat = room.seat(event.seat)
    if seat is None:
        raise NotPermitted("seat.unknown")
    if seat.session != event.session and not isinstance(event.said, EnterRequested):
        raise NotPermitted("session.stale")
    return event.said
