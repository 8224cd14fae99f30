"""Which clocks run for a case, from which day, and how each ends."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import OFFICIAL
from law.procedures import Lane, profile, profiles
from rooms.cases.case import Case, Contact, Due, Suspension
from rooms.cases.clocks import Clock, ClockState, clocks, confirm_by, next_due, period_end
from rooms.cases.deeds.assignment import AcceptanceLapsed
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.court import CourtAccepted, CourtDecided, DecisionServed, Reopened, RouteChosen, Submitted
from rooms.cases.deeds.intake import ConsentRecorded
from rooms.cases.deeds.talks import NoticeGiven, Resumed, SessionPlanned, Suspended
from rooms.cases.ids import NoticeId
from rooms.cases.runs import TO_ARCHIVE
from rooms.cases.transitions import TABLE
from rooms.cases.words import (
    ConsentHow,
    ContactChannel,
    ContactResult,
    Decision,
    NoticeKind,
    Route,
    State,
    SuspendReason,
)
from rooms.ids import RoomId
from rooms.person import Consent
from tests.law.test_deadlines import table_of
from tests.rooms.cases.docket import (
    COMPANY,
    DESK,
    MEDIATOR,
    WORKER,
    active,
    after,
    appointed,
    effective,
    moved,
    noon,
    received,
    signed,
    signing,
)

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "law" / "golden" / "deadlines.json").read_text(encoding="utf-8")
)["cases"]
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def only(case: Case, clock_id: str, on: date, about: str = "") -> Clock:
    (found,) = (one for one in clocks(case, OFFICIAL, noon(on)) if (one.id, one.about) == (clock_id, about))
    return found


def ids(case: Case, on: date) -> list[str]:
    return [one.id for one in clocks(case, OFFICIAL, noon(on))]


# the table written from the statutes


def effect_on(day: date) -> Case:
    return effective(received("self", day), noon(day))


def to_court(day: date) -> Case:
    chosen = after(effect_on(day), noon(day), RouteChosen(Route.CONFIRMATION, DESK))
    return moved(after(chosen, noon(day), Submitted(day, "1", None, DESK)), State.SUBMITTED, noon(day))


def in_review(day: date) -> Case:
    return moved(after(to_court(day), noon(day), CourtAccepted("特1", day, DESK)), State.COURT_REVIEW, noon(day))


def confirmed(day: date) -> Case:
    decided = after(in_review(day), noon(day), CourtDecided(Decision.CONFIRMED, day, None, DESK))
    served = after(decided, noon(day), DecisionServed(WORKER, ConsentHow.LINK, day, DESK))
    return moved(served, State.CONFIRMED, noon(day))


def to_perform(day: date) -> Case:
    return replace(confirmed(day), performance=(Due("1", day - 30 * DAY), Due("2", day)))


BEGUN: dict[str, tuple[str, Callable[[date], Case]]] = {
    "confirmation": ("confirmation", effect_on),
    "arbitration_review": ("arbitration_review", effect_on),
    "joint_choice": ("joint_choice", lambda day: moved(received("weipai", day), State.ASSIGNING, noon(day))),
    "court_appoints": ("court_appoints", lambda day: moved(received("weipai", day), State.ASSIGNING, noon(day))),
    "mediator_accepts": ("mediator_accepts", lambda day: appointed(received("self", day), noon(day))),
    "contact_other_side": ("contact_other_side", lambda day: active(received("self", day - 9 * DAY), noon(day))),
    "weipai_period": ("period", lambda day: active(received("weipai", day - 9 * DAY), noon(day))),
    "weituo_ordinary": ("period", lambda day: active(received("weituo_ordinary", day), noon(day))),
    "weituo_summary": ("period", lambda day: active(received("weituo_summary", day), noon(day))),
    "self_period": ("period", lambda day: active(received("self", day), noon(day + DAY))),
    "arbitration_notice": ("arbitration_notice", lambda day: received("self", day)),
    "court_accept": ("court_accept", to_court),
    "court_decide": ("court_decide", in_review),
    "court_decide_special": ("court_decide_special", in_review),
    "objection_party": ("objection_party", confirmed),
    "objection_third_person": ("objection_third_person", confirmed),
    "enforcement": ("enforcement", to_perform),
}
"""The golden table's clocks: our id, and a case in which it begins on that day."""
BY_RULE = [
    row
    for row in GOLDEN
    if row["clock"] in BEGUN and row["count"] != 25 and not (row["pauses"] and row["clock"] == "weituo_ordinary")
]
"""Not 25 days: the ten its president may add to the court's fifteen are not ours to know. Nor a rest in WEITUO: the
table asks what a profile would do that pauses there; ours does not (AT-42)."""


