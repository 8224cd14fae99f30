"""From draft to document: everything that will be printed, as data (domain.md §3.2)."""

from datetime import date
from typing import Final

from agreements.agreement import Agreement, Capacity, Member
from agreements.ceremony_terms import terms_on
from agreements.document import SCHEMA, Document, Layout, PrintedParty, PrintedTerm, Section, SignatureField
from agreements.dossier import Dossier
from agreements.draft import Draft, Part
from agreements.forms import value_of, values_of
from agreements.kinds import REASONS, Kind
from agreements.linter import blocking
from agreements.means import PLAIN, Means
from agreements.members import PLATFORM, mediator, on_behalf_of, parties
from agreements.performance import performance
from agreements.refusals import Unfit, Unmet
from agreements.routes import paragraphs, routes
from agreements.schedule import plan_of, schedule
from agreements.templates import filled, numeral
from agreements.wording import (
    OFFICIAL,
    Basis,
    Desk,
    desk,
    heading,
    name_of,
    opening,
    particulars,
    party_sentence,
    representative,
    term_heading,
    term_text,
)
from law.people import Entity

KINDS: Final = {
    Capacity.GUARANTOR: "guarantor",
    Capacity.MEDIATOR: "mediator",
    Capacity.ORGANISATION: "organisation",
}
"""Of signature fields; every other capacity's is `party`."""


def complete(agreement: Agreement, draft: Draft, *, today: date, means: Means = PLAIN) -> None:
    """Raises Unmet `draft.incomplete` while anything blocks freezing, by the days and faces of that house."""
    found = blocking(agreement, draft, today, means=means)
    if found:
        raise Unmet("draft.incomplete", count=len(found))


def is_partial(draft: Draft) -> bool:
    """Whether it settles only a part of what is in dispute."""
    return value_of(draft.parts[0], "scope") == "partial"


def document_of(
    agreement: Agreement,
    draft: Draft,
    *,
    today: date,
    court_name: str = "",
    basis: Basis = OFFICIAL,
    dossier: Dossier | None = None,
    means: Means | None = None,
) -> Document:
    """The agreement of the next round, complete. Raises Unmet while something blocks, Unfit for a court without name.

    `court_name` belongs to the court id in the head; empty where none was chosen. `dossier`: what the routes rest on.
    `means`: what may block by them; None: the days of `basis` alone.
    """
    complete(agreement, draft, today=today, means=means or Means(basis.calendar))
    court = value_of(draft.parts[0], "court")
    if court and not court_name:
        raise Unfit("court.unknown")
    at = desk(agreement, today, basis=basis)
    matter = agreement.matter
    return Document(
        schema=SCHEMA,
        agreement=agreement.id,
        round=agreement.round + 1,
        number=matter.number,
        case_no=matter.case_no,
        organisation=matter.organisation,
        title=at.template.texts["title"],
        mediator=mediator(agreement).name,
        cause=matter.cause,
        court_id=court,
        court_name=court_name if court else "",
        parties=tuple(_party(at, draft, one) for one in parties(agreement)),
        opening=opening(at, draft, today),
        facts=_facts(at, draft.parts[0]),
        terms_lead=at.template.texts["terms_lead_partial" if is_partial(draft) else "terms_lead"],
        terms=tuple(_term(at, number, part) for number, part in enumerate(draft.clauses, start=1)),
        performance=performance(at, draft),
        closing_sections=_closing(at, draft, today, court_name if court else "", dossier),
        fields=_fields(at),
        frozen_on=today.isoformat(),
        template=at.template.name,
        layout=Layout(**at.template.texts["layout"]),
    )


def _party(at: Desk, draft: Draft, member: Member) -> PrintedParty:
    return PrintedParty(
        signer=member.id,
        capacity=member.capacity,
        heading=heading(at, member),
        name=name_of(member),
        sentence=party_sentence(at, draft, member),
        representative=representative(at, member),
        particulars=particulars(at, draft, member),
    )


def _facts(at: Desk, head: Part) -> Section:
    texts = at.template.texts
    told = _paragraphs(value_of(head, "facts"))
    agreed = _paragraphs(value_of(head, "undisputed"))
    return Section("facts", texts["facts"], (*told, *((texts["undisputed"], *agreed) if agreed else ())))


def _term(at: Desk, number: int, part: Part) -> PrintedTerm:
    spec = at.forms.part(part.kind)
    data = {name: value for name, value in values_of(part, spec).items() if value and name not in REASONS}
    if part.kind is Kind.INSTALMENTS and (plan := plan_of(part)):
        for row in schedule(plan, at.calendar).rows:
            data |= {f"due.{row.number}": row.due.isoformat(), f"amount.{row.number}": row.amount.text}
    return PrintedTerm(numeral(number), part.id, part.kind, term_heading(at, part), term_text(at, part), data)


def _closing(at: Desk, draft: Draft, today: date, court_name: str, dossier: Dossier | None) -> tuple[Section, ...]:
    texts, terms, head = at.template.texts, terms_on(today), draft.parts[0]
    effect, copies = texts["effect"], texts["copies"]
    ways = routes(at.agreement, draft, dossier, None, today, calendar=at.calendar)
    told = (filled(each, {"court": court_name}) for each in effect["paragraphs"])
    liability = Section("liability", texts["liability"], _paragraphs(value_of(head, "liability")))
    return (
        *_open_issues(at, head),
        *((liability,) if liability.paragraphs else ()),
        Section("effect", effect["heading"], (*filter(None, told), *paragraphs(ways, today))),
        Section("esignature", f"{terms.heading}（{terms.version}）", terms.paragraphs),
        Section("copies", copies["heading"], tuple(copies["paragraphs"])),
    )


def _open_issues(at: Desk, head: Part) -> tuple[Section, ...]:
    """What a partial agreement leaves open, so that nobody takes it for settled."""
    texts, stays = at.template.texts["open_issues"], values_of(head, at.forms.part(Kind.HEAD))["open_issues"]
    return (Section("open_issues", texts["heading"], (texts["lead"], *_paragraphs(stays))),) if stays else ()


def _fields(at: Desk) -> tuple[SignatureField, ...]:
    labels = at.template.texts["signature_labels"]
    platform = SignatureField(PLATFORM, "platform", labels["platform"], "", "", "")
    return (platform, *(_field(at, labels, member) for member in at.agreement.members))


def _field(at: Desk, labels: dict[str, str], member: Member) -> SignatureField:
    behalf = on_behalf_of(member)
    values = {"heading": heading(at, member), "title": _title(at, member)}
    how = "seal" if member.capacity is Capacity.ORGANISATION else "entity" if behalf else "person"
    return SignatureField(
        name=member.field,
        kind=KINDS.get(member.capacity, "party"),
        label=filled(labels[how], values),
        signer=member.id,
        signer_name=member.name,
        on_behalf_of=behalf,
    )


def _title(at: Desk, member: Member) -> str:
    """By which right somebody signs for another: 人事经理, 委托代理人."""
    if isinstance(member.party, Entity) and member.party.representative.name == member.name:
        return member.party.representative.title
    named: dict[str, str] = at.template.texts["standings"]
    return named[member.standing.by]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
