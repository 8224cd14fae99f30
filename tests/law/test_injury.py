"""C9 against golden data that was written from the law by somebody who had not seen the calculator."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from law.injury import InjuryGrant, Relation, injury_grant

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "agreements/golden/injury.json").read_text(encoding="utf-8")
)["cases"]


def told(found: InjuryGrant) -> dict[str, Any]:
    if found.amount is None or found.base is None:
        return {"state": found.state.value, "amount": None}
    subsidies = found.subsidies and {
        "state": "unchecked",
        "medical_payer": found.subsidies.medical_payer.value,
        "employment_payer": found.subsidies.employment_payer.value,
    }
    return {
        "state": found.state.value,
        "months": found.months,
        "base": f"{found.base:.2f}",
        "amount": f"{found.amount:.2f}",
        "payer": found.payer.value,
        "subsidies": subsidies or "none",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_grant_of_each_grade(case: dict[str, Any]) -> None:
    given = case["input"]
    wage, average = given["contribution_wage"], given["pool_average_wage"]
    found = injury_grant(
        grade=given["injury_grade"],
        contribution_wage=None if wage is None else Decimal(wage),
        pool_average_wage=None if average is None else Decimal(average),
        insured=given["insured"],
        relation=Relation(given["relation"]),
    )
    assert told(found) == case["expect"]
