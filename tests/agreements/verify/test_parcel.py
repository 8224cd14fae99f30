"""The clerk's package: nothing more, nothing less, nothing else, and one story."""

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from agreements.bundle import archive
from agreements.bundle.bundle import Bundle
from agreements.bundle.contents import Held, measured
from agreements.verify.archive import members
from agreements.verify.report import Report, Result, Verdict
from tests.agreements.verify.sealed import MADE_AT, SealedCase, packed, sealed_agreement


def broken(report: Report) -> set[str]:
    assert report.verdict is Verdict.BROKEN
    return {line.id for line in report.lines if line.result is Result.BROKEN}


def zipped(found: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for path, content in found.items():
            entry = zipfile.ZipInfo(path, archive.EPOCH)
            entry.external_attr = archive.READABLE << 16
            entry.compress_type = method
            file.writestr(entry, content)
    return out.getvalue()


def test_at4_at53b_the_same_case_packed_twice_differs_in_the_moment_and_its_signature_alone(case: SealedCase) -> None:
    later = members(asyncio.run(case.packed(case.given, MADE_AT + timedelta(days=9))))
    first = members(case.package)
    assert [name(path) for path in first if first[path] != later[path]] == ["manifest.json", "manifest.sig"]
    moments = [json.loads(found[path("manifest.json", case)]).pop("made_at") for found in (first, later)]
    assert moments == ["2026-11-23T01:00:00Z", "2026-12-02T01:00:00Z"]
    told = [{**json.loads(found[path("manifest.json", case)]), "made_at": ""} for found in (first, later)]
    assert told[0] == told[1]


def name(member: str) -> str:
    return member.partition("/")[2]


def path(file: str, case: SealedCase) -> str:
    """The member's, in the one folder of the ZIP."""
    return f"{next(iter(members(case.package))).partition('/')[0]}/{file}"


def test_any_unpacker_reads_it(case: SealedCase) -> None:
    with zipfile.ZipFile(io.BytesIO(case.package)) as file:
        assert file.testzip() is None
        assert {path: file.read(path) for path in file.namelist()} == members(case.package)


def test_what_was_packed_anew_is_found(case: SealedCase) -> None:
    found = members(case.package)
    assert zipped(found) == case.package
    broken(case.verify(zipped(found, zipfile.ZIP_DEFLATED)))
    broken(case.verify(case.package + b"\0"))


@pytest.mark.parametrize("file", ["02_agreement.pdf", "02_agreement_evidence.pdf", "data/agreement.json", "verify.py"])
def test_a_missing_a_further_and_an_exchanged_member_are_found(case: SealedCase, file: str) -> None:
    found, other, member = members(case.package), b"%PDF-1.7", path(file, case)
    broken(case.verify(zipped({name: content for name, content in found.items() if name != member})))
    broken(case.verify(zipped({**found, path("more.txt", case): b""})))
    broken(case.verify(zipped({**found, path("10_other/01_more.pdf", case): b""})))
    assert f"manifest.{file}" in broken(case.verify(zipped({**found, member: other})))
    broken(case.verify(zipped({f"../{name}": content for name, content in found.items()})))


def exchanged(one: SealedCase, other: SealedCase) -> Iterator[Bundle]:
    """Bundles that an accomplice at the platform signs although their members do not belong together."""
    given, document = one.given, one.document
    rest = given.papers[1:]
    yield replace(given, papers=(sealed_agreement(document, one.agreement, other.evidence), *rest))
    yield replace(given, papers=(sealed_agreement(document, other.agreement, one.evidence), *rest))
    yield replace(given, agreement_json=other.given.agreement_json)
    yield replace(given, events=other.given.events, head=other.given.head)
    yield replace(given, facts=replace(given.facts, agreement="agr-0002"))
    yield replace(given, papers=(sealed_agreement(document, one.evidence, one.evidence), *rest))
    yield replace(given, papers=rest)
    yield replace(given, papers=(replace(given.papers[0], evidence=None), *rest))
    yield replace(given, papers=(replace(given.papers[0], sealed=False), *rest))


def test_members_of_two_agreements_do_not_tell_one_story(case: SealedCase, small_case: SealedCase) -> None:
    for given in exchanged(case, small_case):
        found = broken(case.verify(asyncio.run(case.packed(given))))
        assert found <= {"package.agreement"}


def test_a_list_signed_by_another_house_is_untrusted_or_broken(case: SealedCase, stranger: SealedCase) -> None:
    theirs = asyncio.run(packed(case.given, stranger.house.seals.manifest_signature))
    assert case.verify(theirs).exit_code == 1


Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "change", [bytes.upper, lambda raw: raw + b" ", lambda raw: raw.replace(b'"size":', b'"size": ')]
)
def test_a_manifest_in_another_spelling_is_found(case: SealedCase, change: Change) -> None:
    found, manifest = members(case.package), path("manifest.json", case)
    broken(case.verify(zipped({**found, manifest: change(found[manifest])})))


def test_the_two_ways_to_write_a_zip_are_one() -> None:
    found = {"a.txt": b"1", "b/c_验证.pdf": bytes(10_000)}
    given = archive.Archive(
        tuple(archive.Member(each, Held(content), measured([content])) for each, content in found.items())
    )
    whole = b"".join(given.chunks())
    assert (whole, len(whole)) == (archive.stored(found), given.size)
    assert members(whole) == found
