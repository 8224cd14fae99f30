"""What is missing or doubtful in a draft (LR-01, LR-02, LR-03, LR-15, LR-18 of domain.md §6.4).

What blocks keeps the draft from being frozen; the rest is for the mediator to look at. Names and ID numbers in terms
cannot differ from the table of parties (LR-18): terms name parties by reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.agreement import Agreement, Member
from agreements.draft import Draft, Part
from agreements.forms import Forms, fields_of, forms_on, value_of, values_of
from agreements.ids import PartId
from agreements.kinds import FieldType, Kind
from agreements.members import HEAD, parties, party_part
from agreements.schedule import plan_of, schedule
from agreements.templates import template_on
from agreements.wording import name_of
from law.people import NaturalPerson
from law.people import findings as wrong_with

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "clauses.none": ("还没有任何条款。", "There is no term yet."),
    "field.missing": ("请填写“{zh}”。", "Please fill in: {en}."),
    "party.same": ("付款人和收款人不能是同一方。", "Payer and payee cannot be the same party."),
    "party.data": ("{name}：{zh}", "{name}: {en}"),
    "party.no_id": (
        "{name}没有登记证件号码，协议中将不写明，法院可能要求补正。",
        "There is no ID number on file for {name}; the agreement will not state it and a court may ask for it.",
    ),
    "party.unconfirmed": ("{name}的身份还没有确认。", "The identity of {name} has not been confirmed yet."),
    "schedule.periods": ("分期付款应为2到36期。", "There must be 2 to 36 instalments."),
    "schedule.sum": (
        "各期金额应大于零，相加应等于总金额。",
        "Each instalment must be more than zero and together they must give the total.",
    ),
    "schedule.dates": ("各期日期应一期比一期晚。", "Each instalment must be due later than the one before."),
    "account.missing": (
        "转账付款建议写明收款账户的户名和账号。",
        "For a transfer it is better to state the account's holder and number.",
    ),
    "account.holder": (
        "收款账户户名与收款人不同，需有收款人的书面指定。",
        "The account is not the payee's; that takes the payee's written direction.",
    ),
    "words.vague": (
        "“{words}”不够明确，法院可能以内容不明确为由驳回确认申请。",
        "“{words}” is vague; a court may refuse to confirm terms that are not clear.",
    ),
    "date.past": ("日期已经过去，请核对。", "This date is past; please check."),
    "labour.certificate": (
        "建议写明出具离职证明的日期。",
        "It is better to state by when the certificate of leaving is given.",
    ),
    "comment.open": ("有{count}条意见还没有处理。", "{count} remarks have not been dealt with."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one part or, with `field`, one field of it; rows as `due.2`. `blocks`: no freezing before."""

    part: PartId
    field: str | None
    code: str
    zh: str
    en: str
    blocks: bool


def missing(agreement: Agreement, draft: Draft, *, today: date) -> tuple[Finding, ...]:
    """All findings in the order of the draft. Empty: nothing to say against it."""
    forms = forms_on(today)
    found = [finding for part in draft.parts for finding in _in_part(agreement, forms, part, today)]
    if not draft.clauses:
        found.append(_finding(HEAD, None, "clauses.none", blocks=True))
    return (*found, *_remarks(draft))


def _in_part(agreement: Agreement, forms: Forms, part: Part, today: date) -> Iterator[Finding]:
    yield from _required(forms, part)
    yield from _vague(forms, part, today)
    match part.kind:
        case Kind.PARTY:
            member = next(one for one in parties(agreement) if party_part(one.id) == part.id)
            yield from _party(member, part, today)
        case Kind.PAYMENT:
            yield from _payment(agreement, part)
            yield from _past(part, "due", today)
        case Kind.INSTALMENTS:
            yield from _payment(agreement, part)
            yield from _schedule(part)
            yield from _past(part, "first_due", today)
        case Kind.ACT:
            yield from _past(part, "due", today)
        case Kind.LABOUR_RELATION if not value_of(part, "certificate_due"):
            yield _finding(part.id, "certificate_due", "labour.certificate")
        case _:
            return


def _required(forms: Forms, part: Part) -> Iterator[Finding]:
    spec = forms.part(part.kind)
    values = values_of(part, spec)
    for field in fields_of(part, spec):
        if field.required and not values[field.name]:
            labels = {"zh": field.label.zh, "en": field.label.en}
            yield _finding(part.id, field.name, "field.missing", blocks=True, **labels)


def _vague(forms: Forms, part: Part, today: date) -> Iterator[Finding]:
    """LR-03, for what people wrote themselves; the facts tell a story and may be vague."""
    if part.kind is Kind.PARTY:
        return
    vague: list[str] = template_on(today).texts["vague_words"]
    for field in forms.part(part.kind).fields:
        told = part.kind is Kind.HEAD and field.name != "liability"
        words = [word for word in vague if word in value_of(part, field.name)]
        if words and field.type is FieldType.TEXT and not told:
            yield _finding(part.id, field.name, "words.vague", words="、".join(words))


def _party(member: Member, part: Part, today: date) -> Iterator[Finding]:
    name = name_of(member)
    if member.party is None:
        return
    for wrong in wrong_with(member.party, today=today):
        if wrong.blocks:
            yield _finding(part.id, None, "party.data", blocks=True, name=name, zh=wrong.zh, en=wrong.en)
    if isinstance(member.party, NaturalPerson) and member.party.id_no is None:
        yield _finding(part.id, None, "party.no_id", name=name)
    if member.identity == "unconfirmed":
        yield _finding(part.id, None, "party.unconfirmed", name=member.name)


def _payment(agreement: Agreement, part: Part) -> Iterator[Finding]:
    payer, payee, method, holder, number = (
        value_of(part, name) for name in ("payer", "payee", "method", "account_holder", "account_number")
    )
    if payer and payer == payee:
        yield _finding(part.id, "payee", "party.same", blocks=True)
    if method == "bank" and not (holder and number):
        yield _finding(part.id, "account_number" if holder else "account_holder", "account.missing")
    names = [name_of(one) for one in parties(agreement) if one.id == payee]
    if holder and names and holder not in names:
        yield _finding(part.id, "account_holder", "account.holder")


def _schedule(part: Part) -> Iterator[Finding]:
    plan = plan_of(part)
    for fault in schedule(plan).faults if plan else ():
        field = {"periods": "periods", "sum": "total", "dates": "first_due"}[fault]
        yield _finding(part.id, field, f"schedule.{fault}", blocks=True)


def _past(part: Part, field: str, today: date) -> Iterator[Finding]:
    value = value_of(part, field)
    if value and date.fromisoformat(value) < today:
        yield _finding(part.id, field, "date.past")


def _remarks(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        count = sum(1 for each in draft.comments if each.part == part.id and not each.settled)
        if count:
            yield _finding(part.id, None, "comment.open", count=count)


def _finding(part: PartId, field: str | None, code: str, *, blocks: bool = False, **data: str | int) -> Finding:
    zh, en = SENTENCES[code]
    return Finding(part, field, code, zh.format(**data), en.format(**data), blocks)
