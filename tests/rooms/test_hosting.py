"""What the mediator does, and what it leaves behind."""

import pytest

from rooms import inputs
from rooms.audibility import hears
from rooms.effects import EndSeat, RecordFact, Reroute, SendViews
from rooms.facts import PersonPutRight, SeatMoved
from rooms.person import DIGIT_TRIES, Identity
from rooms.refusals import Refusal
from rooms.room import EndReason, Phase, Place
from rooms.step import step
from tests.rooms.stories import (
    AGENT,
    COLLEAGUE,
    COMPANY,
    MEDIATOR,
    NOON,
    WORKER,
    admitted,
    after,
    arrivals,
    cleared,
    entered,
    everyone_at_the_table,
    identified,
    opened,
    waiting,
    with_seats,
)


def test_the_mediator_begins_with_all_who_are_cleared() -> None:
    now = after(waiting(WORKER))
    assert hears(now) == frozenset()
    outcome = step(now, opened())
    assert outcome.room.phase is Phase.JOINT
    assert {hearing.listener for hearing in hears(outcome.room)} == {MEDIATOR, WORKER}
    assert outcome.effects[-2:] == (Reroute((WORKER,)), SendViews())


def test_only_who_waits_and_is_cleared_can_be_admitted() -> None:
    begun = after([*waiting(WORKER), opened()])
    with pytest.raises(Refusal, match=r"seat\.not_waiting"):
        step(begun, admitted(COMPANY))
    with pytest.raises(Refusal, match=r"gate\.identity") as refusal:
        step(after(arrivals(COMPANY), begun), admitted(COMPANY))
    assert refusal.value.data["name"] == "李静"


def test_all_who_are_cleared_and_not_held_back_come_at_once() -> None:
    begun = after([*waiting(WORKER), opened(), *arrivals(COMPANY, AGENT, COLLEAGUE)], with_seats(AGENT, COLLEAGUE))
    with pytest.raises(Refusal, match=r"session\.nobody_cleared"):
        step(begun, inputs.AllAdmitted(NOON, MEDIATOR))
    held = inputs.HeldBack(NOON, MEDIATOR, COLLEAGUE, "请等一下")
    now = after([*cleared(COMPANY), *cleared(COLLEAGUE), held, inputs.AllAdmitted(NOON, MEDIATOR)], begun)
    assert {seat.id for seat in now.present(Place.JOINT)} == {MEDIATOR, WORKER, COMPANY}
    assert {seat.id for seat in now.present(Place.LOBBY)} == {AGENT, COLLEAGUE}


def test_who_is_sent_back_waits_with_the_reason_and_is_not_among_all() -> None:
    sent = inputs.SentToLobby(NOON, MEDIATOR, WORKER, "请先平静一下")
    outcome = step(after(everyone_at_the_table()), sent)
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert worker.hold is not None
    assert (worker.place, worker.hold.reason, worker.back_to) == (Place.LOBBY, "请先平静一下", None)
    assert all(WORKER not in (one.listener, one.speaker) for one in hears(outcome.room))
    with pytest.raises(Refusal, match=r"session\.nobody_cleared"):
        step(outcome.room, inputs.AllAdmitted(NOON, MEDIATOR))
    back = after([admitted(WORKER)], outcome.room).seat(WORKER)
    assert back is not None
    assert (back.place, back.hold) == (Place.JOINT, None)


def test_not_yet_keeps_the_person_in_the_lobby_with_the_reason() -> None:
    waiting = after([entered(MEDIATOR), *arrivals(WORKER)])
    held = step(waiting, inputs.HeldBack(NOON, MEDIATOR, WORKER, " 请等对方到场 ")).room.seat(WORKER)
    assert held is not None
    assert held.hold is not None
    assert (held.place, held.hold.reason) == (Place.LOBBY, "请等对方到场")


@pytest.mark.parametrize("reason", ["", "  ", "字" * 201, "好\u202e的"])
def test_a_reason_must_be_readable(reason: str) -> None:
    waiting = after([entered(MEDIATOR), *arrivals(WORKER)])
    with pytest.raises(Refusal):
        step(waiting, inputs.HeldBack(NOON, MEDIATOR, WORKER, reason))


