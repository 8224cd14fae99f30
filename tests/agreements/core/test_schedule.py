"""Instalments typed or derived, against a list written by hand before the code."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.kinds import Kind
from agreements.schedule import Plan, plan_of, schedule
from law.money import Money
from tests.agreements.core.stories import PAYMENT, added, after, draft_of, put

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "golden" / "instalments.json").read_text(encoding="utf-8")
)["cases"]


def plan(case: dict[str, Any]) -> Plan:
    return Plan(
        Money.parsed(case["total"]),
        int(case["periods"]),
        date.fromisoformat(case["first_due"]),
        {int(number): Money.parsed(amount) for number, amount in case["amounts"].items()},
        {int(number): date.fromisoformat(due) for number, due in case["dues"].items()},
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_instalments_as_reckoned_by_hand(case: dict[str, Any]) -> None:
    found = schedule(plan(case))
    assert set(found.faults) == set(case["findings"])
    if "expect" in case:
        assert [[str(row.number), row.due.isoformat(), row.amount.text] for row in found.rows] == case["expect"]


def test_less_than_a_fen_for_each_does_not_add_up() -> None:
    assert schedule(Plan(Money(2), 3, date(2026, 1, 1), {}, {})).faults == ("sum",)


@given(st.integers(1, 10**12), st.integers(2, 36), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_derived_instalments_give_the_total_and_go_forward(total: int, periods: int, first: date) -> None:
    found = schedule(Plan(Money(total), periods, first, {}, {}))
    assert sum(row.amount.fen for row in found.rows) == total
    assert "dates" not in found.faults
    assert [row.number for row in found.rows] == list(range(1, periods + 1))


def test_rows_typed_behind_the_last_period_wait() -> None:
    typed = [("total", "900"), ("periods", "3"), ("first_due", "2026-12-01"), ("amount.3", "500")]
    now = after([added(PAYMENT, Kind.INSTALMENTS), *(put(PAYMENT, field, value) for field, value in typed)])
    now = after([put(PAYMENT, "periods", "2", saw=1)], now)
    found = plan_of(draft_of(now).clauses[0])
    assert found is not None
    assert found.amounts == {}
    assert [row.amount.text for row in schedule(found).rows] == ["450.00", "450.00"]
