"""The wages a city publishes, from a house's own table."""

from datetime import date
from decimal import Decimal

import pytest

from law.dated import Row
from law.local_parameters import LOCAL_PARAMETERS, LocalParameterError, LocalParameters

TODAY = date(2026, 11, 20)


def row(place: str, **more: object) -> Row:
    return {"place": place, "valid_from": "2026-01-01", "source": "test", **more}


def numbers(table: LocalParameters, place: str, on: date = TODAY) -> tuple[Decimal | None, Decimal | None]:
    found = table.at(place, on)
    assert found is not None
    return found.average_wage, found.minimum_wage


def test_a_district_takes_from_its_city_and_its_province_what_it_lacks() -> None:
    table = LocalParameters(
        [
            row("330000", minimum_wage="2010.00"),
            row("330100", average_wage="9000.00"),
            row("330106", minimum_wage="2490"),
        ]
    )
    assert numbers(table, "330106") == (Decimal(9000), Decimal(2490))
    assert numbers(table, "330110") == (Decimal(9000), Decimal("2010.00"))
    assert numbers(table, "330203") == (None, Decimal("2010.00"))


def test_only_what_holds_on_the_day_counts_and_the_later_row_wins() -> None:
    old = row("330100", average_wage="8000.00", valid_to="2026-06-30")
    table = LocalParameters([old, row("330100", average_wage="9000.00", valid_from="2026-07-01")])
    assert numbers(table, "330106", date(2026, 6, 30)) == (Decimal(8000), None)
    assert numbers(table, "330106") == (Decimal(9000), None)
    assert table.at("330106", date(2025, 12, 31)) is None


@pytest.mark.parametrize("place", ["", "3301", "33010６", "abcdef"])
def test_a_place_nobody_knows_has_no_wages(place: str) -> None:
    assert LocalParameters([row("330100", average_wage="1")]).at(place, TODAY) is None


@pytest.mark.parametrize(
    "bad",
    [
        row("3301"),
        row("330100", average_wage=9000),
        row("330100", average_wage="-1"),
        row("330100", average_wage="NaN"),
        row("330100", minimum_wage="viel"),
        row("330100", valid_from="2026-13-01"),
        row("330100", averge_wage="9000"),
        {"place": "330100", "valid_from": "2026-01-01"},
    ],
)
def test_a_row_that_cannot_be_read_is_refused_in_both_languages(bad: Row) -> None:
    with pytest.raises(LocalParameterError) as refused:
        LocalParameters([bad])
    assert refused.value.says.zh
    assert refused.value.says.en


def test_the_table_that_comes_along_claims_nothing() -> None:
    assert LOCAL_PARAMETERS.at("330106", TODAY) is None
