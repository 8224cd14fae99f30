"""The date engine against a table written from the statutes before the code was seen, and what holds for all days."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import OFFICIAL, Calendar, DayKind, calendar
from law.deadlines import Deadline, Pause, Span, Unit, deadline

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "deadlines.json").read_text(encoding="utf-8")
)["cases"]
THIRTY = Span(30, Unit.DAYS, rolls=True)


def table_of(case: dict[str, Any]) -> Calendar:
    """The official tables, with the days the case takes off or opens."""
    if case["calendar"] == "official":
        return OFFICIAL
    rest = frozenset(map(date.fromisoformat, case["calendar"]["rest"]))
    work = frozenset(map(date.fromisoformat, case["calendar"]["work"]))
    (year,) = {day.year for day in rest | work}
    table = OFFICIAL.table(year)
    own = replace(
        table,
        holidays=table.holidays - work,
        swapped_rest=(table.swapped_rest | rest) - work,
        make_up=(table.make_up | {day for day in work if day.weekday() >= 5}) - rest,
    )
    return calendar([own])


def computed(case: dict[str, Any]) -> Deadline:
    span = Span(case["count"], Unit(case["unit"]), rolls=case["rolls"])
    pauses = [Pause(date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in case["pauses"]]
    return deadline(date.fromisoformat(case["start"]), span, table_of(case), pauses)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']}-{case['clock']}" for case in CASES])
def test_at42_at45_at58_every_row_of_the_table(case: dict[str, Any]) -> None:
    found = computed(case)
    assert found.counted_last == date.fromisoformat(case["counted_last"]), case["why"]
    assert found.last == date.fromisoformat(case["last"]), case["why"]
    # The table calls each day of a year without an arrangement provisional. Natural days that do not roll are the same
    # whatever the arrangement will say, so that we promise them (d109).
    decided = case["rolls"] or case["unit"] == "working_days"
    assert found.provisional is (case["provisional"] and decided), case["why"]


def said(found: Deadline) -> list[str]:
    return [step.zh for step in found.steps]


def test_at58_the_arithmetic_is_told_step_by_step() -> None:
    found = deadline(date(2026, 1, 20), THIRTY, OFFICIAL)
    assert said(found)[:3] == [
        "起算日2026年1月20日不计入，自次日起算。",
        "满30日为2026年2月19日。",
        "该日为法定节假日，顺延至2026年2月24日（休假日结束后第一日）。",
    ]
    assert found.steps[2].en == (
        "That day is a statutory holiday; the period ends on the first day after the days off, 2026-02-24."
    )
    assert found.calendar == OFFICIAL.version


def test_at42_paused_days_are_told_by_their_runs_each_once() -> None:
    pauses = [
        Pause(date(2026, 3, 10), date(2026, 3, 12)),
        Pause(date(2026, 3, 12), date(2026, 3, 14)),
        Pause(date(2026, 3, 20), date(2026, 3, 20)),
    ]
    found = deadline(date(2026, 3, 2), THIRTY, OFFICIAL, pauses)
    assert found.paused_days == 6
    assert said(found)[1:3] == [
        "2026年3月10日至2026年3月14日暂停计算，共5日不计入。",
        "2026年3月20日至2026年3月20日暂停计算，共1日不计入。",
    ]


def test_what_is_not_settled_is_said_where_it_decides_and_only_there() -> None:
    unsettled = "法律没有明文"
    assert not any(unsettled in step for step in said(deadline(date(2026, 3, 2), THIRTY, OFFICIAL)))
    weekend = said(deadline(date(2026, 2, 12), THIRTY, OFFICIAL))
    assert "该日为周末，顺延至2026年3月16日（休假日结束后第一日）。" in weekend
    assert len([step for step in weekend if unsettled in step]) == 1


def test_a_last_day_that_stays_says_why() -> None:
    assert said(deadline(date(2026, 1, 15), THIRTY, OFFICIAL))[-1] == "该日为调休上班日，不顺延。"
    fixed = said(deadline(date(2026, 1, 31), Span(15, Unit.DAYS, rolls=False), OFFICIAL))
    assert fixed[-1] == "该日为放假调休日，本期限不顺延。"


def test_a_provisional_last_day_says_so_and_is_settled_by_its_table() -> None:
    waiting = deadline(date(2027, 1, 9), THIRTY, OFFICIAL)
    assert waiting.provisional
    assert "暂定" in said(waiting)[-1]
    festival = frozenset(date(2027, 2, 5) + timedelta(days=n) for n in range(8))
    table = replace(OFFICIAL.table(2027), swapped_rest=festival, source="国办发明电", provisional=False)
    settled = deadline(date(2027, 1, 9), THIRTY, calendar([table]))
    assert (settled.last, settled.provisional) == (date(2027, 2, 15), False)
    assert settled.calendar != waiting.calendar


def test_a_court_that_takes_days_off_narrowly_does_not_roll_over_a_weekend() -> None:
    narrow = replace(OFFICIAL, rest=tuple(replace(one, counts=one.kind is DayKind.HOLIDAY) for one in OFFICIAL.rest))
    found = deadline(date(2026, 2, 12), THIRTY, narrow)
    assert found.last == found.counted_last == date(2026, 3, 14)
    assert said(found)[-1] == "该日为周末，不顺延。"


def test_a_span_counts_at_least_one_and_a_pause_runs_forward() -> None:
    with pytest.raises(ValueError, match="span of 0"):
        Span(0, Unit.DAYS, rolls=True)
    with pytest.raises(ValueError, match="pause from"):
        Pause(date(2026, 3, 2), date(2026, 3, 1))


DATES = st.dates(min_value=date(2018, 1, 1), max_value=date(2032, 12, 31))
COUNTED = st.builds(Span, st.integers(1, 60), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), rolls=st.booleans())
BY_CALENDAR = st.builds(Span, st.integers(1, 24), st.sampled_from([Unit.MONTHS, Unit.YEARS]), rolls=st.booleans())
SPANS = COUNTED | BY_CALENDAR
PAUSES = st.lists(
    st.builds(lambda first, days: Pause(first, first + timedelta(days=days)), DATES, st.integers(0, 40)), max_size=4
)


@given(DATES, st.integers(0, 90), COUNTED, PAUSES)
def test_a_later_start_never_ends_earlier(start: date, later: int, span: Span, pauses: list[Pause]) -> None:
    other = start + timedelta(days=later)
    assert deadline(start, span, OFFICIAL, pauses).last <= deadline(other, span, OFFICIAL, pauses).last


@given(DATES, st.integers(0, 90), BY_CALENDAR)
def test_nor_does_it_by_months_and_years(start: date, later: int, span: Span) -> None:
    assert deadline(start, span, OFFICIAL).last <= deadline(start + timedelta(days=later), span, OFFICIAL).last


@given(DATES, SPANS, PAUSES, PAUSES)
def test_at42_another_pause_never_ends_earlier(start: date, span: Span, one: list[Pause], more: list[Pause]) -> None:
    short, long = deadline(start, span, OFFICIAL, one), deadline(start, span, OFFICIAL, [*one, *more])
    assert short.last <= long.last
    assert deadline(start, span, OFFICIAL, [*more, *one, *one]).last == long.last


@given(DATES, SPANS, PAUSES)
def test_a_last_day_that_rolls_is_never_off_and_moves_no_further_than_it_must(
    start: date, span: Span, pauses: list[Pause]
) -> None:
    found = deadline(start, span, OFFICIAL, pauses)
    assert start < found.counted_last <= found.last
    assert not (span.rolls and OFFICIAL.is_off(found.last))
    over = [found.counted_last + timedelta(days=n) for n in range((found.last - found.counted_last).days)]
    assert all(OFFICIAL.is_off(day) for day in over)
    assert span.rolls or not over


@given(DATES, st.integers(1, 60), PAUSES)
def test_working_days_end_on_a_working_day_and_are_as_many(start: date, count: int, pauses: list[Pause]) -> None:
    found = deadline(start, Span(count, Unit.WORKING_DAYS, rolls=True), OFFICIAL, pauses)
    days = [start + timedelta(days=n + 1) for n in range((found.last - start).days)]
    counted = [
        day for day in days if OFFICIAL.is_working_day(day) and not any(one.first <= day <= one.last for one in pauses)
    ]
    assert (counted[-1], len(counted)) == (found.last, count)


MADE_UP = sorted(day for table in OFFICIAL.tables for day in table.make_up)


@given(st.sampled_from(MADE_UP), st.integers(1, 60))
def test_at58_a_weekend_day_worked_never_rolls(day: date, count: int) -> None:
    found = deadline(day - timedelta(days=count), Span(count, Unit.DAYS, rolls=True), OFFICIAL)
    assert found.counted_last == found.last == day


@given(DATES, SPANS, PAUSES)
def test_the_steps_name_the_days_they_lead_to(start: date, span: Span, pauses: list[Pause]) -> None:
    found = deadline(start, span, OFFICIAL, pauses)
    text = "".join(said(found))
    for day in (found.start, found.counted_last, found.last):
        assert f"{day.year}年{day.month}月{day.day}日" in text
    assert ("暂定" in text) is found.provisional
    assert all(step.zh.endswith("。") and step.en.endswith(".") for step in found.steps)