def begun(row: dict[str, Any]) -> tuple[str, Case]:
    """The clock and its case, rested and extended as the row says."""
    clock_id, story = BEGUN[row["clock"]]
    case = story(date.fromisoformat(row["start"]))
    rests = tuple(map(rest, row["pauses"]))
    way = profile(case.profile, case.received_on)
    more = row["count"] - way.period.count if clock_id == "period" and way.period else 0
    return clock_id, replace(case, suspensions=rests, extended=(more,) if more else ())


def rest(days: dict[str, str]) -> Suspension:
    since, until = noon(date.fromisoformat(days["first"])), noon(date.fromisoformat(days["last"]) + DAY)
    return Suspension(SuspendReason.APPRAISAL, since, until)


@pytest.mark.parametrize("row", BY_RULE, ids=[f"{row['id']}-{row['clock']}" for row in BY_RULE])
def test_at42_at44_at58_a_clock_ends_as_the_statutes_say(row: dict[str, Any]) -> None:
    clock_id, case = begun(row)
    last = date.fromisoformat(row["last"])
    (found,) = (one for one in clocks(case, table_of(row), noon(last)) if one.id == clock_id and one.binding)
    assert found.deadline is not None
    assert (found.started_on.isoformat(), found.due) == (row["start"], last), row["why"]
    assert (found.deadline.span.count, found.deadline.span.unit) == (row["count"], row["unit"])
    assert found.days_left == 0


# who starts what, and what meets it


def test_at32_both_choose_in_two_working_days_and_the_court_appoints_in_three_from_the_application() -> None:
    assigning = moved(received("weipai", MONDAY), State.ASSIGNING, noon(MONDAY + DAY))
    assert only(assigning, "joint_choice", MONDAY + DAY).due == date(2026, 3, 5)
    court = only(assigning, "court_appoints", MONDAY + DAY)
    assert (court.started_on, court.due, court.owed_by) == (MONDAY, date(2026, 3, 5), "court")
    chosen = appointed(received("weipai", MONDAY), noon(MONDAY + DAY))
    assert [only(chosen, one, MONDAY + 9 * DAY).state for one in ("joint_choice", "court_appoints")] == ["met", "met"]


def test_at32_an_organisation_of_its_own_waits_for_no_court() -> None:
    assigning = moved(received("self", MONDAY), State.ASSIGNING, noon(MONDAY))
    assert "joint_choice" in ids(assigning, MONDAY)
    assert "court_appoints" not in ids(assigning, MONDAY)


def test_at32_a_second_choice_has_its_own_days() -> None:
    later = MONDAY + 7 * DAY
    again = after(appointed(received("weipai", MONDAY), noon(MONDAY)), noon(later), AcceptanceLapsed(DESK.id, SYSTEM))  # type: ignore[arg-type]
    again = moved(again, State.ASSIGNING, noon(later))
    assert only(again, "court_appoints", later).started_on == later
    assert only(again, "joint_choice", later).state is ClockState.RUNNING
    assert "mediator_accepts" not in ids(again, later)


def test_at36_only_an_answer_of_the_other_side_ends_the_days_to_contact_it() -> None:
    case = active(received("weipai", MONDAY - DAY), noon(MONDAY))
    tried = replace(case, contacts=(contact(ContactResult.NO_ANSWER), contact(ContactResult.WRONG_ADDRESS)))
    clock = only(tried, "contact_other_side", MONDAY)
    assert (clock.started_on, clock.due, clock.state) == (MONDAY, date(2026, 3, 5), ClockState.RUNNING)
    assert clock.working_days_left == 3
    assert only(tried, "contact_other_side", date(2026, 3, 6)).state is ClockState.LATE
    reached = replace(tried, contacts=(*tried.contacts, contact(ContactResult.REACHED)))
    assert only(reached, "contact_other_side", date(2026, 3, 6)).met_on == MONDAY + DAY


