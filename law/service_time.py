"""Whole months of work, first and last day included (劳动合同法 §47; 民法典 §201, §202)."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

IN_A_YEAR: Final = 12


def months_end(first: date, months: int) -> date:
    """The day on which that many months of work are full: the eve of the day of the same number.

    Where there is none, the last day of that month.
    """
    year, month = divmod(first.year * IN_A_YEAR + first.month - 1 + months, IN_A_YEAR)
    last = monthrange(year, month + 1)[1]
    if first.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, first.day) - timedelta(days=1)


def full_years(first: date, last: date) -> tuple[int, int]:
    """Years that are full on `last`, and half years of what is left: none, one for less than six months, or two."""
    years = last.year - first.year + 1
    while years and months_end(first, years * IN_A_YEAR) > last:
        years -= 1
    if years and months_end(first, years * IN_A_YEAR) == last:
        return years, 0
    return years, 2 if months_end(first, years * IN_A_YEAR + IN_A_YEAR // 2) <= last else 1
