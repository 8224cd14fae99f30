"""The runner of `make test` can tell good from bad."""

import fcntl
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import suites
from tests.architecture.source import ROOT
from tests.suites import ALONE, BESIDE, ON_REQUEST, SUITES, Outcome, Suite, counted, report, run, run_all

JUNIT = """<testsuites><testsuite>
<testcase classname="a" name="good" time="0.5"/>
<testcase classname="a" name="bad" time="1.5"><failure/></testcase>
<testcase classname="a" name="broken" time="0"><error/></testcase>
<testcase classname="a" name="skipped" time="0"><skipped/></testcase>
</testsuite></testsuites>"""


def python(program: str, budget_s: int = 20) -> Suite:
    return Suite("trial", budget_s, (sys.executable, "-c", program))


def test_a_skipped_or_broken_test_counts_as_failed(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    passed, failed, times = counted(tmp_path / "junit.xml")
    assert (passed, failed) == (1, 3)
    assert max(times) == (1.5, "a::bad")


def test_a_failing_command_fails_the_run_and_the_last_line_counts(capfd: pytest.CaptureFixture[str]) -> None:
    assert report([run(python("pass")), run(python("raise SystemExit(3)"))]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"


HOLDING = """
import fcntl, subprocess, sys, time
if len(sys.argv) == 2:
    subprocess.run([sys.executable, "-c", {program!r}, sys.argv[1], "grandchild"])
held = open(sys.argv[1], "w")
fcntl.flock(held, fcntl.LOCK_EX)
held.write("held")
held.flush()
time.sleep(60)
"""
"""A program whose child holds a lock on a file for a minute, or for as long as it is left alive."""


def test_a_suite_over_its_budget_fails_and_is_ended_with_all_it_started(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "lock"
    program = HOLDING.format(program=HOLDING.replace("{program!r}", "''"))
    outcome = run(Suite("trial", 2, (sys.executable, "-c", program, str(lock))))
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert "not done after 2 s" in capfd.readouterr().out
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # comes through once the kernel has ended the holder
        assert held.read() == "held"
    assert outcome.seconds < 20


def test_every_folder_of_tests_belongs_to_a_suite() -> None:
    assert suites.unplaced() == []


def test_no_test_falls_between_two_suites() -> None:
    everywhere = {folder for suite in SUITES for folder in suite.folders}
    markers = [{suite.marker for suite in SUITES if folder in suite.folders} for folder in everywhere]
    assert all(each in ({"not long"}, {BESIDE, ALONE}) for each in markers), markers


def test_every_long_test_belongs_to_one_part_of_the_long_run() -> None:
    everywhere = sorted({folder for suite in SUITES for folder in suite.folders})
    assert sorted(folder for part in ON_REQUEST for folder in part.folders) == everywhere


def test_long_stands_for_all_its_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Suite] = []

    def noted(chosen: Iterable[Suite]) -> list[Outcome]:
        asked.extend(chosen)
        return []

    monkeypatch.setattr(suites, "REPORTS", tmp_path)
    monkeypatch.setattr(suites, "run_all", noted)
    assert suites.main(["long"]) == 0
    assert asked == list(ON_REQUEST)


def test_what_holds_somebody_to_seconds_has_one_worker() -> None:
    assert {suite.workers for suite in (*SUITES, *ON_REQUEST) if suite.marker != BESIDE} == {1}


def test_no_suite_names_a_folder_that_is_not_there() -> None:
    folders = {folder for suite in (*SUITES, *ON_REQUEST) for folder in suite.folders}
    assert {folder for folder in folders if not (ROOT / "tests" / folder).is_dir()} == set()


def test_suites_that_stand_aside_run_before_the_others_and_say_all_they_said_at_once(
    capfd: pytest.CaptureFixture[str],
) -> None:
    talker = Suite("talker", 20, (sys.executable, "-c", "print('first'); print('second')"), aside=True)
    failing = Suite("failing", 20, (sys.executable, "-c", "raise SystemExit(3)"), aside=True)
    alone = Suite("alone", 20, (sys.executable, "-c", "print('third')"))
    outcomes = list(run_all([alone, talker, failing]))
    assert [(one.suite.name, one.failed) for one in outcomes] == [("talker", 0), ("failing", 1), ("alone", 0)]
    said = capfd.readouterr().out
    assert "── talker ──\nfirst\nsecond\n" in said
    assert said.index("third") > said.index("second")


def test_what_runs_alone_is_looked_for_where_it_is() -> None:
    files = {file for suite in SUITES if suite.marker == ALONE for file in suite.files()}
    assert {"tests/stranger/test_presence.py", "tests/signaling/media/test_caucus.py"} <= files
    assert "tests/server/http/test_court.py" not in files
