"""No number is typed twice: what a change moves is all that reads otherwise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.acts import Act
from agreements.agreement import Agreement
from agreements.consequences import WHOLE, consequences
from agreements.document import PerformanceRow
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.performance import performance
from agreements.wording import desk
from tests.agreements.core.stories import COMPANY, HEAD, PAYMENT, TODAY, WORKER, added, after, draft_of, put, written

PLAN = PartId("clause-plan")
VALUES = {
    "payer": COMPANY,
    "payee": WORKER,
    "total": "3000",
    "periods": "3",
    "first_due": "2026-12-15",
    "method": "cash",
}


def planned() -> list[Act]:
    return [*written(), added(PLAN, Kind.INSTALMENTS), *(put(PLAN, name, value) for name, value in VALUES.items())]


def moved(before: Agreement, *acts: Act) -> list[tuple[str, str, int, str, str]]:
    now = after(acts, before)
    found = consequences(desk(now, TODAY), draft_of(before), draft_of(now))
    return [(one.part, one.what, one.number, one.before, one.after) for one in found]


def test_another_total_moves_every_row_the_sum_and_the_table() -> None:
    found = moved(after(planned()), put(PLAN, "total", "3001", saw=1))
    assert found[0] == (
        WHOLE,
        "sum",
        0,
        "人民币15,345.00元（大写：壹万伍仟叁佰肆拾伍元整）",
        "人民币15,346.00元（大写：壹万伍仟叁佰肆拾陆元整）",
    )
    assert (PLAN, "words", 1, "叁仟元整", "叁仟零壹元整") in found
    assert (PLAN, "instalment", 3, "第3期，2027年2月15日，1,000.00元", "第3期，2027年2月15日，1,000.34元") in found
    assert [one[:3] for one in found if one[1] == "performance"] == [(PLAN, "performance", n) for n in (1, 2, 3)]


def test_fewer_rows_move_what_is_left_and_tell_what_is_gone() -> None:
    found = moved(after(planned()), put(PLAN, "periods", "2", saw=1))
    assert (PLAN, "instalment", 3, "第3期，2027年2月15日，1,000.00元", "") in found
    assert not any(one[1] == "sum" for one in found)


def test_a_change_that_nothing_follows_from_moves_nothing() -> None:
    assert moved(after(planned()), put(HEAD, "facts", "另一种说法", saw=1)) == []
    assert moved(after(planned()), put(PAYMENT, "note", "备注")) == []


def test_a_clause_that_goes_takes_its_rows_along() -> None:
    before = after(planned())
    without = after(written())
    found = consequences(desk(before, TODAY), draft_of(before), draft_of(without))
    assert {one.after for one in found if one.part == PLAN} == {""}


@settings(max_examples=40)
@given(st.integers(1, 10**9), st.integers(2, 36), st.integers(1, 10**9), st.integers(2, 36))
def test_there_and_back_tells_the_same_the_other_way(total: int, periods: int, after_: int, later: int) -> None:
    values = ((str(total), str(periods)), (str(after_), str(later)))
    one, other = (
        after([put(PLAN, "total", sum_, saw=1), put(PLAN, "periods", rows, saw=1)], after(planned()))
        for sum_, rows in values
    )
    at = desk(one, TODAY)
    there = {(m.part, m.what, m.number, m.before, m.after) for m in consequences(at, draft_of(one), draft_of(other))}
    back = {(m.part, m.what, m.number, m.after, m.before) for m in consequences(at, draft_of(other), draft_of(one))}
    assert there == back
    rows = {number for _, what, number, _, _ in there if what == "performance"}
    was, now = performance(at, draft_of(one))[1:], performance(at, draft_of(other))[1:]
    same = {number for number, (a, b) in enumerate(zip(was, now, strict=False), start=1) if same_duty(a, b)}
    assert rows == {*range(1, max(len(was), len(now)) + 1)} - same


def same_duty(one: PerformanceRow, other: PerformanceRow) -> bool:
    return (one.content, one.amount, one.due) == (other.content, other.amount, other.due)
