"""To the court and back, and performing (TR23-TR32)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rooms.cases.clocks import confirm_by
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import (
    Corrected,
    CorrectionAsked,
    CourtAccepted,
    Defaulted,
    ItemPerformed,
    PerformancePlanned,
    Reopened,
    RouteChosen,
    Verified,
)
from rooms.cases.deeds.ending import Withdrew
from rooms.cases.ids import NoteId, ParticipantId
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.words import Decision, Ground, Office, Route, State
from tests.rooms.cases.stories import (
    COMPANY,
    COURT,
    DESK,
    MEDIATOR,
    MONDAY,
    NOTE,
    OTHER_TEXT,
    PARTIES,
    SCAN,
    TEXT,
    WORKER,
    Story,
    accepted,
    active,
    agreed,
    applied,
    applying,
    appointed,
    confirmed,
    confirmed_by_court,
    consent,
    decided,
    effective,
    effective_from,
    filed,
    fixed,
    good_for,
    modes,
    not_confirmed,
    offline,
    party,
    performed,
    performing,
    plan,
    received,
    route_of,
    served,
    submission,
    submitted,
    under_review,
)

LANES = ["SELF", "WEIPAI", "WEITUO", "OFFLINE", "COURT_HOSTED"]


def chosen(route: Route, by: By = MEDIATOR) -> RouteChosen:
    return RouteChosen(route, by)


@pytest.mark.parametrize("lane", LANES)
def test_at15_one_side_alone_does_not_apply(lane: str) -> None:
    story = offline() if lane == "OFFLINE" else effective(lane)
    assert story.refused(applied(WORKER)).code == "route.missing"
    story.does(chosen(route_of(lane)), applied(WORKER))
    assert story.state is State.EFFECTIVE
    assert isinstance(story.refused(submission(story)), IllegalMove)

    story.does(applied(COMPANY))

    assert story.moves[-1] == ("TR23", State.APPLYING)


@pytest.mark.parametrize(
    ("lane", "open_to"),
    [
        ("SELF", {Route.CONFIRMATION, Route.ARBITRATION_REVIEW, Route.NONE}),
        ("WEIPAI", {Route.CONFIRMATION, Route.NONE}),
        ("WEITUO", {Route.COURT_PAPER, Route.WITHDRAWAL, Route.NONE}),
        ("OFFLINE", {Route.CONFIRMATION}),
        ("COURT_HOSTED", {Route.COURT_PAPER, Route.WITHDRAWAL}),
    ],
)
def test_at15_each_lane_offers_its_own_ways(lane: str, open_to: set[Route]) -> None:
    story = offline() if lane == "OFFLINE" else effective(lane)
    for route in set(Route) - open_to:
        assert story.refused(chosen(route)).code == "route.not_of_lane"
    for route in open_to - {Route.NONE}:
        story.does(chosen(route))
        assert (story.state, story.case.route) == (State.EFFECTIVE, route)


def test_at15_another_way_asks_for_new_signatures_the_same_one_does_not() -> None:
    story = effective()
    story.does(chosen(Route.CONFIRMATION), applied(WORKER), chosen(Route.CONFIRMATION, party(COMPANY)))
    story.does(applied(COMPANY))
    assert story.state is State.APPLYING
    story.does(chosen(Route.CONFIRMATION, party(WORKER)))
    assert story.state is State.APPLYING

    story.does(chosen(Route.ARBITRATION_REVIEW))

    assert story.moves[-1] == ("TR23", State.EFFECTIVE)
    assert [one.application for one in story.case.parties] == [None, None]


def test_to_withdraw_the_suit_who_brought_it_signs() -> None:
    story = effective("WEITUO")
    story.does(chosen(Route.WITHDRAWAL), applied(WORKER))
    assert story.state is State.APPLYING
    story.does(submission(story), filed(SCAN))
    story.does(replace(decided(story, Decision.WITHDRAWN), paper=SCAN))
    assert story.moves[-1] == ("TR28", State.PERFORMING)


def test_no_confirmation_is_for_all_parties_to_forgo() -> None:
    story = effective()
    assert story.refused(chosen(Route.NONE, party(WORKER))).code == "route.none_alone"
    story.does(chosen(Route.NONE))
    assert story.moves[-1] == ("TR30", State.PERFORMING)


def test_at57_by_the_last_day_it_is_in_time_and_the_day_after_only_the_court_helps() -> None:
    story = applying()
    last = confirm_by(story.case, story.calendar)
    assert last == date(2026, 4, 1)
    story.waits(days=(last - story.today).days)
    in_time = replace(story, records=list(story.records))
    in_time.does(submission(in_time))
    assert in_time.state is State.SUBMITTED

    story.waits(days=1)
    late = story.refused(submission(story))
    assert late.code == "submission.late"
    assert "2026年4月1日" in late.zh
    assert isinstance(story.refused(submission(story, override=NOTE)), NotPermitted)
    assert story.refused(submission(story, COURT)).code == "submission.late"
    story.does(submission(story, COURT, NOTE))
    assert (story.state, story.case.override) == (State.SUBMITTED, NOTE)


def test_at57_the_last_day_rolls_over_days_off() -> None:
    """Signed on Thursday 2026-01-01; the thirtieth day, 2026-01-31, is a Saturday."""
    story = Story(at=active().at - timedelta(days=60))
    story.does(received(received_on=story.today), replace(consent(COMPANY), on=story.today))
    in_january(story)
    assert confirm_by(story.case, story.calendar) == date(2026, 2, 2)
    story.waits(days=(date(2026, 2, 2) - story.today).days).does(submission(story))


def test_at57_a_day_told_backwards_does_not_help() -> None:
    story = applying().waits(days=40)
    assert story.refused(replace(submission(story), on=MONDAY)).code == "submission.late"


def test_at57_the_arbitration_commission_has_its_own_limit_a_court_paper_none() -> None:
    story = effective()
    story.does(chosen(Route.ARBITRATION_REVIEW), *map(applied, PARTIES))
    assert story.waits(days=16).refused(submission(story)).code == "submission.late"
    paper = applying("WEITUO").waits(days=60)
    paper.does(submission(paper))


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.CONFIRMED, State.CONFIRMED),
        (Decision.REJECTED, State.NOT_CONFIRMED),
        (Decision.NOT_ACCEPTED, State.NOT_CONFIRMED),
        (Decision.WITHDRAWN, State.EFFECTIVE),
    ],
)
def test_at16_each_decision_leads_to_its_state(decision: Decision, state: State) -> None:
    story = under_review()
    story.does(decided(story, decision))
    assert (story.state, story.case.decision) == (state, decision)


@pytest.mark.parametrize("lane", ["WEITUO", "COURT_HOSTED"])
def test_at16_a_court_paper_leads_to_confirmed(lane: str) -> None:
    story = under_review(lane)
    assert story.refused(decided(story, Decision.CONFIRMED)).code == "decision.of_other_route"
    story.does(decided(story, good_for(lane)))
    assert story.state is State.CONFIRMED


def test_at16_what_was_withdrawn_can_be_applied_for_again() -> None:
    story = under_review()
    story.does(decided(story, Decision.WITHDRAWN))
    assert story.refused(applied(WORKER)).code == "route.missing"
    story.does(chosen(Route.CONFIRMATION), *map(applied, PARTIES), submission(story))
    assert story.state is State.SUBMITTED


def test_a_decision_has_its_document_and_before_review_there_is_none() -> None:
    story = under_review()
    assert story.refused(replace(decided(story, Decision.CONFIRMED), paper=None)).code == "decision.no_paper"
    early = submitted()
    early.does(filed(SCAN))
    for decision in (Decision.CONFIRMED, Decision.REJECTED):
        assert early.refused(replace(decided(early, decision), paper=SCAN)).code == "decision.before_review"
    early.does(replace(decided(early, Decision.NOT_ACCEPTED), paper=SCAN))
    assert early.state is State.NOT_CONFIRMED


def test_corrections_go_there_and_back() -> None:
    story = submitted()
    assert story.refused(CorrectionAsked(NoteId(""), None, COURT)).code == "reason.missing"
    story.does(CorrectionAsked(NOTE, MONDAY + timedelta(days=7), COURT))
    assert (story.state, story.case.correction_until) == (State.CORRECTION, MONDAY + timedelta(days=7))
    story.does(Corrected(None, party(WORKER)))
    assert story.moves[-1] == ("TR26", State.SUBMITTED)
    assert story.refused(CorrectionAsked(NOTE, None, COURT)).code == "correction.once"


def test_only_the_court_or_for_it_the_organisation_says_what_the_court_did() -> None:
    story = submitted()
    accepted = CourtAccepted("no", story.today, MEDIATOR)
    assert isinstance(story.refused(accepted), NotPermitted)
    assert story.refused(replace(accepted, by=COURT, court_case_no=" ")).code == "court.number_missing"
    story.does(replace(accepted, by=DESK))
    assert isinstance(story.refused(Verified(story.today, MEDIATOR)), NotPermitted)
    story.does(Verified(story.today, COURT))
    assert (story.state, story.case.verified_on) == (State.COURT_REVIEW, story.today)


def test_performing_begins_when_the_decision_has_reached_each() -> None:
    story = confirmed_by_court()
    story.does(served(story, WORKER))
    assert story.state is State.CONFIRMED
    story.does(served(story, COMPANY))
    assert story.moves[-1] == ("TR29", State.PERFORMING)


def test_the_last_item_ends_it_and_a_default_comes_after_its_day() -> None:
    story = performing()
    first, late = performed(story, "first"), Defaulted("first", None, MEDIATOR)
    assert story.refused(late).code == "item.not_due"
    assert story.refused(performed(story, "third")).code == "item.unknown"
    assert story.refused(performed(story, "first", party(COMPANY))).code == "item.no_proof"
    story.does(filed(SCAN), replace(first, paper=SCAN, by=party(COMPANY)))
    assert story.refused(first).code == "item.done"
    assert story.state is State.PERFORMING
    story.does(performed(story, "second"))
    assert story.moves[-1] == ("TR31", State.PERFORMED)


def test_who_pays_after_a_default_has_performed() -> None:
    story = performing().waits(days=2)
    story.does(Defaulted("first", None, party(WORKER)))
    assert story.state is State.DEFAULTED
    story.does(performed(story, "first"), performed(story, "second"))
    assert story.moves[-1] == ("TR31", State.PERFORMED)


def test_who_paid_all_before_the_decision_was_served_has_performed_with_it() -> None:
    story = confirmed_by_court()
    story.does(plan(story), performed(story, "first"), performed(story, "second"))
    story.does(*(served(story, who) for who in PARTIES))
    assert story.moves[-2:] == [("TR29", State.PERFORMING), ("TR31", State.PERFORMED)]


def test_a_plan_names_each_once_and_keeps_what_was_done() -> None:
    story = performing()
    twice = PerformancePlanned((("a", MONDAY), ("a", MONDAY)), MEDIATOR)
    assert story.refused(twice).code == "plan.names"
    assert story.refused(replace(twice, items=())).code == "plan.names"
    story.does(performed(story, "first"))
    assert story.refused(replace(twice, items=(("second", MONDAY),))).code == "plan.done_left_out"
    story.does(replace(twice, items=(("first", MONDAY), ("third", MONDAY))))
    assert [one.done_on for one in story.case.performance] == [story.today, None]


def test_after_a_rejection_the_parties_mediate_again_or_sue() -> None:
    story, sues = not_confirmed(), not_confirmed()
    assert isinstance(story.refused(Reopened(MEDIATOR)), NotPermitted)
    story.waits(days=3).does(Reopened(party(COMPANY)))
    case = story.case
    assert (story.state, case.text, case.effective_at, case.route) == (State.ACTIVE, None, None, None)
    assert case.former == {TEXT}
    assert case.clock_started_on == story.today
    assert effective_from(confirmed(fixed(agreed(story), OTHER_TEXT), OTHER_TEXT), OTHER_TEXT).case.counts_from == (
        story.today
    )

    sues.does(Withdrew(WORKER, Ground.UNWILLING, None, party(WORKER)))
    assert sues.moves[-1] == ("TR32", State.TERMINATED)


def test_nobody_mediates_again_where_nobody_mediated() -> None:
    assert not_confirmed("OFFLINE").refused(Reopened(party(WORKER))).code == "mediator.not_accepted"


def in_january(story: Story) -> None:
    """From ASSIGNING to APPLYING, the parties signing on 2026-01-01."""
    story.does(appointed(story), accepted(), *modes())
    assert story.today == date(2026, 1, 1)
    effective_from(confirmed(fixed(agreed(story))))
    story.does(chosen(Route.CONFIRMATION), *map(applied, PARTIES))


def test_everything_names_a_participant_of_the_case() -> None:
    story = performing()
    item = ItemPerformed("first", None, story.today, By(Office.PARTY, ParticipantId("stranger")))
    assert isinstance(story.refused(item), NotPermitted)
