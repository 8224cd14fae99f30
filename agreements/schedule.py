"""Instalments, typed or derived, and what is wrong with them (LR-02; domain.md §6.3).

A date that was not typed is N-1 calendar months after the first, on the last day of a month that is too short; a typed
one moves no other. What the typed amounts leave is split evenly in whole fen over the rows not typed, and the fen that
remain go to the last of those.
"""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from agreements.draft import Part
from agreements.forms import MOST_ROWS, value_of
from law.money import Money

FEWEST: Final = 2

Fault = Literal["periods", "sum", "dates"]


@dataclass(frozen=True, slots=True)
class Instalment:
    """Row `number`, counted from 1."""

    number: int
    due: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed on and what of it was typed row by row."""

    total: Money
    periods: int
    first_due: date
    amounts: Mapping[int, Money]
    dues: Mapping[int, date]


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
    )


def schedule(plan: Plan) -> Schedule:
    """Every row, and the faults that keep the plan from being agreed to. No rows where the number itself is one."""
    if not FEWEST <= plan.periods <= MOST_ROWS:
        return Schedule((), ("periods",))
    dues, amounts = _dues(plan), _amounts(plan)
    found = tuple(Instalment(number, dues[number], amounts[number]) for number in _numbers(plan))
    return Schedule(found, tuple(_faults(plan, found)))


def _faults(plan: Plan, found: tuple[Instalment, ...]) -> Iterator[Fault]:
    if sum(row.amount.fen for row in found) != plan.total.fen or any(row.amount.fen == 0 for row in found):
        yield "sum"
    if any(later.due <= earlier.due for earlier, later in pairwise(found)):
        yield "dates"


def _dues(plan: Plan) -> dict[int, date]:
    return {number: plan.dues.get(number) or _months_after(plan.first_due, number - 1) for number in _numbers(plan)}


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
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def _typed(part: Part, name: str, periods: int) -> Iterator[tuple[int, str]]:
    """The rows that were typed; those behind the last period wait for the number to be raised again."""
    for number in range(1, min(periods, MOST_ROWS) + 1):
        if value := value_of(part, f"{name}.{number}"):
            yield number, value
