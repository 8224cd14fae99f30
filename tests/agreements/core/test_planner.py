"""Plans over days off, against golden data written by somebody who had not seen the planner."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.rest_days import days_off
from agreements.schedule import plan_of, schedule
from agreements.wording import Basis, desk, term_text
from law.calendar import Calendar, calendar, year_table
from law.money import Money
from tests.agreements.core.stories import COMPANY, TODAY, WORKER, added, after, draft_of, put

GOLDEN: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "golden" / "planner.json").read_text(encoding="utf-8")
)
PLANS: Final[list[dict[str, Any]]] = GOLDEN["plans"]
DAYS: Final[Calendar] = calendar(year_table(row) for row in GOLDEN["calendars"]["official"])
PLAN: Final = PartId("clause-plan")


def clause(case: dict[str, Any]) -> dict[str, str]:
    rows = {f"{name[:-1]}.{number}": value for name in ("amounts", "dues") for number, value in case[name].items()}
    values = {name: str(case[name]) for name in ("total", "periods", "first_due", "rest_days")}
    return {**values, **rows, "payer": COMPANY, "payee": WORKER, "method": "cash"}


@pytest.mark.parametrize("case", PLANS, ids=[case["name"] for case in PLANS])
def test_plans_as_reckoned_by_hand(case: dict[str, Any]) -> None:
    now = after([added(PLAN, Kind.INSTALMENTS), *(put(PLAN, name, value) for name, value in clause(case).items())])
    part = draft_of(now).clauses[0]
    plan = plan_of(part)
    assert plan is not None
    found = schedule(plan, DAYS)
    assert list(found.faults) == case["faults"]
    if case["faults"]:
        return
    hints = {one.field: one for one in days_off(desk(now, TODAY, basis=Basis(calendar=DAYS)), draft_of(now))}
    for row, expected in zip(found.rows, case["rows"], strict=True):
        hint = hints.get(f"due.{row.number}")
        told = {"kind": hint.kind, "next_working_day": hint.next.isoformat()} if hint else None
        moved = row.moved_from.isoformat() if row.moved_from else None
        assert (row.number, row.due.isoformat(), row.amount.text) == (
            expected["number"],
            expected["due"],
            expected["amount"],
        )
        assert (told, moved) == (expected["hint"], expected.get("moved_from"))
    if "total_in_words" in case:
        assert plan.total.in_words == case["total_in_words"]


@pytest.mark.parametrize("case", [case for case in PLANS if "acceleration" in case], ids=lambda case: case["name"])
def test_what_falls_due_at_once_is_said_with_names_and_days(case: dict[str, Any]) -> None:
    days = str(case["acceleration"]["overdue_days"])
    chosen = {"acceleration": "all_due", **({"overdue_days": days} if days != "0" else {})}
    story = [put(PLAN, name, value) for name, value in (clause(case) | chosen).items()]
    now = after([added(PLAN, Kind.INSTALMENTS), *story])
    text = term_text(desk(now, TODAY), draft_of(now).clauses[0])
    for stated in case["acceleration"]["sentence_states"][:3]:
        assert stated in text
    left = sum(Money.parsed(row["amount"]).fen for row in case["rows"][case["acceleration"]["missed_row"] - 1 :])
    assert Money(left).text == case["acceleration"]["left"]


@pytest.mark.parametrize(
    ("values", "dues"),
    [
        ({"interval": "week"}, ["2026-12-15", "2026-12-22", "2026-12-29"]),
        ({"interval": "two_weeks"}, ["2026-12-15", "2026-12-29", "2027-01-12"]),
        ({"interval": "two_months"}, ["2026-12-15", "2027-02-15", "2027-04-15"]),
        ({"interval": "quarter", "day": "31"}, ["2026-12-15", "2027-03-31", "2027-06-30"]),
        ({"day": "30"}, ["2026-12-15", "2027-01-30", "2027-02-28"]),
        ({"interval": "week", "day": "30"}, ["2026-12-15", "2026-12-22", "2026-12-29"]),
        ({"day": "9", "rest_days": "next"}, ["2026-12-15", "2027-01-11", "2027-02-12"]),
    ],
)
def test_intervals_and_days_of_the_month(values: dict[str, str], dues: list[str]) -> None:
    typed = {"total": "900", "periods": "3", "first_due": "2026-12-15", **values}
    now = after([added(PLAN, Kind.INSTALMENTS), *(put(PLAN, name, value) for name, value in typed.items())])
    plan = plan_of(draft_of(now).clauses[0])
    assert plan is not None
    assert [row.due.isoformat() for row in schedule(plan, DAYS).rows] == dues


def test_other_dates_on_a_day_off_are_hinted_too() -> None:
    typed = {"obligor": WORKER, "content": "归还工牌", "due": "2026-10-01"}
    now = after([added(PLAN, Kind.ACT), *(put(PLAN, name, value) for name, value in typed.items())])
    (hint,) = days_off(desk(now, TODAY, basis=Basis(calendar=DAYS)), draft_of(now))
    assert (hint.field, hint.kind, hint.next) == ("due", "holiday", date(2026, 10, 8))
