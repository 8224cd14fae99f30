"""Values as typed, and the one spelling each gets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.forms import MOST_ROWS, canonical, forms_on
from agreements.kinds import FieldSpec, FieldType, Kind
from agreements.members import opened
from agreements.refusals import Refusal
from tests.agreements.core.stories import COMPANY, MATTER, MEDIATOR, MEMBERS, NOON, TODAY, WORKER, agreement

FORMS = forms_on(TODAY)


def spelled(kind: Kind, field: str, typed: str) -> str:
    return canonical(FORMS.field(kind, field), typed, agreement().members)


def test_every_kind_has_one_form_and_every_label_both_languages() -> None:
    assert [part.kind for part in FORMS.parts] == list(Kind)
    for part in FORMS.parts:
        names = [field.name for field in part.fields]
        assert len(set(names)) == len(names)
        for field in part.fields:
            assert field.label.zh
            assert field.label.en.isascii()
            assert bool(field.choices) is (field.type is FieldType.CHOICE)
            assert field.type is FieldType.TEXT or field.default in {"", *(choice.value for choice in field.choices)}
            if field.when:
                assert field.when.field in names[: names.index(field.name)], "a field is decided before what it decides"


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        (Kind.PAYMENT, "amount", " 12,345 ", "12345.00"),
        (Kind.PAYMENT, "due", "2026-3-1", "2026-03-01"),
        (Kind.PAYMENT, "due", "2026年3月31日", "2026-03-31"),
        (Kind.PAYMENT, "due", "2026/12/31", "2026-12-31"),
        (Kind.PAYMENT, "payer", COMPANY, COMPANY),
        (Kind.PAYMENT, "method", "bank", "bank"),
        (Kind.PAYMENT, "item", " 工资\u00a0差额 ", "工资 差额"),
        (Kind.PAYMENT, "item", "   ", ""),
        (Kind.INSTALMENTS, "periods", "36", "36"),
        (Kind.INSTALMENTS, "due.36", "2028-02-29", "2028-02-29"),
        (Kind.INSTALMENTS, "amount.1", "0.01", "0.01"),
        (Kind.FREE, "text", "一\r\n二  \n\n", "一\n二"),
        (Kind.HEAD, "court", "court-1", "court-1"),
        (Kind.PARTY, "domicile", "龑玥喆路𫖯𫍯号", "龑玥喆路𫖯𫍯号"),
    ],
)
def test_a_value_gets_its_one_spelling(kind: Kind, field: str, typed: str, value: str) -> None:
    assert spelled(kind, field, typed) == value
    assert spelled(kind, field, value) == value


@pytest.mark.parametrize(
    ("kind", "field", "typed", "code"),
    [
        (Kind.PAYMENT, "amount", "12345元", "money.shape"),
        (Kind.PAYMENT, "amount", "0.00", "money.zero"),
        (Kind.PAYMENT, "amount", "1000000000000", "money.too_large"),
        (Kind.PAYMENT, "due", "2026-02-29", "date.shape"),
        (Kind.PAYMENT, "due", "明天", "date.shape"),
        (Kind.PAYMENT, "due", "1999-12-31", "date.years"),
        (Kind.PAYMENT, "due", "2101-01-01", "date.years"),
        (Kind.PAYMENT, "payer", MEDIATOR, "party.unknown"),
        (Kind.PAYMENT, "payee", "somebody", "party.unknown"),
        (Kind.PAYMENT, "method", "bitcoin", "choice.unknown"),
        (Kind.PAYMENT, "item", "一\n二", "text.one_line"),
        (Kind.PAYMENT, "item", "字" * 61, "text.too_long"),
        (Kind.PAYMENT, "note", "付\u202e款", "text.control_characters"),
        (Kind.PAYMENT, "note", "付\u200b款", "text.control_characters"),
        (Kind.INSTALMENTS, "periods", "37", "count.range"),
        (Kind.INSTALMENTS, "periods", "0", "count.range"),
        (Kind.INSTALMENTS, "periods", "三", "count.range"),
        (Kind.HEAD, "court", "../etc", "court.unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(kind: Kind, field: str, typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        spelled(kind, field, typed)
    assert refused.value.code == code
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Kind.PAYMENT, "due.1"),
        (Kind.INSTALMENTS, "due"),
        (Kind.INSTALMENTS, "due.0"),
        (Kind.INSTALMENTS, f"due.{MOST_ROWS + 1}"),
        (Kind.INSTALMENTS, "payer.1"),
        (Kind.ACT, "amount"),
        (Kind.FREE, ""),
    ],
)
def test_a_form_has_only_its_own_fields(kind: Kind, field: str) -> None:
    with pytest.raises(Refusal, match=r"field\.unknown"):
        FORMS.field(kind, field)


@given(st.sampled_from([field for part in FORMS.parts for field in part.fields]), st.text(max_size=80))
def test_whatever_is_typed_is_refused_or_has_one_spelling(spec: FieldSpec, typed: str) -> None:
    try:
        value = canonical(spec, typed, agreement().members)
    except Refusal:
        return
    assert canonical(spec, value, agreement().members) == value


def test_who_takes_part_stands_in_the_order_of_the_paper() -> None:
    assert [(one.id, one.field) for one in agreement().members] == [
        (WORKER, "party_1"),
        (COMPANY, "party_2"),
        (MEDIATOR, "mediator"),
    ]


def test_an_agreement_takes_two_parties_and_a_mediator() -> None:
    for few in (MEMBERS[:2], MEMBERS[1:], (*MEMBERS, MEMBERS[0])):
        with pytest.raises(ValueError, match="two parties"):
            opened(agreement().id, MATTER, few, NOON)


def test_before_the_first_forms_there_are_none() -> None:
    with pytest.raises(LookupError):
        forms_on(date(2025, 12, 31))
