from datetime import UTC, date, datetime

from law.beijing import clock, day_of, printed_day


def test_a_day_begins_at_midnight_in_beijing() -> None:
    assert day_of(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert day_of(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_moments_and_days_are_printed_as_papers_have_them() -> None:
    assert clock(datetime(2026, 11, 22, 6, 5, 9, 999_999, tzinfo=UTC)) == "2026-11-22 14:05:09"
    assert printed_day(date(2026, 3, 1)) == "2026年3月1日"
