"""What is read off a credit code, and the wages a house brings."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from server.papers.basis import TemplateFolderError, wages_in
from server.papers.dossier import district


@pytest.mark.parametrize(
    ("uscc", "code"),
    [("91330106MA2B7K1Q20", "330106"), ("91330106MA2B7K1Q21", ""), ("", ""), ("330106", "")],
)
def test_a_credit_code_names_its_district_and_nothing_else_does(uscc: str, code: str) -> None:
    assert district(uscc) == code


def test_the_wages_of_a_house_are_read_from_its_file(tmp_path: Path) -> None:
    row = {"place": "320100", "average_wage": "9000.00", "valid_from": "2026-01-01", "source": "人社局"}
    (tmp_path / "wages.json").write_text(json.dumps([row]), encoding="utf-8")
    found = wages_in(tmp_path / "wages.json").at("320106", date(2026, 11, 23))
    assert found is not None
    assert (found.average_wage, found.minimum_wage, found.settled) == (Decimal(9000), None, False)
    assert wages_in(None).at("320106", date(2026, 11, 23)) is None


@pytest.mark.parametrize("text", ["{}", "[1]", '[{"place": "3201"}]', "nothing"])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "wages.json").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateFolderError, match=r"wages\.json"):
        wages_in(tmp_path / "wages.json")
