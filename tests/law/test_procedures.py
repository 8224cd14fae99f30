"""The lanes as profiles, on the days the law changed."""

from datetime import date

import pytest

from law.calendar import OFFICIAL
from law.clock_rules import rule
from law.deadlines import Pause, Span, Unit, deadline
from law.procedures import (
    Extension,
    Lane,
    Procedure,
    ProcedureProfile,
    UnknownProfile,
    period_rule,
    profile,
    profile_for,
    profiles,
)

TODAY = date(2026, 11, 22)
OLD = date(2024, 12, 31)
NEW = date(2025, 1, 1)
EITHER = ("material_received", "accepted")


def days(count: int) -> Span:
    return Span(count, Unit.DAYS, rolls=True)


@pytest.mark.parametrize(
    ("lane", "procedure", "profile_id", "period", "starts"),
    [
        (Lane.WEIPAI, None, "weipai", days(30), EITHER),
        (Lane.WEIPAI, "ordinary", "weipai", days(30), EITHER),
        (Lane.WEITUO, "ordinary", "weituo_ordinary", days(15), EITHER),
        (Lane.WEITUO, "summary", "weituo_summary", days(7), EITHER),
        (Lane.SELF, None, "self", days(15), ("received",)),
        (Lane.OFFLINE, None, "offline", None, ()),
        (Lane.COURT_HOSTED, None, "court_hosted_before_filing", days(30), ("consented",)),
        (Lane.COURT_HOSTED, "ordinary", "court_hosted_ordinary", days(15), ("consented",)),
        (Lane.COURT_HOSTED, "summary", "court_hosted_summary", days(7), ("consented",)),
    ],
)
def test_every_lane_has_its_profile(
    lane: Lane, procedure: Procedure | None, profile_id: str, period: Span | None, starts: tuple[str, ...]
) -> None:
    found = profile_for(lane, procedure, TODAY)
    assert (found.id, found.period, found.start_events) == (profile_id, period, starts)
    assert found.start_takes == "earliest"
    assert profile(profile_id, TODAY) == found


def test_mediation_after_filing_needs_to_know_the_procedure() -> None:
    with pytest.raises(UnknownProfile):
        profile_for(Lane.WEITUO, None, TODAY)
    with pytest.raises(UnknownProfile):
        profile_for(Lane.SELF, None, date(2021, 12, 31))
    with pytest.raises(UnknownProfile):
        profile("weipai_fast", TODAY)


def test_since_2025_cases_are_not_sent_before_filing_unless_the_court_says_so() -> None:
    before, after = profile("weipai", OLD), profile("weipai", NEW)
    assert (before.default_on, after.default_on) == (True, False)
    assert "2024-12-27" in after.source
    assert after.note is not None
    assert "默认关闭" in after.note.zh
    assert all(one.default_on for one in profiles(TODAY) if one.lane is not Lane.WEIPAI)


def test_how_far_a_period_may_be_extended_follows_the_day() -> None:
    without_limit = Extension(None, None, "all_parties")
    assert profile("weituo_ordinary", OLD).extension == without_limit
    assert profile("weituo_ordinary", NEW).extension == Extension(30, None, "all_parties")
    assert profile("weituo_summary", NEW).extension == Extension(30, None, "all_parties")
    assert profile("weipai", TODAY).extension == without_limit
    assert profile("self", TODAY).extension == Extension(15, 1, "all_parties")
    assert profile("offline", TODAY).extension is None


def test_at42_an_appraisal_stops_the_period_before_filing_only() -> None:
    pausing = {one.id for one in profiles(TODAY) if one.pause_reasons}
    assert pausing == {"weipai", "court_hosted_before_filing"}
    assert all(one.pause_reasons in {(), ("appraisal",)} for one in profiles(TODAY))
    pause = Pause(date(2026, 3, 10), date(2026, 3, 19))
    for profile_id, last in (("weipai", date(2026, 4, 13)), ("weituo_ordinary", date(2026, 3, 17))):
        clock = period_rule(profile(profile_id, TODAY), TODAY)
        assert clock is not None
        found = deadline(date(2026, 3, 2), clock.span, OFFICIAL, [pause] if clock.pausable else [])
        assert found.last == last


def test_at45_extending_the_period_does_not_move_the_notice_of_arbitration() -> None:
    received = date(2026, 2, 4)
    own, notice = period_rule(profile("self", TODAY), TODAY), rule("arbitration_notice", TODAY)
    assert own is not None
    assert deadline(received, own.span, OFFICIAL).last == date(2026, 2, 24)
    assert deadline(received, notice.span, OFFICIAL).last == date(2026, 2, 19)


def test_the_clock_of_the_period_is_the_one_of_the_profile() -> None:
    weituo = profile("weituo_ordinary", TODAY)
    clock = period_rule(weituo, TODAY)
    assert clock is not None
    assert (clock.id, clock.span, clock.citations) == ("period", weituo.period, weituo.citations)
    assert (clock.settled, clock.note, clock.pausable) == (False, weituo.note, False)
    assert clock.remind_before_days == rule("period", TODAY).remind_before_days
    assert period_rule(profile("offline", TODAY), TODAY) is None


@pytest.mark.parametrize("one", [*profiles(OLD), *profiles(TODAY)], ids=lambda one: f"{one.id}-{one.valid_from}")
def test_every_profile_says_where_it_is_from_and_what_is_not_settled(one: ProcedureProfile) -> None:
    assert one.label.zh
    assert one.label.en.isascii()
    assert one.source
    assert one.citations
    assert one.allowed_results
    assert one.end_documents
    assert one.settled or (one.note is not None and one.note.zh.endswith("。"))
    assert one.extension is None or one.extension.by == "all_parties"


def test_no_day_has_a_profile_twice() -> None:
    for on in (date(2022, 1, 1), OLD, NEW, TODAY):
        ids = [one.id for one in profiles(on)]
        assert len(ids) == len(set(ids)) == 8
