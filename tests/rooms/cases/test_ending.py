"""How a case ends without an agreement in effect, goes back and is archived (TR33-TR35)."""

from collections.abc import Callable

import pytest

from rooms.cases.deeds.ending import Archived, HandedBack, Recalled, Report, Reported, Terminated, Withdrew
from rooms.cases.deeds.intake import MediationRefused
from rooms.cases.ids import NoteId
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.words import ContactChannel, Ground, State
from tests.rooms.cases.stories import (
    COMPANY,
    COURT,
    DESK,
    MEDIATOR,
    NOTE,
    REPORT,
    WORKER,
    Story,
    active,
    applied,
    begun,
    consent,
    contact,
    drafting,
    every_point,
    not_confirmed,
    party,
    terminated,
)

BACK = HandedBack("receipt", MEDIATOR)


@pytest.mark.parametrize("build", [active, drafting])
def test_the_mediator_ends_it_with_one_ground_and_the_whole_report(build: Callable[[], Story]) -> None:
    story = build()
    empty = Report(NOTE, NOTE, NoteId(""), NOTE)
    assert story.refused(Terminated(Ground.AGREEMENT, REPORT, MEDIATOR)).code == "ground.agreement"
    assert story.refused(Terminated(Ground.TOO_FAR, empty, MEDIATOR)).code == "report.fields"
    assert isinstance(story.refused(Terminated(Ground.TOO_FAR, REPORT, party(WORKER))), NotPermitted)
    story.does(Terminated(Ground.TOO_FAR, REPORT, MEDIATOR))
    assert (story.moves[-1], story.case.report) == (("TR33", State.TERMINATED), REPORT)


def test_that_the_time_is_over_must_be_so() -> None:
    story = active()
    expired = Terminated(Ground.EXPIRED, REPORT, MEDIATOR)
    early = story.refused(expired)
    assert early.code == "ground.period_running"
    assert "2026年3月17日" in early.zh
    story.waits(days=16).does(expired)
    assert story.case.ground is Ground.EXPIRED


def test_at36_that_somebody_is_out_of_reach_must_be_so() -> None:
    story = active()
    lost = Terminated(Ground.NO_CONTACT, REPORT, MEDIATOR)
    assert story.refused(lost).code == "contact.too_few"
    for channel in (ContactChannel.PHONE, ContactChannel.SMS, ContactChannel.VISIT):
        story.waits(days=1).does(contact(story, channel))
    story.does(lost)
    assert story.case.ground is Ground.NO_CONTACT


@pytest.mark.parametrize("ground", [Ground.SELF_RECONCILED, Ground.UNWILLING])
def test_a_party_withdraws_and_the_report_follows(ground: Ground) -> None:
    story = active()
    assert story.refused(Withdrew(WORKER, Ground.OTHER, None, party(WORKER))).code == "ground.withdrawal"
    story.does(Withdrew(WORKER, ground, None, party(WORKER)))
    assert (story.state, story.case.ground) == (State.TERMINATED, ground)
    assert story.refused(BACK).code == "report.missing"
    story.does(Reported(REPORT, MEDIATOR))
    assert story.refused(Reported(REPORT, MEDIATOR)).code == "report.written"
    story.does(BACK)
    assert story.state is State.HANDED_BACK


def test_only_a_court_recalls_and_only_its_own() -> None:
    story = active("WEITUO")
    story.does(Recalled(NOTE, COURT))
    assert (story.state, story.case.ground) == (State.TERMINATED, Ground.OTHER)
    assert active().refused(Recalled(NOTE, COURT)).code == "lane.not_of_court"


def archived(*checked: str) -> Archived:
    return Archived(checked or every_point(), DESK)


@pytest.mark.parametrize("lane", ["WEIPAI", "WEITUO"])
def test_what_a_court_sent_goes_back_before_it_is_archived(lane: str) -> None:
    story = terminated(lane)
    assert story.refused(archived()).code == "handing_back.first"
    assert story.refused(HandedBack(" ", MEDIATOR)).code == "receipt.missing"
    story.does(BACK, archived())
    assert story.state is State.ARCHIVED


def test_the_archive_asks_for_its_whole_list() -> None:
    story = terminated()
    refusal = story.refused(archived(*every_point()[1:]))
    assert refusal.code == "archive.points"
    assert "申请书" in refusal.zh
    story.does(archived())
    assert isinstance(story.refused(applied(WORKER)), IllegalMove)


def test_after_a_rejection_nothing_is_handed_back() -> None:
    story = not_confirmed("WEIPAI")
    story.does(Terminated(Ground.OTHER, REPORT, MEDIATOR), archived())
    assert story.state is State.ARCHIVED


def test_without_consent_the_report_is_written_before_the_file_goes_back() -> None:
    story = begun("WEIPAI")
    story.does(consent(COMPANY, given=False), MediationRefused(NOTE, MEDIATOR))
    assert story.refused(BACK).code == "report.missing"
