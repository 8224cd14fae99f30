"""From a starting day and a length to the last day, with the arithmetic in plain words (民诉法 §85, 民法典 §201-203).

The starting day is not counted. Nothing here reads a clock: an open pause ends, for now, on the day the caller gives.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from law.beijing import printed_day
from law.calendar import Calendar, DayKind
from law.sentence import Sentence

ONE_DAY: Final = timedelta(days=1)


class Unit(StrEnum):
    """What is counted."""

    DAYS = "days"
    """Natural days."""
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    """To the day of the same number; where there is none, to the last day of the month (民法典 §202)."""
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A length. `rolls`: whether a last day on a 法定休假日 moves to the first day after it.

    Raises ValueError below one.
    """

    count: int
    unit: Unit
    rolls: bool

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"a span of {self.count}")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted, first and last included. Raises ValueError where the last is before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a pause from {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`counted_last` is the end of counting, `last` the last day after rolling; both days are still in time.

    `provisional`: a day that decided belongs to a year without a table. `calendar`: the version computed with.
    `steps`: whole sentences, in the order of the arithmetic.
    """

    start: date
    span: Span
    counted_last: date
    last: date
    paused_days: int
    provisional: bool
    calendar: str
    steps: tuple[Sentence, ...]


def deadline(start: date, span: Span, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Deadline:
    """The last day of `span` from `start`. Of pauses, each day after `start` up to the end of counting is left out."""
    counted, paused = _counted(start, span, calendar, pauses)
    by_working_days = span.unit is Unit.WORKING_DAYS
    last = _rolled(counted, calendar) if span.rolls and not by_working_days else counted
    first_asked = start + ONE_DAY if by_working_days else counted
    asked = by_working_days or span.rolls
    unknown = _provisional_year(first_asked, last, calendar) if asked else None
    steps = (
        _start_said(start),
        *_pauses_said(paused),
        _counted_said(span, counted),
        *_end_said(span, counted, last, calendar),
        *_provisional_said(unknown),
    )
    return Deadline(start, span, counted, last, len(paused), unknown is not None, calendar.version, steps)


def _counted(start: date, span: Span, calendar: Calendar, pauses: Sequence[Pause]) -> tuple[date, tuple[date, ...]]:
    """The day on which the count is full, and the paused days that were stepped over."""
    left = span.count if span.unit in _COUNTED_ONE_BY_ONE else (_same_number(start, span) - start).days
    if not pauses and span.unit is not Unit.WORKING_DAYS:
        return start + left * ONE_DAY, ()
    day, paused = start, list[date]()
    while left:
        day += ONE_DAY
        if any(pause.first <= day <= pause.last for pause in pauses):
            paused.append(day)
        elif span.unit is not Unit.WORKING_DAYS or calendar.is_working_day(day):
            left -= 1
    return day, tuple(paused)


def _same_number(start: date, span: Span) -> date:
    months = start.year * 12 + start.month - 1 + span.count * (12 if span.unit is Unit.YEARS else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(day: date, calendar: Calendar) -> date:
    while calendar.is_off(day):
        day += ONE_DAY
    return day


def _provisional_year(first: date, last: date, calendar: Calendar) -> int | None:
    """The first year without a table among the days that decided."""
    years = (date(year, 1, 1) for year in range(first.year, last.year + 1))
    return next((day.year for day in years if calendar.provisional(day)), None)


def _start_said(start: date) -> Sentence:
    return Sentence(
        f"起算日{printed_day(start)}不计入，自次日起算。",
        f"The starting day, {start}, is not counted; counting begins the next day.",
    )


def _pauses_said(paused: Sequence[date]) -> Iterator[Sentence]:
    """One sentence for each unbroken run of paused days."""
    for _, run in groupby(enumerate(paused), key=lambda one: one[1].toordinal() - one[0]):
        days = [day for _, day in run]
        first, last, count = days[0], days[-1], len(days)
        yield Sentence(
            f"{printed_day(first)}至{printed_day(last)}暂停计算，共{count}日不计入。",
            f"From {first} to {last} the clock stood still: {count} days are not counted.",
        )


def _counted_said(span: Span, counted: date) -> Sentence:
    zh, en = _UNITS[span.unit]
    return Sentence(f"满{span.count}{zh}为{printed_day(counted)}。", f"{span.count} {en} are full on {counted}.")


def _end_said(span: Span, counted: date, last: date, calendar: Calendar) -> Iterator[Sentence]:
    """Why the last day is another one than the end of counting, or why it is not though one might think so."""
    zh, en = _KINDS[calendar.kind(counted)]
    if last != counted:
        yield Sentence(
            f"该日为{zh}，顺延至{printed_day(last)}（休假日结束后第一日）。",
            f"That day is {en}; the period ends on the first day after the days off, {last}.",
        )
        yield from _notes_said(counted, last, calendar)
    elif span.unit is not Unit.WORKING_DAYS and calendar.kind(counted) is not DayKind.WORKDAY:
        why = "本期限不顺延" if calendar.is_off(counted) else "不顺延"
        yield Sentence(f"该日为{zh}，{why}。", f"That day is {en}; the period ends on it all the same.")


def _notes_said(counted: date, last: date, calendar: Calendar) -> Iterator[Sentence]:
    """What is not settled about the days rolled over, each said once."""
    over = (counted + n * ONE_DAY for n in range((last - counted).days))
    rules = (calendar.rest_rule(day) for day in over)
    yield from dict.fromkeys(rule.note for rule in rules if rule and not rule.settled and rule.note)


def _provisional_said(year: int | None) -> Iterator[Sentence]:
    if year is not None:
        yield Sentence(
            f"{year}年放假安排尚未录入，按周末和日期固定的节日暂算，结果为暂定，安排公布后重新计算。",
            f"There is no calendar for {year} yet: this is computed from weekends and fixed holidays, and provisional.",
        )


_COUNTED_ONE_BY_ONE: Final = frozenset({Unit.DAYS, Unit.WORKING_DAYS})
_UNITS: Final = {
    Unit.DAYS: ("日", "days"),
    Unit.WORKING_DAYS: ("个工作日", "working days"),
    Unit.MONTHS: ("个月", "months"),
    Unit.YEARS: ("年", "years"),
}
_KINDS: Final = {
    DayKind.WORKDAY: ("工作日", "a working day"),
    DayKind.MAKE_UP: ("调休上班日", "a weekend day worked by arrangement"),
    DayKind.WEEKEND: ("周末", "on a weekend"),
    DayKind.HOLIDAY: ("法定节假日", "a statutory holiday"),
    DayKind.SWAPPED_REST: ("放假调休日", "a day off by arrangement"),
}
