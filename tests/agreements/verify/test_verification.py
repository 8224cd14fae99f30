"""AT-4: a paper or a package checks with no network and no server, today and years later."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agreements import render
from agreements.minutes_document import minutes_bytes, minutes_digest
from agreements.verify.report import Kind, Report, Result, Verdict
from agreements.verify.verification import verify_file
from tests.agreements.render.minutes_sample import MINUTES
from tests.agreements.render.samples import RARE
from tests.agreements.verify.sealed import SealedCase, sealed_agreement, sealed_paper
from tests.agreements.verify.tampers import ADDED, CHANGED

DAYS = (0, 1, 40, 3 * 365)


def doubts(report: Report) -> list[tuple[str, str]]:
    return [(line.id, line.sentence.en) for line in report.lines if line.result is not Result.HOLDS]


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize(
    ("name", "kind"), [("agreement", Kind.AGREEMENT), ("evidence", Kind.EVIDENCE), ("package", Kind.PACKAGE)]
)
def test_at4_a_copy_verifies_offline_on_the_day_and_years_later(
    case: SealedCase, name: str, kind: Kind, days: int
) -> None:
    report = case.verify(getattr(case, name), days=days)
    assert doubts(report) == []
    assert (report.kind, report.verdict, report.exit_code, report.test) == (kind, Verdict.HOLDS, 0, True)


def test_at4_without_a_root_it_is_intact_but_untrusted(case: SealedCase) -> None:
    for data in (case.agreement, case.evidence, case.package):
        report = case.verify(data, trust=())
        assert (report.verdict, report.exit_code) == (Verdict.UNTRUSTED, 2)
        assert {line.result for line in report.lines} == {Result.HOLDS, Result.UNTRUSTED}


def test_signers_are_named_as_the_agreement_names_them(case: SealedCase) -> None:
    seen = case.verify(case.agreement).signatures
    assert [each.field for each in seen] == ["platform", "party_1", "party_2", "mediator", "organisation", "closing"]
    assert [each.signer for each in seen[1:4]] == [RARE[0], RARE[2], RARE[3]]
    assert seen[2].on_behalf_of == RARE[1]
    assert all(each.test and "测试" in each.issuer for each in seen)


def test_long_after_the_authority_ended_it_says_so_and_calls_nothing_broken(case: SealedCase) -> None:
    report = case.verify(case.agreement, days=30 * 365)
    assert report.exit_code == 2
    assert [identifier for identifier, _ in doubts(report)] == ["timestamp.closing"]


def test_a_clock_before_the_signing_is_doubt_and_not_proof(case: SealedCase) -> None:
    assert case.verify(case.agreement, days=-400).exit_code == 2


def test_the_registry_is_compared_where_it_is_at_hand(case: SealedCase) -> None:
    now, known = datetime.now(UTC), hashlib.sha256(case.agreement).hexdigest()
    for registry, expected in ((frozenset({known}), Verdict.HOLDS), (frozenset({"0" * 64}), Verdict.BROKEN)):
        report = verify_file(case.agreement, trust=(case.house.root,), at=now, known_sha256=registry)
        assert report.verdict is expected
        assert report.lines[-1].id == "registry"


def test_it_says_what_is_not_proved(case: SealedCase) -> None:
    alone = " ".join(sentence.zh for sentence in case.verify(case.agreement).not_proved)
    assert "测试" in alone
    assert "签署证据页" in alone
    together = " ".join(sentence.zh for sentence in case.verify(case.package).not_proved)
    assert "没有同时核对" not in together


@pytest.fixture(scope="module")
async def renewed(case: SealedCase) -> bytes:
    """The second renewal of the agreement."""
    once = await case.house.seals.renewed(case.agreement)
    return (await case.house.seals.renewed(once.pdf)).pdf


def test_a_renewed_file_holds_and_tells_its_timestamps(case: SealedCase, renewed: bytes) -> None:
    report = case.verify(renewed)
    assert doubts(report) == []
    assert [each.field for each in report.signatures][-3:] == ["closing", "renewal_1", "renewal_2"]
    assert renewed.startswith(case.agreement)


async def test_a_package_may_hold_a_later_generation(case: SealedCase, renewed: bytes) -> None:
    """The evidence page names the first."""
    packed = await case.packed(
        replace(case.given, papers=(sealed_agreement(case.document, renewed, case.evidence), *case.given.papers[1:]))
    )
    assert doubts(await asyncio.to_thread(case.verify, packed)) == []


def test_what_follows_a_renewal_is_found(case: SealedCase, renewed: bytes) -> None:
    for tamper in (*ADDED.values(), CHANGED["3_junk"]):
        assert case.verify(tamper(renewed)).exit_code == 1


async def test_minutes_are_a_paper_like_others(case: SealedCase) -> None:
    raw = minutes_bytes(MINUTES)
    rendered = render.minutes(MINUTES, canonical=raw, digest=minutes_digest(raw))
    sealed = await sealed_paper(case.house, rendered, MINUTES.fields, MINUTES.minutes)
    report = await asyncio.to_thread(case.verify, sealed)
    assert doubts(report) == []
    assert report.kind is Kind.MINUTES
