"""AT-48: whoever deletes or alters one record of the audit chain, the first broken one is named."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from agreements.bundle.bundle import Bundle
from agreements.bundle.chain import AnyRecord, ChainHead, ChainRecord, lines_of, merkle_root, tree_of
from agreements.bundle.index import BUNDLE
from agreements.bundle.program.form import merkle
from agreements.verify.audit_proof import FIRST, _root, chain
from agreements.verify.report import Result
from server.audit.heads import NodeKey
from tests.agreements.verify.sealed import SealedCase, chain_of, head_of, shut_of, told

RECORDS = [
    told(record, whole=whole)
    for record, whole in chain_of(*((f"fact.{n}", {"n": str(n)}, n % 3 != 0) for n in range(1, 11)))
]
HEAD = head_of(chain_of(*((f"fact.{n}", {"n": str(n)}, n % 3 != 0) for n in range(1, 11)))[-1][0])


def found(records: list[AnyRecord], head: ChainHead = HEAD) -> dict[str, str]:
    """Broken lines by id."""
    return faults(records, head, BUNDLE)


def faults(records: list[AnyRecord], head: ChainHead, version: str) -> dict[str, str]:
    report = chain(lines_of(records), tree_of(RECORDS, head), version)
    return {line.id: line.sentence.zh for line in report if line.result is Result.BROKEN}


def test_a_whole_chain_holds() -> None:
    assert found(RECORDS) == {}


@pytest.mark.parametrize("index", [n for n in range(1, 11) if n % 3])
@pytest.mark.parametrize("field", ["case", "at", "kind", "v", "body_digest", "prev", "hash"])
def test_at48_an_altered_record_is_named(index: int, field: str) -> None:
    value = getattr(RECORDS[index - 1], field)
    other: Any = value + 1 if isinstance(value, int) else f"{value[:-1]}x"
    broken = found(altered(index, **{field: other}))
    if (index, field) == (1, "case"):  # then all the others are of another case
        assert "第1条" in broken["audit.chain"] or "第2条" in broken["audit.chain"]
    else:
        assert f"第{index}条" in broken["audit.chain"]


@pytest.mark.parametrize("index", [3, 6, 9])
def test_at48_an_altered_bare_record_shows_in_the_one_after_it(index: int) -> None:
    assert f"第{index + 1}条" in found(altered(index, hash="0" * 64))["audit.chain"]
    assert f"第{index}条" in found(altered(index, seq=index + 1))["audit.chain"]


def test_threat31_of_a_bare_record_its_place_and_hash_leave_the_house_and_nothing_else() -> None:
    told = [json.loads(line) for line in lines_of(RECORDS).splitlines()]
    assert [each for each in told if "body" not in each] == [{"seq": n, "hash": RECORDS[n - 1].hash} for n in (3, 6, 9)]


def test_at48_in_the_first_version_a_record_that_stays_may_be_told_without_its_body_and_is_held_to_its_hash() -> None:
    record: Any = RECORDS[3]
    shut: Any = shut_of(record)
    rest = RECORDS[4:]
    assert faults([*RECORDS[:3], shut, *rest], HEAD, FIRST) == faults(RECORDS, HEAD, FIRST) == {}
    assert "第4条断裂（form）" in found([*RECORDS[:3], shut, *rest])["audit.chain"]
    for field in ("case", "at", "kind", "body_digest", "prev", "hash"):
        other = replace(shut, **{field: "0" * 64})
        assert "第4条" in faults([*RECORDS[:3], other, *rest], HEAD, FIRST)["audit.chain"], field


def altered(index: int, **fields: str | int) -> list[AnyRecord]:
    return [*RECORDS[: index - 1], replace(RECORDS[index - 1], **fields), *RECORDS[index:]]  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("index", [n for n in range(1, 11) if n % 3])
def test_at48_an_altered_body_is_named(index: int) -> None:
    assert f"第{index}条" in found(altered(index, body='{"n":"99"}'))["audit.chain"]


@pytest.mark.parametrize("index", range(1, 10))
def test_at48_a_deleted_record_is_named(index: int) -> None:
    broken = found([*RECORDS[: index - 1], *RECORDS[index:]])
    assert f"第{index}条" in broken["audit.chain"]


def test_at48_a_cut_off_tail_is_found_by_the_signed_head() -> None:
    assert set(found(RECORDS[:-1])) == {"audit.head"}


def test_at48_a_chain_rewritten_from_end_to_end_is_found_by_the_signed_head() -> None:
    other = chain_of(*((f"fact.{n}", {"n": str(n + 1)}, True) for n in range(1, 11)))
    assert set(found([told(record, whole=True) for record, _ in other])) == {"audit.head"}


def test_at48_a_head_signed_by_somebody_else_is_found() -> None:
    other = NodeKey(bytes(range(32))).public.hex()
    for forged in (replace(HEAD, public_key=other), replace(HEAD, public_key="x"), replace(HEAD, key_id="0" * 16)):
        assert set(found(RECORDS, forged)) == {"audit.head"}


def test_at48_a_salt_that_is_none_is_named() -> None:
    assert "第2条" in found(altered(2, salt="none"))["audit.chain"]


@pytest.mark.parametrize("index", [1, 3, 5])
def test_at48_the_package_names_the_record_too(case: SealedCase, index: int) -> None:
    events = list(case.given.events)
    event = events[index - 1]
    assert isinstance(event, ChainRecord)
    events[index - 1] = replace(event, kind="nothing.happened")
    report = case.verify(packed(case, replace(case.given, events=events)))
    assert [line.sentence.zh[:9] for line in report.lines if line.result is Result.BROKEN] == [
        f"审计链在第{index}条断裂"
    ]


VECTORS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Certificate Transparency's (google/certificate-transparency, RFC 6962 trees) over the leaves below."""
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]


@pytest.mark.parametrize("size", VECTORS)
def test_the_tree_is_that_of_the_standard(size: int) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES[:size]]
    assert merkle_root(leaves).hex() == VECTORS[size]
    assert merkle(leaves).hex() == VECTORS[size]
    assert not leaves or _root(leaves).hex() == VECTORS[size]


def test_at48_a_tree_with_another_root_is_found() -> None:
    told = rfc8785.dumps({**json.loads(tree_of(RECORDS, HEAD)), "root": "0" * 64})
    assert [line.id for line in chain(lines_of(RECORDS), told, BUNDLE) if line.result is Result.BROKEN] == [
        "audit.tree"
    ]


def packed(case: SealedCase, given: Bundle) -> bytes:
    """By an accomplice at the platform, so that only the chain speaks."""
    return asyncio.run(case.packed(given))
