"""Renewed in time, a copy verifies for longer than any certificate of its timestamps lasts (domain.md §2.7, B-LTA).

The files are truly of the past: made by an authority whose clock stood then, renewed year after year.
"""

import asyncio
import hashlib
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785
from cryptography.hazmat.primitives.serialization import Encoding

from agreements import render
from agreements.ports import SignerIdentity
from agreements.seal.refusals import BrokenFile, NotSignable
from agreements.verify.report import Report, Result, Verdict
from agreements.verify.verification import verify_file
from tests.agreements.render.samples import sample_document
from tests.agreements.seal.aged import AgedHouse, aged_house
from tests.agreements.seal.conftest import House
from tests.agreements.seal.papers import look, paper

DAY = timedelta(days=1)
YEAR = 365 * DAY
LASTS = 3 * YEAR
"""What a certificate of a public timestamp authority may last."""
YEARS = 12
BEGAN = datetime.now(UTC).replace(microsecond=0) - (YEARS + 1) * YEAR


@pytest.fixture(scope="module")
def aged() -> AgedHouse:
    return aged_house(BEGAN - DAY, stamps_last=LASTS)


@pytest.fixture(scope="module")
async def generations(aged: AgedHouse) -> list[bytes]:
    """The copy of day 0, then one a year."""
    document = sample_document()
    document = replace(document, terms=document.terms[:1], performance=document.performance[:1])
    raw = rfc8785.dumps(asdict(document))
    aged.clock.now = BEGAN
    pdf = await aged.seals.prepared(render.agreement(document, canonical=raw, digest=hashlib.sha256(raw).hexdigest()))
    for field in document.fields[1:]:
        identity = SignerIdentity(field.signer, document.agreement)
        pdf = (await aged.seals.signed(pdf, field.name, identity, look())).pdf
    aged.clock.now = BEGAN + timedelta(minutes=1)
    copies = [(await aged.seals.closed(pdf)).pdf]
    for year in range(1, YEARS + 1):
        aged.clock.now = BEGAN + year * YEAR
        copies.append((await aged.seals.renewed(copies[-1])).pdf)
    return copies


async def judged(aged: AgedHouse, data: bytes, later: timedelta) -> Report:
    (root,) = aged.seals.anchors.roots
    at = BEGAN + later
    return await asyncio.to_thread(verify_file, data, trust=(root.public_bytes(Encoding.PEM),), at=at)


@pytest.mark.parametrize("later", [DAY, 40 * DAY, 2 * YEAR])
async def test_at4_the_copy_of_day_0_holds_while_its_timestamps_do(
    aged: AgedHouse, generations: list[bytes], later: timedelta
) -> None:
    assert (await judged(aged, generations[0], later)).verdict is Verdict.HOLDS


async def test_at4_after_that_it_is_intact_and_no_longer_vouched_for(aged: AgedHouse, generations: list[bytes]) -> None:
    for later in (LASTS + DAY, YEARS * YEAR + DAY):
        report = await judged(aged, generations[0], later)
        assert report.verdict is Verdict.UNTRUSTED
        assert [line.id for line in report.lines if line.result is not Result.HOLDS] == ["timestamp.closing"]


@pytest.mark.parametrize("years", [3, YEARS])
async def test_at4_the_copy_renewed_each_year_holds_years_later(
    aged: AgedHouse, generations: list[bytes], years: int
) -> None:
    report = await judged(aged, generations[years], years * YEAR + 40 * DAY)
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    assert [each.field for each in report.signatures][-1] == f"renewal_{years}"
    assert generations[years].startswith(generations[0])


async def test_renewed_too_late_is_refused_and_not_papered_over(aged: AgedHouse, generations: list[bytes]) -> None:
    aged.clock.now = BEGAN + LASTS + DAY
    with pytest.raises(BrokenFile, match="timestamp"):
        await aged.seals.renewed(generations[0])


async def test_only_what_was_closed_is_renewed(house: House) -> None:
    with pytest.raises(NotSignable, match="never closed"):
        await house.seals.renewed(await house.seals.prepared(paper(1)))
