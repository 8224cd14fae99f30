"""Beijing time, by which days of the law are counted and papers dated. China keeps no summer time."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8), "北京时间")


def day_of(at: datetime) -> date:
    """The day in Beijing at that moment."""
    return at.astimezone(BEIJING).date()


def clock(at: datetime) -> str:
    """To the second, as papers print it: `2026-11-22 14:05:09`."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def printed_day(day: date) -> str:
    """`2026年3月31日`."""
    return f"{day.year}年{day.month}月{day.day}日"
