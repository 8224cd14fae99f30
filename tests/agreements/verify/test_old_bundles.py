"""A bundle made before 2026-11-23 is as good years later: by today's three programs and by its own (version 1)."""

import hashlib
import json
import lzma
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import rfc8785

from agreements.bundle.archive import stored
from agreements.bundle.chain import ChainRecord
from agreements.bundle.verifiers import published, sha256_of, verify_html, verify_py
from agreements.verify.archive import members
from agreements.verify.audit_proof import FIRST
from agreements.verify.verification import verify_file
from tests.agreements.verify.mutations import list_of
from tests.agreements.verify.readers import by_page, by_python
from tests.agreements.verify.sealed import SealedCase, chain_of, head_of, shut_of, told
from tests.agreements.verify.tampers import flipped

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "bundles"
OLD: Final = lzma.decompress((GOLDEN / "court-bundle-1.zip.xz").read_bytes())
ROOT: Final = (GOLDEN / "court-bundle-1.root.pem").read_bytes()
LATER: Final = datetime(2036, 11, 23, tzinfo=UTC)
Read = Callable[[bytes, Sequence[bytes], Path], list[int]]


def by_ours(root_pem: bytes, bundles: Sequence[bytes], _: Path) -> list[int]:
    return [verify_file(each, trust=(root_pem,), at=LATER).exit_code for each in bundles]


def by_its_own(root_pem: bytes, bundles: Sequence[bytes], folder: Path) -> list[int]:
    return by_python(root_pem, bundles, folder, inside("verify.py"))


def inside(name: str) -> bytes:
    return next(content for path, content in members(OLD).items() if path.endswith(f"/{name}"))


def test_the_old_bundle_tells_kind_and_time_of_what_stays() -> None:
    events = [json.loads(line) for line in inside("proof/events.jsonl").splitlines()]
    assert [event["kind"] for event in events if "body" not in event] == ["chat.sent", "caucus.opened"]


@pytest.mark.parametrize("read", [by_ours, by_python, by_page, by_its_own])
def test_at4_a_bundle_of_the_first_version_holds_for_all_and_a_flip_in_it_is_found(read: Read, tmp_path: Path) -> None:
    places = [OLD.index(b'"kind":"caucus.opened"') + 9, secrets.randbelow(len(OLD))]
    print(f"places {places}")
    assert read(ROOT, [OLD, *(flipped(OLD, place, 1) for place in places)], tmp_path) == [0, 1, 1]


@pytest.fixture(scope="module")
async def shut(case: SealedCase) -> list[bytes]:
    """Whole, then each with another thing altered in the record that stays; of version 1, signed by the platform."""
    [(first, _), (hidden, _), (last, _)] = chain_of(
        ("room.created", {"room": "room-1"}, True),
        ("caucus.opened", {"room": "room-2"}, False),
        ("agreement.sealed", {"digest": hashlib.sha256(case.given.agreement_json).hexdigest()}, True),
    )
    open_ = told(hidden, whole=True)
    assert isinstance(open_, ChainRecord)
    right: Any = shut_of(open_)
    names = ("kind", "at", "case", "body_digest", "prev", "hash")
    given = []
    for each in (right, *(replace(right, **{name: "0" * 64}) for name in names)):
        events: Any = (told(first, whole=True), each, told(last, whole=True))
        whole = await case.packed(replace(case.given, events=events, head=head_of(last)))
        given.append(await of_the_first_version(case, whole))
    return given


async def of_the_first_version(case: SealedCase, whole: bytes) -> bytes:
    found = members(whole)
    folder = next(iter(found)).partition("/")[0]
    found[f"{folder}/data/schema_version"] = f"{FIRST}\n".encode()
    listed = json.loads(list_of(found, folder))
    manifest = rfc8785.dumps({**listed, "schema": FIRST})
    signature = await case.house.seals.manifest_signature(manifest)
    return stored({**found, f"{folder}/manifest.json": manifest, f"{folder}/manifest.sig": signature})


@pytest.mark.parametrize("read", [by_python, by_page])
def test_at48_in_the_first_version_a_record_that_stays_is_held_to_its_hash(
    case: SealedCase, shut: list[bytes], read: Read, tmp_path: Path
) -> None:
    assert read(case.house.root, shut, tmp_path) == [0, *[1] * 6]


def test_the_programs_of_today_and_of_the_old_bundle_are_among_those_published() -> None:
    """Whoever changes a program adds its sum to agreements/data/bundle_programs.json; none is taken out."""
    listed = {(one.name, one.sha256) for one in published()}
    for name, program in (("verify.py", verify_py()), ("verify.html", verify_html())):
        assert (name, sha256_of(program)) in listed
        assert (name, sha256_of(inside(name))) in listed
