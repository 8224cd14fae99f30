"""The frozen text group by group, as it is read out and confirmed: the very words of the document that is signed."""

from dataclasses import dataclass

from agreements.ceremony import FIRST_GROUP, LAST_GROUP
from agreements.document import Document, PerformanceRow, PrintedParty, PrintedTerm, Section


@dataclass(frozen=True, slots=True)
class Group:
    """One group of clauses; `id` as `ceremony.groups_of` has it. `heading` may be empty."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]


def groups(document: Document) -> tuple[Group, ...]:
    """Who and what; each term; what stands behind the terms. Every sentence of the paper is in one of them, once."""
    return (
        Group(FIRST_GROUP, document.title, tuple(_first(document))),
        *(_term(term) for term in document.terms),
        Group(LAST_GROUP, "", tuple(_last(document))),
    )


def _first(document: Document) -> list[str]:
    parties = [line for party in document.parties for line in _party(party)]
    return [*parties, document.opening, *_section(document.facts), document.terms_lead]


def _party(party: PrintedParty) -> tuple[str, ...]:
    own = f"{party.heading}：{party.sentence}"
    return (own, party.representative) if party.representative else (own,)


def _term(term: PrintedTerm) -> Group:
    return Group(term.part, f"{term.number}、{term.heading}", tuple(term.text.split("\n")))


def _last(document: Document) -> list[str]:
    rows = [_row(row) for row in document.performance]
    return [*rows, *(line for section in document.closing_sections for line in _section(section))]


def _row(row: PerformanceRow) -> str:
    told = (f"{row.obligor}：{row.content}", row.amount, row.amount_cn, row.due, row.method)
    return f"{row.number}. " + "，".join(part for part in told if part) + "。"


def _section(section: Section) -> list[str]:
    return [section.heading, *section.paragraphs] if section.heading else list(section.paragraphs)
