"""Role × right × place × phase: what the tables say and what `step` does are the same."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from rooms import inputs
from rooms.caucus import Caucus
from rooms.chat import Channel, ChannelKind
from rooms.ids import CaucusId, DeviceId, DisclosureId, FactId, MessageId, PersonId, SeatId, SessionId
from rooms.inputs import Input
from rooms.permissions import HOLDERS, TABLE, entitled, permitted, require, require_person, require_tab
from rooms.person import Consent, Declared
from rooms.refusals import NotPermitted, Refusal
from rooms.rights import Right, extent
from rooms.room import (
    Authority,
    Cause,
    Interruption,
    Knock,
    Phase,
    Place,
    Role,
    Room,
    Seat,
    Spot,
)
from rooms.session_moves import TABLE as MOVES
from rooms.step import step
from tests.rooms.stories import (
    AGENT,
    CAUCUS,
    CO_MEDIATOR,
    COMPANY,
    COURT,
    LATER,
    MEDIATOR,
    NOON,
    OTHERS,
    RECORDER,
    THIRD,
    WORKER,
    added,
    after,
    credential,
    everyone_at_the_table,
    hidden,
    session,
    shown,
    with_seats,
)

ACTORS = (MEDIATOR, CO_MEDIATOR, WORKER, AGENT, RECORDER, COURT, THIRD)
OF_THE_AGREEMENT = {
    *(Right.DRAFT, Right.REMARK, Right.SIGN, Right.READ_PAPERS, Right.KEEP_PAPERS),
    *(Right.KEEP_MINUTES, Right.CONFIRM_MINUTES),
}
"""No input of the room: whoever does it asks the table itself."""

ATTEMPTS: dict[Right, Callable[[SeatId], Input]] = {
    Right.IDENTIFY: lambda by: inputs.IdentityOffered(LATER, by, digits_match=True),
    Right.CONSENT: lambda by: inputs.ConsentsGiven(
        LATER, by, DeviceId("d"), session(by), "v", frozenset({Consent.ONLINE_MEDIATION})
    ),
    Right.DECLARE: lambda by: inputs.DeclarationMade(LATER, by, PersonId(by), Declared.COMPANY, "配偶"),
    Right.SHOW_CREDENTIAL: lambda by: credential(by if by != MEDIATOR else COMPANY, by=by),
    Right.ENTER: lambda by: inputs.EnterRequested(LATER, by, DeviceId("d"), session(by), microphone=True, camera=True),
    Right.LEAVE: lambda by: inputs.Left(LATER, by),
    Right.SET_MEDIA: lambda by: inputs.MediaSet(LATER, by, microphone=False, camera=False),
    Right.SHARE_SCREEN: lambda by: inputs.MediaSet(LATER, by, microphone=False, camera=False, screen=True),
    Right.OFFER_MEDIA: lambda by: inputs.MediaOffered(LATER, by),
    Right.CHAT: lambda by: inputs.ChatSent(LATER, by, MessageId("m"), "好"),
    Right.ACKNOWLEDGE_CHAT: lambda by: inputs.ChatReceived(LATER, by, 0),
    Right.WHISPER: lambda by: inputs.ChatSent(LATER, by, MessageId("m"), "好", Channel(ChannelKind.WHISPER)),
    Right.NOTE: lambda by: inputs.ChatSent(LATER, by, MessageId("m"), "好", Channel(ChannelKind.NOTES)),
    Right.ADD_DOCUMENT: lambda by: added(by, 2),
    Right.SHOW_DOCUMENT: lambda by: shown(by, page=2),
    Right.HIDE_DOCUMENT: hidden,
    Right.RAISE_HAND: lambda by: inputs.HandRaised(LATER, by),
    Right.WANT_CAUCUS: lambda by: inputs.CaucusWanted(LATER, by, wanted=True),
    Right.ANSWER_SUMMONS: lambda by: inputs.SummonsAnswered(LATER, by, CAUCUS, accepts=True),
    Right.JOIN_CAUCUS: lambda by: inputs.CaucusJoined(LATER, by, CAUCUS),
    Right.LEAVE_CAUCUS: lambda by: inputs.CaucusLeft(LATER, by),
    Right.CALL_MEDIATOR: lambda by: inputs.MediatorCalled(LATER, by, wanted=True),
    Right.PROPOSE_FACT: lambda by: inputs.FactProposed(LATER, by, FactId("f"), "工资每月五千元"),
    Right.ANSWER_FACT: lambda by: inputs.FactAnswered(LATER, by, PersonId(by), FactId("f"), 1, confirms=True),
    Right.ANSWER_DISCLOSURE: lambda by: inputs.DisclosureAnswered(
        LATER, by, PersonId(by), DisclosureId("told"), agrees=True
    ),
    Right.CHECK: lambda by: inputs.CalledToCheck(LATER, by, COMPANY),
    Right.OPEN_JOINT: lambda by: inputs.JointOpened(LATER, by),
    Right.ADMIT: lambda by: inputs.Admitted(LATER, by, COMPANY),
    Right.HOLD: lambda by: inputs.HeldBack(LATER, by, COMPANY, "等一下"),
    Right.SEND_BACK: lambda by: inputs.SentToLobby(LATER, by, COMPANY, "请稍候"),
    Right.REMOVE: lambda by: inputs.Removed(LATER, by, COMPANY, "原因"),
    Right.JUDGE_DEVICE: lambda by: inputs.DeviceAllowed(LATER, by, COMPANY),
    Right.CONFIRM_IDENTITY: lambda by: inputs.IdentityConfirmed(LATER, by, COMPANY),
    Right.REVOKE_INVITE: lambda by: inputs.InviteRevoked(LATER, by, COMPANY),
    Right.RENEW_INVITE: lambda by: inputs.InviteRenewed(LATER, by, COMPANY),
    Right.CAUCUS: lambda by: inputs.CaucusOpened(LATER, by, CaucusId("new"), (COMPANY,), comes=False),
    Right.PAUSE: lambda by: inputs.Extended(LATER, by, 30),
    Right.TAKE_OVER: lambda by: inputs.HostTakenOver(LATER, by),
    Right.MODERATE: lambda by: inputs.Muted(LATER, by, COMPANY, locked=True),
    Right.TELL_SCRIPT: lambda by: inputs.ScriptTold(LATER, by, "people", told=True),
    Right.DISCLOSE: lambda by: inputs.Disclosed(LATER, by, DisclosureId("new"), "曾为同事"),
    Right.SEAT_OTHERS: lambda by: inputs.SeatAdded(LATER, by, OTHERS[SeatId("interpreter")]),
    Right.SCREEN_OTHERS: lambda by: inputs.Screened(LATER, by, COMPANY, RECORDER, apart=True),
    Right.RESCHEDULE: lambda by: inputs.Rescheduled(LATER, by, LATER.replace(day=30), 90),
    Right.CLOSE: lambda by: inputs.Closed(LATER, by),
}
"""For each right an input that is right in every way, so that only the tables can be against it."""

BESIDE = {
    *(Right.CHAT, Right.WHISPER, Right.NOTE, Right.ADD_DOCUMENT, Right.SHOW_DOCUMENT, Right.HIDE_DOCUMENT),
    *(Right.SHARE_SCREEN, Right.PROPOSE_FACT, Right.ANSWER_FACT, Right.ANSWER_SUMMONS, Right.JOIN_CAUCUS),
    *(Right.CALL_MEDIATOR, Right.ANSWER_DISCLOSURE, Right.CONFIRM_IDENTITY),
}
"""What is asked beside the tables is told in the tests of its subject; here: never against them."""
MOVING = {
    Right.ENTER: "enter",
    Right.CHECK: "call_to_check",
    Right.OPEN_JOINT: "open_joint",
    Right.ADMIT: "admit",
    Right.SEND_BACK: "send_back",
    Right.CAUCUS: "open_caucus",
    Right.PAUSE: "extend",
    Right.CLOSE: "close",
}
"""Rights whose phases stand in the session's table of moves."""
WITH_THE_ACTOR = {Right.CONFIRM_IDENTITY}
AT_THE_TABLE = {Right.SEND_BACK, Right.CAUCUS}
LED = after(
    everyone_at_the_table(*(one for one in ACTORS if one not in {MEDIATOR, WORKER})),
    with_seats(*ACTORS[1:2], *ACTORS[3:]),
)
"""Everybody at the table, all cleared."""


