"""A copy kept on day 0 verifies years later with no network: what the closing revision is for (esign.md §9.9).

Files of the past are truly made with past clocks: some of pyHanko's AdES validation reads the machine's clock whatever
time it is given, so a fresh file judged "in three years" would prove little there.
"""

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from agreements.ports import ClosedFile, SignerIdentity
from agreements.seal.adapters import as_asn1
from tests.agreements.seal.aged import AgedHouse, aged_house
from tests.agreements.seal.conftest import House
from tests.agreements.seal.judgement import faults, read
from tests.agreements.seal.papers import look, paper

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEAR = 365 * DAY
LATER = [MINUTE, DAY, 40 * DAY, 3 * YEAR, 15 * YEAR]
SIGNED = datetime.now(UTC).replace(microsecond=0) - 3 * YEAR


@pytest.fixture(scope="module")
def aged() -> AgedHouse:
    return aged_house(SIGNED - DAY)


async def aged_file(aged: AgedHouse, *, closed_after: timedelta) -> bytes:
    aged.clock.now = SIGNED
    pdf = await aged.seals.prepared(paper(1))
    revision = await aged.seals.signed(pdf, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
    aged.clock.now = SIGNED + closed_after
    closed = await aged.seals.closed(revision.pdf)
    assert (revision.at, closed.at) == (SIGNED, SIGNED + closed_after)
    return closed.pdf


def roots(aged: AgedHouse) -> list[x509.Certificate]:
    return [as_asn1(root) for root in aged.seals.anchors.roots]


@pytest.fixture(scope="module")
async def agreement(house: House) -> ClosedFile:
    return await house.seals.closed(await house.signed(await house.seals.prepared(paper(2)), "party_1", "party_2"))


@pytest.fixture(scope="module")
async def evidence(house: House) -> ClosedFile:
    return await house.seals.certified(paper(0).pdf)


@pytest.mark.parametrize("later", LATER)
async def test_at4_copies_of_today_verify_offline_for_years(
    house: House, agreement: ClosedFile, evidence: ClosedFile, later: timedelta
) -> None:
    for closed in (agreement, evidence):
        assert await faults(closed.pdf, house.roots, closed.at + later) == []


async def test_at4_once_the_root_is_over_nothing_holds(house: House, evidence: ClosedFile) -> None:
    assert await faults(evidence.pdf, house.roots, evidence.at + 21 * YEAR) == ["platform", "closing"]


@pytest.mark.parametrize("closed_after", [MINUTE, HOUR, 3 * DAY, 60 * DAY])
async def test_at4_a_file_of_three_years_ago_verifies_now_however_late_it_was_closed(
    aged: AgedHouse, closed_after: timedelta
) -> None:
    pdf = await aged_file(aged, closed_after=closed_after)
    assert await faults(pdf, roots(aged), datetime.now(UTC)) == []


async def test_at4_a_file_closed_within_the_day_also_passes_the_strict_european_procedure(aged: AgedHouse) -> None:
    pdf = await aged_file(aged, closed_after=HOUR)
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots(aged)),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require")),
    )
    offline = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy, offline))
    for index in range(2):
        result = await ades_lta_validation(read(pdf).embedded_regular_signatures[index], spec)
        assert result.ades_subindic is AdESPassed.OK, result.failure_msg
