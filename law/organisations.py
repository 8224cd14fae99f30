"""Who mediates and which court stands behind it: what is published of them and printed (domain.md §3.0; 规则 §5)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows
from law.findings import ADDRESS_CHARACTERS, Finding, found, in_name_field, in_phone_field, in_text_field
from law.identity_numbers import UsccError, check_uscc
from law.sentence import Sentence

CODE_CHARACTERS: Final = 50
USCC_CHARACTERS: Final = 18
DISTRICT: Final = re.compile("[1-9][0-9]{5}")

SENTENCES: Final[Mapping[str, Sentence]] = {
    "organisation.kind_unknown": Sentence(
        "没有这种调解组织类型，请重新选择。", "There is no such kind of organisation; please choose again."
    ),
    "organisation.fee": Sentence(
        "{kind}调解不收取任何费用（{basis}）。", "{kind_en}: mediation is free of charge ({basis})."
    ),
    "organisation.fee_unknown": Sentence(
        "是否收费应当公布，还没有填写。", "Whether a fee is charged must be published; it is not filled in yet."
    ),
    "organisation.code": Sentence(
        "18位的号码不是有效的统一社会信用代码，请核对；登记号可以保留。",
        "These 18 characters are no valid credit code; please check. A registration number may stay.",
    ),
    "mediator.fields_empty": Sentence(
        "擅长领域应当公布，还没有填写。", "Fields of expertise must be published; none is filled in yet."
    ),
    "court.district": Sentence(
        "行政区划代码是6位数字，例如330106。", "An administrative code has six digits, such as 330106."
    ),
    "court.name": Sentence(
        "法院名称一般以“法院”结尾，请核对。", "A court's name as a rule ends with 法院; please check."
    ),
}


class CourtLevel(StrEnum):
    """Levels of the people's courts."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    HIGH = "high"
    SUPREME = "supreme"


@dataclass(frozen=True, slots=True)
class Court:
    """A court; `code` as the platform or the case numbers have it.

    `district`: administrative code of its seat (GB/T 2260, six digits), which tells whether it is competent (LR-13).
    """

    name: str
    code: str
    level: CourtLevel
    district: str | None = None


@dataclass(frozen=True, slots=True)
class MediationOrg:
    """A mediation organisation. `kind` is an id of `organisation_kinds`; `code` credit code or registration number.

    `register_no` 特邀调解组织证号, `inviting_court` the court's code, `seal_serial` 电子印章编号.
    None: not known, or none.
    """

    name: str
    kind: str
    code: str | None = None
    address: str | None = None
    register_no: str | None = None
    inviting_court: str | None = None
    seal_serial: str | None = None
    charges_fee: bool | None = None


@dataclass(frozen=True, slots=True)
class MediatorProfile:
    """A mediator as published (规则 §5, AT-28). `register_no` 特邀调解员证号; `fields` 擅长领域."""

    name: str
    organisation: str
    register_no: str | None = None
    phone: str | None = None
    fields: tuple[str, ...] = ()
    charges_fee: bool | None = None


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """One kind of organisation. `free`: the law lets it take no fee."""

    id: str
    zh: str
    en: str
    free: bool
    basis: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: str


def organisation_kinds(on: date) -> tuple[OrganisationKind, ...]:
    """What can be chosen on that day, in the order of the list."""
    return in_force(_KINDS, on)


def organisation_findings(organisation: MediationOrg, *, today: date) -> tuple[Finding, ...]:
    """What is wrong or doubtful, in the order of the form."""
    return tuple(_organisation(organisation, today))


def mediator_findings(mediator: MediatorProfile) -> tuple[Finding, ...]:
    """What is wrong or doubtful, in the order of the form; a field of expertise as `fields.2`."""
    return tuple(_mediator(mediator))


def court_findings(court: Court) -> tuple[Finding, ...]:
    """What is wrong or doubtful, in the order of the form."""
    return tuple(_court(court))


def _organisation(one: MediationOrg, today: date) -> Iterator[Finding]:
    yield from in_name_field("name", one.name)
    kind = next((kind for kind in organisation_kinds(today) if kind.id == one.kind), None)
    if kind is None:
        yield found("kind", "organisation.kind_unknown", SENTENCES["organisation.kind_unknown"])
    yield from in_text_field("code", one.code, CODE_CHARACTERS)
    if one.code and len(one.code) == USCC_CHARACTERS and not _is_uscc(one.code):
        yield found("code", "organisation.code", SENTENCES["organisation.code"], blocks=False)
    yield from in_text_field("address", one.address, ADDRESS_CHARACTERS)
    for name in ("register_no", "inviting_court", "seal_serial"):
        yield from in_text_field(name, getattr(one, name), CODE_CHARACTERS)
    if one.charges_fee and kind and kind.free:
        words, basis = SENTENCES["organisation.fee"], kind.basis[0]
        yield found("charges_fee", "organisation.fee", words, kind=kind.zh, kind_en=kind.en, basis=basis)
    yield from _fee_unknown(one.charges_fee)


def _mediator(one: MediatorProfile) -> Iterator[Finding]:
    yield from in_name_field("name", one.name)
    yield from in_name_field("organisation", one.organisation)
    yield from in_text_field("register_no", one.register_no, CODE_CHARACTERS)
    yield from in_phone_field("phone", one.phone)
    for index, text in enumerate(one.fields):
        yield from in_text_field(f"fields.{index}", text)
    if not one.fields:
        yield found("fields", "mediator.fields_empty", SENTENCES["mediator.fields_empty"], blocks=False)
    yield from _fee_unknown(one.charges_fee)


def _court(one: Court) -> Iterator[Finding]:
    yield from in_name_field("name", one.name)
    if not one.name.strip().endswith("法院"):
        yield found("name", "court.name", SENTENCES["court.name"], blocks=False)
    yield from in_text_field("code", one.code, CODE_CHARACTERS)
    if one.district is not None and not DISTRICT.fullmatch(one.district):
        yield found("district", "court.district", SENTENCES["court.district"])


def _fee_unknown(charges_fee: bool | None) -> Iterator[Finding]:  # noqa: FBT001 - a field's value, no switch
    if charges_fee is None:
        yield found("charges_fee", "organisation.fee_unknown", SENTENCES["organisation.fee_unknown"], blocks=False)


def _is_uscc(code: str) -> bool:
    try:
        check_uscc(code)
    except UsccError:
        return False
    return True


def _kind(row: Row) -> OrganisationKind:
    return OrganisationKind(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        free=row["free"],
        basis=tuple(row["basis"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


_KINDS: Final = tuple(map(_kind, rows("organisation_kinds.json")))
