"""The forms of an agreement as dated data, and the one spelling each value gets (domain.md §3.2, §6.3)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from agreements.agreement import Member
from agreements.draft import Part
from agreements.kinds import Choice, FieldSpec, FieldType, Kind, PartSpec, When
from agreements.refusals import Unfit
from law.dated import Row, day, in_force, rows, sentence
from law.money import Money, MoneyError
from law.plain_text import in_name

MOST_ROWS: Final = 36
"""Instalments of one clause; also the highest number behind a row's name."""

YEARS: Final = range(2000, 2101)
DATE: Final = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?", re.ASCII)
COUNT: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
RATE: Final = re.compile(r"(0|[1-9][0-9]?)(?:\.([0-9]{1,4}))?%?", re.ASCII)
COURT: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
ROW: Final = re.compile(r"([a-z_]+)\.([1-9][0-9]?)", re.ASCII)
BLANKS: Final = str.maketrans({"\t": " ", "\u00a0": " "})
"""What pasted text brings for a space; it looks like one and is taken for one."""


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of one version, one for each kind."""

    version: str
    valid_from: date
    valid_to: date | None
    parts: tuple[PartSpec, ...]

    def part(self, kind: Kind) -> PartSpec:
        """The form of that kind."""
        return next(spec for spec in self.parts if spec.kind is kind)

    def field(self, kind: Kind, name: str) -> FieldSpec:
        """The field of that name; a row is `due.1` …. Raises Unfit where the form has none."""
        row = ROW.fullmatch(name)
        if row is not None and int(row[2]) > MOST_ROWS:
            raise Unfit("field.unknown")
        for spec in self.part(kind).fields:
            if spec.name == (row[1] if row else name) and spec.rows is (row is not None):
                return spec
        raise Unfit("field.unknown")


class NoFormsError(LookupError):
    """No forms are in force on that day: ours to mend in `agreements/data/forms.json`."""


def forms_on(today: date) -> Forms:
    """The forms in force on that day. Raises NoFormsError if there are none."""
    found = in_force(_FORMS, today)
    if not found:
        raise NoFormsError(today.isoformat())
    return found[-1]


def value_of(part: Part, name: str) -> str:
    """What stands in that field; empty where nothing does."""
    entry = part.entries.get(name)
    return entry.value if entry else ""


def values_of(part: Part, spec: PartSpec) -> Mapping[str, str]:
    """Every field but the rows, with what stands in it, or the default; nothing where it does not belong there now."""
    said: dict[str, str] = {}
    for field in spec.fields:
        if not field.rows:
            here = field.when is None or field.when.holds(said[field.when.field])
            said[field.name] = (value_of(part, field.name) or field.default) if here else ""
    return said


def fields_of(part: Part, spec: PartSpec) -> tuple[FieldSpec, ...]:
    """The fields that belong to the form as the part is filled in now, rows too."""
    values = values_of(part, spec)
    return tuple(field for field in spec.fields if field.when is None or field.when.holds(values[field.when.field]))


def canonical(  # noqa: C901, PLR0911 - one line per type, nothing else
    spec: FieldSpec, typed: str, members: Iterable[Member]
) -> str:
    """The one spelling of what was typed; empty stays empty. Raises Unfit with the reason."""
    text = typed.strip()
    if not text:
        return ""
    match spec.type:
        case FieldType.LINE:
            return _line(text, spec.limit)
        case FieldType.TEXT:
            return _text(typed, spec.limit)
        case FieldType.MONEY:
            return _money(text)
        case FieldType.DATE:
            return _date(text)
        case FieldType.COUNT:
            return _count(text, spec.limit)
        case FieldType.RATE:
            return _rate(text)
        case FieldType.PARTY:
            return _one_of(text, {member.id for member in members if member.party is not None}, "party.unknown")
        case FieldType.CHOICE:
            return _one_of(text, {choice.value for choice in spec.choices}, "choice.unknown")
        case FieldType.COURT:
            return _court(text)
        case _:
            assert_never(spec.type)


def _line(text: str, limit: int) -> str:
    line = text.translate(BLANKS)
    if "\n" in line or "\r" in line:
        raise Unfit("text.one_line")
    return _readable(line, limit)


def _text(typed: str, limit: int) -> str:
    """Lines without blanks at their ends, and no empty lines around them."""
    lines = typed.replace("\r\n", "\n").translate(BLANKS).split("\n")
    return _readable("\n".join(line.rstrip(" ") for line in lines).strip("\n "), limit)


def _readable(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Unfit("text.too_long", limit=limit, count=len(text))
    if hidden := in_name(text.replace("\n", " ")):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return text


def _money(text: str) -> str:
    try:
        money = Money.parsed(text)
    except MoneyError as error:
        raise Unfit(error.code) from error
    if not money.fen:
        raise Unfit("money.zero")
    return money.text


def _date(text: str) -> str:
    found = DATE.fullmatch(text)
    try:
        on = date(*map(int, found.groups())) if found else None
    except ValueError:
        on = None
    if on is None:
        raise Unfit("date.shape")
    if on.year not in YEARS:
        raise Unfit("date.years", first=YEARS[0], last=YEARS[-1])
    return on.isoformat()


def _count(text: str, limit: int) -> str:
    if not COUNT.fullmatch(text) or int(text) > limit:
        raise Unfit("count.range", limit=limit)
    return text


def _rate(text: str) -> str:
    """Percent: no zeros behind, at most four decimals, above zero and below a hundred."""
    found = RATE.fullmatch(text)
    if found is None:
        raise Unfit("rate.shape")
    decimals = (found[2] or "").rstrip("0")
    rate = f"{found[1]}.{decimals}" if decimals else found[1]
    if rate == "0":
        raise Unfit("rate.shape")
    return rate


def _court(text: str) -> str:
    if not COURT.fullmatch(text):
        raise Unfit("court.unknown")
    return text


def _one_of(text: str, allowed: Iterable[str], code: str) -> str:
    if text not in allowed:
        raise Unfit(code)
    return text


def _forms(row: Row) -> Forms:
    parts = tuple(map(_part, row["parts"]))
    return Forms(row["version"], date.fromisoformat(row["valid_from"]), day(row["valid_to"]), parts)


def _part(row: Row) -> PartSpec:
    return PartSpec(Kind(row["kind"]), sentence(row["heading"]), tuple(map(_field, row["fields"])))


def _field(row: Row) -> FieldSpec:
    return FieldSpec(
        name=row["name"],
        type=FieldType(row["type"]),
        label=sentence(row["label"]),
        required=row.get("required", False),
        rows=row.get("rows", False),
        limit=row.get("limit", 200),
        choices=tuple(Choice(choice["value"], sentence(choice["label"])) for choice in row.get("choices", ())),
        default=row.get("default", ""),
        when=When(row["when"]["field"], tuple(row["when"]["values"])) if "when" in row else None,
    )


_FORMS: Final = tuple(map(_forms, rows("forms.json", package="agreements")))
