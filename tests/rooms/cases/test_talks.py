"""Sessions, rests and more time (TR9, TR14, TR15)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from rooms.cases.clocks import period_end
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.talks import (
    Extended,
    ExtensionAnswered,
    ExtensionAsked,
    ModeSet,
    NoticeGiven,
    NoticeOpened,
    Reminded,
    Resumed,
    SessionPlanned,
    Suspended,
)
from rooms.cases.ids import NoticeId, ParticipantId
from rooms.cases.refusals import NotPermitted
from rooms.cases.words import Form, Mode, NoticeKind, Office, State, SuspendReason
from rooms.ids import RoomId
from tests.rooms.cases.stories import (
    COMPANY,
    DESK,
    MEDIATOR,
    MONDAY,
    SCAN,
    SESSION_BEGUN,
    SESSION_ENDED,
    WORKER,
    Story,
    accept_pending,
    accepted,
    active,
    drafting,
    filed,
    offline,
    party,
    planned,
    signing,
)

RESTS, GOES_ON = Suspended(SuspendReason.APPRAISAL, None, MEDIATOR), Resumed(None, MEDIATOR)


def more_time(who: ParticipantId, *, agreed: bool = True, form: Form = Form.LINK) -> ExtensionAnswered:
    return ExtensionAnswered(who, agreed, form, None, party(who))


def test_a_session_needs_to_know_how_each_takes_part() -> None:
    story = accept_pending()
    story.does(accepted(), ModeSet(WORKER, Mode.REMOTE_AV, party(WORKER)))
    refusal = story.refused(planned(story))
    assert refusal.code == "mode.missing"
    assert "被申请人" in refusal.zh


@pytest.mark.parametrize(("hours", "short", "code"), [(23, False, "session.short_notice"), (-1, True, "session.past")])
def test_a_session_is_announced_a_day_ahead(hours: int, short: bool, code: str) -> None:  # noqa: FBT001
    story = active()
    assert story.refused(planned(story, hours=hours, short_notice=short)).code == code


def test_a_session_is_put_off_until_it_begins_and_ends_once() -> None:
    story = active()
    story.does(planned(story), planned(story, hours=24), planned(story, hours=1, short_notice=True))
    assert len(story.case.sessions) == 1

    story.waits(hours=1).does(SESSION_BEGUN)
    assert story.refused(planned(story)).code == "session.begun"
    story.does(SESSION_ENDED)

    assert story.case.sessions[0].held
    assert story.refused(SESSION_ENDED).code == "session.unknown"
    assert story.refused(SESSION_BEGUN).code == "session.unknown"


@pytest.mark.parametrize("build", [active, drafting, signing])
def test_sessions_go_on_up_to_the_signatures(build: Callable[[], Story]) -> None:
    story = build()
    story.does(planned(story), SESSION_BEGUN, SESSION_ENDED)
    story.does(SessionPlanned(RoomId("room2"), story.at, short_notice=True, by=DESK))


@pytest.mark.parametrize(("build", "row"), [(active, State.ACTIVE), (drafting, State.DRAFTING)])
def test_a_rest_leads_back_to_where_it_began(build: Callable[[], Story], row: State) -> None:
    story = build()
    story.does(RESTS)
    assert story.state is State.SUSPENDED
    story.waits(days=2).does(GOES_ON)
    assert (story.state, story.case.suspensions[-1].until) == (row, story.at)


@pytest.mark.parametrize(
    ("lane", "reason", "rests"),
    [
        ("WEIPAI", SuspendReason.APPRAISAL, 10),
        ("WEIPAI", SuspendReason.FALSE_MEDIATION, 0),
        ("WEITUO", SuspendReason.APPRAISAL, 0),
        ("SELF", SuspendReason.APPRAISAL, 0),
    ],
)
def test_at42_only_an_appraisal_before_filing_stops_the_clock(lane: str, reason: SuspendReason, rests: int) -> None:
    undisturbed, story = active(lane), active(lane)
    story.does(replace(RESTS, reason=reason))
    story.waits(days=10).does(GOES_ON)

    def end(one: Story) -> int:
        last = period_end(one.case, one.calendar, one.today)
        assert last is not None
        return last.toordinal()

    assert rests <= end(story) - end(undisturbed) <= rests + (3 if rests else 0)
    assert bool(rests) == (end(story) > end(undisturbed))


def test_more_time_needs_every_party() -> None:
    story = active("WEITUO")
    before = period_end(story.case, story.calendar, story.today)
    story.does(ExtensionAsked(30, MEDIATOR), more_time(WORKER))
    assert not story.case.extended

    extended = story.does(more_time(COMPANY)).events[-1]

    assert isinstance(extended, Extended)
    assert before is not None
    assert extended.until == period_end(story.case, story.calendar, story.today)
    assert extended.until >= before + timedelta(days=30)
    assert (story.case.extended, story.case.extension_asked) == ((30,), None)


def test_a_no_stands_until_it_becomes_a_yes_and_a_new_proposal_asks_all_again() -> None:
    story = active("WEITUO")
    story.does(ExtensionAsked(10, party(WORKER)), more_time(WORKER), more_time(COMPANY, agreed=False))
    story.does(ExtensionAsked(5, MEDIATOR), more_time(COMPANY))
    assert not story.case.extended
    story.does(more_time(WORKER))
    assert story.case.extended == (5,)


@pytest.mark.parametrize(
    ("lane", "deeds", "code"),
    [
        ("WEITUO", (ExtensionAsked(45, MEDIATOR),), "extension.too_long"),
        ("SELF", (ExtensionAsked(16, MEDIATOR),), "extension.too_long"),
        ("SELF", (ExtensionAsked(0, MEDIATOR),), "extension.none"),
        ("SELF", (more_time(WORKER),), "extension.not_asked"),
        ("SELF", (ExtensionAsked(5, MEDIATOR), more_time(WORKER, form=Form.ORAL)), "form.oral"),
        ("SELF", (ExtensionAsked(5, MEDIATOR), more_time(WORKER, form=Form.PAPER)), "form.no_paper"),
        (
            "SELF",
            (ExtensionAsked(5, MEDIATOR), more_time(WORKER), more_time(COMPANY), ExtensionAsked(5, MEDIATOR)),
            "extension.times",
        ),
    ],
)
def test_more_time_within_the_rules(lane: str, deeds: tuple[Deed, ...], code: str) -> None:
    story = active(lane)
    *before, last = deeds
    for deed in before:
        story.does(deed)
    assert story.refused(last).code == code


def test_a_signed_paper_on_file_answers_too() -> None:
    story = active()
    story.does(ExtensionAsked(5, MEDIATOR))
    answer = ExtensionAnswered(WORKER, True, Form.PAPER, SCAN, MEDIATOR)
    assert story.refused(answer).code == "paper.not_on_file"
    story.does(filed(SCAN), answer)
    assert story.refused(replace(answer, form=Form.LINK)).code == "link.not_own"


def test_when_the_period_is_over_it_is_not_extended() -> None:
    story = active()
    story.does(ExtensionAsked(5, MEDIATOR), more_time(WORKER))
    story.waits(days=20)
    assert story.refused(more_time(COMPANY)).code == "extension.too_late"
    assert story.refused(ExtensionAsked(5, MEDIATOR)).code == "extension.too_late"


def test_notices_and_reminders_are_recorded_once_and_opened_by_whom_they_are_for() -> None:
    story = active()
    notice = NoticeGiven(NoticeId("n1"), NoticeKind.ARBITRATION, WORKER, "2026", SYSTEM)
    reminder = Reminded("period", MONDAY, 3, SYSTEM)
    story.does(notice, reminder)

    assert story.refused(notice).code == "notice.known"
    assert story.refused(reminder).code == "reminder.known"
    assert isinstance(story.refused(NoticeOpened(NoticeId("n1"), party(COMPANY))), NotPermitted)
    story.does(NoticeOpened(NoticeId("n1"), party(WORKER)))
    assert story.refused(NoticeOpened(NoticeId("n1"), party(WORKER))).code == "notice.unknown"
    assert story.case.notices[0].opened_at == story.at


def test_nobody_suspends_or_extends_for_another_office() -> None:
    story = active()
    assert isinstance(story.refused(replace(RESTS, by=party(WORKER))), NotPermitted)
    assert isinstance(story.refused(replace(more_time(WORKER), by=party(COMPANY))), NotPermitted)
    assert isinstance(story.refused(replace(RESTS, by=By(Office.COURT, "clerk"))), NotPermitted)


def test_a_paper_agreement_has_no_period() -> None:
    story = offline()
    assert period_end(story.case, story.calendar, story.today) is None