def prepared(actor: SeatId, place: Place, phase: Phase, right: Right | None = None) -> Room:
    """The actor in `place`, the other party where the act finds it, and another device of theirs that knocks."""
    talk = Caucus(CAUCUS, 1, NOON, MEDIATOR, (), hosts_come=False)
    now = replace(LED, phase=phase, caucuses=(talk,))
    if phase is Phase.INTERRUPTED:
        now = replace(now, interruption=Interruption(Cause.HOST_LOST, NOON, "", None, Phase.JOINT))
    for seat in LED.seats:
        now = now.with_seat(_aside(seat, actor, right))
    inside = {Place.CHECK: str(COMPANY if right in WITH_THE_ACTOR else actor), Place.CAUCUS: str(CAUCUS)}.get(place)
    now = now.with_seat(replace(seat_in(now, actor), place=place, inside=inside, device=None))
    company = replace(seat_in(now, COMPANY), knock=Knock(DeviceId("other"), SessionId("other"), NOON))
    if right in WITH_THE_ACTOR:
        company = replace(company, place=place, inside=inside)
    return now.with_seat(company)


def _aside(seat: Seat, actor: SeatId, right: Right | None) -> Seat:
    """Others are out of the way, the other party waits or sits at the table; the host, where lost, has gone."""
    if seat.id == actor:
        return seat
    spot = Spot(Place.OUTSIDE)
    if seat.id == COMPANY:
        spot = Spot(Place.JOINT if right in AT_THE_TABLE else Place.LOBBY)
    if seat.id == MEDIATOR and right is Right.DISCLOSE:
        spot = Spot(Place.JOINT)
    return replace(seat, place=spot.place, inside=spot.inside, device=None)