def contact(result: ContactResult) -> Contact:
    return Contact(COMPANY, ContactChannel.PHONE, result, noon(MONDAY + DAY))


def test_at36_before_there_is_a_mediator_the_days_count_from_receipt() -> None:
    asking = moved(received("self", MONDAY), State.CONSENT_PENDING, noon(MONDAY))
    assert only(asking, "contact_other_side", MONDAY).started_on == MONDAY
    agreed = ConsentRecorded(COMPANY, Consent.ONLINE_MEDIATION, True, ConsentHow.PHONE, MONDAY + DAY, None, DESK)
    assert only(after(asking, noon(MONDAY + DAY), agreed), "contact_other_side", MONDAY + DAY).met_on == MONDAY + DAY


def test_both_ways_of_counting_the_period_are_shown_and_the_earlier_holds() -> None:
    case = active(received("weipai", MONDAY, material=MONDAY + DAY), noon(MONDAY + 3 * DAY))
    by_receipt = only(case, "period", MONDAY, "material_received")
    by_acceptance = only(case, "period", MONDAY, "accepted")
    assert (by_receipt.binding, by_receipt.due) == (True, date(2026, 4, 2))
    assert (by_acceptance.binding, by_acceptance.due) == (False, date(2026, 4, 7))
    assert period_end(case, OFFICIAL, MONDAY) == by_receipt.due


def test_where_no_period_runs_there_is_none() -> None:
    offline = received("offline", MONDAY)
    assert period_end(offline, OFFICIAL, MONDAY) is None
    assert ids(offline, MONDAY) == []


def test_reopened_after_a_rejection_the_period_begins_anew() -> None:
    reopening = MONDAY + 90 * DAY
    case = moved(after(in_review(MONDAY), noon(reopening), Reopened(DESK)), State.ACTIVE, noon(reopening))
    assert only(case, "period", reopening, "reopened").started_on == reopening


def resting_from_day_eight(way: str, reason: SuspendReason) -> Case:
    at = noon(MONDAY + 8 * DAY)
    return moved(
        after(active(received(way, MONDAY), noon(MONDAY)), at, Suspended(reason, None, DESK)), State.SUSPENDED, at
    )


def test_at42_an_appraisal_stops_the_clock_before_filing_and_on_the_day_of_going_on_it_runs() -> None:
    resting = resting_from_day_eight("weipai", SuspendReason.APPRAISAL)
    assert only(resting, "period", MONDAY + 8 * DAY, "accepted").state is ClockState.PAUSED
    assert period_end(resting, OFFICIAL, MONDAY + 18 * DAY) == date(2026, 4, 13)
    going_on = noon(MONDAY + 18 * DAY)
    again = moved(after(resting, going_on, Resumed(None, DESK)), State.ACTIVE, going_on)
    clock = only(again, "period", MONDAY + 30 * DAY, "accepted")
    assert clock.deadline is not None
    assert (clock.deadline.paused_days, clock.due, clock.state) == (10, date(2026, 4, 13), ClockState.RUNNING)


@pytest.mark.parametrize("reason", [one for one in SuspendReason if one is not SuspendReason.APPRAISAL])
def test_at42_nothing_else_stops_it(reason: SuspendReason) -> None:
    assert only(resting_from_day_eight("weipai", reason), "period", MONDAY + 20 * DAY, "accepted").due == date(
        2026, 4, 1
    )


def test_at42_after_filing_not_even_an_appraisal_does() -> None:
    resting = resting_from_day_eight("weituo_ordinary", SuspendReason.APPRAISAL)
    clock = only(resting, "period", MONDAY + 20 * DAY, "accepted")
    assert (clock.due, clock.state) == (date(2026, 3, 17), ClockState.LATE)


