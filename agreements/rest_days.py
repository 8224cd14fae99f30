"""Days on which something is due and nobody works: a hint, and what the next working day would be.

That a day due is put off by law (民法典 §203) binds a period, not a day that was agreed on; so nothing moves by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.draft import Draft, Part
from agreements.forms import value_of
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.schedule import next_working_day, plan_of, schedule
from agreements.wording import Desk
from law.calendar import DayKind

DUE_FIELDS: Final = ("due", "certificate_due")


@dataclass(frozen=True, slots=True)
class DayOff:
    """`field` of that part falls on `day`. `provisional`: the year has no official table yet."""

    part: PartId
    field: str
    day: date
    kind: DayKind
    next: date
    provisional: bool


def days_off(at: Desk, draft: Draft) -> tuple[DayOff, ...]:
    """Every such day, in the order of the clauses."""
    return tuple(
        DayOff(
            part.id,
            field,
            day,
            at.calendar.kind(day),
            next_working_day(day, at.calendar),
            at.calendar.provisional(day),
        )
        for part in draft.clauses
        for field, day in _due(at, part)
        if not at.calendar.is_working_day(day)
    )


def _due(at: Desk, part: Part) -> Iterator[tuple[str, date]]:
    if part.kind is Kind.INSTALMENTS:
        plan = plan_of(part)
        yield from ((f"due.{row.number}", row.due) for row in (schedule(plan, at.calendar).rows if plan else ()))
        return
    for name in DUE_FIELDS:
        if value := value_of(part, name):
            yield name, date.fromisoformat(value)
