"""The papers a person can show and what their numbers look like, as dated data (domain.md §3.0 `id_type`).

Only GB 11643 numbers are refused when they do not fit. Of the others we know the usual form, and say so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.findings import Finding, found, in_number_field, in_text_field
from law.identity_numbers import Gender, birth_date, check_id_no, gender
from law.sentence import Sentence

RESIDENT_ID: Final = "resident_id"
NUMBER_CHARACTERS: Final = 30
GB11643_CHARACTERS: Final = 18

SENTENCES: Final[Mapping[str, Sentence]] = {
    "id_type.unknown": Sentence(
        "没有这种证件类型，请重新选择。", "There is no such type of document; please choose again."
    ),
    "id_no.unusual": Sentence(
        "号码与{kind}通常的写法不同：{shape_zh}请与证件核对。",
        "The number is unusual for this document: {shape_en} Please compare it.",
    ),
    "birth_date.future": Sentence("出生日期还没有到，请核对。", "The birth date lies in the future; please check."),
    "birth_date.differs": Sentence(
        "出生日期与身份证号码不一致，请核对。", "The birth date is not that of the ID number; please check."
    ),
    "gender.differs": Sentence(
        "性别与身份证号码不一致，请核对。", "The gender is not that of the ID number; please check."
    ),
}


@dataclass(frozen=True, slots=True)
class IdType:
    """One kind of paper. `gb11643`: a number of 18 characters follows that standard. `pattern` None: no other form."""

    id: str
    zh: str
    en: str
    pattern: str | None
    gb11643: bool
    shape: Sentence
    settled: bool
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Holder:
    """What somebody's paper and the form say of one person; None: not known."""

    id_type: str
    id_no: str | None
    gender: Gender | None = None
    birth_date: date | None = None


def id_types(on: date) -> tuple[IdType, ...]:
    """What can be chosen on that day, in the order of the list."""
    return in_force(_ID_TYPES, on)


def id_type(type_id: str, on: date) -> IdType | None:
    """That type as it stands on that day; None: there is none."""
    return next((one for one in id_types(on) if one.id == type_id), None)


def tells_birth(kind: IdType, id_no: str) -> bool:
    """Whether the number follows GB 11643, where gender and birth date stand in it."""
    return kind.gb11643 and (kind.pattern is None or len(id_no) == GB11643_CHARACTERS)


def in_identity(holder: Holder, *, today: date) -> Iterator[Finding]:
    """The number by the rules of its paper, then whether gender and birth date agree with it (AT-51).

    The number itself is never in a sentence.
    """
    kind = id_type(holder.id_type, today)
    wrong = tuple(_in_number(kind, holder.id_no, today)) if holder.id_no is not None else ()
    if kind is None:
        yield found("id_type", "id_type.unknown", SENTENCES["id_type.unknown"])
    yield from wrong
    if holder.birth_date is not None and holder.birth_date > today:
        yield found("birth_date", "birth_date.future", SENTENCES["birth_date.future"])
    if kind and holder.id_no is not None and not wrong and tells_birth(kind, holder.id_no):
        yield from _against_number(holder, holder.id_no)


def _in_number(kind: IdType | None, id_no: str, today: date) -> Iterator[Finding]:
    if kind is not None and tells_birth(kind, id_no):
        yield from in_number_field("id_no", id_no, lambda number: check_id_no(number, today=today))
    elif unreadable := tuple(in_text_field("id_no", id_no, NUMBER_CHARACTERS)):
        yield from unreadable
    elif kind is not None and re.fullmatch(kind.pattern or "", id_no) is None:
        shape = {"kind": kind.zh, "shape_zh": kind.shape.zh, "shape_en": kind.shape.en}
        yield found("id_no", "id_no.unusual", SENTENCES["id_no.unusual"], blocks=False, **shape)


def _against_number(holder: Holder, id_no: str) -> Iterator[Finding]:
    born, sex = birth_date(id_no), gender(id_no)
    if holder.gender not in {None, sex}:
        yield found("gender", "gender.differs", SENTENCES["gender.differs"], offer=sex)
    if holder.birth_date not in {None, born}:
        yield found("birth_date", "birth_date.differs", SENTENCES["birth_date.differs"], offer=born.isoformat())


def _id_type(row: Row) -> IdType:
    return IdType(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        pattern=row["pattern"],
        gb11643=row["gb11643"],
        shape=sentence(row["shape"]),
        settled=row["settled"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


_ID_TYPES: Final = tuple(map(_id_type, rows("id_types.json")))
