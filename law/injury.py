"""C9 一次性伤残补助金 by grade (工伤保险条例 §35 to §37, §62, §64; domain.md §6.2).

The province's 一次性工伤医疗补助金 and 一次性伤残就业补助金 are named where they fall due and never computed:
their tables are local, and none is here.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from law.compensation import Reckoned, rounded

MONTHS: Final = (27, 25, 23, 21, 18, 16, 13, 11, 9, 7)
"""Of 本人工资, for grades 1 to 10."""
LOWEST: Final = Decimal("0.6")
HIGHEST: Final = Decimal(3)
"""本人工资 as a share of the pool area's average wage (§64)."""
OWN_WISH_ONLY: Final = range(5, 7)
"""Grades whose provincial sums fall due only if the worker wishes to leave (§36)."""
EITHER_WAY: Final = range(7, 11)


class Relation(StrEnum):
    """What becomes of the employment."""

    KEPT = "kept"
    ENDED_BY_WORKER = "ended_by_worker"
    EXPIRED = "expired"


class Payer(StrEnum):
    """Who owes it."""

    FUND = "fund"
    EMPLOYER = "employer"
    UNCHECKED = "unchecked"
    """Nobody has said whether work injury insurance was paid."""


@dataclass(frozen=True, slots=True)
class Subsidies:
    """Both provincial sums are due; how much is 未核对."""

    medical_payer: Payer
    employment_payer: Payer


@dataclass(frozen=True, slots=True)
class InjuryGrant:
    """The result, in yuan. `base` is rounded for the eye only. None: no number."""

    state: Reckoned
    months: int | None = None
    base: Decimal | None = None
    amount: Decimal | None = None
    payer: Payer = Payer.UNCHECKED
    subsidies: Subsidies | None = None
    lacks: tuple[str, ...] = ()


def injury_grant(
    *,
    grade: int | None,
    contribution_wage: Decimal | None,
    pool_average_wage: Decimal | None,
    insured: bool | None,
    relation: Relation,
) -> InjuryGrant:
    """For that grade. Wages are yuan a month; None: not known."""
    if grade is not None and not 1 <= grade <= len(MONTHS):
        return InjuryGrant(Reckoned.REFUSED)
    if grade is None or contribution_wage is None or pool_average_wage is None:
        known = {"injury_grade": grade, "contribution_wage": contribution_wage, "local_average_wage": pool_average_wage}
        return InjuryGrant(Reckoned.UNCHECKED, lacks=tuple(name for name, one in known.items() if one is None))
    months = MONTHS[grade - 1]
    wage = min(max(contribution_wage, LOWEST * pool_average_wage), HIGHEST * pool_average_wage)
    payer = Payer.UNCHECKED if insured is None else Payer.FUND if insured else Payer.EMPLOYER
    due = grade in EITHER_WAY and relation is not Relation.KEPT
    due = due or (grade in OWN_WISH_ONLY and relation is Relation.ENDED_BY_WORKER)
    subsidies = Subsidies(payer, Payer.EMPLOYER) if due else None
    return InjuryGrant(Reckoned.COMPUTED, months, rounded(wage), rounded(months * wage), payer, subsidies)
