"""When an agreement takes effect: each rule by itself, the earliest and the latest (domain.md §2.4, AT-44).

Effect may be claimed only when every rule that applies is met, at the latest of their times; the thirty days for a
joint application to the court count from the earliest, which can only be too careful.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from law.beijing import clock, day_of, printed_day
from law.dated import Row, day, in_force, rows


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
    """Last day for the joint application, before holidays are looked at (民诉法 §85)."""
    summary: tuple[Effect, Effect]
    """What may be claimed, and until when the court can be asked, as further lines."""


class NoRulesError(LookupError):
    """No rules are in force on that day: ours to mend in `agreements/data/effect_rules.json`."""


def effects_of(signed: Signed, *, lane: str, today: date) -> Effects:
    """What each rule in force on that day gives. Raises NoRulesError if there are none."""
    found = in_force(_RULES, today)
    if not found:
        raise NoRulesError(today.isoformat())
    rules = found[-1]
    each = tuple(_effect(row, signed, lane) for row in rules.rows)
    times = [effect.at for effect in each if effect.at is not None]
    met = times and all(effect.at or effect.state is State.NOT_APPLICABLE for effect in each)
    earliest, latest = (min(times) if times else None), (max(times) if met else None)
    last = day_of(earliest) + timedelta(days=rules.confirmation["days"]) if earliest else None
    claim = _line(rules.latest, latest, day_of(latest) if latest else None)
    deadline = _line(rules.confirmation, earliest, last)
    return Effects(each, earliest, latest, last, (claim, deadline))


@dataclass(frozen=True, slots=True)
class _Rules:
    version: str
    valid_from: date
    valid_to: date | None
    rows: tuple[Row, ...]
    latest: Row
    confirmation: Row


def _effect(rule: Row, signed: Signed, lane: str) -> Effect:
    if rule["lanes"] is not None and lane not in rule["lanes"]:
        return Effect(rule["id"], rule["citation"], State.NOT_APPLICABLE, None, "")
    times = {need: _time(need, signed) for need in rule["needs"]}
    lacking = [need for need, at in times.items() if at is None]
    if lacking:
        state = State.NO_SEAL if lacking == ["seal"] else State.NOT_YET
        return Effect(rule["id"], rule["citation"], state, None, rule["says"][state])
    at = max(time for time in times.values() if time is not None)
    says = rule["says"][State.EFFECTIVE].format(clock=clock(at), day=printed_day(day_of(at)))
    return Effect(rule["id"], rule["citation"], State.EFFECTIVE, at, says)


def _time(need: str, signed: Signed) -> datetime | None:
    if need == "parties":
        return _last(signed.parties)
    return {"mediator": signed.mediator, "seal": signed.organisation_seal, "court": signed.court}[need]


def _last(times: Iterable[datetime | None]) -> datetime | None:
    """The last of all; None where one is missing, or there are none at all."""
    given = tuple(times)
    done = [at for at in given if at is not None]
    return max(done) if done and len(done) == len(given) else None


def _line(row: Row, at: datetime | None, on: date | None) -> Effect:
    if at is None or on is None:
        return Effect(row["id"], row["citation"], State.NOT_YET, None, row["not_yet"])
    says = row["effective"].format(clock=clock(at), day=printed_day(on))
    return Effect(row["id"], row["citation"], State.EFFECTIVE, at, says)


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
