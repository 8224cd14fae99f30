"""When an agreement takes effect: each rule by itself, the earliest and the latest (domain.md §2.4, AT-44).

Effect may be claimed only when every rule that applies is met, at the latest of their times; the thirty days for a
joint application to the court count from the earliest, which can only be too careful.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from law.beijing import clock, day_of, printed_day
from law.calendar import OFFICIAL, Calendar
from law.citations import printed
from law.clock_rules import rule as clock_rule
from law.dated import Row, day, in_force, rows
from law.deadlines import Deadline, deadline


class State(StrEnum):
    """What a rule gives."""

    EFFECTIVE = "effective"
    NOT_YET = "not_yet"
    NO_SEAL = "no_seal"
    """The organisation's seal alone is missing."""
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Signed:
    """When each needed act was done; None: not done."""

    parties: tuple[datetime | None, ...]
    mediator: datetime | None = None
    organisation_seal: datetime | None = None
    court: datetime | None = None
    """调解书 signed for, or the entry under 民诉法 §101."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule and what it gives; `says` is a sentence in Chinese, empty where the rule does not apply."""

    rule: str
    citation: str
    state: State
    at: datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Effects:
    """All rules in order. `latest` is None while any rule that applies is not met."""

    rules: tuple[Effect, ...]
    earliest: datetime | None
    latest: datetime | None
    confirm_by: date | None
    """Last day for the joint application, rolled over days off (民诉法 §85)."""
    summary: tuple[Effect, Effect]
    """What may be claimed, and until when the court can be asked, as further lines."""


class NoRulesError(LookupError):
    """No rules are in force on that day: ours to mend in `agreements/data/effect_rules.json`."""


def effects_of(signed: Signed, *, lane: str, today: date, calendar: Calendar = OFFICIAL) -> Effects:
    """What each rule in force on that day gives. Raises NoRulesError if there are none."""
    found = in_force(_RULES, today)
    if not found:
        raise NoRulesError(today.isoformat())
    rules = found[-1]
    each = tuple(_effect(row, signed, lane, today) for row in rules.rows)
    times = [effect.at for effect in each if effect.at is not None]
    met = times and all(effect.at or effect.state is State.NOT_APPLICABLE for effect in each)
    earliest, latest = (min(times) if times else None), (max(times) if met else None)
    confirm = clock_rule("confirmation", today)
    last = deadline(day_of(earliest), confirm.span, calendar) if earliest else None
    claim = _claim(rules.latest, latest)
    limit = _limit(rules.confirmation, printed(confirm.citations, today).zh, earliest, last)
    return Effects(each, earliest, latest, last.last if last else None, (claim, limit))


@dataclass(frozen=True, slots=True)
class _Rules:
    version: str
    valid_from: date
    valid_to: date | None
    rows: tuple[Row, ...]
    latest: Row
    confirmation: Row


def _effect(rule: Row, signed: Signed, lane: str, today: date) -> Effect:
    citation = printed(rule["citations"], today).zh
    if rule["lanes"] is not None and lane not in rule["lanes"]:
        return Effect(rule["id"], citation, State.NOT_APPLICABLE, None, "")
    times = {need: _time(need, signed) for need in rule["needs"]}
    lacking = [need for need, at in times.items() if at is None]
    if lacking:
        state = State.NO_SEAL if lacking == ["seal"] else State.NOT_YET
        return Effect(rule["id"], citation, state, None, rule["says"][state])
    at = max(time for time in times.values() if time is not None)
    says = rule["says"][State.EFFECTIVE].format(clock=clock(at), day=printed_day(day_of(at)))
    return Effect(rule["id"], citation, State.EFFECTIVE, at, says)


def _time(need: str, signed: Signed) -> datetime | None:
    if need == "parties":
        return _last(signed.parties)
    return {"mediator": signed.mediator, "seal": signed.organisation_seal, "court": signed.court}[need]


def _last(times: Iterable[datetime | None]) -> datetime | None:
    """The last of all; None where one is missing, or there are none at all."""
    given = tuple(times)
    done = [at for at in given if at is not None]
    return max(done) if done and len(done) == len(given) else None


def _claim(row: Row, latest: datetime | None) -> Effect:
    if latest is None:
        return Effect(row["id"], row["citation"], State.NOT_YET, None, row["not_yet"])
    return Effect(row["id"], row["citation"], State.EFFECTIVE, latest, row["effective"].format(clock=clock(latest)))


def _limit(row: Row, citation: str, earliest: datetime | None, last: Deadline | None) -> Effect:
    if earliest is None or last is None:
        return Effect(row["id"], citation, State.NOT_YET, None, row["not_yet"])
    steps = "".join(step.zh for step in last.steps)
    says = row["effective"].format(day=printed_day(last.last), steps=steps)
    return Effect(row["id"], citation, State.EFFECTIVE, earliest, says)


def _rules(row: Row) -> _Rules:
    return _Rules(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        rows=tuple(row["rules"]),
        latest=row["latest"],
        confirmation=row["confirmation"],
    )


_RULES: Final = tuple(map(_rules, rows("effect_rules.json", package="agreements")))
