"""AT-14: every tamper of esign.md §2 is found with the file's hash unknown, by the layer that is meant to find it."""

import asyncio

import pytest

from agreements.verify.paper import store, taken_apart
from agreements.verify.report import Report, Result, Verdict
from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import ADDED, CHANGED, closed_by_an_accomplice


def broken(report: Report) -> set[str]:
    assert report.verdict is Verdict.BROKEN
    assert report.exit_code == 1
    return {line.id for line in report.lines if line.result is Result.BROKEN}


@pytest.mark.parametrize("tamper", [*CHANGED, *ADDED])
def test_at14_a_tamper_on_the_closed_file_is_found(case: SealedCase, tamper: str) -> None:
    changed = {**CHANGED, **ADDED}[tamper](case.agreement)
    assert changed != case.agreement
    broken(case.verify(changed))


def test_at14_a_file_rolled_back_to_an_earlier_revision_is_found(case: SealedCase) -> None:
    for revision in case.revisions:
        broken(case.verify(revision))


async def reclosed(case: SealedCase, unclosed: bytes) -> bytes:
    kept = store(taken_apart(case.agreement).reader)
    return await closed_by_an_accomplice(unclosed, case.house.seals.timestamper, kept)


async def test_an_honest_file_closed_by_an_accomplice_holds(case: SealedCase) -> None:
    # Else the tests below would find the accomplice instead of the tamper.
    again = await reclosed(case, case.revisions[-1])
    assert [line for line in (await judged(case, again)).lines if line.result is not Result.HOLDS] == []


async def judged(case: SealedCase, data: bytes) -> Report:
    return await asyncio.to_thread(case.verify, data)


@pytest.mark.parametrize("tamper", ADDED)
async def test_at14_a_tamper_under_a_true_closing_timestamp_is_found(case: SealedCase, tamper: str) -> None:
    again = await reclosed(case, ADDED[tamper](case.revisions[-1]))
    found = broken(await judged(case, again))
    assert any(line.startswith("signature.") for line in found), found
    assert ("pdf.strips" in found) is (tamper == "16_swapped_strip")


async def test_at14_an_earlier_revision_under_a_true_closing_timestamp_lacks_signatures(case: SealedCase) -> None:
    for revision in case.revisions[:-1]:
        assert broken(await judged(case, await reclosed(case, revision))) == {"pdf.unsigned"}
