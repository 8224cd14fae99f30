"""无争议事实: nothing enters without each confirmation of the very words (规则 §18, §22; AT-39)."""

from dataclasses import dataclass, replace

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms import inputs
from rooms.chat import JOINT, LineTag
from rooms.confirmers import awaited
from rooms.facts import FactMoved
from rooms.ids import FactId, MessageId, PersonId, SeatId
from rooms.ledger import LEDGER_LIMIT, WORDS_LIMIT, Standing, UndisputedFact
from rooms.refusals import Refusal
from rooms.room import Authority, Place, Room, Spot
from rooms.step import step
from tests.rooms.tables import (
    AT_TABLE,
    C1,
    CO,
    COMPANY,
    COURT,
    EVERYBODY,
    HELPER,
    HOST,
    LATER,
    LAWYER,
    NOON,
    RECORDER,
    SPOUSE,
    THIRD,
    WAITING,
    WORKER,
    facts_of,
    in_caucus,
    put,
    refused,
    seat_of,
    session,
    told,
)

F1 = FactId("f-1")
OUTSIDE = Spot(Place.OUTSIDE)
WORDS = "2026年3月至5月的工资没有发。"
OTHER_WORDS = "2026年3月和4月的工资没有发。"
EACH = (PersonId(WORKER), SPOUSE, PersonId(COMPANY))


def proposed(seat: SeatId = HOST, words: str = WORDS, number: int = 1) -> inputs.FactProposed:
    return inputs.FactProposed(NOON, seat, FactId(f"f-{number}"), words)


def taken_from(speaker: SeatId, line: int = 1, *, proposal: bool, by: SeatId = HOST) -> inputs.FactProposed:
    return inputs.FactProposed(NOON, by, F1, WORDS, line, speaker, proposal)


def answered(
    seat: SeatId, *, person: PersonId | None = None, version: int = 1, confirms: bool = True
) -> inputs.FactAnswered:
    return inputs.FactAnswered(LATER, seat, person or PersonId(seat), F1, version, confirms)


def confirmed_by_all(version: int = 1) -> list[inputs.Input]:
    return [
        answered(WORKER, version=version),
        answered(WORKER, person=SPOUSE, version=version),
        answered(COMPANY, version=version),
    ]


def reworded(seat: SeatId = HOST, words: str = OTHER_WORDS) -> inputs.FactReworded:
    return inputs.FactReworded(LATER, seat, F1, words)


def said(seat: SeatId, tag: LineTag = LineTag.NONE) -> inputs.ChatSent:
    return inputs.ChatSent(NOON, seat, MessageId(f"{seat}-1"), "欠的工资我们可以先付一半。", JOINT, tag)


def fact(room: Room) -> UndisputedFact:
    return next(one for one in room.facts if one.id == F1)


def test_at39_a_fact_enters_with_the_last_confirmation_and_not_before() -> None:
    now = told(session(), proposed())
    assert awaited(now, fact(now)) == EACH
    for event in confirmed_by_all():
        assert fact(now).standing is Standing.PROPOSED
        now = told(now, event)
    assert fact(now).standing is Standing.ENTERED
    assert [one.person for one in fact(now).confirmed] == list(EACH)


def test_at39_each_person_of_an_assisted_seat_confirms_for_themselves() -> None:
    now = told(session(), proposed(), answered(WORKER), answered(COMPANY))
    assert fact(now).standing is Standing.PROPOSED
    assert awaited(now, fact(now)) == (SPOUSE,)


def test_at39_to_propose_is_not_to_confirm() -> None:
    now = told(session(), proposed(WORKER), answered(WORKER, person=SPOUSE), answered(COMPANY))
    assert fact(now).standing is Standing.PROPOSED


def test_at39_new_words_have_nobodys_confirmation() -> None:
    now = told(session(), proposed(), answered(WORKER), answered(WORKER, person=SPOUSE), reworded())
    assert (fact(now).words, fact(now).version, fact(now).confirmed) == (OTHER_WORDS, 2, ())
    assert refused(now, answered(COMPANY, version=1)) == "fact.changed"
    assert refused(now, answered(COMPANY, version=3)) == "fact.changed"
    assert fact(told(now, answered(COMPANY, version=2))).standing is Standing.PROPOSED


