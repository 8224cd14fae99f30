"""Payments and what they add up to (LR-01, LR-02)."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.draft import Part
from agreements.forms import value_of
from agreements.kinds import Kind
from agreements.linter.amounts import AMOUNT, NUMERAL, amounts, numeral, pairs
from agreements.linter.finding import Finding
from agreements.linter.scene import Passage, Scene, sentences
from agreements.schedule import plan_of, schedule
from agreements.wording import name_of
from law.money import Money

FAULT_FIELDS: Final = {"periods": "periods", "sum": "total", "dates": "first_due"}
PAYING: Final = re.compile("(?:支付|给付|付清|补发|偿还|退还|返还)")
SUM: Final = AMOUNT.pattern.replace("?P<figure>", "").replace("?P<wan>", "").replace("?P<words>", "")
WHOLE: Final = re.compile(rf"(?:共计|合计|总计|总额|总共)[^0-9，。]{{0,6}}?(?={SUM})")
EACH: Final = re.compile(rf"(?:各|每期|每月|每次)[^0-9，。]{{0,6}}?(?={SUM})")
TIMES: Final = re.compile(rf"分(?P<times>[0-9]+|{NUMERAL}+)(?:期|次|个月)")


def money(scene: Scene) -> Iterator[Finding]:
    """LR-01 and LR-02, in terms and in plain words."""
    for part in scene.clauses(Kind.PAYMENT, Kind.INSTALMENTS):
        yield from _account(scene, part)
        yield from _two_sums(scene, part)
    for part in scene.clauses(Kind.INSTALMENTS):
        plan = plan_of(part)
        for fault in schedule(plan, scene.means.calendar).faults if plan else ():
            yield scene.rules.said(f"schedule.{fault}", part.id, FAULT_FIELDS[fault])
    for passage in scene.passages:
        yield from _in_words(scene, passage)
        yield from _word_sums(scene, passage)


def net_amount(scene: Scene, part: Part) -> Money | None:
    """What is really paid by a payment or a plan: the amount, or what a note says is left of it; None: no amount."""
    amount = value_of(part, "total" if part.kind is Kind.INSTALMENTS else "amount")
    if not amount:
        return None
    gross = Money.parsed(amount)
    return next((paid for text in _notes(part) for paid in _left(scene, gross, text)), gross)


def _left(scene: Scene, gross: Money, text: str) -> Iterator[Money]:
    net, off = scene.rules.words["net"], scene.rules.words["set_off"]
    for written in amounts(text):
        if re.search(f"(?:{net.pattern})$", text[: written.start]):
            yield written.money
    for written in amounts(text):
        if re.search(f"(?:{off.pattern})$", text[: written.start]) and written.money < gross:
            yield Money(gross.fen - written.money.fen)


def _notes(part: Part) -> tuple[str, ...]:
    return tuple(filter(None, (value_of(part, name) for name in ("note", "item", "due_rule"))))


def _two_sums(scene: Scene, part: Part) -> Iterator[Finding]:
    paid, amount = net_amount(scene, part), value_of(part, "total" if part.kind is Kind.INSTALMENTS else "amount")
    if paid is not None and paid != Money.parsed(amount):
        shown = Money.parsed(amount).shown
        yield scene.rules.said("payment.two_sums", part.id, "note", paid=paid.shown, amount=shown)


def _account(scene: Scene, part: Part) -> Iterator[Finding]:
    payer, payee, method, holder, number = (
        value_of(part, name) for name in ("payer", "payee", "method", "account_holder", "account_number")
    )
    if payer and payer == payee:
        yield scene.rules.said("party.same", part.id, "payee")
    if method == "bank" and not (holder and number):
        yield scene.rules.said("account.missing", part.id, "account_number" if holder else "account_holder")
    taker = scene.party(payee)
    if holder and taker and holder != name_of(taker):
        yield scene.rules.said("account.holder", part.id, "account_holder")


def _in_words(scene: Scene, passage: Passage) -> Iterator[Finding]:
    for figures, read, words, meant in pairs(passage.text):
        if read != meant:
            data = {"figures": figures, "words": words, "read": meant.shown}
            yield scene.rules.said("money.words_differ", passage.id, passage.field, **data)
    if passage.part.kind is Kind.FREE and any(
        PAYING.search(each) and next(amounts(each), None) for each in sentences(passage.text)
    ):
        yield scene.rules.said("payment.in_words", passage.id, passage.field)


def _word_sums(scene: Scene, passage: Passage) -> Iterator[Finding]:
    """`共计壹万元，分三期，各支付叁仟元`."""
    for text in sentences(passage.text):
        times, whole, each = TIMES.search(text), _sum_behind(WHOLE, text), _sum_behind(EACH, text)
        count = numeral(times["times"]) if times else None
        if count and whole and each and each.fen * count != whole.fen:
            data = {"sum": Money(each.fen * count).shown, "total": whole.shown}
            yield scene.rules.said("words.sum", passage.id, passage.field, **data)


def _sum_behind(before: re.Pattern[str], text: str) -> Money | None:
    found = before.search(text)
    return next((one.money for one in amounts(text[found.end() :])), None) if found else None
