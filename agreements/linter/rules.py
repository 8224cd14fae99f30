"""The texts, patterns and numbers of the linter as dated data (`agreements/data/linter.json`).

In patterns and in what they are held against, Ⓦ stands for a worker, Ⓔ for an employer, Ⓣ for a third person and Ⓖ for
a guarantor, whether the text has the name or the role; titles in 《》 are left empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.linter.finding import Finding, Level, Mend
from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence

TERMS: Final = frozenset(Kind) - {Kind.HEAD, Kind.PARTY}


@dataclass(frozen=True, slots=True)
class Saying:
    """What a finding of one code says."""

    rule: str
    level: Level
    citations: tuple[str, ...]
    says: Sentence
    mend: Sentence | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence that has one of `any` and none of `unless`, in such fields of such clauses, gives `code`."""

    code: str
    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    kinds: frozenset[Kind]
    fields: frozenset[str]
    """Empty: all that people write themselves, but exceptions."""
    lanes: frozenset[str]
    """Empty: all."""
    raw: bool
    """Held against the text as written, titles and all."""
    court: bool
    """Only where the draft names a court to be asked for confirmation."""

    def found(self, text: str) -> bool:
        """Whether this sentence is meant."""
        return any(each.search(text) for each in self.any) and not any(each.search(text) for each in self.unless)


@dataclass(frozen=True, slots=True)
class Burden:
    """How a text burdens somebody who does not sign."""

    verbs: re.Pattern[str]
    outsiders: re.Pattern[str]
    company: re.Pattern[str]
    office: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All of one version."""

    version: str
    valid_from: date
    valid_to: date | None
    numbers: Mapping[str, Decimal]
    sayings: Mapping[str, Saying]
    patterns: tuple[Pattern, ...]
    vague: tuple[re.Pattern[str], ...]
    burden: Burden
    words: Mapping[str, re.Pattern[str]]

    def said(self, code: str, part: PartId, field: str | None = None, **data: object) -> Finding:
        """The finding of that code there; `mend` says what to do where the data has a way."""
        saying = self.sayings[code]
        mend = Mend(_filled(saying.mend, data)) if saying.mend else None
        says = _filled(saying.says, data)
        return Finding(saying.rule, code, part, field, saying.level, says.zh, says.en, saying.citations, mend)


class NoRulesError(LookupError):
    """No rules are in force on that day: ours to mend in `agreements/data/linter.json`."""


def rules_on(today: date) -> Rules:
    """The rules in force on that day. Raises NoRulesError if there are none."""
    found = in_force(_RULES, today)
    if not found:
        raise NoRulesError(today.isoformat())
    return found[-1]


def _filled(text: Sentence, data: Mapping[str, object]) -> Sentence:
    return Sentence(text.zh.format_map(data), text.en.format_map(data))


def _rules(row: Row) -> Rules:
    return Rules(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        numbers={name: Decimal(number) for name, number in row["numbers"].items()},
        sayings={code: _saying(each) for code, each in row["sentences"].items()},
        patterns=tuple(map(_pattern, row["patterns"])),
        vague=_compiled(row["vague"]),
        burden=_burden(row["burden"]),
        words={name: re.compile(_either(each)) for name, each in row["words"].items()},
    )


def _saying(row: Row) -> Saying:
    mend = sentence(row["mend"]) if row["mend"] else None
    return Saying(row["rule"], Level(row["level"]), tuple(row["citations"]), sentence(row), mend)


def _pattern(row: Row) -> Pattern:
    return Pattern(
        code=row["code"],
        any=_compiled(row["any"]),
        unless=_compiled(row.get("unless", ())),
        kinds=frozenset(map(Kind, row["kinds"])) if "kinds" in row else TERMS | {Kind.HEAD},
        fields=frozenset(row.get("fields", ())),
        lanes=frozenset(row.get("lanes", ())),
        raw=row.get("raw", False),
        court=row.get("court", False),
    )


def _burden(row: Row) -> Burden:
    return Burden(
        verbs=re.compile(row["verbs"]),
        outsiders=re.compile(_either(row["outsiders"])),
        company=re.compile(row["company"]),
        office=re.compile(row["office"]),
        unless=_compiled(row["unless"]),
    )


def _compiled(texts: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, texts))


def _either(texts: str | list[str]) -> str:
    return texts if isinstance(texts, str) else "|".join(texts)


_RULES: Final = tuple(map(_rules, rows("linter.json", package="agreements")))
