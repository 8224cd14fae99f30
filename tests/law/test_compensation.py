"""C1 against golden data that was written from the law by somebody who had not seen the calculator."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from law.compensation import Compensation, Share, compensation, mean
from law.service_time import full_years, months_end

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "agreements/golden/compensation.json").read_text(encoding="utf-8")
)["cases"]
VECTORS = [case for case in CASES if case["name"] in {"V1", "V2", "V3", "V4"}]
OTHERS = [case for case in CASES if case not in VECTORS]


def money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def reckoned(given: dict[str, Any]) -> Compensation:
    months = [Decimal(one) for one in given.get("monthly_wages", ())]
    return compensation(
        hired=day(given["hired"]),
        left=day(given["left"]),
        average_wage=mean(months) if months else money(given["average_wage"]),
        local_average_wage=money(given["local_average_wage"]),
        local_minimum_wage=money(given["local_minimum_wage"]),
    )


def shown(share: Share) -> dict[str, Any]:
    return {
        "years": f"{share.years:f}",
        "base": f"{share.base:.2f}",
        "amount": f"{share.amount:.2f}",
        "capped": share.capped,
    }


def told(found: Compensation) -> dict[str, Any]:
    said: dict[str, Any] = {"state": found.state.value}
    if found.before and found.share:
        share, (first, last) = found.share, found.before
        said["from_2008"] = {"first": share.first.isoformat(), "last": share.last.isoformat(), **shown(share)}
        said["before"] = {"first": first.isoformat(), "last": last.isoformat(), "computed": False}
    elif found.share:
        return said | shown(found.share)
    return said | {"amount": None}


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_at61_the_four_vectors_of_severance(case: dict[str, Any]) -> None:
    assert told(reckoned(case["input"])) == case["expect"]


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case["name"])
def test_severance_as_the_law_has_it(case: dict[str, Any]) -> None:
    assert told(reckoned(case["input"])) == case["expect"]


def test_what_is_not_known_is_named() -> None:
    found = compensation(
        hired=date(2022, 3, 1), left=None, average_wage=None, local_average_wage=Decimal(1), local_minimum_wage=None
    )
    assert found.lacks == ("left", "average_wage", "local_minimum_wage")


def test_work_that_ended_before_2008_has_no_number_at_all() -> None:
    found = compensation(
        hired=date(2001, 1, 1),
        left=date(2007, 6, 30),
        average_wage=Decimal(1),
        local_average_wage=Decimal(1),
        local_minimum_wage=Decimal(1),
    )
    assert (found.state, found.share, found.amount) == ("segmented", None, None)


def test_from_the_first_of_march_a_year_is_full_on_the_last_of_february_leap_year_or_not() -> None:
    assert months_end(date(2023, 3, 1), 12) == date(2024, 2, 29)
    assert full_years(date(2023, 3, 1), date(2024, 2, 29)) == (1, 0)
    assert full_years(date(2024, 3, 1), date(2025, 2, 28)) == (1, 0)
