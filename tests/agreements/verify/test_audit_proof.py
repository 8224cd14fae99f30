"""AT-48: whoever deletes or alters one record of the audit chain, the first broken one is named."""

import asyncio
import json
from dataclasses import asdict, replace
from typing import Any

import pytest
import rfc8785

from agreements.bundle.bundle import Bundle
from agreements.bundle.chain import ChainHead, ChainRecord, merkle_root, tree_of
from agreements.bundle.program.form import merkle
from agreements.verify.audit_proof import _root, chain
from agreements.verify.report import Result
from server.audit.heads import NodeKey
from tests.agreements.verify.sealed import SealedCase, chain_of, head_of, told

RECORDS = [
    told(record, whole=whole)
    for record, whole in chain_of(*((f"fact.{n}", {"n": str(n)}, n % 3 != 0) for n in range(1, 11)))
]
HEAD = head_of(chain_of(*((f"fact.{n}", {"n": str(n)}, n % 3 != 0) for n in range(1, 11)))[-1][0])


def lines(records: list[ChainRecord]) -> bytes:
    kept = ({name: value for name, value in asdict(each).items() if value is not None} for each in records)
    return b"".join(rfc8785.dumps(each) + b"\n" for each in kept)


def found(records: list[ChainRecord], head: ChainHead = HEAD) -> dict[str, str]:
    """Broken lines by id."""
    report = chain(lines(records), tree_of(RECORDS, head))
    return {line.id: line.sentence.zh for line in report if line.result is Result.BROKEN}


def test_a_whole_chain_holds() -> None:
    assert found(RECORDS) == {}


@pytest.mark.parametrize("index", range(1, 11))
@pytest.mark.parametrize("field", ["case", "at", "kind", "v", "body_digest", "prev", "hash"])
def test_at48_an_altered_record_is_named(index: int, field: str) -> None:
    value = getattr(RECORDS[index - 1], field)
    other: Any = value + 1 if isinstance(value, int) else f"{value[:-1]}x"
    altered = replace(RECORDS[index - 1], **{field: other})
    broken = found([*RECORDS[: index - 1], altered, *RECORDS[index:]])
    if (index, field) == (1, "case"):  # then all the others are of another case
        assert "第1条" in broken["audit.chain"]
    assert f"第{index}条" in broken["audit.chain"]


@pytest.mark.parametrize("index", [n for n in range(1, 11) if n % 3])
def test_at48_an_altered_body_is_named(index: int) -> None:
    altered = replace(RECORDS[index - 1], body='{"n":"99"}')
    assert f"第{index}条" in found([*RECORDS[: index - 1], altered, *RECORDS[index:]])["audit.chain"]


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
    assert "第2条" in found([RECORDS[0], replace(RECORDS[1], salt="none"), *RECORDS[2:]])["audit.chain"]


@pytest.mark.parametrize("index", [1, 3, 5])
def test_at48_the_package_names_the_record_too(case: SealedCase, index: int) -> None:
    events = list(case.given.events)
    events[index - 1] = replace(events[index - 1], kind="nothing.happened")
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
    assert [line.id for line in chain(lines(RECORDS), told) if line.result is Result.BROKEN] == ["audit.tree"]


def packed(case: SealedCase, given: Bundle) -> bytes:
    """By an accomplice at the platform, so that only the chain speaks."""
    return asyncio.run(case.packed(given))
