"""Which days are worked and which are off: the State Council's yearly tables, and what stands in for a missing one.

A year without a table is computed from weekends and the statutory holidays of fixed date, and is provisional (暂定).
Which days off count as 法定休假日, over which a period rolls (民诉法 §85, 民法典 §203), is dated data of its own.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final

from law.dated import Row, in_force, rows, sentence
from law.dated import day as last_day
from law.refusal import SpokenRefusal
from law.sentence import Sentence

SATURDAY: Final = 5


class DayKind(StrEnum):
    """What a day is to those who work by the arrangement."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    """A weekend day worked by arrangement (调休上班)."""
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """A statutory holiday (《全国年节及纪念日放假办法》)."""
    SWAPPED_REST = "swapped_rest"
    """Any other day off within an arrangement."""


WORKED: Final = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's arrangement. `source`: the notice it is from, or how it was computed."""

    year: int
    holidays: frozenset[date]
    swapped_rest: frozenset[date]
    make_up: frozenset[date]
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class RestRule:
    """Whether a kind of day off counts as 法定休假日. `note` is for people, where that is not settled."""

    kind: DayKind
    counts: bool
    valid_from: date
    valid_to: date | None
    settled: bool
    source: str
    note: Sentence | None


class CalendarError(SpokenRefusal):
    """A table that cannot be: whoever wrote the file is told what to mend."""

    sentences: ClassVar[Mapping[str, tuple[str, str]]] = {
        "calendar.form": (
            "放假安排文件缺少“{field}”，或者其格式不对。",
            "The calendar file lacks “{field}”, or its form is wrong.",
        ),
        "calendar.day": (
            "“{day}”不是日期，请写成2027-01-01的样子。",
            "“{day}” is not a date; write it like 2027-01-01.",
        ),
        "calendar.year": ("{day}不在{year}年。", "{day} is not in the year {year}."),
        "calendar.make_up": (
            "{day}不是周六或周日，不能是调休上班日。",
            "{day} is no Saturday or Sunday, so it cannot be a weekend day worked.",
        ),
        "calendar.twice": ("{day}写了不止一次。", "{day} is listed more than once."),
        "calendar.year_twice": ("{year}年有不止一份放假安排。", "There is more than one table for the year {year}."),
    }


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every day there is. `tables`: at most one for a year, in the order of years."""

    tables: tuple[YearTable, ...]
    rest: tuple[RestRule, ...]

    def table(self, year: int) -> YearTable:
        """That year's table, computed and provisional where none is given."""
        return next((one for one in self.tables if one.year == year), None) or _computed(year)

    def kind(self, day: date) -> DayKind:
        table = self.table(day.year)
        if day in table.holidays:
            return DayKind.HOLIDAY
        if day in table.swapped_rest:
            return DayKind.SWAPPED_REST
        if day in table.make_up:
            return DayKind.MAKE_UP
        return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY

    def is_working_day(self, day: date) -> bool:
        return self.kind(day) in WORKED

    def rest_rule(self, day: date) -> RestRule | None:
        """The rule by which that day counts as 法定休假日 or not; None for a day that is worked."""
        kind = self.kind(day)
        return next((rule for rule in in_force(self.rest, day) if rule.kind is kind), None)

    def is_off(self, day: date) -> bool:
        """Whether the day counts as 法定休假日, so that a period does not end on it."""
        rule = self.rest_rule(day)
        return rule is not None and rule.counts

    def provisional(self, day: date) -> bool:
        """Whether that day's year has no table yet."""
        return self.table(day.year).provisional

    @property
    def version(self) -> str:
        """Another text whenever another day, source or rule is: what was computed with another one is stale."""
        return _version(self)


def calendar(own: Iterable[YearTable] = ()) -> Calendar:
    """The official tables that come with the program, each replaced by an `own` one of its year.

    Raises CalendarError where two of `own` are of one year.
    """
    given = tuple(own)
    for year, times in Counter(table.year for table in given).items():
        if times > 1:
            raise CalendarError("calendar.year_twice", year=year)
    tables = {table.year: table for table in (*_TABLES, *given)}
    return Calendar(tuple(tables[year] for year in sorted(tables)), _REST)


def year_table(row: Row) -> YearTable:
    """One operator's table: `{"year", "holidays", "swapped_rest", "make_up", "source"}`, days as `2027-01-01`.

    Raises CalendarError for what cannot be: a day of another year, a weekday made up for, a day twice.
    """
    year, source = row.get("year"), row.get("source")
    if type(year) is not int or not date.min.year <= year <= date.max.year:
        raise CalendarError("calendar.form", field="year")
    if not isinstance(source, str) or not source.strip():
        raise CalendarError("calendar.form", field="source")
    holidays, swapped_rest, make_up = (_days(row, field, year) for field in ("holidays", "swapped_rest", "make_up"))
    for day, times in Counter((*holidays, *swapped_rest, *make_up)).items():
        if times > 1:
            raise CalendarError("calendar.twice", day=day.isoformat())
    for day in make_up:
        if day.weekday() < SATURDAY:
            raise CalendarError("calendar.make_up", day=day.isoformat())
    return YearTable(year, frozenset(holidays), frozenset(swapped_rest), frozenset(make_up), source, provisional=False)


def _days(row: Row, field: str, year: int) -> tuple[date, ...]:
    given = row.get(field)
    if not isinstance(given, list):
        raise CalendarError("calendar.form", field=field)
    days = tuple(map(_day, given))
    for day in days:
        if day.year != year:
            raise CalendarError("calendar.year", day=day.isoformat(), year=year)
    return days


def _day(text: object) -> date:
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise CalendarError("calendar.day", day=str(text)[:40]) from None


@dataclass(frozen=True, slots=True)
class _FixedHoliday:
    month: int
    day: int
    valid_from: date
    valid_to: date | None


@cache
def _computed(year: int) -> YearTable:
    every = (date(year, one.month, one.day) for one in _FIXED)
    fixed = frozenset(day for day, one in zip(every, _FIXED, strict=True) if in_force((one,), day))
    return YearTable(year, fixed, frozenset(), frozenset(), "按周末和日期固定的节日推算", provisional=True)


@cache
def _version(of: Calendar) -> str:
    said = [
        (one.year, sorted(one.holidays), sorted(one.swapped_rest), sorted(one.make_up), one.source) for one in of.tables
    ]
    digest = hashlib.sha256(repr((said, of.rest, _FIXED)).encode()).hexdigest()
    years = [one.year for one in of.tables]
    return f"{min(years, default=0)}-{max(years, default=0)}/{digest[:12]}"


def _rest_rule(row: Row) -> RestRule:
    return RestRule(
        kind=DayKind(row["kind"]),
        counts=row["counts"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=last_day(row["valid_to"]),
        settled=row["settled"],
        source=row["source"],
        note=sentence(row["note"]) if row["note"] else None,
    )


def _fixed_holiday(row: Row) -> _FixedHoliday:
    return _FixedHoliday(row["month"], row["day"], date.fromisoformat(row["valid_from"]), last_day(row["valid_to"]))


_TABLES: Final = tuple(map(year_table, rows("calendar.json")))
_RULES: Final = rows("date_rules.json")
_REST: Final = tuple(_rest_rule(row) for row in _RULES if row["rule"] == "rest")
_FIXED: Final = tuple(_fixed_holiday(row) for row in _RULES if row["rule"] == "fixed_holiday")

OFFICIAL: Final = calendar()
"""The calendar of who has no tables of their own."""