def test_at39_one_refusal_keeps_it_out_until_it_is_reworded() -> None:
    now = told(session(), proposed(), answered(WORKER), answered(COMPANY, confirms=False))
    assert (fact(now).standing, fact(now).refused_by) == (Standing.REFUSED, PersonId(COMPANY))
    assert refused(now, answered(WORKER, person=SPOUSE)) == "fact.refused"
    again = told(now, reworded(), *confirmed_by_all(version=2))
    assert (fact(again).standing, fact(again).words) == (Standing.ENTERED, OTHER_WORDS)


def test_at39_a_confirmation_may_be_taken_back_before_the_fact_enters() -> None:
    now = told(session(), proposed(), answered(WORKER), answered(WORKER, confirms=False))
    assert fact(now).standing is Standing.REFUSED


def test_at39_what_has_entered_never_changes() -> None:
    now = told(session(), proposed(), *confirmed_by_all())
    assert refused(now, reworded()) == "fact.settled"
    assert refused(now, inputs.FactWithdrawn(LATER, HOST, F1)) == "fact.settled"
    assert refused(now, answered(COMPANY, confirms=False)) == "fact.settled"
    assert step(now, answered(COMPANY)).room == now


def test_at39_a_concession_needs_the_confirmation_of_who_made_it() -> None:
    now = told(session(), said(LAWYER, LineTag.PROPOSAL), taken_from(LAWYER, proposal=True), *confirmed_by_all())
    assert (fact(now).standing, awaited(now, fact(now))) == (Standing.PROPOSED, (PersonId(LAWYER),))
    assert fact(told(now, answered(LAWYER))).standing is Standing.ENTERED


@pytest.mark.parametrize("speaker", [HOST, HELPER, THIRD])
def test_at39_a_proposal_of_somebody_who_is_no_principal_needs_theirs_beside_all_others(speaker: SeatId) -> None:
    now = told(session(), said(speaker, LineTag.PROPOSAL), taken_from(speaker, proposal=True), answered(speaker))
    assert awaited(now, fact(now)) == EACH
    assert fact(told(now, *confirmed_by_all())).standing is Standing.ENTERED


def test_at39_a_concession_of_somebody_who_confirms_nothing_becomes_no_fact() -> None:
    now = told(session(), said(RECORDER, LineTag.PROPOSAL))
    assert refused(now, taken_from(RECORDER, proposal=True)) == "fact.proposal"


def test_a_line_that_is_no_concession_asks_nobody_more() -> None:
    now = told(session(), said(HELPER), taken_from(HELPER, proposal=False))
    assert awaited(now, fact(now)) == EACH


@pytest.mark.parametrize("line", [0, 2, -1])
def test_threat5_a_line_that_was_never_said_is_no_source(line: int) -> None:
    assert refused(told(session(), said(WORKER)), taken_from(WORKER, line, proposal=False)) == "fact.line_unknown"


def test_threat1_nobody_cites_what_was_said_before_they_came() -> None:
    now = told(session(), said(WORKER))
    joint = now.conversation(JOINT)
    late = tuple(replace(one, after=1) if one.seat == LAWYER else one for one in joint.readers)
    now = now.with_conversation(replace(joint, readers=late))
    assert refused(now, taken_from(WORKER, proposal=False, by=LAWYER)) == "fact.line_unknown"


