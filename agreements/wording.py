"""What is printed: every sentence, from the texts of the day and the values of the draft (domain.md §3.0, §3.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements.agreement import Agreement, Capacity, Member
from agreements.document import Particular
from agreements.draft import Draft, Part
from agreements.forms import Forms, fields_of, forms_on, value_of, values_of
from agreements.ids import SignerId
from agreements.kinds import FieldType, Kind
from agreements.members import mediator, on_behalf_of, parties, party_part
from agreements.schedule import plan_of, schedule
from agreements.templates import OFFICIAL as OFFICIAL_TEXTS
from agreements.templates import Template, Templates, filled, numeral
from law.beijing import printed_day
from law.calendar import OFFICIAL as OFFICIAL_DAYS
from law.calendar import Calendar
from law.id_types import id_type, tells_birth
from law.identity_numbers import Gender, IdNoError, birth_date, gender
from law.money import Money
from law.people import Entity, NaturalPerson

ENDS: Final = ("。", "！", "？", "；", "：", ".", "!", "?")
IDENTIFIED: Final = frozenset({"code", "document", "mediator", "account"})
"""How somebody has to be known for the paper to say so (规则 §17); four digits are for the lobby alone."""
OTHER: Final = "other"
"""The kind of payment that says nothing."""
TRANSFER_DAYS: Final = 15
"""劳动合同法 §50."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What wording needs at hand: the agreement and the forms and texts of one day. `id_no`: how ID numbers show."""

    agreement: Agreement
    forms: Forms
    template: Template
    today: date
    id_no: Callable[[str], str]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Basis:
    """What a mediation house has of its own: its texts, and the days on which nobody works."""

    templates: Templates = OFFICIAL_TEXTS
    calendar: Calendar = OFFICIAL_DAYS


OFFICIAL: Final = Basis()
"""A house that has nothing of its own."""


def desk(agreement: Agreement, today: date, id_no: Callable[[str], str] = str, basis: Basis = OFFICIAL) -> Desk:
    """Forms and texts of that day. `id_no` may mask numbers, as drafts that all see do."""
    return Desk(agreement, forms_on(today), basis.templates.on(today), today, id_no, basis.calendar)


def part_text(at: Desk, draft: Draft, part: Part) -> str:
    """What would be printed of that part now: a party's sentence, a term, or the facts."""
    if part.kind is Kind.HEAD:
        return value_of(part, "facts")
    if part.kind is Kind.PARTY:
        return next(
            "\n".join(filter(None, (party_sentence(at, draft, one), representative(at, one))))
            for one in parties(at.agreement)
            if party_part(one.id) == part.id
        )
    return term_text(at, part)


def heading(at: Desk, member: Member) -> str:
    """申请人, 被申请人, 调解员; numbered where a side has several: 申请人一."""
    word: str = at.template.texts["capacities"][member.capacity]
    side = [one.id for one in at.agreement.members if one.capacity is member.capacity]
    return word if len(side) == 1 else word + numeral(side.index(member.id) + 1)


def name_of(member: Member) -> str:
    """Who is bound: the company behind a representative, else the person."""
    return member.party.name if member.party else member.name


def party_sentence(at: Desk, draft: Draft, member: Member) -> str:
    """Name to contact, as courts print it; gender and birth date are read from the ID number."""
    kind = "entity" if isinstance(member.party, Entity) else "person"
    return filled(at.template.texts[kind], _party_values(at, draft, member))


def _party_values(at: Desk, draft: Draft, member: Member) -> dict[str, str]:
    own = next(part for part in draft.parts if part.id == party_part(member.id))
    values = {**values_of(own, at.forms.part(Kind.PARTY)), "name": name_of(member)}
    if isinstance(member.party, Entity):
        return values | {"uscc": member.party.uscc}
    return values | _identity(at, member.party)


def particulars(at: Desk, draft: Draft, member: Member) -> tuple[Particular, ...]:
    """The values of the sentence one by one, for a template that prints parties as a grid; empty for any other."""
    texts = at.template.texts
    if texts["layout"]["parties"] != "grid":
        return ()
    values = _party_values(at, draft, member)
    rows = texts["grid"]["entity" if isinstance(member.party, Entity) else "person"]
    told = (Particular(filled(label, values), filled(f"[{value}]", values)) for label, value in rows)
    speaks = representative(at, member)
    own = (Particular(texts["grid"]["speaker"], speaks),) if speaks else ()
    return (*(one for one in told if one.value), *own)


