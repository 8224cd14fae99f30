"""What differs between two readings: never a word more or less than they have."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.draft import Reading
from agreements.history import compared, segments
from agreements.ids import PartId

WORDS = st.text(alphabet="甲乙支付，。12元\n", max_size=60)
READINGS = st.lists(st.tuples(st.sampled_from("abcdef"), WORDS), unique_by=lambda one: one[0], max_size=6)


def reading(part: str, text: str) -> Reading:
    return Reading(PartId(part), "一", "给付", text)


@given(WORDS, WORDS)
def test_segments_hold_both_texts(before: str, after: str) -> None:
    found = segments(before, after)
    assert "".join(one.text for one in found if one.change != "added") == before
    assert "".join(one.text for one in found if one.change != "removed") == after
    assert all(one.text for one in found)


@given(READINGS, READINGS)
def test_every_part_of_both_is_told_once_in_the_later_order(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    found = compared([reading(*one) for one in before], [reading(*one) for one in after])
    was, now = dict(before), dict(after)
    assert [one.part for one in found if one.part in now] == list(now)
    assert {one.part for one in found} == {*was, *now}
    for one in found:
        expected = (one.part in was, one.part in now)
        assert {(True, False): "removed", (False, True): "added"}.get(expected, one.change) == one.change
        if one.change in {"same", "moved"}:
            assert was[one.part] == now[one.part]


def test_a_changed_amount_is_what_is_marked() -> None:
    found = segments("应于12月15日前支付12,345.00元。", "应于12月15日前支付13,000.00元。")
    assert [(one.change, one.text) for one in found] == [
        ("same", "应于12月15日前支付1"),
        ("removed", "2,345"),
        ("added", "3,000"),
        ("same", ".00元。"),
    ]


def test_one_common_character_is_no_common_ground() -> None:
    found = segments("甲的乙丙", "丁的戊己")
    assert [one.change for one in found] == ["removed", "added"]


def test_long_texts_are_compared_by_phrases_and_very_long_ones_at_once() -> None:
    long = "".join(f"第{number}项已经付清，" for number in range(200))
    found = segments(long, long.replace("第100项", "第一百项"))
    assert [one.change for one in found] == ["same", "removed", "added", "same"]
    endless = "甲，" * 2000
    assert [one.change for one in segments(endless, "乙，" * 2000)] == ["removed", "added", "same"]


def test_a_clause_that_changed_places_is_said_to() -> None:
    a, b, c = (reading(part, "同样") for part in "abc")
    assert [(one.part, one.change) for one in compared([a, b, c], [c, a, b])] == [
        ("c", "moved"),
        ("a", "moved"),
        ("b", "moved"),
    ]
    gone = compared([a, b, c], [a, c])
    assert [(one.part, one.change) for one in gone] == [("a", "same"), ("b", "removed"), ("c", "same")]
