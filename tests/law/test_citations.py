"""Articles by key, against a list of what each printed on which day."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from law.citations import CITATIONS, Citations, UnknownCitation, citation, printed
from law.clock_rules import rules
from law.dated import Row, day, rows
from law.procedures import profiles

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "statutes.json").read_text(encoding="utf-8")
)["rows"]
STATUTES = rows("statutes.json")
BEGIN = date(2022, 1, 1)
"""The first day the clocks and procedures hold."""


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{row['key']}-{row['on']}" for row in GOLDEN])
def test_at27_an_article_prints_the_number_of_its_day(row: dict[str, Any]) -> None:
    assert citation(row["key"], date.fromisoformat(row["on"])).zh == row["prints"]


def test_at27_another_table_prints_other_numbers_without_other_code() -> None:
    row: Row = {
        "key": "cpl.confirmation",
        "zh": "《中华人民共和国民事诉讼法》第三百条",
        "en": "Civil Procedure Law §300",
        "valid_from": "2028-01-01",
        "valid_to": None,
        "settled": False,
        "source": "试",
    }
    own = Citations([*STATUTES, row])
    assert own.citation("cpl.confirmation", date(2028, 1, 1)).zh.endswith("第三百条")
    assert own.citation("cpl.confirmation", date(2027, 12, 31)).zh.endswith("第二百零五条")
    assert citation("cpl.confirmation", date(2028, 1, 1)).zh.endswith("第二百零五条")


def test_an_unknown_article_or_day_is_an_error_of_ours() -> None:
    for key, on in (("cpl.nothing", date(2026, 1, 1)), ("online_mediation.24", date(2021, 12, 31))):
        with pytest.raises(UnknownCitation, match=key):
            citation(key, on)


def test_the_title_of_a_law_is_said_once_in_a_row() -> None:
    line = printed(["cpl.confirmation", "cpl.periods", "civil_code.203"], date(2026, 1, 1))
    assert line.zh == "《中华人民共和国民事诉讼法》第二百零五条、第八十五条、《中华人民共和国民法典》第二百零三条"
    assert line.en == "Civil Procedure Law §205, Civil Procedure Law §85, Civil Code §203"
    assert printed([], date(2026, 1, 1)).zh == ""
    assert printed(["cpl_interpretation.372"], date(2026, 1, 1)).zh.count("《") == 1


def test_a_title_inside_a_title_is_kept() -> None:
    line = printed(["cpl_interpretation.356", "cpl_interpretation.372"], date(2026, 1, 1)).zh
    assert line == "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百五十六条、第三百七十二条"


def test_two_papers_without_articles_are_both_named() -> None:
    assert printed(["union_notice_2021", "hrss_notice_2022"], date(2026, 1, 1)).zh.count("《") == 2


def validity(key: str) -> list[tuple[date, date | None]]:
    return [(date.fromisoformat(row["valid_from"]), day(row["valid_to"])) for row in STATUTES if row["key"] == key]


def test_no_article_has_two_numbers_on_a_day_or_none_between() -> None:
    for key in {row["key"] for row in STATUTES}:
        for (_, last), (following, _) in pairwise(sorted(validity(key), key=lambda one: one[0])):
            assert last is not None, key
            assert following == last + timedelta(days=1), key


def test_every_row_can_be_printed_in_both_languages() -> None:
    for row in STATUTES:
        assert row["zh"].startswith("《"), row["key"]
        assert row["zh"].isprintable()
        assert row["en"].replace("§", "").isascii(), row["key"]
        assert row["source"], row["key"]


def test_every_article_other_data_cite_exists_whenever_they_hold() -> None:
    """Checked on each day on which anything begins or ends, from the first day of the data to long after."""
    files = ("statutes.json", "clock_rules.json", "procedures.json")
    turns = {date.fromisoformat(row["valid_from"]) for file in files for row in rows(file)}
    turns |= {end for file in files for row in rows(file) if (end := day(row["valid_to"]))}
    for on in sorted({BEGIN, date(2099, 12, 31), *(turn for turn in turns if turn >= BEGIN)}):
        for clock in rules(on):
            printed(clock.citations, on)
        for profile in profiles(on):
            printed(profile.citations, on)


def test_every_article_a_rule_of_effect_cites_exists() -> None:
    for version in rows("effect_rules.json", package="agreements"):
        for on in (date.fromisoformat(version["valid_from"]), day(version["valid_to"]) or date(2099, 12, 31)):
            for rule in version["rules"]:
                assert CITATIONS.printed(rule["citations"], on).zh.startswith("《")