def test_at44_the_thirty_days_count_from_the_parties_although_the_seal_comes_next_day() -> None:
    first = noon(date(2026, 3, 9))
    both = signed(signed(signing(received("self", MONDAY), noon(MONDAY)), WORKER, first), COMPANY, first)
    sealed = moved(both, State.EFFECTIVE, first + DAY)
    assert confirm_by(sealed, OFFICIAL) == date(2026, 4, 8)
    assert only(sealed, "confirmation", date(2026, 3, 10)).started_on == date(2026, 3, 9)


def test_at45_the_notice_is_met_when_every_party_has_it() -> None:
    case = received("self", date(2026, 3, 6))
    clock = only(case, "arbitration_notice", date(2026, 3, 22))
    assert (clock.due, clock.state) == (date(2026, 3, 21), ClockState.LATE)  # a Saturday: never rolled
    one = after(case, noon(date(2026, 3, 22)), notice(WORKER))
    assert only(one, "arbitration_notice", date(2026, 3, 22)).state is ClockState.LATE
    both = after(one, noon(date(2026, 3, 22)), notice(COMPANY))
    assert only(both, "arbitration_notice", date(2026, 3, 23)).met_on == date(2026, 3, 22)


def notice(to: str) -> NoticeGiven:
    return NoticeGiven(NoticeId(f"n-{to}"), NoticeKind.ARBITRATION, to, "arbitration-1", SYSTEM)  # type: ignore[arg-type]


def test_at58_thirty_days_from_20_january_2026_end_after_the_spring_festival() -> None:
    case = effect_on(date(2026, 1, 20))
    clock = only(case, "confirmation", date(2026, 2, 1))
    assert clock.deadline is not None
    assert (clock.deadline.counted_last, clock.due) == (date(2026, 2, 19), date(2026, 2, 24))
    assert [one.zh for one in clock.citations] == [
        "《中华人民共和国民事诉讼法》第二百零五条",
        "《中华人民共和国民事诉讼法》第八十五条",
    ]


def test_a_court_that_filed_the_case_gives_no_days_to_confirm() -> None:
    assert confirm_by(effective(received("weituo_ordinary", MONDAY), noon(MONDAY)), OFFICIAL) is None


def test_another_way_makes_the_days_to_confirm_void() -> None:
    case = after(effect_on(MONDAY), noon(MONDAY), RouteChosen(Route.ARBITRATION_REVIEW, DESK))
    assert only(case, "confirmation", MONDAY).state is ClockState.VOID
    assert only(case, "arbitration_review", MONDAY).state is ClockState.RUNNING


def test_a_right_that_has_run_out_is_void_and_what_must_be_done_is_late() -> None:
    case = confirmed(MONDAY)
    later = MONDAY + 400 * DAY
    assert only(case, "objection_party", later, WORKER).state is ClockState.VOID
    assert only(effect_on(MONDAY), "confirmation", later).state is ClockState.LATE


def test_enforcement_counts_from_the_decision_where_no_day_to_perform_was_set() -> None:
    assert only(confirmed(MONDAY), "enforcement", MONDAY).started_on == MONDAY


def test_a_mediation_paper_of_the_court_can_be_enforced_once_the_last_of_all_has_signed_for_it() -> None:
    """民诉法 §100, 民诉法解释 §149; and nobody objects to it as to a confirmation (民诉法解释 §372)."""
    later = MONDAY + 9 * DAY
    issued = after(in_review(MONDAY), noon(MONDAY), CourtDecided(Decision.PAPER_ISSUED, MONDAY, None, DESK))
    first = after(issued, noon(MONDAY), DecisionServed(WORKER, ConsentHow.LINK, MONDAY, DESK))
    both = after(first, noon(later), DecisionServed(COMPANY, ConsentHow.LINK, later, DESK))
    begun = [{one.id for one in clocks(case, OFFICIAL, noon(later))} for case in (issued, first, both)]
    assert ["enforcement" in each for each in begun] == [False, False, True]
    assert only(both, "enforcement", later).started_on == later
    assert not any({"objection_party", "objection_third_person"} & each for each in begun)


