"""Role × right × place × phase: what the tables say and what `step` does are the same."""

from dataclasses import replace
from itertools import product

import pytest

from rooms import inputs
from rooms.chat import Zone
from rooms.document import Document, Shown
from rooms.ids import DeviceId, DocumentId, MessageId, SeatId, SessionId
from rooms.permissions import HOLDERS, TABLE, permitted, require, require_tab
from rooms.person import Consent, Consents, Identity
from rooms.refusals import Refusal
from rooms.rights import Right, extent
from rooms.room import Knock, Phase, Place, Role, Room
from rooms.step import step
from tests.rooms.stories import COMPANY, MEDIATOR, NOON, WORKER, added, hidden, room, session, shown

ACTORS = (MEDIATOR, WORKER)
OF_THE_AGREEMENT = {Right.DRAFT, Right.REMARK, Right.SIGN, Right.READ_PAPERS, Right.KEEP_PAPERS}
"""No input of the room: whoever does it asks the table itself."""


def attempt(right: Right, by: SeatId) -> inputs.Input:  # noqa: C901, PLR0911, PLR0912 - one line per right
    """An input that is right in every way, so that only the table can be against it."""
    match right:
        case Right.IDENTIFY:
            return inputs.IdentityOffered(NOON, by, digits_match=True)
        case Right.CONSENT:
            return inputs.ConsentsGiven(
                NOON, by, DeviceId("d"), session(by), "v", frozenset({Consent.ONLINE_MEDIATION})
            )
        case Right.ENTER:
            return inputs.EnterRequested(NOON, by, DeviceId("d"), session(by), microphone=True, camera=True)
        case Right.LEAVE:
            return inputs.Left(NOON, by)
        case Right.SET_MEDIA:
            return inputs.MediaSet(NOON, by, microphone=False, camera=False)
        case Right.OFFER_MEDIA:
            return inputs.MediaOffered(NOON, by)
        case Right.CHAT:
            return inputs.ChatSent(NOON, by, MessageId("m"), "好")
        case Right.ACKNOWLEDGE_CHAT:
            return inputs.ChatReceived(NOON, by, 0)
        case Right.ADD_DOCUMENT:
            return added(by, 2)
        case Right.SHOW_DOCUMENT:
            return shown(by, page=2)
        case Right.HIDE_DOCUMENT:
            return hidden(by)
        case Right.ADMIT:
            return inputs.Admitted(NOON, by, COMPANY)
        case Right.HOLD:
            return inputs.HeldBack(NOON, by, COMPANY, "等一下")
        case Right.REMOVE:
            return inputs.Removed(NOON, by, COMPANY, "原因")
        case Right.JUDGE_DEVICE:
            return inputs.DeviceAllowed(NOON, by, COMPANY)
        case Right.CONFIRM_IDENTITY:
            return inputs.IdentityConfirmed(NOON, by, COMPANY)
        case Right.REVOKE_INVITE:
            return inputs.InviteRevoked(NOON, by, COMPANY)
        case Right.RENEW_INVITE:
            return inputs.InviteRenewed(NOON, by, COMPANY)
        case Right.CLOSE:
            return inputs.Closed(NOON, by)
        case _:
            raise AssertionError(right)


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


CASES = list(product(ACTORS, [right for right in TABLE if right not in OF_THE_AGREEMENT], Place, Phase))


@pytest.mark.parametrize(("actor", "right", "place", "phase"), CASES)
def test_threat1_step_obeys_the_table(actor: SeatId, right: Right, place: Place, phase: Phase) -> None:
    now = prepared(actor, place, phase)
    seat = now.seat(actor)
    assert seat is not None
    event = attempt(right, actor)
    if permitted(now, seat, right):
        assert step(now, event).refusal is None
        return
    with pytest.raises(Refusal):
        step(now, event)


def test_papers_are_read_at_the_table_and_by_parties_when_all_is_over() -> None:
    may = {
        (actor, place, phase)
        for actor, place, phase in product(ACTORS, Place, Phase)
        if (seat := (now := prepared(actor, place, phase)).seat(actor))
        and (permitted(now, seat, Right.READ_PAPERS) or permitted(now, seat, Right.KEEP_PAPERS))
    }
    at_table = set(product(ACTORS, {Place.JOINT}, {Phase.LOBBY, Phase.JOINT}))
    assert may == {*at_table, (WORKER, Place.OUTSIDE, Phase.CLOSED)}


@pytest.mark.parametrize(("actor", "right"), list(product(ACTORS, Right)))
def test_threat4_what_the_table_forbids_is_refused_and_only_the_speaking_tab_may(actor: SeatId, right: Right) -> None:
    for place, phase in product(Place, Phase):
        now = prepared(actor, place, phase)
        seat = now.seat(actor)
        assert seat is not None
        if permitted(now, seat, right):
            assert require_tab(now, actor, session(actor), right) == seat
        else:
            with pytest.raises(Refusal):
                require(now, actor, right)
        with pytest.raises(Refusal, match=r"session\.stale"):
            require_tab(now, actor, session(actor, 2), right)


def test_a_rule_stands_for_a_right_that_some_seat_has_and_every_role_has_a_column() -> None:
    assert set(HOLDERS) == set(Role)
    assert [right for right in TABLE if not any(extent(each, right) for each in HOLDERS.values())] == []


def test_a_revoked_seat_may_do_nothing() -> None:
    now = prepared(WORKER, Place.JOINT, Phase.JOINT)
    seat = now.seat(WORKER)
    assert seat is not None
    assert not any(permitted(now, replace(seat, revoked=True), right) for right in Right)
