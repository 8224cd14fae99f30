"""Nobody comes to the table unidentified, uninformed, unwarned (规则 §7, §13, §17)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from rooms import inputs
from rooms.audibility import hears
from rooms.checking import Lack, Missing, missing
from rooms.effects import RecordFact
from rooms.facts import NoticeWasRead, PersonDeclared, PersonIdentified, SeatCleared
from rooms.ids import DisclosureId, PersonId, SeatId
from rooms.inputs import Input
from rooms.person import SUFFICIENT, Consent, Declared, Identity, Person
from rooms.refusals import SENTENCES, NotPermitted, Refusal, Unmet
from rooms.room import Authority, Phase, Place, Room, Seat
from rooms.step import step
from tests.rooms.stories import (
    AGENT,
    CO_MEDIATOR,
    COMPANY,
    COURT,
    INTERPRETER,
    LATER,
    MEDIATOR,
    NOON,
    NOTICE,
    RECORDER,
    THIRD,
    WORKER,
    admitted,
    after,
    arrivals,
    cleared,
    consented,
    credential,
    entered,
    everyone_at_the_table,
    informed,
    opened,
    room,
    session,
    waiting,
    with_seats,
)

CALLED = inputs.CalledToCheck(NOON, MEDIATOR, WORKER)
COMPARED = inputs.IdentityConfirmed(NOON, MEDIATOR, WORKER)
PASSED = inputs.Cleared(NOON, MEDIATOR, WORKER)
IN_CHECK: list[Input] = [entered(MEDIATOR), *arrivals(WORKER, COMPANY), CALLED]
COMPLETE: list[Input] = [*IN_CHECK, *informed(WORKER), COMPARED]
WHO = PersonId(WORKER)


def seat_of(now: Room, seat: SeatId) -> Seat:
    found = now.seat(seat)
    assert found is not None
    return found


def lacks(now: Room, seat: SeatId) -> list[Lack]:
    return [lack.what for lack in missing(now, seat_of(now, seat))]


def refusal_of(now: Room, event: Input) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        step(now, event)
    return refusal.value


def test_in_the_check_only_the_mediator_and_that_seat_hear_each_other() -> None:
    now = after(IN_CHECK)
    assert now.phase is Phase.CHECK
    assert {(one.listener, one.speaker) for one in hears(now)} == {(MEDIATOR, WORKER), (WORKER, MEDIATOR)}
    left = after([inputs.CheckLeft(NOON, MEDIATOR)], now)
    assert (left.phase, hears(left), seat_of(left, WORKER).place) == (Phase.LOBBY, frozenset(), Place.LOBBY)


def test_only_one_is_checked_at_a_time() -> None:
    now = after([*IN_CHECK, inputs.CalledToCheck(NOON, MEDIATOR, COMPANY)])
    assert (seat_of(now, WORKER).place, seat_of(now, COMPANY).spot) == (Place.LOBBY, (Place.CHECK, COMPANY))
    assert seat_of(now, MEDIATOR).inside == COMPANY


def test_who_leaves_in_the_middle_of_the_check_leaves_the_mediator_at_the_table() -> None:
    now = after([*IN_CHECK, inputs.Left(NOON, WORKER)])
    assert (now.phase, seat_of(now, MEDIATOR).place) == (Phase.LOBBY, Place.JOINT)


def test_a_mediator_who_leaves_the_check_leaves_the_seat_waiting_unheard() -> None:
    now = after([*IN_CHECK, inputs.Left(NOON, MEDIATOR)])
    assert (seat_of(now, WORKER).place, hears(now)) == (Place.CHECK, frozenset())
    assert after([entered(MEDIATOR), CALLED, *informed(WORKER), COMPARED, PASSED], now).phase is Phase.CHECK


WITHOUT: dict[Lack, Callable[[Person], Person]] = {
    Lack.IDENTITY: lambda one: replace(one, proofs=frozenset({Identity.DIGITS})),
    Lack.NOTICE: lambda one: replace(one, notice=None),
    Lack.CONSENTS: lambda one: replace(one, consents=None),
    Lack.ONLINE_MEDIATION: lambda one: replace(
        one, consents=one.consents and replace(one.consents, given=frozenset({Consent.RECORDING}))
    ),
    Lack.FALSE_MEDIATION: lambda one: _silent(one, Declared.FALSE_MEDIATION),
    Lack.NO_RECORDING: lambda one: _silent(one, Declared.NO_RECORDING),
    Lack.COMPANY: lambda one: _silent(one, Declared.COMPANY),
}


def _silent(one: Person, what: Declared) -> Person:
    return replace(one, declarations=tuple(said for said in one.declarations if said.what is not what))


@pytest.mark.parametrize("lack", WITHOUT)
def test_at38_the_joint_session_does_not_begin_while_one_thing_of_one_person_is_missing(lack: Lack) -> None:
    """规则 §17: verified and warned, each of them, or the session stays where it is."""
    complete = after(waiting(WORKER, COMPANY))
    company = seat_of(complete, COMPANY)
    lacking = complete.with_seat(company.with_person(WITHOUT[lack](company.first)))
    refusal = refusal_of(lacking, opened())
    assert isinstance(refusal, Unmet)
    assert (refusal.code, refusal.data["name"]) == (f"gate.{lack}", "李静")
    assert "李静" in refusal.zh
    assert missing(lacking, seat_of(lacking, COMPANY)) == (Missing(lack, PersonId(COMPANY), "李静"),)
    assert step(complete, opened()).room.phase is Phase.JOINT


@pytest.mark.parametrize("lack", WITHOUT)
def test_at38_nobody_is_cleared_or_admitted_with_one_thing_missing(lack: Lack) -> None:
    complete = after(COMPLETE)
    worker = seat_of(complete, WORKER)
    lacking = complete.with_seat(worker.with_person(WITHOUT[lack](worker.first)))
    assert refusal_of(lacking, PASSED).code == f"gate.{lack}"
    begun = after([*waiting(COMPANY), opened(), *arrivals(WORKER), *cleared(WORKER)])
    late = seat_of(begun, WORKER)
    later = begun.with_seat(late.with_person(WITHOUT[lack](late.first)))
    assert refusal_of(later, admitted(WORKER)).code == f"gate.{lack}"


def test_at38_who_is_complete_but_not_cleared_waits_and_the_others_with_them() -> None:
    now = after([*waiting(COMPANY), *arrivals(WORKER), CALLED, *informed(WORKER), COMPARED])
    assert refusal_of(now, opened()).code == "gate.not_cleared"
    assert after([PASSED, opened()], now).phase is Phase.JOINT


def test_at38_nobody_cleared_is_nobody_to_begin_with() -> None:
    assert refusal_of(after([entered(MEDIATOR)]), opened()).code == "session.nobody_cleared"


def test_at38_who_is_held_back_or_gone_from_the_device_does_not_keep_the_others() -> None:
    held = inputs.HeldBack(NOON, MEDIATOR, COMPANY, "请等一下")
    gone: list[Input] = [
        inputs.SeatSilent(NOON, COMPANY, session(COMPANY)),
        inputs.SeatGone(NOON, COMPANY, session(COMPANY)),
    ]
    for story in ([held], gone):
        now = after([*waiting(WORKER), *arrivals(COMPANY), *story, opened()])
        assert (seat_of(now, WORKER).place, seat_of(now, COMPANY).place) == (Place.JOINT, Place.LOBBY)


def test_every_lack_has_its_sentence_with_the_name() -> None:
    for lack in Lack:
        zh, en = SENTENCES[f"gate.{lack}"]
        assert "{name}" in zh
        assert "{name}" in en


def test_a_face_alone_identifies_nobody() -> None:
    now = after(IN_CHECK)
    for how in set(Identity) - {Identity.DOCUMENT}:
        assert refusal_of(now, replace(COMPARED, how=how)).code == "identity.face_alone"
    elsewhere = after([entered(MEDIATOR), *arrivals(WORKER)])
    assert refusal_of(elsewhere, COMPARED).code == "identity.not_together", "there is no face to compare"


def test_a_one_time_code_is_a_proof_by_itself_and_read_out_only_by_the_mediator() -> None:
    sent = step(after(IN_CHECK), inputs.CodeProved(NOON, WORKER, WHO))
    assert sent.effects[0] == RecordFact(PersonIdentified(WORKER, WHO, Identity.CODE, by=None))
    assert seat_of(sent.room, WORKER).first.proofs & SUFFICIENT
    read_out = inputs.CodeProved(NOON, WORKER, WHO, by=MEDIATOR)
    assert step(after(IN_CHECK), read_out).effects[0] == RecordFact(
        PersonIdentified(WORKER, WHO, Identity.CODE, by=MEDIATOR)
    )
    with pytest.raises(NotPermitted):
        step(after(IN_CHECK), replace(read_out, by=COMPANY))


def test_at29_the_notice_is_read_to_its_end_in_the_text_in_force_and_the_seconds_are_kept() -> None:
    start = after(IN_CHECK)
    finished = inputs.NoticeFinished(NOON + timedelta(seconds=95), WORKER, WHO, NOTICE, aloud=True)
    assert refusal_of(start, finished).code == "notice.not_opened"
    reading = after([inputs.NoticeOpened(NOON, WORKER, WHO)], start)
    assert refusal_of(reading, replace(finished, version="2020-01-01")).code == "notice.outdated"
    fast = refusal_of(reading, replace(finished, at=NOON + timedelta(seconds=2)))
    assert fast.code == "notice.too_fast"
    assert str(fast.data["seconds"]) in fast.zh
    outcome = step(reading, finished)
    assert outcome.effects[0] == RecordFact(NoticeWasRead(WORKER, WHO, NOTICE, 95, aloud=True))
    notice = seat_of(outcome.room, WORKER).first.notice
    assert notice is not None
    assert (notice.version, notice.seconds, notice.aloud) == (NOTICE, 95, True)


def test_at29_opened_anew_the_time_runs_anew() -> None:
    reading = after([*IN_CHECK, inputs.NoticeOpened(NOON, WORKER, WHO), inputs.NoticeOpened(LATER, WORKER, WHO)])
    hasty = inputs.NoticeFinished(LATER + timedelta(seconds=2), WORKER, WHO, NOTICE, aloud=False)
    assert refusal_of(reading, hasty).code == "notice.too_fast"


def test_a_consent_to_one_step_is_none_to_another() -> None:
    now = after([entered(MEDIATOR), *arrivals(WORKER), consented(WORKER, *(set(Consent) - {Consent.ONLINE_MEDIATION}))])
    assert Lack.ONLINE_MEDIATION in lacks(now, WORKER)


def test_at49_who_else_is_in_the_room_is_asked_and_the_words_stay_out_of_the_record() -> None:
    said = inputs.DeclarationMade(NOON, WORKER, WHO, Declared.COMPANY, " 我妹妹 ")
    outcome = step(after(IN_CHECK), said)
    assert outcome.effects[0] == RecordFact(PersonDeclared(WORKER, WHO, Declared.COMPANY, others=1))
    answer = seat_of(outcome.room, WORKER).first.declared(Declared.COMPANY)
    assert answer is not None
    assert answer.text == "我妹妹"
    alone = after([replace(said, text="")], outcome.room)
    assert len(seat_of(alone, WORKER).first.declarations) == 1, "the latest answer counts"
    assert refusal_of(alone, replace(said, text="字" * 201)).code == "company.too_long"


@pytest.mark.parametrize("seat", [CO_MEDIATOR, RECORDER, INTERPRETER, COURT])
def test_staff_and_guests_are_identified_and_declare_but_are_bound_by_no_notice(seat: SeatId) -> None:
    now = after([entered(MEDIATOR), *arrivals(seat)], with_seats(seat))
    assert lacks(now, seat) == [Lack.IDENTITY, Lack.NO_RECORDING, Lack.COMPANY]
    assert seat_of(after(cleared(seat), now), seat).cleared_at is not None


def test_an_agent_needs_authority_and_papers_that_were_seen() -> None:
    planned = with_seats(AGENT)
    bare = planned.with_seat(replace(seat_of(planned, AGENT), papers_seen=False))
    now = after([entered(MEDIATOR), *arrivals(AGENT), *cleared(AGENT)[:-2]], bare)
    assert refusal_of(now, inputs.Cleared(NOON, MEDIATOR, AGENT)).code == "gate.papers"
    assert refusal_of(now, inputs.PapersSeen(NOON, MEDIATOR, AGENT)).code == "papers.missing"
    there = after([credential(AGENT, paper="power_of_attorney")], now)
    assert refusal_of(there, inputs.Cleared(NOON, MEDIATOR, AGENT)).code == "gate.papers"
    seen = after([inputs.PapersSeen(NOON, MEDIATOR, AGENT), inputs.Cleared(NOON, MEDIATOR, AGENT)], there)
    assert seat_of(seen, AGENT).cleared_at == NOON
    assert refusal_of(now, inputs.PapersSeen(NOON, MEDIATOR, WORKER)).code == "papers.no_agent"


def test_a_third_party_is_asked_what_a_party_is_asked_but_for_disclosures() -> None:
    now = after([entered(MEDIATOR), *arrivals(THIRD)], with_seats(THIRD))
    assert lacks(now, THIRD) == [
        *(Lack.IDENTITY, Lack.NOTICE, Lack.FALSE_MEDIATION, Lack.NO_RECORDING, Lack.COMPANY),
    ]


def test_at34_after_a_disclosure_each_principal_has_to_agree_to_go_on() -> None:
    told = DisclosureId("told")
    now = after([*waiting(WORKER, COMPANY), inputs.Disclosed(NOON, MEDIATOR, told, "曾与一方代理人为同事")])
    assert refusal_of(now, opened()).code == "gate.disclosure"
    answers = [inputs.DisclosureAnswered(NOON, seat, PersonId(seat), told, agrees=True) for seat in (WORKER, COMPANY)]
    assert refusal_of(after(answers[:1], now), opened()).data["name"] == "李静"
    assert after([*answers, opened()], now).phase is Phase.JOINT
    unwilling = after([answers[0], replace(answers[1], agrees=False)], now)
    assert lacks(unwilling, COMPANY) == [Lack.DISCLOSURE]


def test_at34_an_agent_who_comes_alone_answers_by_special_authority_and_a_general_one_never() -> None:
    told = DisclosureId("told")
    alone = after([*waiting(AGENT), inputs.Disclosed(NOON, MEDIATOR, told, "曾与一方代理人为同事")], with_seats(AGENT))
    assert lacks(alone, AGENT) == [Lack.DISCLOSURE]
    answered = after([inputs.DisclosureAnswered(NOON, AGENT, PersonId(AGENT), told, agrees=True)], alone)
    assert lacks(answered, AGENT) == []
    assert lacks(after(arrivals(WORKER), alone), AGENT) == [], "the party is there, and answers"
    general = alone.with_seat(replace(seat_of(alone, AGENT), authority=Authority.GENERAL))
    assert lacks(general, AGENT) == []
    answer = inputs.DisclosureAnswered(NOON, AGENT, PersonId(AGENT), told, agrees=True)
    assert refusal_of(general, answer).code == "not_permitted.role"


SPOUSE = PersonId("spouse")


def assisted() -> Room:
    """The worker's wife beside him on the same telephone, a claimant too."""
    now = room()
    worker = seat_of(now, WORKER)
    return now.with_seat(replace(worker, persons=(*worker.persons, Person(SPOUSE, "刘芳"))))


