"""The room's whole behaviour: one input in, the next room and its effects out (architecture.md §3.1).

Theory: every input has one handler in the module of its subject; a handler refuses first (the table in
`permissions`, then `session_moves`, then its own guards) by raising, and a raised refusal changes nothing. After the
handler this module adds what every change owes: nobody is left behind (`settling`), the page that is shown goes with
who shows it, the version grows, forwarding follows `hears`, everybody is sent the view they may have.

Order of effects: records, ended tabs and the stop of forwarding come before anything new is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from rooms import (
    caucusing,
    clearing,
    entering,
    hosting,
    inputs,
    moderating,
    papers,
    pausing,
    presence,
    proving,
    seating,
    talking,
    telling,
    timing,
    undisputed,
)
from rooms.audibility import hears
from rooms.effects import LASTING, Effect, Reroute, SendViews
from rooms.inputs import Command, EnterRequested, FromTab, Input, Said
from rooms.outcome import Step
from rooms.refusals import NotPermitted
from rooms.room import Room
from rooms.settling import settled

HANDLERS: Final[Mapping[type, Callable[..., Step]]] = {
    inputs.IdentityOffered: entering.identify,
    inputs.ConsentsGiven: entering.consent,
    inputs.EnterRequested: entering.enter,
    inputs.Left: entering.leave,
    inputs.CalledToCheck: clearing.call,
    inputs.CheckLeft: clearing.leave,
    inputs.Cleared: clearing.clear,
    inputs.IdentityConfirmed: clearing.confirm_identity,
    inputs.CodeProved: clearing.prove_code,
    inputs.PapersSeen: clearing.see_papers,
    inputs.CredentialAdded: proving.add,
    inputs.NoticeOpened: clearing.open_notice,
    inputs.NoticeFinished: clearing.finish_notice,
    inputs.DeclarationMade: clearing.declare,
    inputs.JointOpened: hosting.open_joint,
    inputs.Admitted: hosting.admit,
    inputs.AllAdmitted: hosting.admit_all,
    inputs.HeldBack: hosting.hold_back,
    inputs.SentToLobby: hosting.send_back,
    inputs.Removed: hosting.remove,
    inputs.DeviceAllowed: hosting.allow_device,
    inputs.DeviceRefused: hosting.refuse_device,
    inputs.PersonCorrected: hosting.put_right,
    inputs.InviteRevoked: hosting.revoke_invite,
    inputs.InviteRenewed: hosting.renew_invite,
    inputs.Closed: hosting.close,
    inputs.SeatAdded: seating.add,
    inputs.Screened: seating.screen,
    inputs.Rescheduled: seating.reschedule,
    inputs.CaucusOpened: caucusing.open_caucus,
    inputs.CaucusCalled: caucusing.call,
    inputs.SummonsAnswered: caucusing.answer,
    inputs.CaucusJoined: caucusing.join,
    inputs.CaucusLeft: caucusing.leave,
    inputs.CaucusClosed: caucusing.close,
    inputs.CaucusSet: caucusing.set_door,
    inputs.CaucusWanted: caucusing.want,
    inputs.MediatorCalled: caucusing.call_mediator,
    inputs.BreakBegun: pausing.begin_break,
    inputs.BreakEnded: pausing.end_break,
    inputs.Suspended: pausing.suspend,
    inputs.Resumed: pausing.resume,
    inputs.Extended: pausing.extend,
    inputs.HostTakenOver: pausing.take_over,
    inputs.ScriptTold: telling.tell_script,
    inputs.Disclosed: telling.disclose,
    inputs.DisclosureAnswered: telling.answer_disclosure,
    inputs.FactProposed: undisputed.propose,
    inputs.FactReworded: undisputed.reword,
    inputs.FactAnswered: undisputed.answer,
    inputs.FactWithdrawn: undisputed.withdraw,
    inputs.MediaSet: talking.set_media,
    inputs.MediaOffered: talking.offer_media,
    inputs.ChatSent: talking.say,
    inputs.ChatReceived: talking.acknowledge,
    inputs.Muted: moderating.mute,
    inputs.AllMuted: moderating.mute_all,
    inputs.MuteLifted: moderating.lift_mute,
    inputs.UnmuteAsked: moderating.ask_to_unmute,
    inputs.HandRaised: moderating.raise_hand,
    inputs.HandLowered: moderating.lower_hand,
    inputs.Spotlit: moderating.spotlight,
    inputs.ScreenAllowed: moderating.allow_screen,
    inputs.DocumentAdded: papers.add,
    inputs.DocumentShown: papers.show,
    inputs.DocumentHidden: papers.hide,
    inputs.SeatHeard: presence.heard,
    inputs.SeatSilent: presence.silent,
    inputs.SeatGone: presence.gone,
    inputs.NodeStarted: presence.node_started,
    inputs.Forsaken: hosting.forsake,
    inputs.MoveFailed: presence.move_failed,
    inputs.Elapsed: timing.elapse,
}
"""The handler of every input but `FromTab`; a test holds this table and the handlers' own types against the union."""


def step(room: Room, event: Input) -> Step:
    """The next room and its effects; raises Refusal where nothing may change."""
    outcome = _reaction(room, _spoken(room, event) if isinstance(event, FromTab) else event)
    if outcome.room == room:
        return outcome
    after = replace(outcome.room, version=room.version + 1)
    return replace(outcome, room=after, effects=_owed(room, after, outcome.effects))


def _reaction(room: Room, event: Said) -> Step:
    outcome = settled(HANDLERS[type(event)](room, event), event.at)
    return replace(outcome, room=papers.settled(room, outcome.room))


def _owed(before: Room, after: Room, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    moved = tuple(new.id for new in after.seats if (old := before.seat(new.id)) is not None and old.spot != new.spot)
    route = (Reroute(moved),) if hears(before) != hears(after) else ()
    ends = tuple(effect for effect in effects if isinstance(effect, LASTING))
    records = tuple(effect for effect in effects if not isinstance(effect, LASTING))
    return (*records, *ends, *route, SendViews())


def _spoken(room: Room, event: FromTab) -> Command:
    """What the tab said, if it is the tab that speaks for its seat; a knocking or ended one may only ask to enter."""
    seat = room.seat(event.seat)
    if seat is None:
        raise NotPermitted("seat.unknown")
    if seat.session != event.session and not isinstance(event.said, EnterRequested):
        raise NotPermitted("session.stale")
    return event.said
