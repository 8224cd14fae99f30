"""The clocks of a case as dated data: how long, by which articles, who must act, when to remind (domain.md §4.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.deadlines import Span, Unit
from law.sentence import Sentence


class OwedBy(StrEnum):
    """Who must act before the clock runs out."""

    MEDIATOR = "mediator"
    ORGANISATION = "organisation"
    COURT = "court"
    PARTIES = "parties"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock. `citations` are keys of `law.citations`; `remind_before_days` are calendar days before the last day.

    `settled` is false where the length or its start is design or practice; `note` then says so to people.
    """

    id: str
    label: Sentence
    span: Span
    citations: tuple[str, ...]
    settled: bool
    note: Sentence | None
    pausable: bool
    valid_from: date
    valid_to: date | None
    source: str
    remind_before_days: tuple[int, ...]
    owed_by: OwedBy


class UnknownClockRule(LookupError):
    """No such clock on that day: ours to mend in `law/data/clock_rules.json`."""


def rule(rule_id: str, on: date) -> ClockRule:
    """The clock as it stands on that day. Raises UnknownClockRule.

    The span of `period` is only its shortest: `law.procedures.period_rule` gives the one of a case.
    """
    found = [one for one in rules(on) if one.id == rule_id]
    if not found:
        raise UnknownClockRule(f"{rule_id} on {on}")
    return found[-1]


def rules(on: date) -> tuple[ClockRule, ...]:
    """All clocks of that day, in the order a case meets them."""
    return in_force(_RULES, on)


def span_of(row: Row) -> Span:
    """`{"count": 30, "unit": "days", "rolls": true}`."""
    return Span(row["count"], Unit(row["unit"]), row["rolls"])


def _rule(row: Row) -> ClockRule:
    return ClockRule(
        id=row["id"],
        label=sentence(row["label"]),
        span=span_of(row["span"]),
        citations=tuple(row["citations"]),
        settled=row["settled"],
        note=sentence(row["note"]) if row["note"] else None,
        pausable=row["pausable"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
        remind_before_days=tuple(row["remind_before_days"]),
        owed_by=OwedBy(row["owed_by"]),
    )


_RULES: Final = tuple(map(_rule, rows("clock_rules.json")))
