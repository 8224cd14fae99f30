"""A check holds for a minute, for this file under these roots."""

from datetime import timedelta
from pathlib import Path

from agreements.canonical import digest_of
from agreements.verify.report import Verdict
from server.papers.checks import FRESH, PaperChecks
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
