"""Who mediates: choosing, accepting, telling of relations, changing (TR5-TR8)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rooms.cases.choice import choice
from rooms.cases.deeds.assignment import (
    AcceptanceLapsed,
    Accepted,
    Appointed,
    ChangeAsked,
    ChangeDecided,
    ChoiceRefused,
    Declined,
    Disclosed,
    KnownAndContinued,
    MediatorsRanked,
)
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.text import PrincipleAgreed, TextFixed
from rooms.cases.guards.talks import may_begin
from rooms.cases.ids import NoteId, ParticipantId, StaffId
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.words import ChosenBy, Form, Ground, State
from tests.rooms.cases.stories import (
    CHEN,
    COMPANY,
    COURT,
    DESK,
    ENTRY,
    LI,
    MEDIATOR,
    NOT_ON_REGISTER,
    NOTE,
    PARTIES,
    SESSION_BEGUN,
    TEXT,
    WORKER,
    WU,
    Story,
    accept_pending,
    accepted,
    active,
    appointed,
    appointing,
    assigning,
    drafting,
    effective,
    modes,
    party,
    planned,
    terminated,
)

COURT_LANES = ["WEIPAI", "WEITUO"]


def ranked(who: ParticipantId, *mediators: StaffId) -> MediatorsRanked:
    return MediatorsRanked(who, mediators, party(who))


def named(by: ChosenBy, host: StaffId = CHEN, *others: StaffId, office: By = COURT) -> Appointed:
    return Appointed(host, others, by, ENTRY, office)


@pytest.mark.parametrize("lane", COURT_LANES)
def test_at32_the_first_mediator_both_sides_name_is_theirs(lane: str) -> None:
    story = assigning(lane)
    story.does(ranked(WORKER, WU, LI, CHEN), ranked(COMPANY, CHEN, LI))

    assert choice(story.case) == LI
    assert story.refused(named(ChosenBy.PARTIES, CHEN)).code == "choice.other"
    story.does(named(ChosenBy.PARTIES, LI))
    assert (story.state, story.case.host) == (State.ACCEPT_PENDING, LI)


@pytest.mark.parametrize("lane", COURT_LANES)
def test_at32_for_two_working_days_nobody_else_names_the_mediator(lane: str) -> None:
    story = assigning(lane)
    assert story.refused(named(ChosenBy.PARTIES)).code == "choice.none"
    assert story.refused(named(ChosenBy.COURT)).code == "choice.open"
    assert story.waits(days=2).refused(named(ChosenBy.ORGANISATION, office=DESK)).code == "choice.open"

    story.waits(days=1).does(named(ChosenBy.COURT))

    assert story.state is State.ACCEPT_PENDING


def test_at32_a_side_that_asks_for_an_appointment_ends_the_choosing() -> None:
    story = assigning("WEIPAI")
    story.does(ranked(COMPANY), named(ChosenBy.COURT))
    assert story.state is State.ACCEPT_PENDING


def test_at32_lists_without_a_common_name_choose_nobody() -> None:
    story = assigning("WEIPAI")
    story.does(ranked(WORKER, WU), ranked(COMPANY, CHEN))
    assert choice(story.case) is None


def test_in_a_case_of_the_organisation_it_or_the_mediator_takes_it_at_once() -> None:
    story = assigning()
    assert isinstance(story.refused(named(ChosenBy.COURT)), NotPermitted)
    assert story.refused(named(ChosenBy.ORGANISATION, LI, office=MEDIATOR)).code == "appointing.self_only"

    story.does(named(ChosenBy.ORGANISATION, CHEN, office=MEDIATOR), accepted())

    assert (story.state, story.case.host) == (State.ACTIVE, CHEN)


def test_at33_one_hosts_and_the_others_are_other_persons() -> None:
    story = appointing("WEIPAI")
    assert story.refused(appointed(story, CHEN, LI, CHEN)).code == "team.twice"
    assert story.refused(appointed(story, CHEN, LI, LI)).code == "team.twice"

    story.does(appointed(story, CHEN, LI, WU))

    assert (story.case.host, story.case.others) == (CHEN, (LI, WU))
    assert story.refused(accepted(LI)).code == "mediator.not_appointed"


def test_a_mediator_the_court_did_not_confirm_is_not_named() -> None:
    story = appointing("WEIPAI").with_mediator(LI, entry=None, why=NOT_ON_REGISTER)
    refusal = story.refused(appointed(story, LI))
    assert refusal.code == "register.not_good"
    assert NOT_ON_REGISTER.zh in refusal.zh
    assert story.refused(appointed(story, CHEN, LI)).code == "register.not_good"


def test_a_conflict_a_major_dispute_and_a_stranger_are_refused() -> None:
    story = appointing("WEIPAI", major=True, collective=True).with_mediator(LI, conflict=True)
    story.with_mediator(WU, pool=False)
    codes = [story.refused(appointed(story, who)).code for who in (LI, WU, StaffId("nobody"))]
    assert codes == ["mediator.conflict", "mediator.not_of_pool", "mediator.unknown"]


def test_an_entry_that_changed_meanwhile_is_not_recorded() -> None:
    story = appointing("WEIPAI").with_mediator(CHEN, entry="another")
    assert story.refused(appointed(story)).code == "register.other_entry"


def test_at20_removed_from_the_register_a_mediator_accepts_no_case_a_minute_later() -> None:
    story = accept_pending("WEIPAI").with_mediator(CHEN, entry=None, why=NOT_ON_REGISTER)
    assert story.refused(accepted()).code == "register.not_good"


def test_at10_without_an_answer_in_three_working_days_the_case_goes_back() -> None:
    story = accept_pending()
    lapse = AcceptanceLapsed(CHEN, SYSTEM)
    assert story.waits(days=3).refused(lapse).code == "acceptance.running"

    story.waits(days=1)
    assert story.refused(accepted()).code == "acceptance.late"
    story.does(lapse)

    assert story.moves[-1] == ("TR8", State.ASSIGNING)
    assert (story.case.host, story.case.lapses) == (None, 1)
    story.does(appointed(story, LI), accepted(LI))
    assert story.state is State.ACTIVE


def test_at10_days_off_are_not_counted() -> None:
    story = accept_pending("WEIPAI")
    assert story.at.isoweekday() == 4
    assert story.waits(days=5).refused(AcceptanceLapsed(CHEN, SYSTEM)).code == "acceptance.running"
    story.waits(days=1).does(AcceptanceLapsed(CHEN, SYSTEM))
    assert story.state is State.ASSIGNING


def test_at10_only_the_appointed_one_lapses_or_declines() -> None:
    story = accept_pending().waits(days=4)
    assert story.refused(AcceptanceLapsed(LI, SYSTEM)).code == "mediator.other_host"
    assert story.refused(Declined(NoteId(""), MEDIATOR)).code == "reason.missing"
    story.does(Declined(NOTE, MEDIATOR))
    assert (story.state, story.case.lapses) == (State.ASSIGNING, 0)


def test_after_a_mediator_named_by_others_declined_they_name_again_at_once() -> None:
    story = accept_pending("WEIPAI")
    story.does(Declined(NOTE, MEDIATOR), appointed(story, LI))
    assert story.case.host == LI


def test_after_a_mediator_of_their_own_declined_the_parties_choose_again() -> None:
    story = assigning("WEIPAI")
    story.does(ranked(WORKER, CHEN), ranked(COMPANY, CHEN), named(ChosenBy.PARTIES), Declined(NOTE, MEDIATOR))
    assert choice(story.case) is None
    assert story.refused(named(ChosenBy.COURT, LI)).code == "choice.open"


def related(lane: str = "SELF") -> Story:
    """ACTIVE; the mediator told of an interest when accepting."""
    story = accept_pending(lane)
    story.does(accepted(CHEN, "interest"), *modes())
    return story


def test_at34_a_relation_bars_sessions_and_drafting_until_every_party_goes_on() -> None:
    story = related()
    story.does(planned(story))
    barred = (SESSION_BEGUN, PrincipleAgreed(WORKER, Form.LINK, party(WORKER)), TextFixed(TEXT, MEDIATOR))
    assert [story.refused(deed).code for deed in barred] == ["disclosure.not_known"] * 3
    assert "申请人、被申请人" in story.refused(SESSION_BEGUN).zh

    story.does(KnownAndContinued(WORKER, 1, party(WORKER)))
    still = may_begin(story.case)
    assert still is not None
    assert "由被申请人先" in still.zh

    story.does(KnownAndContinued(COMPANY, 1, party(COMPANY)))
    assert may_begin(story.case) is None
    story.does(SESSION_BEGUN)


def test_at34_a_relation_told_of_while_mediating_bars_the_text() -> None:
    story = drafting()
    story.does(Disclosed(("relative_of_agent",), NOTE, MEDIATOR))
    assert story.refused(TextFixed(TEXT, MEDIATOR)).code == "disclosure.not_known"
    story.does(*(KnownAndContinued(who, 2, party(who)) for who in PARTIES), TextFixed(TEXT, MEDIATOR))
    assert story.state is State.READ_THROUGH


def test_at34_nothing_to_tell_bars_nothing_and_another_mediator_ends_it() -> None:
    assert may_begin(active().case) is None
    story = related()
    story.does(ChangeAsked(WORKER, None, NOTE, party(WORKER)), ChangeDecided(True, None, DESK))
    story.does(appointed(story, LI), accepted(LI))
    assert may_begin(story.case) is None


@pytest.mark.parametrize("over", [terminated, effective])
def test_at8_no_session_begins_where_nothing_is_mediated_any_more(over: Callable[[], Story]) -> None:
    barred = may_begin(over().case)
    assert barred is not None
    assert barred.code == "session.state_other"


def test_at34_nobody_goes_on_with_what_was_not_told() -> None:
    assert active().refused(KnownAndContinued(WORKER, 2, party(WORKER))).code == "disclosure.none"


@pytest.mark.parametrize("lane", ["SELF", *COURT_LANES])
def test_at35_a_granted_change_frees_the_case_and_keeps_its_period(lane: str) -> None:
    story = active(lane)
    began = story.case.clock_started_on
    assert story.refused(ChangeDecided(True, None, DESK)).code == "change.not_asked"

    story.waits(days=1).does(ChangeAsked(COMPANY, "relative", NOTE, party(COMPANY)), ChangeDecided(True, NOTE, DESK))

    assert story.moves[-1] == ("TR5", State.ASSIGNING)
    case = story.case
    assert (case.host, case.accepted_at, case.clock_started_on) == (None, None, began)
    story.waits(days=3).does(appointed(story, LI), accepted(LI))
    assert story.case.clock_started_on == began


def test_at35_a_change_that_is_not_granted_leaves_the_mediator() -> None:
    story = active()
    story.does(ChangeAsked(WORKER, None, NOTE, party(WORKER)), ChangeDecided(False, NOTE, DESK))
    assert (story.state, story.case.host) == (State.ACTIVE, CHEN)


def test_at35_who_refuses_again_after_a_change_and_chooses_nobody_refuses_to_mediate() -> None:
    story = active("WEIPAI")
    refused_again = ChoiceRefused(WORKER, NOTE, DESK)
    assert story.refused(refused_again).code == "change.first"
    story.does(ChangeAsked(WORKER, None, NOTE, party(WORKER)), ChangeDecided(True, None, COURT))
    assert story.refused(replace(refused_again, participant=COMPANY)).code == "change.first"
    choosing = replace(story, records=list(story.records))
    choosing.does(ranked(WORKER, LI))

    story.does(refused_again)

    assert (story.state, story.case.ground) == (State.TERMINATED, Ground.UNWILLING)
    assert choosing.refused(refused_again).code == "choice.made"


def test_a_text_that_stands_is_taken_back_before_the_mediator_changes() -> None:
    story = drafting()
    story.does(TextFixed(TEXT, MEDIATOR), ChangeAsked(WORKER, None, NOTE, party(WORKER)))
    assert story.refused(ChangeDecided(True, None, DESK)).code == "text.stands"
    story.does(ChangeDecided(False, None, DESK))


def test_who_was_changed_does_nothing_more() -> None:
    story = active()
    story.does(ChangeAsked(WORKER, None, NOTE, party(WORKER)), ChangeDecided(True, None, DESK))
    story.does(appointed(story, LI))
    assert isinstance(story.refused(TextFixed(TEXT, MEDIATOR)), IllegalMove)
    assert story.refused(Accepted((), None, MEDIATOR)).code == "mediator.not_of_case"
