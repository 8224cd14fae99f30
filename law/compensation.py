"""C1 经济补偿: a month's wage for each year of work (劳动合同法 §47, §97(3); 实施条例 §27; domain.md §6.2).

Nothing is rounded before the end, then once, half a fen up. What was worked before 2008 followed other rules and is not
computed: the part since then stands alone, as a lower bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from law.service_time import full_years

SINCE: Final = date(2008, 1, 1)
"""The day on which 劳动合同法 began."""
CAP_TIMES: Final = 3
CAP_YEARS: Final = Decimal(12)
FEN: Final = Decimal("0.01")


class Reckoned(StrEnum):
    """How far a calculator came."""

    COMPUTED = "computed"
    SEGMENTED = "segmented"
    """Only the part from 2008 on has a number."""
    UNCHECKED = "unchecked"
    """未核对: something is not known, so there is no number at all."""
    REFUSED = "refused"
    """What was put in cannot be."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one stretch of work gives, from `first` to `last`, both worked. `years` in halves, money in yuan."""

    first: date
    last: date
    years: Decimal
    base: Decimal
    """The monthly sum after floor or cap, rounded for the eye only."""
    amount: Decimal
    capped: bool
    """Whether the wage was over three times the local average: then three times, and twelve years at most."""


@dataclass(frozen=True, slots=True)
class Compensation:
    """The result. `share` is None where there is no number; `before`: first and last day worked under older rules."""

    state: Reckoned
    share: Share | None = None
    before: tuple[date, date] | None = None
    lacks: tuple[str, ...] = ()
    """Names of what is not known."""

    @property
    def amount(self) -> Decimal | None:
        """The whole sum; None where only a part of it is known."""
        return self.share.amount if self.share and self.state is Reckoned.COMPUTED else None


def mean(monthly_wages: Sequence[Decimal]) -> Decimal | None:
    """Of the months worked, twelve at most (实施条例 §27); None of nothing."""
    return sum(monthly_wages, Decimal(0)) / len(monthly_wages) if monthly_wages else None


def compensation(
    *,
    hired: date | None,
    left: date | None,
    average_wage: Decimal | None,
    local_average_wage: Decimal | None,
    local_minimum_wage: Decimal | None,
) -> Compensation:
    """For work from `hired` to `left`, the last day. Wages are yuan a month; None: not known."""
    known = {
        "hired": hired,
        "left": left,
        "average_wage": average_wage,
        "local_average_wage": local_average_wage,
        "local_minimum_wage": local_minimum_wage,
    }
    if hired is not None and left is not None and left < hired:
        return Compensation(Reckoned.REFUSED)
    if any(isinstance(one, Decimal) and one < 0 for one in known.values()):
        return Compensation(Reckoned.REFUSED)
    if (
        hired is None
        or left is None
        or average_wage is None
        or local_average_wage is None
        or local_minimum_wage is None
    ):
        return Compensation(Reckoned.UNCHECKED, lacks=tuple(name for name, one in known.items() if one is None))
    if left < SINCE:
        return Compensation(Reckoned.SEGMENTED, before=(hired, left))
    share = _share(max(hired, SINCE), left, max(average_wage, local_minimum_wage), local_average_wage)
    if hired < SINCE:
        return Compensation(Reckoned.SEGMENTED, share, (hired, date(2007, 12, 31)))
    return Compensation(Reckoned.COMPUTED, share)


def rounded(amount: Decimal) -> Decimal:
    """To the fen, half a fen up."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def _share(first: date, last: date, wage: Decimal, average: Decimal) -> Share:
    whole, halves = full_years(first, last)
    years, capped = Decimal(whole) + Decimal(halves) / 2, wage > CAP_TIMES * average
    if capped:
        wage, years = CAP_TIMES * average, min(years, CAP_YEARS)
    return Share(first, last, years.normalize(), rounded(wage), rounded(years * wage), capped)
