"""企业类型 of an organisation, as dated data (domain.md §3.0), with the credit codes that such ones have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows
from law.findings import Finding, found
from law.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "entity_type.unknown": Sentence(
        "没有这种单位类型，请重新选择。", "There is no such type of organisation; please choose again."
    ),
    "entity_type.differs": Sentence(
        "按统一社会信用代码，单位类型一般应是“{type_zh}”，请核对。",
        "By its credit code this is as a rule another type of organisation: {type_en}. Please check.",
    ),
}


@dataclass(frozen=True, slots=True)
class EntityType:
    """One type. `uscc`: how credit codes of such organisations begin (department and category); empty: any."""

    id: str
    zh: str
    en: str
    uscc: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: str


def entity_types(on: date) -> tuple[EntityType, ...]:
    """What can be chosen on that day, in the order of the list."""
    return in_force(_ENTITY_TYPES, on)


def in_entity_type_field(path: str, type_id: str | None, uscc: str, *, today: date) -> Iterator[Finding]:
    """Whether the type exists and goes with the credit code. None: not known."""
    kinds = entity_types(today)
    told = next((one for one in kinds if uscc[:2] in one.uscc), None)
    if type_id is None:
        return
    if type_id not in {one.id for one in kinds}:
        yield found(path, "entity_type.unknown", SENTENCES["entity_type.unknown"])
    elif told and type_id not in {told.id, "other"}:
        data = {"type_zh": told.zh, "type_en": told.en}
        yield found(path, "entity_type.differs", SENTENCES["entity_type.differs"], blocks=False, offer=told.id, **data)


def _entity_type(row: Row) -> EntityType:
    return EntityType(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        uscc=tuple(row["uscc"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


_ENTITY_TYPES: Final = tuple(map(_entity_type, rows("entity_types.json")))