def representative(at: Desk, member: Member) -> str:
    """Who speaks for a company, or signs for a person, one line; empty for who does so alone."""
    if not isinstance(member.party, Entity) or member.party.representative.name != member.name:
        values = {"title": at.template.texts["standings"][member.standing.by], "name": member.name}
        return filled(at.template.texts["signing_agent"], values) if on_behalf_of(member) else ""
    values = {"title": member.party.representative.title, "name": member.name, "entity": member.party.name}
    return filled(at.template.texts["representative"], values)


def opening(at: Desk, draft: Draft, today: date) -> str:
    """案由与来源, one paragraph."""
    matter, texts = at.agreement.matter, at.template.texts
    typed = value_of(draft.parts[0], "source").rstrip("，。")
    values = {
        "applicants": _side(at, Capacity.APPLICANT),
        "respondents": _side(at, Capacity.RESPONDENT),
        "thirds": _side(at, Capacity.THIRD),
        "cause": matter.cause,
        "source": typed or texts["sources"].get(matter.lane, texts["sources"]["SELF"]),
        "organisation": matter.organisation,
        "accepted_on": printed_day(date.fromisoformat(matter.accepted_on)),
        "mediator": mediator(at.agreement).name,
        "today": printed_day(today),
        "identified": texts["identified"] if identified(at.agreement) else "",
    }
    return filled(texts["opening"], values)


def identified(agreement: Agreement) -> bool:
    """Whether everybody is known to be who they say."""
    people = (one for one in agreement.members if one.capacity is not Capacity.ORGANISATION)
    return all(one.identity in IDENTIFIED for one in people)


def term_text(at: Desk, part: Part) -> str:
    """One term as printed; paragraphs are parted by newlines."""
    text = at.template.texts[part.kind]
    if isinstance(text, dict):
        # One sentence for each choice in the clause's first field of choices; while none is made, the first.
        text = text.get(_choice(at, part), next(iter(text.values())))
    return filled(text, term_values(at, part)).strip("\n")


def term_heading(at: Desk, part: Part) -> str:
    """What the term is called; a free one by its own heading."""
    return value_of(part, "heading") or str(at.template.texts["headings"][part.kind])


def term_values(at: Desk, part: Part) -> dict[str, str]:
    """Every value of a clause as printed, and those derived from them."""
    spec = at.forms.part(part.kind)
    values = {field.name: "" for field in spec.fields}
    values |= {field.name: _shown(at, part, field.name) for field in fields_of(part, spec) if not field.rows}
    return values | _derived(at, part, values)


def _derived(at: Desk, part: Part, values: dict[str, str]) -> dict[str, str]:
    match part.kind:
        case Kind.PAYMENT | Kind.INSTALMENTS:
            return _payment(at, part, values)
        case Kind.LABOUR_RELATION:
            return _relation(at, part, values | _work_sides(at))
        case Kind.SOCIAL_INSURANCE | Kind.NON_COMPETE:
            return _work_sides(at)
        case Kind.CONFIDENTIALITY:
            sides = _work_sides(at)
            return {"who": filled(at.template.texts["confidants"][_raw(at, part, "who")], sides)}
        case Kind.DEFAULT:
            return {"obligor": values["obligor"] or str(at.template.texts["anybody"])}
        case _:
            return {}


def _payment(at: Desk, part: Part, values: dict[str, str]) -> dict[str, str]:
    texts = at.template.texts
    named = (filled(f"[{each}]", values) for each in texts["account"])
    item_type = _raw(at, part, "item_type")
    own = values | {
        "account": "，".join(filter(None, named)),
        "item": values["item"] or (values["item_type"] if item_type != OTHER else ""),
        "due_rule": filled(f"[{texts['due_rule'][part.kind]}]", values),
        "tax": filled(texts["taxes"].get(_raw(at, part, "tax"), ""), values),
        "proof": filled(texts["proofs"].get(_raw(at, part, "proof"), ""), values),
        "penalty_sentence": filled(texts["penalties"].get(_raw(at, part, "penalty_type"), ""), values),
        "guarantee": _guarantee(at, part, values),
        "floor": filled(texts["floor"], values) if values["floor_known"] else "",
    }
    if part.kind is Kind.INSTALMENTS:
        own["rows"] = _rows(at, part)
        own["acceleration"] = filled(texts["accelerations"].get(_raw(at, part, "acceleration"), ""), values)
    return own


def _guarantee(at: Desk, part: Part, values: dict[str, str]) -> str:
    """How the guarantor is bound and for what; the kind of it blank while it is not chosen."""
    if not values["guarantor"]:
        return ""
    texts = at.template.texts
    bound = texts["guarantees"].get(_raw(at, part, "guarantee"), "{guarantor}{guarantee}")
    scope = texts["guarantee_scope" if values["guarantee_scope"] else "guarantee_scope_all"]
    return filled(bound, values) + filled(scope, values)


