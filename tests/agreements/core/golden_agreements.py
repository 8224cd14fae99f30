"""Reads `tests/agreements/golden/linter`, written from the law by somebody who had not seen the linter."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from agreements.agreement import Agreement, Capacity, Drafting, Matter, Member
from agreements.dossier import Court, Dossier, Organisation, Worker
from agreements.draft import Draft, Entry, Part
from agreements.effect import Signed
from agreements.glyphs import unprintable
from agreements.ids import AgreementId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.means import Means
from agreements.members import HEAD, own_part, seated
from agreements.render import SYSTEM_FONTS
from agreements.render.fonts import Face, fonts_of
from agreements.standing import Signs, Standing
from law.causes import cause
from law.identity_numbers import Gender
from law.local_parameters import LocalParameters
from law.people import Entity, NaturalPerson, Party, Representative

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "linter"
SEEN: Final = datetime(2026, 1, 1, tzinfo=UTC)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One agreement, and what a careful lawyer would say of it."""

    id: str
    row: Row
    agreement: Agreement
    draft: Draft
    dossier: Dossier
    today: date
    means: Means
    signed: Signed | None

    @property
    def hard(self) -> bool:
        """Whether patterns may miss it."""
        return bool(self.row.get("hard"))

    @property
    def may(self) -> frozenset[str]:
        """Rules whose further findings are accepted."""
        return frozenset(self.row["may"])

    @property
    def must_not(self) -> frozenset[str]:
        """The trap."""
        return frozenset(self.row["must_not"])


def samples(folder: str) -> list[Sample]:
    """All of `bad` or `good`, in order."""
    return [_sample(json.loads(path.read_text(encoding="utf-8"))) for path in sorted((GOLDEN / folder).glob("*.json"))]


def printable(texts: Iterable[str]) -> tuple[str, ...]:
    """What the body face lacks."""
    return unprintable(texts, fonts_of(SYSTEM_FONTS).glyphs[Face.BODY])


def signed_of(row: Row | None) -> Signed | None:
    """The times as `effects_of` takes them."""
    if row is None:
        return None
    parties = tuple(map(_time, row["parties"]))
    return Signed(parties, _time(row["mediator"]), _time(row["organisation_seal"]), _time(row["court"]))


def dossier_of(row: Row) -> Dossier:
    """What the house knows besides the draft."""
    organisation, court, members = row["organisation"], row["court"], row.get("members", ())
    return Dossier(
        lane=row["lane"],
        cause=row["cause"],
        place=row["place"],
        organisation=Organisation(organisation["kind"], organisation["district"], organisation["has_seal"]),
        workers={SignerId(one["id"]): _worker(one["worker"]) for one in members if one.get("worker")},
        districts={SignerId(one["id"]): one["district"] for one in members if one.get("district")},
        court=_court(court) if court else None,
    )


def _sample(row: Row) -> Sample:
    today = date.fromisoformat(row["today"])
    members = seated(map(_member, row["members"]))
    named = cause(row["cause"], today)
    matter = Matter(
        case_no="（2026）西劳调字第00001号",
        number="（2026）西劳调协字第00001号",
        organisation=row["organisation"]["name"],
        cause=named.zh if named else row["cause"],
        lane=row["lane"],
        accepted_on=row["accepted_on"],
        room="room",
    )
    draft = Draft(tuple(_parts(row, members)))
    parameters = LocalParameters([{"place": place, **wages} for place, wages in row["parameters"].items()])
    return Sample(
        id=row["id"],
        row=row,
        agreement=Agreement(AgreementId(row["id"]), matter, members, Drafting(draft)),
        draft=draft,
        dossier=dossier_of(row),
        today=today,
        means=Means(parameters=parameters, unprintable=printable),
        signed=signed_of(row.get("signed")),
    )


def _parts(row: Row, members: tuple[Member, ...]) -> Iterable[Part]:
    mediator = next(one.id for one in members if one.capacity is Capacity.MEDIATOR)
    yield Part(HEAD, Kind.HEAD, _entries(row["head"], mediator))
    yield from (own_part(one, mediator, SEEN) for one in members if one.party is not None)
    for clause in row["clauses"]:
        yield Part(PartId(clause["id"]), Kind(clause["kind"]), _entries(clause["values"], mediator))


def _entries(values: Mapping[str, str], by: SignerId) -> dict[str, Entry]:
    return {name: Entry(value, 1, by, SEEN) for name, value in values.items()}


def _member(row: Row) -> Member:
    right = row["standing"]
    standing = Standing(Signs(right["by"]), frozenset(right["items"]), right["papers_seen"])
    party = _party(row) if row["capacity"] != "mediator" else None
    in_person: str = party.representative.name if isinstance(party, Entity) else row["name"]
    return Member(
        id=SignerId(row["id"]),
        capacity=Capacity(row["capacity"]),
        name=row.get("signer", in_person),
        field=FieldName(""),
        party=party,
        identity=row["identity"],
        standing=standing,
    )


def _party(row: Row) -> Party:
    if row["kind"] == "entity":
        who = row["representative"]
        return Entity(row["name"], row["uscc"], Representative(who["name"], who["title"]), domicile=row["domicile"])
    return NaturalPerson(
        row["name"],
        row["id_no"],
        gender=Gender(row["gender"]),
        birth_date=date.fromisoformat(row["birth_date"]),
        id_type=row["id_type"],
        domicile=row["domicile"],
    )


def _worker(row: Row) -> Worker:
    return Worker(
        hired=_day(row["hired"]),
        left=_day(row["left"]),
        average_wage=_money(row["average_wage"]),
        injury_grade=row["injury_grade"],
        contribution_wage=_money(row["contribution_wage"]),
        insured=row["insured"],
        full_capacity=row["full_capacity"],
        foreign=row["foreign"],
        work_permit=row["work_permit"],
    )


def _court(row: Row) -> Court:
    return Court(row["id"], row.get("name", ""), row["district"], row["basis"], row["accepts"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