def test_a_list_shows_first_what_ends_first_and_nothing_that_is_the_courts() -> None:
    case = active(received("self", MONDAY), noon(MONDAY))
    assert next_due(case, OFFICIAL, noon(MONDAY)) == (date(2026, 3, 5), "contact_other_side")
    assert next_due(to_court(MONDAY), OFFICIAL, noon(MONDAY)) is None
    assert next_due(moved(case, State.ARCHIVED, noon(MONDAY)), OFFICIAL, noon(MONDAY)) is None


def test_a_session_is_a_clock_to_the_moment() -> None:
    case = active(received("self", MONDAY), noon(MONDAY))
    planned = after(case, noon(MONDAY), SessionPlanned(RoomId("r"), noon(MONDAY + 2 * DAY), False, MEDIATOR))
    clock = only(planned, "session", MONDAY, "r")
    assert (clock.due_at, clock.state, clock.label.zh) == (noon(MONDAY + 2 * DAY), ClockState.RUNNING, "调解会")
    (later,) = (one for one in clocks(planned, OFFICIAL, noon(MONDAY + 2 * DAY) + DAY / 24) if one.id == "session")
    assert later.state is ClockState.LATE


def test_an_ended_case_waits_for_nothing_but_its_archive() -> None:
    case = moved(active(received("weipai", MONDAY), noon(MONDAY)), State.TERMINATED, noon(MONDAY + 5 * DAY))
    waiting = [one.id for one in clocks(case, OFFICIAL, noon(MONDAY + 60 * DAY)) if one.state in ("running", "late")]
    assert waiting == ["archive"]


def test_the_archive_clock_runs_where_the_table_lets_a_file_be_archived() -> None:
    assert frozenset().union(*(row.sources for row in TABLE if row.target is State.ARCHIVED)) == TO_ARCHIVE


def test_what_is_not_settled_says_so() -> None:
    for clock in clocks(active(received("self", MONDAY), noon(MONDAY)), OFFICIAL, noon(MONDAY)):
        assert clock.settled or clock.note is not None


@pytest.mark.parametrize("way", [one.id for one in profiles(MONDAY) if one.lane is not Lane.OFFLINE])
def test_every_profile_has_its_period_when_all_is_there(way: str) -> None:
    case = active(received(way, MONDAY, material=MONDAY), noon(MONDAY))
    agreed = ConsentRecorded(COMPANY, Consent.ONLINE_MEDIATION, True, ConsentHow.PHONE, MONDAY, None, DESK)
    assert period_end(after(case, noon(MONDAY), agreed), OFFICIAL, MONDAY) is not None


def test_a_year_without_a_table_makes_a_clock_provisional() -> None:
    assert only(effect_on(date(2027, 3, 1)), "confirmation", date(2027, 3, 1)).provisional
    assert not only(effect_on(MONDAY), "confirmation", MONDAY).provisional


@given(
    way=st.sampled_from(["weipai", "weituo_ordinary", "weituo_summary", "self"]),
    start=st.dates(date(2025, 1, 1), date(2026, 12, 1)),
    rests=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30)), max_size=3),
    extended=st.lists(st.integers(1, 30), max_size=2),
    more=st.tuples(st.integers(1, 40), st.integers(0, 30)),
)
def test_at42_more_rest_and_more_time_never_end_a_period_earlier(
    way: str,
    start: date,
    rests: list[tuple[int, int]],
    extended: list[int],
    more: tuple[int, int],
) -> None:
    def rested(days: tuple[int, int]) -> Suspension:
        since = noon(start + days[0] * DAY)
        return Suspension(SuspendReason.APPRAISAL, since, since + days[1] * DAY)

    case = replace(
        active(received(way, start), noon(start)), suspensions=tuple(map(rested, rests)), extended=tuple(extended)
    )
    today = start + 90 * DAY
    before = period_end(case, OFFICIAL, today)
    rested_more = period_end(replace(case, suspensions=(*case.suspensions, rested(more))), OFFICIAL, today)
    extended_more = period_end(replace(case, extended=(*case.extended, more[0])), OFFICIAL, today)
    assert before is not None
    assert rested_more is not None
    assert extended_more is not None
    assert rested_more >= before
    assert extended_more >= before
