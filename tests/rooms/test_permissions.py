"""Role × action × place × phase: what the table says and what `step` does are the same."""

from dataclasses import replace
from itertools import product

import pytest

from rooms import inputs
from rooms.chat import Zone
from rooms.document import Document, Shown
from rooms.ids import DeviceId, DocumentId, MessageId, SeatId, SessionId
from rooms.permissions import TABLE, Action, permitted, require, require_tab
from rooms.refusals import Refusal
from rooms.room import Consent, Consents, Identity, Knock, Phase, Place, Room
from rooms.step import step
from tests.rooms.stories import COMPANY, MEDIATOR, NOON, WORKER, added, hidden, room, session, shown

ACTORS = (MEDIATOR, WORKER)
OF_THE_AGREEMENT = {Action.DRAFT, Action.REMARK, Action.SIGN, Action.READ_PAPERS, Action.KEEP_PAPERS}
"""No input of the room: whoever does it asks the table itself."""


def attempt(action: Action, by: SeatId) -> inputs.Input:  # noqa: C901, PLR0911, PLR0912 - one line per action
    """An input that is right in every way, so that only the table can be against it."""
    match action:
        case Action.IDENTIFY:
            return inputs.IdentityOffered(NOON, by, digits_match=True)
        case Action.CONSENT:
            return inputs.ConsentsGiven(
                NOON, by, DeviceId("d"), session(by), "v", frozenset({Consent.ONLINE_MEDIATION})
            )
        case Action.ENTER:
            return inputs.EnterRequested(NOON, by, DeviceId("d"), session(by), microphone=True, camera=True)
        case Action.LEAVE:
            return inputs.Left(NOON, by)
        case Action.SET_MEDIA:
            return inputs.MediaSet(NOON, by, microphone=False, camera=False)
        case Action.OFFER_MEDIA:
            return inputs.MediaOffered(NOON, by)
        case Action.CHAT:
            return inputs.ChatSent(NOON, by, MessageId("m"), "好")
        case Action.ACKNOWLEDGE_CHAT:
            return inputs.ChatReceived(NOON, by, 0)
        case Action.ADD_DOCUMENT:
            return added(by, 2)
        case Action.SHOW_DOCUMENT:
            return shown(by, page=2)
        case Action.HIDE_DOCUMENT:
            return hidden(by)
        case Action.ADMIT:
            return inputs.Admitted(NOON, by, COMPANY)
        case Action.HOLD:
            return inputs.HeldBack(NOON, by, COMPANY, "等一下")
        case Action.REMOVE:
            return inputs.Removed(NOON, by, COMPANY, "原因")
        case Action.JUDGE_DEVICE:
            return inputs.DeviceAllowed(NOON, by, COMPANY)
        case Action.CONFIRM_IDENTITY:
            return inputs.IdentityConfirmed(NOON, by, COMPANY)
        case Action.REVOKE_INVITE:
            return inputs.InviteRevoked(NOON, by, COMPANY)
        case Action.RENEW_INVITE:
            return inputs.InviteRenewed(NOON, by, COMPANY)
        case Action.CLOSE:
            return inputs.Closed(NOON, by)
        case _:
            raise AssertionError(action)


def prepared(actor: SeatId, place: Place, phase: Phase) -> Room:
    """The actor stands in `place` and shows a document; the other party waits, and another device of theirs knocks."""
    consents = Consents("v", frozenset({Consent.ONLINE_MEDIATION}), NOON)
    knock = Knock(DeviceId("other"), SessionId("other"), NOON)
    base = room()
    seats = tuple(
        replace(seat, place=place, session=session(actor), consents=consents, identity=Identity.DIGITS)
        if seat.id == actor
        else replace(seat, place=Place.LOBBY, knock=knock)
        if seat.id == COMPANY
        else seat
        for seat in base.seats
    )
    laid = DocumentId("d-1")
    document = Document(laid, "证据", actor, "image/png", 1, "", 3, NOON, Zone.JOINT, frozenset({actor}))
    # In the other places `step` would take a page away that nobody at the table shows.
    page = Shown(laid, 1, actor) if place is Place.JOINT else None
    return replace(base, seats=seats, phase=phase, documents=(document,), shown=page)


CASES = list(product(ACTORS, [action for action in Action if action not in OF_THE_AGREEMENT], Place, Phase))


@pytest.mark.parametrize(("actor", "action", "place", "phase"), CASES)
def test_threat1_step_obeys_the_table(actor: SeatId, action: Action, place: Place, phase: Phase) -> None:
    now = prepared(actor, place, phase)
    seat = now.seat(actor)
    assert seat is not None
    event = attempt(action, actor)
    if permitted(now, seat, action):
        assert step(now, event).refusal is None
        return
    with pytest.raises(Refusal):
        step(now, event)


def test_papers_are_read_at_the_table_and_by_parties_when_all_is_over() -> None:
    may = {
        (actor, place, phase)
        for actor, place, phase in product(ACTORS, Place, Phase)
        if (seat := (now := prepared(actor, place, phase)).seat(actor))
        and (permitted(now, seat, Action.READ_PAPERS) or permitted(now, seat, Action.KEEP_PAPERS))
    }
    at_table = set(product(ACTORS, {Place.JOINT}, {Phase.LOBBY, Phase.JOINT}))
    assert may == {*at_table, (WORKER, Place.OUTSIDE, Phase.CLOSED)}


@pytest.mark.parametrize(("actor", "action"), list(product(ACTORS, Action)))
def test_threat4_what_the_table_forbids_is_refused_and_only_the_speaking_tab_may(actor: SeatId, action: Action) -> None:
    for place, phase in product(Place, Phase):
        now = prepared(actor, place, phase)
        seat = now.seat(actor)
        assert seat is not None
        if permitted(now, seat, action):
            assert require_tab(now, actor, session(actor), action) == seat
        else:
            with pytest.raises(Refusal):
                require(now, actor, action)
        with pytest.raises(Refusal, match=r"session\.stale"):
            require_tab(now, actor, session(actor, 2), action)


def test_every_action_has_a_rule() -> None:
    assert set(TABLE) == set(Action)


def test_a_revoked_seat_may_do_nothing() -> None:
    now = prepared(WORKER, Place.JOINT, Phase.JOINT)
    seat = now.seat(WORKER)
    assert seat is not None
    assert not any(permitted(now, replace(seat, revoked=True), action) for action in Action)
