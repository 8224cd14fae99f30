"""Every way of tampering with a chain is found (T31)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.audit.chain import GENESIS, Break, Fault, Record, Tail, canonical, sealed, verify_chain

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def chain(case: str = "c1", length: int = 6) -> list[Record]:
    """An intact chain."""
    records: list[Record] = []
    tail = Tail(0, GENESIS)
    for n in range(length):
        body = canonical({"seat": "zhang", "n": n})
        record = sealed(case, tail, NOW, kind="seat.moved", v=1, body=body, salt=bytes([n]) * 16)
        records.append(record)
        tail = Tail(record.seq, record.hash)
    return records


def test_an_untouched_chain_holds() -> None:
    assert verify_chain(chain()) == []
    assert verify_chain([]) == []


def test_the_hash_is_the_documented_one() -> None:
    # Computed with sha256sum over the two texts, not with this code.
    record = sealed("c1", Tail(0, GENESIS), NOW, kind="k", v=1, body="{}", salt=b"\0" * 16)
    assert record.hash == "a78976c842f784f9857bff7cfdad3da578c3f08c9c0dac27de64d9f5b1088965"


FLIPS: tuple[Callable[[Record], Record], ...] = (
    lambda record: replace(record, body=record.body.replace("zhang", "li")),
    lambda record: replace(record, salt=b"x" * 16),
    lambda record: replace(record, kind="seat.removed"),
    lambda record: replace(record, v=2),
    lambda record: replace(record, at=record.at + timedelta(microseconds=1)),
    lambda record: replace(record, case="c2"),
    lambda record: replace(record, hash="0" * 64),
    lambda record: replace(record, prev="1" * 64),
    lambda record: replace(record, seq=record.seq + 10),
)


@pytest.mark.parametrize("index", range(6))
@pytest.mark.parametrize("flip", FLIPS)
def test_threat31_any_changed_field_of_any_record_is_found(flip: Callable[[Record], Record], index: int) -> None:
    records = chain()
    records[index] = flip(records[index])
    assert {found.seq for found in verify_chain(records)} & {records[index].seq, index + 2}


def test_threat31_a_record_sealed_anew_breaks_the_link_of_the_next() -> None:
    records = chain()
    old = records[2]
    forged = sealed("c1", Tail(2, records[1].hash), NOW, kind=old.kind, v=1, body="{}", salt=old.salt)
    records[2] = forged
    assert verify_chain(records) == [Break(4, Fault.LINK)]


def test_threat31_a_deleted_record_is_found() -> None:
    records = chain()
    del records[2]
    assert verify_chain(records) == [Break(4, Fault.SEQUENCE), Break(4, Fault.LINK)]


def test_threat31_a_missing_beginning_is_found() -> None:
    assert verify_chain(chain()[1:]) == [Break(2, Fault.SEQUENCE), Break(2, Fault.LINK)]


def test_threat31_a_duplicate_is_found() -> None:
    records = chain()
    records.insert(3, records[2])
    assert Break(3, Fault.SEQUENCE) in verify_chain(records)


def test_threat31_an_inserted_record_is_found() -> None:
    records = chain()
    tail = Tail(3, records[2].hash)
    records.insert(3, sealed("c1", tail, NOW, kind="k", v=1, body="{}", salt=b"s" * 16))
    assert Break(4, Fault.SEQUENCE) in verify_chain(records)


def test_threat31_another_cases_record_is_found() -> None:
    records = chain()
    records[3] = chain("c2")[3]
    assert {found.seq for found in verify_chain(records)} == {4, 5}


@given(st.permutations(range(6)))
def test_threat31_any_other_order_is_found(order: Sequence[int]) -> None:
    intact = chain()
    records = [intact[index] for index in order]
    assert bool(verify_chain(records)) == (records != intact)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
)


@given(JSON)
def test_canonical_json_is_json_and_has_one_form(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_canonical_json_is_that_of_rfc_8785() -> None:
    # RFC 8785 §3.2.2 and §3.2.3, what of it our value types have.
    value = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": [None, True, False]}
    assert canonical(value) == r'{"literals":[null,true,false],"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'


@pytest.mark.parametrize("value", [0.5, 2**53, {"é": 1}, {1: 2}, b"bytes", {"a": {1, 2}}, "\ud800", NOW])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"canonical|surrogates"):
        canonical(value)
