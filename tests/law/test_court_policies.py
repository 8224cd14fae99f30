"""What holds when several people have said something about a court, and when nobody has."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from law.court_policies import Asked, CourtPolicy, Said, policy_for, sentence_of, shipped

TODAY: Final = date(2026, 11, 23)
SELF: Final = Asked("SELF", "peoples_committee", "wages")
WIDE: Final = CourtPolicy("c", True, Said.EXPERIENCE, "电话询问", date(2026, 1, 1))


def test_of_a_court_nobody_spoke_of_nothing_is_known() -> None:
    assert policy_for((), SELF, TODAY) is None
    assert policy_for((replace(WIDE, lane="WEIPAI"),), SELF, TODAY) is None


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 7, 1)])
def test_a_rule_holds_from_its_first_day_to_its_last(on: date) -> None:
    dated = replace(WIDE, valid_to=date(2026, 6, 30))
    assert policy_for((dated,), SELF, on) is None
    assert policy_for((dated,), SELF, date(2026, 6, 30)) == dated


def test_the_courts_word_outweighs_experience_and_that_the_example() -> None:
    example, court = replace(WIDE, said=Said.EXAMPLE, lane="SELF"), replace(WIDE, takes=False, said=Said.COURT)
    closer = replace(WIDE, lane="SELF", organisation_kind="peoples_committee")
    assert policy_for((example, WIDE), SELF, TODAY) == WIDE
    assert policy_for((example, WIDE, court, closer), SELF, TODAY) == court


def test_of_one_mans_words_the_closest_counts_then_the_last() -> None:
    closer, last = replace(WIDE, lane="SELF", takes=False), replace(WIDE, source="再次询问")
    assert policy_for((closer, WIDE), SELF, TODAY) == closer
    assert policy_for((WIDE, last), SELF, TODAY) == last


def test_people_are_told_since_when_and_by_whom() -> None:
    assert sentence_of(WIDE).zh == "2026-01-01起，调解组织按办案经验登记；来源：电话询问"


def test_the_shipped_rows_are_marked_as_an_example_and_speak_of_made_up_courts() -> None:
    rows = (*shipped("示范区人民法院"), *shipped("示例区人民法院"))
    assert rows
    assert {row.said for row in rows} == {Said.EXAMPLE}
    assert shipped("杭州市西湖区人民法院") == ()
