"""Days against a list written by hand from the State Council's notices, and what an operator's file may say."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import OFFICIAL, Calendar, CalendarError, DayKind, calendar, year_table

DAYS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "calendar_days.json").read_text(encoding="utf-8")
)["days"]
ROW: dict[str, Any] = {
    "year": 2027,
    "holidays": ["2027-01-01", "2027-02-06"],
    "swapped_rest": ["2027-02-08"],
    "make_up": ["2027-02-20"],
    "source": "国办发明电〔2026〕9号",
}


@pytest.mark.parametrize("row", DAYS, ids=[row["day"] for row in DAYS])
def test_every_day_of_the_golden_list(row: dict[str, Any]) -> None:
    day = date.fromisoformat(row["day"])
    assert OFFICIAL.kind(day).value == row["kind"]
    assert OFFICIAL.provisional(day) is row["provisional"]


def test_every_official_year_has_its_notice_and_as_many_holidays_as_the_measures_give() -> None:
    assert [table.year for table in OFFICIAL.tables] == list(range(2020, 2027))
    for table in OFFICIAL.tables:
        assert "国办发明电" in table.source
        assert not table.provisional
        # 2020: 中秋 fell on 1 October.
        assert len(table.holidays) == {2020: 10, 2025: 13, 2026: 13}.get(table.year, 11)
        assert all(date(table.year, *fixed) in table.holidays for fixed in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))


def test_a_year_gives_as_many_days_worked_as_were_swapped() -> None:
    """Each weekday off that is not a holiday, and each holiday on a weekend, is paid for by a weekend day worked.

    2020 had three days more: two when the Spring Festival was prolonged, one for 中秋 that fell on 1 October.
    """
    for table in OFFICIAL.tables:
        weekdays_off = [day for day in table.holidays | table.swapped_rest if day.weekday() < 5]
        gained = len(weekdays_off) - len(table.make_up)
        assert gained - len(table.holidays) == {2020: 3}.get(table.year, 0), table.year


def test_a_year_without_a_table_has_weekends_and_fixed_holidays() -> None:
    before, after = calendar().table(2019), calendar().table(2031)
    assert {(day.month, day.day) for day in before.holidays} == {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}
    assert after.holidays - {date(2031, 5, 2)} == {date(2031, day.month, day.day) for day in before.holidays}
    assert after.provisional
    assert after.source


def test_an_own_table_takes_the_place_of_the_year_and_is_noticed() -> None:
    own = calendar([year_table(ROW)])
    assert own.kind(date(2027, 2, 6)) is DayKind.HOLIDAY
    assert own.kind(date(2027, 2, 8)) is DayKind.SWAPPED_REST
    assert own.kind(date(2027, 2, 20)) is DayKind.MAKE_UP
    assert not own.provisional(date(2027, 2, 8))
    assert own.kind(date(2026, 2, 19)) is DayKind.HOLIDAY
    assert own.version != OFFICIAL.version
    other = calendar([year_table({**ROW, "year": 2026, "holidays": [], "swapped_rest": [], "make_up": []})])
    assert other.is_working_day(date(2026, 2, 19))
    assert len({own.version, other.version, OFFICIAL.version}) == 3


def test_equal_calendars_have_one_version_and_can_be_keys() -> None:
    assert calendar().version == OFFICIAL.version
    assert len({calendar(), OFFICIAL}) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": "2027"}, "calendar.form"),
        ({"year": True}, "calendar.form"),
        ({"year": 0}, "calendar.form"),
        ({"holidays": None}, "calendar.form"),
        ({"make_up": "2027-02-20"}, "calendar.form"),
        ({"source": "  "}, "calendar.form"),
        ({"holidays": ["2027年1月1日"]}, "calendar.day"),
        ({"holidays": [20270101]}, "calendar.day"),
        ({"holidays": ["2027-02-30"]}, "calendar.day"),
        ({"holidays": ["2026-12-31"]}, "calendar.year"),
        ({"make_up": ["2027-02-22"]}, "calendar.make_up"),
        ({"swapped_rest": ["2027-01-01"]}, "calendar.twice"),
        ({"holidays": ["2027-01-01", "2027-01-01"]}, "calendar.twice"),
        ({"holidays": ["2027-02-20"]}, "calendar.twice"),
    ],
)
def test_a_table_that_cannot_be_is_refused_in_words(change: dict[str, Any], code: str) -> None:
    with pytest.raises(CalendarError) as refused:
        year_table({**ROW, **change})
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")


def test_two_tables_of_one_year_are_refused() -> None:
    with pytest.raises(CalendarError) as refused:
        calendar([year_table(ROW), year_table(ROW)])
    assert refused.value.code == "calendar.year_twice"


def without_weekends() -> Calendar:
    """As a court would have it that takes 法定休假日 narrowly."""
    narrow = tuple(replace(rule, counts=rule.kind is DayKind.HOLIDAY) for rule in OFFICIAL.rest)
    return replace(OFFICIAL, rest=narrow)


def test_what_counts_as_a_statutory_day_off_is_data_and_said_to_be_unsettled() -> None:
    saturday, rest, holiday = date(2026, 3, 14), date(2026, 2, 20), date(2026, 2, 19)
    assert all(OFFICIAL.is_off(day) for day in (saturday, rest, holiday))
    assert [without_weekends().is_off(day) for day in (saturday, rest, holiday)] == [False, False, True]
    assert without_weekends().version != OFFICIAL.version
    rule = OFFICIAL.rest_rule(saturday)
    assert rule is not None
    assert not rule.settled
    assert rule.note is not None
    assert OFFICIAL.rest_rule(date(2026, 2, 14)) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)))
def test_a_day_is_worked_or_off_and_never_both(day: date) -> None:
    assert OFFICIAL.is_working_day(day) is not OFFICIAL.is_off(day)


@given(st.dates(max_value=date(9990, 1, 1)))
def test_no_run_of_days_off_is_longer_than_the_longest_holiday(day: date) -> None:
    assert any(OFFICIAL.is_working_day(day + timedelta(days=n)) for n in range(11))
