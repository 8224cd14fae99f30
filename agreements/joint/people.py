"""Who applies, as courts print people: 姓名，性别，出生，民族，证件，单位，住址，联系方式."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.agreement import Capacity, Member
from agreements.document import SignatureField
from agreements.ids import SignerId
from agreements.joint.form import Choice, ServiceAddress, Status, Way
from agreements.joint.refusals import Unfit, Unmet
from agreements.members import PLATFORM, on_behalf_of
from agreements.standing import Signs
from agreements.templates import filled, numeral
from law.beijing import printed_day
from law.dated import Row
from law.id_types import id_type, tells_birth
from law.identity_numbers import Gender, IdNoError, birth_date, gender
from law.people import Entity, NaturalPerson, Representative

USUAL = {
    Capacity.APPLICANT: Status.PLAINTIFF,
    Capacity.RESPONDENT: Status.DEFENDANT,
    Capacity.THIRD: Status.THIRD,
}


@dataclass(frozen=True, slots=True)
class Petitioner:
    """One who applies: who signs for them, where they live, what they said of their service address."""

    member: Member
    domicile: str
    """As on file; empty: not known."""
    address: ServiceAddress

    @property
    def name(self) -> str:
        """Who is bound: the company behind a representative, else the person."""
        return self.member.party.name if self.member.party else self.member.name


def status_of(statuses: Mapping[SignerId, Status], one: Member) -> Status:
    """How that party stands in the suit; unless it was said, as sides in mediation mostly do."""
    return statuses.get(one.id, USUAL.get(one.capacity, Status.THIRD))


def require_sides(choice: Choice, everybody: Iterable[Member]) -> None:
    """A suit has a plaintiff and a defendant; raises Unfit where the statuses leave one of them out."""
    filed = {status_of(choice.statuses, one) for one in everybody}
    if choice.way is not Way.CONFIRMATION and not {Status.PLAINTIFF, Status.DEFENDANT} <= filed:
        raise Unfit("application.statuses")


def require_principals(everybody: Iterable[Member]) -> None:
    """Whoever is there by an agent alone is named; raises Unmet with the agents' names where an agreement names none.

    An agent applies in the principal's name, never in the own (民法典 §162).
    """
    agents = [one.name for one in everybody if one.standing.by is Signs.AGENT and not on_behalf_of(one)]
    if agents:
        raise Unmet("application.principal", names="、".join(agents))


def headings(texts: Row, choice: Choice, everybody: tuple[Petitioner, ...]) -> tuple[str, ...]:
    """申请人一, 申请人二: both sides apply; in a suit 原告, 被告. Numbered where there are several."""
    words = [texts["parties"][_standing(choice, one)] for one in everybody]
    return tuple(
        word if words.count(word) == 1 else word + numeral(words[: at + 1].count(word)) for at, word in enumerate(words)
    )


def _standing(choice: Choice, one: Petitioner) -> str:
    """A guarantor stands beside the suit: neither party nor third person (民事调解规定 §9)."""
    if choice.way is Way.CONFIRMATION:
        return "applicant"
    return "guarantor" if one.member.capacity is Capacity.GUARANTOR else status_of(choice.statuses, one.member)


def paragraphs(texts: Row, heading: str, one: Petitioner, today: date) -> tuple[str, ...]:
    """The party, then who speaks or signs for it, a line each."""
    party = one.member.party
    if isinstance(party, Entity):
        values = {"name": party.name, "domicile": one.domicile, "uscc": party.uscc}
        human = party.representative
        own = {"title": human.title, "name": human.name, **_identity(texts, human, today), "phone": human.phone or ""}
        lines = [f"{heading}：{filled(texts['entity'], values)}", filled(texts["representative"], own)]
        name = human.name
    else:
        person = party or NaturalPerson(one.member.name)
        lines = [f"{heading}：{filled(texts['person'], _person(texts, person, one.domicile, today))}"]
        name = person.name
    return (*lines, *([filled(texts["agent"], {"name": one.member.name})] if one.member.name != name else []))


def fields_of(texts: Row, heads: tuple[str, ...], everybody: tuple[Petitioner, ...]) -> tuple[SignatureField, ...]:
    """The platform's, then one for each who signs."""
    platform = SignatureField(PLATFORM, "platform", texts["labels"]["platform"], "", "", "")
    return (platform, *(_field(texts, head, one.member) for head, one in zip(heads, everybody, strict=True)))


def _field(texts: Row, head: str, one: Member) -> SignatureField:
    behalf = on_behalf_of(one)
    title = one.party.representative.title if isinstance(one.party, Entity) else "委托代理人"
    if isinstance(one.party, Entity) and one.party.representative.name != one.name:
        title = "委托代理人"
    label = filled(texts["labels"]["entity" if behalf else "person"], {"heading": head, "title": title})
    return SignatureField(one.field, "party", label, one.id, one.name, behalf)


def _person(texts: Row, person: NaturalPerson, domicile: str, today: date) -> dict[str, str]:
    birth, sex = _known(person, today)
    return {
        "name": person.name,
        "gender": texts["genders"][sex.value] if sex else "",
        "birth": printed_day(birth) if birth else "",
        "ethnicity": (person.ethnicity or "").removesuffix("族"),
        **_identity(texts, person, today),
        "employer": person.employer or "",
        "occupation": person.occupation or "",
        "domicile": domicile,
        "habitual": person.habitual_residence or "",
        "phone": person.phone or "",
    }


def _identity(texts: Row, person: NaturalPerson | Representative, today: date) -> dict[str, str]:
    """The number under the name of its paper; nothing where none is on file."""
    if person.id_no is None:
        return {}
    labels = texts["id_no_labels"]
    paper = id_type(person.id_type, today)
    label = filled(labels.get(person.id_type, labels["other"]), {"paper": paper.zh if paper else labels["unknown"]})
    return {"id_label": label, "id_no": person.id_no}


def _known(person: NaturalPerson, today: date) -> tuple[date | None, Gender | None]:
    paper = id_type(person.id_type, today)
    if person.id_no is not None and paper is not None and tells_birth(paper, person.id_no):
        try:
            return birth_date(person.id_no), gender(person.id_no)
        except IdNoError:
            return person.birth_date, person.gender
    return person.birth_date, person.gender
