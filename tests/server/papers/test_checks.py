"""A check holds for a minute, for this file under these roots."""

import asyncio
from datetime import timedelta
from pathlib import Path

from agreements.canonical import digest_of
from agreements.verify.report import Report, Verdict
from server.papers.checks import FRESH, WAITING, Crowded, PaperChecks
from tests.server.papers.table import TestClock


async def test_a_file_is_not_checked_again_within_a_minute_unless_the_roots_change(tmp_path: Path) -> None:
    clock, content = TestClock(), b"neither a PDF nor a package"
    checks = PaperChecks(tmp_path / "trust", clock)
    first = await checks.report(digest_of(content), content)
    assert first.verdict is Verdict.BROKEN
    assert await checks.report(digest_of(content), content) is first
    clock.forward(FRESH + timedelta(seconds=1))
    assert await checks.report(digest_of(content), content) is not first


async def test_a_damaged_root_vouches_for_nobody_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "damaged.pem").write_text("no certificate")
    (tmp_path / "folder.pem").mkdir()
    report = await PaperChecks(tmp_path, TestClock()).report(digest_of(b"x"), b"x")
    assert report.verdict is Verdict.BROKEN


async def test_threat30_strangers_wait_for_one_another_and_no_longer_than_four(tmp_path: Path) -> None:
    checks = PaperChecks(tmp_path / "trust", TestClock())

    async def knows(_: str) -> bool:
        return False

    asked = (checks.of_a_stranger(b"nothing of ours", knows) for _ in range(WAITING + 2))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [isinstance(each, Crowded) for each in answers] == [False] * WAITING + [True] * 2
    assert all(each.verdict is Verdict.BROKEN for each in answers if isinstance(each, Report))
