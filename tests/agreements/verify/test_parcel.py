"""The clerk's package: nothing more, nothing less, nothing else, and one story."""

import asyncio
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from agreements import package
from agreements.package import PackageInput
from agreements.verify.archive import members
from agreements.verify.report import Report, Result, Verdict
from tests.agreements.verify.sealed import SealedCase


def broken(report: Report) -> set[str]:
    assert report.verdict is Verdict.BROKEN
    return {line.id for line in report.lines if line.result is Result.BROKEN}


def zipped(found: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for path, content in found.items():
            entry = zipfile.ZipInfo(path, package.EPOCH)
            entry.external_attr = package.READABLE << 16
            entry.compress_type = method
            file.writestr(entry, content)
    return out.getvalue()


def test_at4_the_same_case_packed_twice_differs_in_the_signature_alone(case: SealedCase) -> None:
    again = members(asyncio.run(case.packed(case.given)))
    first = members(case.package)
    assert [path for path in first if first[path] != again[path]] == ["manifest.sig"]


def test_any_unpacker_reads_it(case: SealedCase) -> None:
    with zipfile.ZipFile(io.BytesIO(case.package)) as file:
        assert file.testzip() is None
        assert {path: file.read(path) for path in file.namelist()} == members(case.package)


def test_what_was_packed_anew_is_found(case: SealedCase) -> None:
    found = members(case.package)
    assert zipped(found) == case.package
    broken(case.verify(zipped(found, zipfile.ZIP_DEFLATED)))
    broken(case.verify(case.package + b"\0"))


@pytest.mark.parametrize(
    "path", sorted(package_path for package_path in ("agreement.pdf", "evidence.pdf", "agreement.json"))
)
def test_a_missing_a_further_and_an_exchanged_member_are_found(
    case: SealedCase, small_case: SealedCase, path: str
) -> None:
    found, other = members(case.package), members(small_case.package)
    broken(case.verify(zipped({name: content for name, content in found.items() if name != path})))
    broken(case.verify(zipped({**found, "more.txt": b""})))
    assert f"manifest.{path}" in broken(case.verify(zipped({**found, path: other[path]})))


def exchanged(one: PackageInput, other: PackageInput) -> Iterator[PackageInput]:
    """Packages that an accomplice at the platform signs although their members do not belong together."""
    yield replace(one, evidence_pdf=other.evidence_pdf)
    yield replace(one, agreement_pdf=other.agreement_pdf)
    yield replace(one, agreement_json=other.agreement_json)
    yield replace(one, events=other.events, head=other.head)
    yield replace(one, agreement_id="agr-0002")
    yield replace(one, evidence_pdf=one.agreement_pdf)


def test_members_of_two_agreements_do_not_tell_one_story(case: SealedCase, small_case: SealedCase) -> None:
    for given in exchanged(case.given, small_case.given):
        found = broken(case.verify(asyncio.run(case.packed(given))))
        assert found <= {"package.agreement", "package.papers"}


def test_a_list_signed_by_another_house_is_untrusted_or_broken(case: SealedCase, stranger: SealedCase) -> None:
    theirs = asyncio.run(package.build(case.given, stranger.house.seals.manifest_signature))
    assert "package.agreement" in broken(case.verify(theirs))


Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "change", [bytes.upper, lambda raw: raw + b" ", lambda raw: raw.replace(b'"size":', b'"size": ')]
)
def test_a_manifest_in_another_spelling_is_found(case: SealedCase, change: Change) -> None:
    found = members(case.package)
    broken(case.verify(zipped({**found, "manifest.json": change(found["manifest.json"])})))