def test_at37_each_person_of_an_assisted_seat_passes_the_gate_by_themselves() -> None:
    now = after(COMPLETE, assisted())
    refusal = refusal_of(now, PASSED)
    assert (refusal.code, refusal.data["name"]) == ("gate.identity", "刘芳")
    own: list[Input] = [
        replace(consented(WORKER), person=SPOUSE),
        *informed(WORKER, SPOUSE),
        inputs.CodeProved(NOON, WORKER, SPOUSE),
    ]
    for number in range(len(own) - 1):
        assert refusal_of(after(own[:number], now), PASSED).data["name"] == "刘芳"
    done = step(after(own, now), PASSED)
    assert done.effects[0] == RecordFact(SeatCleared(WORKER, by=MEDIATOR))
    assert seat_of(done.room, WORKER).name == "张伟、刘芳"


def test_at37_nobody_speaks_for_a_person_in_another_seat() -> None:
    now = after(IN_CHECK, assisted())
    for event in (
        inputs.DeclarationMade(NOON, COMPANY, SPOUSE, Declared.COMPANY, ""),
        inputs.NoticeOpened(NOON, COMPANY, SPOUSE),
        inputs.CodeProved(NOON, COMPANY, SPOUSE),
        inputs.IdentityOffered(NOON, COMPANY, digits_match=True, person=SPOUSE),
        replace(consented(COMPANY), person=SPOUSE),
        replace(COMPARED, person=PersonId(COMPANY)),
    ):
        assert refusal_of(now, event).code == "person.unknown"


def test_a_new_link_means_a_new_check() -> None:
    now = after([*everyone_at_the_table(), inputs.InviteRenewed(NOON, MEDIATOR, WORKER)])
    worker = seat_of(now, WORKER)
    assert (worker.cleared_at, worker.first.proofs, worker.first.notice) == (None, frozenset(), None)
    assert refusal_of(after(arrivals(WORKER), now), admitted(WORKER)).code == "gate.identity"
