"""Those who come to the table: natural persons, companies and who speaks for them (domain.md §3.0).

The values hold what was typed, unchanged. `findings` says what is wrong or doubtful; nothing is mended silently.
None: not known (yet).
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from typing import Final

from law.entity_types import in_entity_type_field
from law.findings import (
    ADDRESS_CHARACTERS,
    TITLE_CHARACTERS,
    Finding,
    in_email_field,
    in_name_field,
    in_number_field,
    in_phone_field,
    in_text_field,
)
from law.id_types import RESIDENT_ID, Holder, in_identity
from law.identity_numbers import Gender, check_uscc

LEFT_OUT: Final = {"exclude_if": lambda value: value is None}
DEFAULT_LEFT_OUT: Final = {"exclude_if": lambda value: value == RESIDENT_ID}
"""Who stores these values leaves out such a field while it says nothing, so that older states keep their bytes."""


@dataclass(frozen=True, slots=True)
class NaturalPerson:
    """自然人. `id_type` is one of `law.id_types`; `domicile` 住址, `habitual_residence` 经常居住地."""

    name: str
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None
    _: KW_ONLY
    gender: Gender | None = field(default=None, metadata=LEFT_OUT)
    birth_date: date | None = field(default=None, metadata=LEFT_OUT)
    ethnicity: str | None = field(default=None, metadata=LEFT_OUT)
    id_type: str = field(default=RESIDENT_ID, metadata=DEFAULT_LEFT_OUT)
    employer: str | None = field(default=None, metadata=LEFT_OUT)
    occupation: str | None = field(default=None, metadata=LEFT_OUT)
    domicile: str | None = field(default=None, metadata=LEFT_OUT)
    habitual_residence: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Representative:
    """法定代表人或负责人, or who comes in that place; `title` is 职务."""

    name: str
    title: str
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None
    _: KW_ONLY
    gender: Gender | None = field(default=None, metadata=LEFT_OUT)
    birth_date: date | None = field(default=None, metadata=LEFT_OUT)
    id_type: str = field(default=RESIDENT_ID, metadata=DEFAULT_LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Entity:
    """法人或非法人组织. `entity_type` is one of `law.entity_types`; `domicile` 住所, `contact` 联系人."""

    name: str
    uscc: str
    representative: Representative
    _: KW_ONLY
    domicile: str | None = field(default=None, metadata=LEFT_OUT)
    entity_type: str | None = field(default=None, metadata=LEFT_OUT)
    contact: NaturalPerson | None = field(default=None, metadata=LEFT_OUT)


Party = NaturalPerson | Entity


def findings(party: Party, *, today: date) -> tuple[Finding, ...]:
    """What is wrong or doubtful, in the order of the form; paths like `representative.id_no`. Empty: all is well."""
    match party:
        case NaturalPerson():
            return tuple(_natural_person(party, today))
        case Entity():
            return tuple(_entity(party, today))


def _natural_person(person: NaturalPerson, today: date) -> Iterator[Finding]:
    yield from _human(person, today)
    for name in ("ethnicity", "employer", "occupation"):
        yield from in_text_field(name, getattr(person, name))
    for name in ("domicile", "habitual_residence"):
        yield from in_text_field(name, getattr(person, name), ADDRESS_CHARACTERS)


def _entity(entity: Entity, today: date) -> Iterator[Finding]:
    yield from in_name_field("name", entity.name)
    yield from in_number_field("uscc", entity.uscc, check_uscc)
    yield from in_text_field("domicile", entity.domicile, ADDRESS_CHARACTERS)
    yield from in_entity_type_field("entity_type", entity.entity_type, entity.uscc, today=today)
    yield from _inside("representative", in_name_field("title", entity.representative.title, TITLE_CHARACTERS))
    yield from _inside("representative", _human(entity.representative, today))
    if entity.contact is not None:
        yield from _inside("contact", _natural_person(entity.contact, today))


def _inside(path: str, findings_there: Iterator[Finding]) -> Iterator[Finding]:
    return (replace(finding, path=f"{path}.{finding.path}") for finding in findings_there)


def _human(person: NaturalPerson | Representative, today: date) -> Iterator[Finding]:
    yield from in_name_field("name", person.name)
    holder = Holder(person.id_type, person.id_no, person.gender, person.birth_date)
    yield from in_identity(holder, today=today)
    yield from in_email_field("email", person.email)
    yield from in_phone_field("phone", person.phone)
