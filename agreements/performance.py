"""履行一览: who has to do what by when, written by the system from the terms (domain.md §3.2 item 7)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from agreements.document import PerformanceRow
from agreements.draft import Draft, Part
from agreements.forms import value_of
from agreements.kinds import Kind
from agreements.schedule import plan_of, schedule
from agreements.templates import filled
from agreements.wording import Desk, term_values
from law.beijing import printed_day
from law.money import Money

RESTRAINED: Final = frozenset({"kept", "shortened"})


def performance(at: Desk, draft: Draft) -> tuple[PerformanceRow, ...]:
    """The table, numbered; while the draft has gaps, with blanks or without the row."""
    found = (row for part in draft.clauses for row in performance_of(at, part))
    return tuple(replace(row, number=number) for number, row in enumerate(found, start=1))


def agreed_sum(draft: Draft) -> Money | None:
    """What is to be paid in all, whoever pays; None where nothing is, or no amount is written yet."""
    payments = (value_of(part, "amount") for part in draft.clauses if part.kind is Kind.PAYMENT)
    plans = (plan_of(part) for part in draft.clauses if part.kind is Kind.INSTALMENTS)
    sums = [*(Money.parsed(amount) for amount in payments if amount), *(plan.total for plan in plans if plan)]
    return Money(sum(one.fen for one in sums)) if sums else None


def performance_of(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    """The duties of one clause, not numbered."""
    match part.kind:
        case Kind.PAYMENT:
            yield from _payment(at, part)
        case Kind.INSTALMENTS:
            yield from _instalments(at, part)
        case Kind.LABOUR_RELATION:
            yield from _papers(at, part)
        case Kind.ACT:
            values = term_values(at, part)
            yield _row(values["obligor"], value_of(part, "content"), values["due"])
        case Kind.SOCIAL_INSURANCE:
            yield _insurance(at, part)
        case Kind.NON_COMPETE:
            yield from _restraint(at, part)
        case Kind.COSTS:
            yield from _costs(at, part)
        case _:
            return


def _payment(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    values = term_values(at, part)
    amount = value_of(part, "amount")
    content = filled(at.template.texts["performance"]["payment"], values)
    money = Money.parsed(amount) if amount else None
    yield _row(values["payer"], content, values["due"], money, values["method"])


def _instalments(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    values, plan = term_values(at, part), plan_of(part)
    for each in schedule(plan, at.calendar).rows if plan else ():
        content = filled(at.template.texts["performance"]["instalment"], values | {"number": str(each.number)})
        yield _row(values["payer"], content, printed_day(each.due), each.amount, values["method"])


def _papers(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    values, texts = term_values(at, part), at.template.texts["performance"]
    if certificate := value_of(part, "certificate_due"):
        due = printed_day(date.fromisoformat(certificate))
        yield _row(values["employers"], filled(texts["certificate"], values), due)
    if value_of(part, "transfer") == "fifteen_days":
        yield _row(values["employers"], filled(texts["transfer"], values), values["transfer_due"])


def _insurance(at: Desk, part: Part) -> PerformanceRow:
    values, texts = term_values(at, part), at.template.texts["performance"]
    what = "insurance_transfer" if value_of(part, "content") == "transfer" else "make_up"
    return _row(values["obligor"], filled(texts[what], values), values["due"])


def _restraint(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    """Both duties as long as it lasts; none where the worker is released."""
    if value_of(part, "change") not in RESTRAINED:
        return
    values, texts = term_values(at, part), at.template.texts["performance"]
    until, monthly = filled(texts["until"], values), value_of(part, "monthly")
    money = Money.parsed(monthly) if monthly else None
    yield _row(values["workers"], texts["restraint"], until)
    yield _row(values["employers"], filled(texts["restraint_pay"], values), until, money)


def _costs(at: Desk, part: Part) -> Iterator[PerformanceRow]:
    if value_of(part, "bearer") == "party":
        values, texts = term_values(at, part), at.template.texts["performance"]
        yield _row(values["who"], filled(texts["costs"], values).rstrip("。"), texts["as_they_arise"])


def _row(obligor: str, content: str, due: str, amount: Money | None = None, method: str = "") -> PerformanceRow:
    shown, words = (amount.shown, amount.in_words) if amount else ("", "")
    return PerformanceRow(0, obligor, content, shown, words, due, method)
