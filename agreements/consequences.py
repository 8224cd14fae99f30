"""What a change of the terms moved besides itself: sums, words, rows (no number is typed twice)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.draft import Draft, Part
from agreements.forms import value_of
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.performance import agreed_sum, performance_of
from agreements.schedule import plan_of, schedule
from agreements.templates import filled
from agreements.wording import Desk
from law.beijing import printed_day
from law.money import Money

WHOLE: Final = PartId("draft")
"""What belongs to no clause alone."""
AMOUNTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PAYMENT: ("amount", "penalty_amount", "penalty_cap", "floor_amount"),
    Kind.INSTALMENTS: ("total", "penalty_amount", "penalty_cap", "floor_amount"),
    Kind.NON_COMPETE: ("monthly",),
    Kind.DEFAULT: ("amount",),
}
"""Fields whose amount is printed in words as well."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that follows from the terms, before and after, as printed; empty: was not, or is no more.

    `what`: `sum`, `words`, `instalment` or `performance`; `number` of the row within its part, 0 where it is none.
    """

    part: PartId
    what: str
    number: int
    before: str
    after: str


def consequences(at: Desk, before: Draft, after: Draft) -> tuple[Move, ...]:
    """Everything that follows from the terms and reads otherwise now; a row is known by its part and its number."""
    was, now = _following(at, before), _following(at, after)
    keys = dict.fromkeys((*was, *now))
    return tuple(
        Move(part, what, number, was.get(key, ""), now.get(key, ""))
        for key in keys
        if was.get(key, "") != now.get(key, "")
        for part, what, number in (key,)
    )


def _following(at: Desk, draft: Draft) -> dict[tuple[PartId, str, int], str]:
    total = agreed_sum(draft)
    found = {(WHOLE, "sum", 0): total.printed if total else ""}
    for part in draft.clauses:
        words = (value_of(part, name) for name in AMOUNTS.get(part.kind, ()))
        found |= {
            (part.id, "words", number): Money.parsed(amount).in_words
            for number, amount in enumerate(words, start=1)
            if amount
        }
        found |= {(part.id, "instalment", number): text for number, text in _rows(at, part)}
        found |= {(part.id, "performance", number): text for number, text in _duties(at, part)}
    return found


def _rows(at: Desk, part: Part) -> Iterator[tuple[int, str]]:
    plan = plan_of(part) if part.kind is Kind.INSTALMENTS else None
    for row in schedule(plan, at.calendar).rows if plan else ():
        values = {"number": str(row.number), "due": printed_day(row.due), "amount": row.amount.shown}
        yield row.number, filled(at.template.texts["moved"]["instalment"], values)


def _duties(at: Desk, part: Part) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(performance_of(at, part), start=1):
        values = {"obligor": row.obligor, "content": row.content, "amount": row.amount, "due": row.due}
        yield number, filled(at.template.texts["moved"]["performance"], values)