def seat_in(room: Room, seat: SeatId) -> Seat:
    found = room.seat(seat)
    assert found is not None
    return found


def allowed(now: Room, seat: Seat, right: Right) -> bool:
    """Whether both tables let the act happen."""
    moves = [move for move in MOVES if move.event == MOVING.get(right) and now.phase in move.sources]
    return permitted(now, seat, right) and all(move.missing is None for move in moves)


CASES = list(product(ACTORS, [right for right in TABLE if right not in OF_THE_AGREEMENT], Place, Phase))


@pytest.mark.parametrize("right", ATTEMPTS)
@pytest.mark.parametrize("actor", ACTORS)
def test_threat1_step_obeys_the_table(actor: SeatId, right: Right) -> None:
    for place, phase in product(Place, Phase):
        now = prepared(actor, place, phase, right)
        seat, event = seat_in(now, actor), ATTEMPTS[right](actor)
        if not allowed(now, seat, right):
            with pytest.raises(Refusal):
                step(now, event)
        elif right not in BESIDE:
            assert step(now, event).refusal is None, (place, phase)


def test_every_right_of_a_seat_is_tried_and_every_row_stands_for_some_seat() -> None:
    assert set(ATTEMPTS) | OF_THE_AGREEMENT == set(TABLE)
    assert set(HOLDERS) == set(Role)
    assert [right for right in TABLE if not any(extent(each, right) for each in HOLDERS.values())] == []


def test_papers_are_read_at_the_table_and_by_parties_when_all_is_over() -> None:
    may = {
        (actor, place, phase)
        for actor, place, phase in product((MEDIATOR, WORKER), Place, Phase)
        if (seat := (now := prepared(actor, place, phase)).seat(actor))
        and (permitted(now, seat, Right.READ_PAPERS) or permitted(now, seat, Right.KEEP_PAPERS))
    }
    going = {Phase.LOBBY, Phase.CHECK, Phase.JOINT, Phase.CAUCUS, Phase.BREAK}
    assert may == {
        *product((MEDIATOR, WORKER), {Place.JOINT, Place.CAUCUS}, going),
        (WORKER, Place.OUTSIDE, Phase.CLOSED),
    }


@pytest.mark.parametrize(("actor", "right"), list(product(ACTORS, Right)))
def test_threat4_what_the_table_forbids_is_refused_and_only_the_speaking_tab_may(actor: SeatId, right: Right) -> None:
    for place, phase in product(Place, Phase):
        now = prepared(actor, place, phase)
        seat = seat_in(now, actor)
        if permitted(now, seat, right):
            assert require_tab(now, actor, session(actor), right) == seat
        else:
            with pytest.raises(Refusal):
                require(now, actor, right)
        with pytest.raises(Refusal, match=r"session\.stale"):
            require_tab(now, actor, session(actor, 2), right)


def test_threat4_from_the_lobby_nothing_is_sent_nor_read_at_the_table() -> None:
    held_back = {right for right, rule in TABLE.items() if Place.LOBBY not in rule.places}
    assert {Right.OFFER_MEDIA, Right.ADD_DOCUMENT, Right.SHOW_DOCUMENT, Right.JOIN_CAUCUS, Right.WHISPER} <= held_back


def test_a_revoked_seat_may_do_nothing() -> None:
    now = prepared(WORKER, Place.JOINT, Phase.JOINT)
    seat = seat_in(now, WORKER)
    assert not any(permitted(now, replace(seat, revoked=True), right) for right in Right)


@pytest.mark.parametrize(
    ("authority", "papers_seen", "may"),
    [(Authority.SPECIAL, True, True), (Authority.SPECIAL, False, False), (Authority.GENERAL, True, False)],
)
def test_an_agent_signs_by_special_authority_on_file_only(authority: Authority, papers_seen: bool, may: bool) -> None:  # noqa: FBT001 - drawn from the table above
    agent = replace(OTHERS[AGENT], authority=authority, papers_seen=papers_seen)
    assert entitled(agent, Right.SIGN) == may
    assert entitled(agent, Right.CHAT)


def test_nobody_speaks_for_a_person_who_sits_elsewhere() -> None:
    now = prepared(WORKER, Place.JOINT, Phase.JOINT)
    assert require_person(now, WORKER, None, Right.DECLARE)[1].id == PersonId(WORKER)
    with pytest.raises(NotPermitted, match=r"person\.unknown"):
        require_person(now, WORKER, PersonId(COMPANY), Right.DECLARE)