def test_threat3_a_removed_person_keeps_nothing() -> None:
    now = after(everyone_at_the_table())
    outcome = step(now, inputs.Removed(NOON, MEDIATOR, WORKER, "扰乱秩序"))
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert (worker.place, worker.session, worker.device) == (Place.REMOVED, None, None)
    assert all(WORKER not in (hearing.listener, hearing.speaker) for hearing in hears(outcome.room))
    kinds = [type(effect) for effect in outcome.effects]
    assert kinds == [RecordFact, EndSeat, Reroute, SendViews], "cut off before anything new is shown"
    assert EndSeat(WORKER, EndReason.REMOVED, NOON, "扰乱秩序") in outcome.effects
    with pytest.raises(Refusal, match=r"seat\.removed"):
        step(outcome.room, entered(WORKER))


def test_the_mediator_cannot_be_removed() -> None:
    with pytest.raises(Refusal, match=r"seat\.unknown"):
        step(after(everyone_at_the_table()), inputs.Removed(NOON, MEDIATOR, MEDIATOR, "x"))


def test_closing_ends_every_tab_and_every_sound() -> None:
    outcome = step(after(everyone_at_the_table()), inputs.Closed(NOON, MEDIATOR))
    ended = {effect.seat for effect in outcome.effects if isinstance(effect, EndSeat)}
    assert ended == {MEDIATOR, WORKER, COMPANY}
    assert hears(outcome.room) == frozenset()
    assert outcome.room.phase is Phase.CLOSED


def test_admission_is_on_record_with_who_did_it() -> None:
    now = after([*waiting(COMPANY), opened(), *arrivals(WORKER), *cleared(WORKER)])
    facts = [effect.fact for effect in step(now, admitted(WORKER)).effects if isinstance(effect, RecordFact)]
    assert SeatMoved(WORKER, "admitted", by=MEDIATOR, reason="") in facts


def corrected(*, renumbered: bool, name: str = "张维") -> inputs.PersonCorrected:
    return inputs.PersonCorrected(NOON, WORKER, name, None, has_id_tail=True, renumbered=renumbered)


def test_digits_of_a_number_that_was_replaced_prove_nothing_and_cost_no_try() -> None:
    wronged = step(after([identified(WORKER)]), identified(WORKER, right=False)).room
    outcome = step(wronged, corrected(renumbered=True))
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert (worker.name, worker.identity, worker.tries_left) == ("张维", Identity.UNCONFIRMED, DIGIT_TRIES)
    assert outcome.effects[0] == RecordFact(PersonPutRight(WORKER, renumbered=True))


def test_another_name_leaves_the_digits_and_the_document_as_they_are() -> None:
    for now, identity in ((after([identified(WORKER)]), Identity.DIGITS), (after(waiting(WORKER)), Identity.DOCUMENT)):
        worker = step(now, corrected(renumbered=identity is Identity.DOCUMENT)).room.seat(WORKER)
        assert worker is not None
        assert (worker.name, worker.identity) == ("张维", identity)


def test_a_session_that_is_over_keeps_who_sat_there() -> None:
    over = after([*everyone_at_the_table(), inputs.Closed(NOON, MEDIATOR)])
    assert step(over, corrected(renumbered=True)).room == over


def test_who_was_told_to_wait_before_the_beginning_is_let_in_again_without_another_check() -> None:
    held = after([*waiting(WORKER, COMPANY), inputs.HeldBack(NOON, MEDIATOR, COMPANY, "请等一下")])
    again = step(held, inputs.Admitted(NOON, MEDIATOR, COMPANY))
    company = again.room.seat(COMPANY)
    assert company is not None
    assert (company.hold, company.place, company.cleared_at) == (None, Place.LOBBY, NOON)
    assert {seat.id for seat in after([opened()], again.room).present(Place.JOINT)} == {MEDIATOR, WORKER, COMPANY}
    for unheld in (after([*waiting(WORKER)]), after([entered(MEDIATOR), *arrivals(WORKER)])):
        with pytest.raises(Refusal, match=r"session\."):
            step(unheld, inputs.Admitted(NOON, MEDIATOR, WORKER))