def test_at39_for_who_is_absent_an_agent_with_special_authority_confirms() -> None:
    now = told(put(session(), COMPANY, OUTSIDE), proposed())
    assert awaited(now, fact(now)) == (PersonId(WORKER), SPOUSE, PersonId(LAWYER))
    now = told(now, answered(LAWYER), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert fact(now).standing is Standing.ENTERED


def test_at39_an_agent_confirms_nothing_while_the_principal_is_there() -> None:
    now = told(session(), proposed())
    assert refused(now, answered(LAWYER)) == "fact.not_asked"
    assert refused(in_caucus(now, C1, CO, COMPANY), answered(LAWYER)) == "fact.not_asked"


def test_at39_a_principal_who_comes_back_is_asked_again() -> None:
    now = told(put(session(), COMPANY, OUTSIDE), proposed(), answered(LAWYER))
    back = told(put(now, COMPANY, AT_TABLE), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert (fact(back).standing, awaited(back, fact(back))) == (Standing.PROPOSED, (PersonId(COMPANY),))
    assert fact(told(back, answered(COMPANY))).standing is Standing.ENTERED


def test_at39_nothing_enters_over_the_head_of_an_absent_side() -> None:
    gone = put(put(session(), COMPANY, OUTSIDE), LAWYER, OUTSIDE)
    now = told(gone, proposed(), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert (fact(now).standing, awaited(now, fact(now))) == (Standing.PROPOSED, (PersonId(COMPANY),))
    only_one_side = replace(session(), seats=tuple(one for one in session().seats if one.id not in {COMPANY, LAWYER}))
    now = told(only_one_side, proposed(), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert fact(now).standing is Standing.PROPOSED


def test_at39_a_side_that_is_there_by_its_agent_alone_is_asked_through_the_agent() -> None:
    seats = tuple(one for one in session().seats if one.id != COMPANY)
    now = told(replace(session(), seats=seats), proposed(), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert awaited(now, fact(now)) == (PersonId(LAWYER),)
    assert fact(told(now, answered(LAWYER))).standing is Standing.ENTERED
    for lacking in ({"authority": Authority.GENERAL}, {"papers_seen": False}):
        without = now.with_seat(replace(seat_of(now, LAWYER), **lacking))
        assert refused(without, answered(LAWYER)) == "fact.not_asked"
        assert fact(without).standing is Standing.PROPOSED


@pytest.mark.parametrize("seat", [HOST, CO, RECORDER, COURT, THIRD, HELPER, LAWYER])
def test_threat4_who_is_not_asked_confirms_nothing(seat: SeatId) -> None:
    assert refused(told(session(), proposed()), answered(seat)) in {"not_permitted.role", "fact.not_asked"}


@pytest.mark.parametrize("seat", [COURT, THIRD])
def test_threat4_guests_propose_nothing(seat: SeatId) -> None:
    assert refused(session(), proposed(seat)) == "not_permitted.role"


def test_threat4_nobody_confirms_for_a_person_in_another_seat() -> None:
    now = told(session(), proposed())
    assert refused(now, answered(COMPANY, person=SPOUSE)) == "person.unknown"


def test_facts_are_proposed_at_the_joint_table_with_a_mediator() -> None:
    assert refused(put(session(), WORKER, WAITING), proposed(WORKER)) == "not_permitted.place"
    assert refused(in_caucus(session(), C1, HOST, WORKER), proposed(HOST)) == "not_permitted.place"
    alone = in_caucus(told(session(), proposed(COMPANY)), C1, HOST, CO, WORKER)
    assert refused(alone, proposed(COMPANY, number=2)) == "fact.unattended"
    assert refused(alone, reworded(COMPANY)) == "fact.unattended"


def test_the_own_words_are_changed_or_taken_back_by_oneself_or_a_mediator() -> None:
    now = told(session(), proposed(WORKER))
    assert refused(now, reworded(COMPANY)) == "fact.not_yours"
    assert refused(now, inputs.FactWithdrawn(LATER, RECORDER, F1)) == "fact.not_yours"
    assert fact(told(now, reworded(WORKER))).version == 2
    withdrawn = told(now, inputs.FactWithdrawn(LATER, CO, F1))
    assert fact(withdrawn).standing is Standing.WITHDRAWN
    assert refused(withdrawn, answered(COMPANY)) == "fact.settled"
    assert refused(withdrawn, reworded(WORKER)) == "fact.settled"


def test_each_act_is_on_record_and_the_words_are_not() -> None:
    now = session()
    assert facts_of(now, proposed(WORKER)) == [FactMoved(F1, "proposed", WORKER, 1)]
    now = told(now, proposed(WORKER), answered(WORKER), answered(WORKER, person=SPOUSE))
    assert facts_of(now, reworded(HOST)) == [FactMoved(F1, "reworded", HOST, 2)]
    assert facts_of(now, answered(COMPANY, confirms=False)) == [FactMoved(F1, "refused", COMPANY, 1)]
    assert facts_of(now, answered(COMPANY)) == [
        FactMoved(F1, "confirmed", COMPANY, 1),
        FactMoved(F1, "entered", COMPANY, 1),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "fact.words"),
        (" \n", "fact.words"),
        ("字" * (WORDS_LIMIT + 1), "fact.words"),
        ("欠\u202e一万元", "text.control_characters"),
        ("a\x00b", "text.control_characters"),
    ],
)
def test_threat5_unfit_words_are_no_fact(words: str, code: str) -> None:
    assert refused(session(), proposed(words=words)) == code
    assert refused(told(session(), proposed()), reworded(words=words)) == code


def test_a_fact_sent_again_is_one_and_the_ledger_has_an_end() -> None:
    now = told(session(), *(proposed(number=number) for number in range(LEDGER_LIMIT)))
    assert step(now, proposed(words="别的话", number=0)).room == now
    assert refused(now, proposed(number=LEDGER_LIMIT)) == "facts.full"
    assert refused(session(), answered(WORKER)) == "fact.unknown"


@dataclass
class Words:
    """What a reader of the minutes would know of one fact: its words now, and who said yes to just those."""

    now: str
    yes: set[PersonId]
    concession_of: SeatId | None = None
    entered_as: str | None = None


class Ledger(RuleBasedStateMachine):
    """Any history of proposing, rewording, answering, coming and going. The book beside it is kept from acts alone."""

    @initialize()
    def begin(self) -> None:
        self.room = told(session(), said(LAWYER, LineTag.PROPOSAL), said(WORKER))
        self.book: dict[FactId, Words] = {}

    def tell(self, event: inputs.Input) -> bool:
        before = self.room
        try:
            self.room = step(self.room, event).room
        except Refusal:
            assert self.room == before
            return False
        return True

    @rule(seat=st.sampled_from(EVERYBODY), number=st.integers(1, 2), line=st.sampled_from((None, 1, 2)))
    def propose(self, seat: SeatId, number: int, line: int | None) -> None:
        speaker = {None: None, 1: LAWYER, 2: WORKER}[line]
        new = FactId(f"f-{number}")
        event = inputs.FactProposed(NOON, seat, new, WORDS, line, speaker, proposal=line == 1)
        if self.tell(event) and new not in self.book:
            self.book[new] = Words(WORDS, set(), LAWYER if line == 1 else None)

    @rule(seat=st.sampled_from(EVERYBODY), number=st.integers(1, 2), words=st.sampled_from((WORDS, OTHER_WORDS)))
    def reword(self, seat: SeatId, number: int, words: str) -> None:
        if self.tell(inputs.FactReworded(NOON, seat, FactId(f"f-{number}"), words)):
            known = self.book[FactId(f"f-{number}")]
            known.now, known.yes = words, set()

    @rule(
        seat=st.sampled_from((WORKER, WORKER, COMPANY, COMPANY, HELPER, LAWYER, HOST)),
        spouse=st.booleans(),
        number=st.integers(1, 2),
        version=st.integers(1, 3),
        confirms=st.sampled_from((True, True, True, False)),
    )
    def answer(self, seat: SeatId, spouse: bool, number: int, version: int, confirms: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        person = SPOUSE if spouse else PersonId(seat)
        event = inputs.FactAnswered(NOON, seat, person, FactId(f"f-{number}"), version, confirms)
        if self.tell(event) and confirms:
            self.book[FactId(f"f-{number}")].yes.add(person)

    @rule(seat=st.sampled_from(EVERYBODY), number=st.integers(1, 2))
    def withdraw(self, seat: SeatId, number: int) -> None:
        self.tell(inputs.FactWithdrawn(NOON, seat, FactId(f"f-{number}")))

    @rule(seat=st.sampled_from((COMPANY, LAWYER)), spot=st.sampled_from((OUTSIDE, WAITING, AT_TABLE)))
    def come_or_go(self, seat: SeatId, spot: Spot) -> None:
        self.room = put(self.room, seat, spot)

    @invariant()
    def nothing_enters_without_each_confirmation_of_the_very_words(self) -> None:
        for one in self.room.facts:
            known = self.book[one.id]
            assert one.words == known.now
            if one.standing is not Standing.ENTERED:
                assert known.entered_as is None, "what has entered stays"
                continue
            assert known.entered_as in {None, one.words}, "what has entered never changes"
            known.entered_as = one.words
            assert {PersonId(WORKER), SPOUSE} <= known.yes
            assert known.yes & {PersonId(COMPANY), PersonId(LAWYER)}
            assert known.concession_of is None or PersonId(known.concession_of) in known.yes


Ledger.TestCase.settings = settings(max_examples=150, stateful_step_count=60)
test_at39_nothing_enters_without_each_required_confirmation = Ledger.TestCase
