"""Instalments, typed or derived, and what is wrong with them (LR-02; domain.md §6.3).

A date that was not typed is N-1 intervals after the first, by months on the last day of one that is too short, perhaps
on a fixed day of the month from the second on. Where the mediator chose so, such a date is put off from a day off to
the next working day, each by itself, so that none moves the one behind it. A typed date stays as typed and moves no
other. What the typed amounts leave is split evenly in whole fen over the rows not typed, and the fen that remain go to
the last of those.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

from agreements.draft import Part
from agreements.forms import MOST_ROWS, value_of
from law.calendar import OFFICIAL, Calendar
from law.money import Money

FEWEST: Final = 2
MONTHS: Final[Mapping[str, int]] = {"month": 1, "two_months": 2, "quarter": 3}
DAYS: Final[Mapping[str, int]] = {"week": 7, "two_weeks": 14}
"""Intervals by their value in the form."""
PUT_OFF: Final = "next"
ONE_DAY: Final = timedelta(days=1)

Fault = Literal["periods", "sum", "dates"]


@dataclass(frozen=True, slots=True)
class Instalment:
    """Row `number`, counted from 1. `moved_from`: the day off that it was put off from."""

    number: int
    due: date
    amount: Money
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed on and what of it was typed row by row."""

    total: Money
    periods: int
    first_due: date
    amounts: Mapping[int, Money]
    dues: Mapping[int, date]
    interval: str = "month"
    day: int | None = None
    """Of the month, for all rows but the first."""
    puts_off: bool = False
    """Derived dates that fall on a day off move to the next working day."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows as they stand; there are `faults` or there is a plan that adds up and goes forward in time."""

    rows: tuple[Instalment, ...]
    faults: tuple[Fault, ...]


def plan_of(part: Part) -> Plan | None:
    """The plan of an instalments clause; None while total, number or first date are missing."""
    total, periods, first_due = (value_of(part, name) for name in ("total", "periods", "first_due"))
    if not (total and periods and first_due):
        return None
    return Plan(
        total=Money.parsed(total),
        periods=int(periods),
        first_due=date.fromisoformat(first_due),
        amounts={number: Money.parsed(value) for number, value in _typed(part, "amount", int(periods))},
        dues={number: date.fromisoformat(value) for number, value in _typed(part, "due", int(periods))},
        interval=value_of(part, "interval") or "month",
        day=int(value_of(part, "day") or 0) or None,
        puts_off=value_of(part, "rest_days") == PUT_OFF,
    )


def schedule(plan: Plan, calendar: Calendar = OFFICIAL) -> Schedule:
    """Every row, and the faults that keep the plan from being agreed to. No rows where the number itself is one."""
    if not FEWEST <= plan.periods <= MOST_ROWS:
        return Schedule((), ("periods",))
    amounts = _amounts(plan)
    found = tuple(Instalment(number, due, amounts[number], was) for number, due, was in _dues(plan, calendar))
    return Schedule(found, tuple(_faults(plan, found)))


def next_working_day(day: date, calendar: Calendar) -> date:
    """That day, or the first one behind it on which people work."""
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def _faults(plan: Plan, found: tuple[Instalment, ...]) -> Iterator[Fault]:
    if sum(row.amount.fen for row in found) != plan.total.fen or any(row.amount.fen == 0 for row in found):
        yield "sum"
    if any(later.due <= earlier.due for earlier, later in pairwise(found)):
        yield "dates"


def _dues(plan: Plan, calendar: Calendar) -> Iterator[tuple[int, date, date | None]]:
    """Of each row its number, when it is due, and from when it was put off."""
    for number in _numbers(plan):
        if number in plan.dues:
            yield number, plan.dues[number], None
        else:
            day = _derived(plan, number)
            due = next_working_day(day, calendar) if plan.puts_off else day
            yield number, due, None if due == day else day


def _derived(plan: Plan, number: int) -> date:
    if plan.interval in DAYS:
        return plan.first_due + timedelta(days=DAYS[plan.interval] * (number - 1))
    due = _months_after(plan.first_due, MONTHS[plan.interval] * (number - 1))
    return due if plan.day is None or number == 1 else _on_day(due, plan.day)


def _on_day(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _amounts(plan: Plan) -> dict[int, Money]:
    """The typed ones and shares of the rest; where the typed ones exceed the total, the others are zero."""
    given = {number: plan.amounts[number] for number in _numbers(plan) if number in plan.amounts}
    open_rows = [number for number in _numbers(plan) if number not in given]
    if not open_rows:
        return given
    rest = max(0, plan.total.fen - sum(amount.fen for amount in given.values()))
    share, odd = divmod(rest, len(open_rows))
    shares = dict.fromkeys(open_rows, Money(share)) | {open_rows[-1]: Money(share + odd)}
    return given | shares


def _numbers(plan: Plan) -> range:
    return range(1, plan.periods + 1)


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def _typed(part: Part, name: str, periods: int) -> Iterator[tuple[int, str]]:
    """The rows that were typed; those behind the last period wait for the number to be raised again."""
    for number in range(1, min(periods, MOST_ROWS) + 1):
        if value := value_of(part, f"{name}.{number}"):
            yield number, value