def _relation(at: Desk, part: Part, values: dict[str, str]) -> dict[str, str]:
    texts = at.template.texts
    own = values | {"transfer_due": transfer_due(part)}
    proposed = filled(texts["proposals"].get(_raw(at, part, "proposed_by"), ""), own)
    return own | {
        "proposed_by": proposed,
        "transfer": filled(texts["transfers"].get(_raw(at, part, "transfer"), ""), own | {"proposed_by": proposed}),
    }


def transfer_due(part: Part) -> str:
    """The last day for the transfer of papers, as printed; empty while the date of leaving is."""
    left = value_of(part, "date")
    return printed_day(date.fromisoformat(left) + timedelta(days=TRANSFER_DAYS)) if left else ""


def _rows(at: Desk, part: Part) -> str:
    plan = plan_of(part)
    lines = (
        filled(
            at.template.texts["instalment"],
            {"number": str(row.number), "due": printed_day(row.due), "amount": row.amount.printed},
        )
        for row in (schedule(plan, at.calendar).rows if plan else ())
    )
    text = "；\n".join(lines)
    return f"\n{text}。\n" if text else ""


def _shown(at: Desk, part: Part, name: str) -> str:  # noqa: PLR0911 - one line per type, nothing else
    """A value as it is printed; free text gets the full stop it may lack."""
    spec, value = at.forms.field(part.kind, name), _raw(at, part, name)
    if not value:
        return ""
    match spec.type:
        case FieldType.MONEY:
            return Money.parsed(value).printed
        case FieldType.DATE:
            return printed_day(date.fromisoformat(value))
        case FieldType.PARTY:
            return name_of(next(one for one in at.agreement.members if one.id == SignerId(value)))
        case FieldType.CHOICE:
            return next(choice.label.zh for choice in spec.choices if choice.value == value)
        case FieldType.TEXT:
            return value if value.endswith(ENDS) else f"{value}。"
        case _:
            return value


def _raw(at: Desk, part: Part, name: str) -> str:
    return value_of(part, name) or at.forms.field(part.kind, name).default


def _choice(at: Desk, part: Part) -> str:
    """What was chosen in the field on which the whole sentence depends."""
    return _raw(at, part, next(each.name for each in at.forms.part(part.kind).fields if each.type is FieldType.CHOICE))


def _identity(at: Desk, person: NaturalPerson | None) -> dict[str, str]:
    """The number under the name of its paper; gender and birth date as an identity number says them, else as on file.

    Not beside a masked number, which they would complete.
    """
    if person is None:
        return {}
    texts = at.template.texts
    known = _known(person, at.today)
    printed = {"birth": printed_day(known[0]) if known[0] else "", "gender": texts["genders"].get(known[1], "")}
    if person.id_no is None:
        return printed
    paper, shown = id_type(person.id_type, at.today), at.id_no(person.id_no)
    kind = texts["id_no_labels"].get(person.id_type, texts["id_no_labels"]["other"])
    label = filled(kind, {"paper": paper.zh if paper else texts["id_no_labels"]["unknown"]})
    number = {"id_label": label, "id_no": shown}
    return number if shown != person.id_no else {**number, **printed}


def _known(person: NaturalPerson, today: date) -> tuple[date | None, Gender | None]:
    """Birth date and gender."""
    paper = id_type(person.id_type, today)
    if person.id_no is not None and paper is not None and tells_birth(paper, person.id_no):
        try:
            return birth_date(person.id_no), gender(person.id_no)
        except IdNoError:
            # The finding says so, and it blocks.
            return person.birth_date, person.gender
    return person.birth_date, person.gender


def _side(at: Desk, capacity: Capacity) -> str:
    return "、".join(name_of(one) for one in at.agreement.members if one.capacity is capacity)


def _work_sides(at: Desk) -> dict[str, str]:
    """Persons work and companies employ; where that tells nothing, applicants are taken for the workers."""
    workers = [name_of(one) for one in parties(at.agreement) if isinstance(one.party, NaturalPerson)]
    employers = [name_of(one) for one in parties(at.agreement) if isinstance(one.party, Entity)]
    if workers and employers:
        return {"workers": "、".join(workers), "employers": "、".join(employers)}
    return {"workers": _side(at, Capacity.APPLICANT), "employers": _side(at, Capacity.RESPONDENT)}
