"""What stops a submission, and which former one still counts: by the case's own value, in every state that matters."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from agreements.agreement import Sealed
from agreements.application import Application
from agreements.joint.form import Choice
from law.beijing import day_of
from rooms.cases.case import Case
from rooms.cases.deeds.court import CorrectionAsked, RouteChosen
from rooms.cases.deeds.deed import Deed
from rooms.cases.words import Decision, Route, State
from server.applications.papers import CasePapers, SealedPaper
from server.ids import CourtId, SubmissionId
from server.storage.submissions import Submission, SubmissionChannel, at_court, outlived
from server.submissions.outlook import Known, outlook
from tests.agreements.joint.stories import COMPANY, CONFIRM, WORKER
from tests.agreements.joint.test_application import begun, filled, signing
from tests.rooms.cases.stories import CASE, COURT, MEDIATOR, NOTE, Story, applying, decided, submitted, under_review
from tests.server.submissions.test_changes import bundle

HERE, ELSEWHERE = CourtId(CONFIRM.court), CourtId("elsewhere")


def of(case: Case, court: CourtId = HERE, *, late: bool = False) -> Submission:
    at = case.since + timedelta(minutes=1)
    made = replace(bundle(), case=CASE, court=court, late=late, at=at, channel=SubmissionChannel.DESK)
    return replace(made, id=SubmissionId(f"{court}-{late}"))


def then(story: Story, deed: Deed) -> Story:
    story.does(deed)
    return story


def stops(case: Case, choice: Choice, there: Submission | None, last: date | None = None) -> list[str]:
    application: Final[Application] = signing(signing(begun(filled()), WORKER), COMPANY)
    paper = application.paper
    assert paper is not None
    assert isinstance(paper.stage, Sealed)
    papers = CasePapers(choice, SealedPaper(paper, paper.stage), {})
    known = Known(case, None, papers, application, "", None, there, last, day_of(case.since))
    return [one.code for one in outlook(known).stopped]


def test_corrections_go_back_to_the_court_that_asked_for_them() -> None:
    story = then(submitted(), CorrectionAsked(NOTE, None, COURT))
    first = of(submitted().case)
    assert "other_court" not in stops(story.case, CONFIRM, first)
    assert "other_court" in stops(story.case, replace(CONFIRM, court=ELSEWHERE), first)
    # Before the first submission the choice among competent courts is the parties' own.
    assert "other_court" not in stops(applying().case, replace(CONFIRM, court=ELSEWHERE), first)


def test_what_the_court_let_go_is_no_application_any_more_and_not_one_for_another_way() -> None:
    assert "no_application" not in stops(applying().case, CONFIRM, None)
    story = then(under_review(), decided(under_review(), Decision.WITHDRAWN))
    assert (story.state, story.case.route) == (State.EFFECTIVE, None)
    assert [one for one in stops(story.case, CONFIRM, None) if one != "missing"] == ["no_application"]


def test_what_waits_is_left_behind_when_the_case_goes_another_way_and_stays_so() -> None:
    story = applying()
    late = of(story.case, late=True)
    assert not outlived(story.case, late)
    here = story.case
    gone = then(story, RouteChosen(Route.ARBITRATION_REVIEW, MEDIATOR)).case
    assert outlived(gone, late)
    again = replace(here, since=late.at + timedelta(minutes=1))
    assert outlived(again, late)
    assert outlived(replace(here, route=Route.ARBITRATION_REVIEW), late)
    assert not outlived(gone, replace(late, admitted_at=late.at))


def test_at_the_court_is_the_newest_that_counts_of_what_was_handed_in_since() -> None:
    before, now = applying().case, submitted().case
    first, waiting = of(now), of(now, ELSEWHERE, late=True)
    assert at_court(before, (first,)) is None
    assert at_court(now, (first, waiting)) is first
    assert at_court(now, (replace(first, at=now.since - timedelta(days=3)), waiting)) is None
