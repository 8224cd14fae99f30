from datetime import date

import pytest

from law.causes import Confirmable, cause, causes

TODAY = date(2026, 11, 22)
CLAIM_TYPES = [
    "labour_relation",
    "wages",
    "overtime",
    "double_wage",
    "severance",
    "unlawful_termination",
    "notice_pay",
    "reinstatement",
    "annual_leave",
    "min_wage_gap",
    "extra_damages",
    "probation",
    "injury",
    "social_insurance",
    "non_compete",
    "training_bond",
    "deposit_return",
    "certificate",
    "personnel",
    "new_form",
]
"""domain.md §6.1, in its order."""


def test_all_claim_types_can_be_chosen_each_once() -> None:
    assert [one.id for one in causes(TODAY)] == CLAIM_TYPES


def test_each_has_its_names_basis_and_source() -> None:
    for one in causes(TODAY):
        assert one.zh.isprintable()
        assert one.en.isascii()
        assert one.basis
        assert all(basis.startswith(("《", "人社厅发")) for basis in one.basis)
        assert one.source


def test_what_a_court_does_not_simply_confirm_has_a_note() -> None:
    for one in causes(TODAY):
        assert one.confirmable is Confirmable.YES or one.note is not None, one.id
        if one.note is not None:
            assert one.note.zh.endswith("。")
            assert one.note.en.endswith(".")
        if one.confirmable is Confirmable.ASK:
            assert one.note is not None
            assert "以法院要求为准" in one.note.zh


@pytest.mark.parametrize(
    ("cause_id", "confirmable"),
    [
        ("wages", Confirmable.YES),
        ("labour_relation", Confirmable.NO),
        ("reinstatement", Confirmable.NO),
        ("certificate", Confirmable.NO),
        ("social_insurance", Confirmable.PART),
        ("deposit_return", Confirmable.PART),
        ("personnel", Confirmable.ASK),
    ],
)
def test_acts_are_told_from_payments(cause_id: str, confirmable: Confirmable) -> None:
    one = cause(cause_id, TODAY)
    assert one is not None
    assert one.confirmable is confirmable


def test_the_basis_follows_the_day() -> None:
    """解释（二）, in force from 2025-09-01."""
    before, after = cause("social_insurance", date(2025, 8, 31)), cause("social_insurance", date(2025, 9, 1))
    assert before is not None
    assert after is not None
    assert not any("解释（二）" in basis for basis in before.basis)
    assert any("解释（二）" in basis for basis in after.basis)


def test_new_forms_of_work_begin_with_their_notice() -> None:
    assert cause("new_form", date(2024, 1, 18)) is None
    assert cause("new_form", date(2024, 1, 19)) is not None


def test_an_unknown_claim_type_or_day_gives_nothing() -> None:
    assert cause("divorce", TODAY) is None
    assert cause("", TODAY) is None
    assert causes(date(2020, 12, 31)) == ()


def test_no_day_has_a_claim_type_twice() -> None:
    days = {one.valid_from for year in range(2021, 2027) for one in causes(date(year, 12, 31))}
    days |= {one.valid_to for year in range(2021, 2027) for one in causes(date(year, 1, 1)) if one.valid_to}
    for day in days:
        ids = [one.id for one in causes(day)]
        assert len(ids) == len(set(ids)), day
