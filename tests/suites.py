"""Runs the suites one after another, each within its time, and closes with one line that counts tests.

`suites.py` runs what `make test` promises; `suites.py NAME…` runs those named, `long` all parts of the long run. A
suite that fails, or is not done within its budget, fails the run; the others still run, so that one report shows
everything. Every folder of tests belongs to a suite, or nothing runs at all.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "reports"
BIN = Path(sys.executable).parent
ALONE, BESIDE = "alone and not long", "not alone and not long"
"""Tests that hold somebody to seconds, and those that prove the same while another one runs."""
MARK = "pytest.mark.alone"


def held_to_seconds(file: Path) -> bool:
    """Whether all of its tests hold somebody to seconds. Elsewhere their own mark says so."""
    return any(file.is_relative_to(ROOT / "tests" / folder) for folder in ("bench", "stranger"))


@dataclass(frozen=True, slots=True)
class Suite:
    """One command with the seconds it may take. `folders` (under tests/) makes it a pytest run of those folders.

    With several `workers`, each takes one file of tests after another. `aside`: holds nobody to seconds and waits for
    nothing, so that two such suites share the machine; what they say is shown when they are done.
    """

    name: str
    budget_s: int
    command: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    marker: str = "not long"
    workers: int = 1
    aside: bool = False

    @property
    def report(self) -> Path:
        return REPORTS / f"{self.name}.xml"

    @property
    def argv(self) -> tuple[str, ...]:
        if not self.folders:
            return self.command
        paths = self.files() if self.marker == ALONE else tuple(f"tests/{folder}" for folder in self.folders)
        # Nothing here is a test of schemathesis: its command is run as one, its plugin only takes time to load.
        without = ("-p", "no:cacheprovider", "-p", "no:schemathesis")
        options = ("-q", "--no-header", "-m", self.marker, *without, f"--junitxml={self.report}")
        # How far each long piece is shows while it runs.
        shown = ("-v", "--capture=tee-sys") if self.marker == "long" else ()
        beside = ("-n", str(self.workers), "--dist", "loadfile", "--no-loadscope-reorder") if self.workers > 1 else ()
        return (str(BIN / "python"), "-m", "pytest", *options, *shown, *beside, *paths)

    def files(self) -> tuple[str, ...]:
        """Those with a test that runs alone: to read all the others for a few would take a quarter of a minute."""
        found = (file for folder in self.folders for file in sorted((ROOT / "tests" / folder).rglob("test_*.py")))
        return tuple(
            str(file.relative_to(ROOT)) for file in found if held_to_seconds(file) or MARK in file.read_text("utf-8")
        )


class Outcome(NamedTuple):
    suite: Suite
    seconds: float
    passed: int
    failed: int
    slowest: tuple[tuple[float, str], ...]


PURE = ("law", "rooms", "agreements/core", "agreements/joint")
SERVED = ("signaling", "server", "stranger", "bench")
SEALED = ("agreements/render", "agreements/seal", "agreements/verify")
SUITES = (
    Suite("types", 360, (str(BIN / "mypy"),), aside=True),
    Suite("pure", 360, folders=PURE, aside=True),
    Suite("client", 240, ("npm", "--prefix", "web", "run", "check"), aside=True),
    Suite("architecture", 240, folders=("architecture",), aside=True),
    Suite("format", 30, (str(BIN / "ruff"), "format", "--check"), aside=True),
    Suite("lint", 60, (str(BIN / "ruff"), "check"), aside=True),
    Suite("imports", 60, (str(BIN / "lint-imports"),), aside=True),
    Suite("sealed", 480, folders=SEALED, marker=BESIDE, workers=3),
    # A third worker computes while the others wait for a timer, a line or a browser.
    Suite("served", 900, folders=SERVED, marker=BESIDE, workers=3),
    # One uses half a core. A second worker saved 55 s, and what compares two moments failed in one run of four.
    Suite("alone", 600, folders=(*SEALED, *SERVED), marker=ALONE),
    Suite("network", 300, folders=("net",)),
    Suite("browser", 900, folders=("browser",), marker=BESIDE, workers=2),
    Suite("moments", 300, folders=("browser",), marker=ALONE),
)
ON_REQUEST = (
    Suite("long-bench", 600, folders=("bench",), marker="long"),
    Suite("long-sealed", 9_600, folders=("architecture", *PURE, *SEALED), marker="long"),
    Suite("long-server", 3_300, folders=("server", "stranger"), marker="long"),
    Suite("long-media", 5_700, folders=("signaling",), marker="long"),
    Suite("long-browser", 3_700, folders=("browser",), marker="long"),
    Suite("long-network", 6_000, folders=("net",), marker="long"),
)
"""Each may take what its tests may take by their own timeouts, and to begin."""


def unplaced() -> list[str]:
    """Test folders and stray test files that no suite would run."""
    tests = ROOT / "tests"
    placed = tuple(tests / folder for suite in (*SUITES, *ON_REQUEST) for folder in suite.folders)
    strays = {path.parent for path in tests.rglob("test_*.py") if not any(map(path.is_relative_to, placed))}
    return sorted(path.relative_to(tests).as_posix() for path in strays)


def surroundings() -> dict[str, str]:
    """Our environment, and the Node of .venv last on PATH, for machines that have none of their own.

    Some hundred processes start in a run: whatever the machine prefers, ours is compiled for the first of them only.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PATH": f"{os.environ['PATH']}{os.pathsep}{BIN}"}


def counted(report: Path) -> tuple[int, int, tuple[tuple[float, str], ...]]:
    """Passed, failed and `(seconds, test)` from a JUnit report. A skipped test counts as failed: nothing skips here."""
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314  # pytest wrote it a moment ago
    bad = sum(1 for case in cases if len(case) and any(part.tag in {"failure", "error", "skipped"} for part in case))
    times = tuple((float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}") for case in cases)
    return len(cases) - bad, bad, times


def exit_code(suite: Suite, said: IO[bytes] | None = None) -> int:
    """Runs the suite's command; at its budget it ends with all it started. `said`: where its output goes.

    None: to the terminal.
    """
    with subprocess.Popen(
        suite.argv, cwd=ROOT, env=surroundings(), start_new_session=True, stdout=said, stderr=said
    ) as process:
        try:
            return process.wait(suite.budget_s)
        except subprocess.TimeoutExpired:
            told = f"{suite.name}: not done after {suite.budget_s} s\n"
            if said is None:
                print(told, end="", flush=True)
            else:
                said.write(told.encode())
            return 124
        finally:
            # Browsers and servers that a broken test left behind go too: the session is ours alone.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def run(suite: Suite) -> Outcome:
    """Runs one suite and reads its report, if it writes one; any other command counts as one test."""
    suite.report.unlink(missing_ok=True)
    if suite.aside:
        with tempfile.TemporaryFile() as said:
            code, seconds = timed(suite, said)
            said.seek(0)
            print(f"\n── {suite.name} ──\n{said.read().decode(errors='replace')}", flush=True)
    else:
        print(f"\n── {suite.name} ──", flush=True)
        code, seconds = timed(suite)
    if not suite.report.exists():
        return Outcome(suite, seconds, int(code == 0), int(code != 0), ())
    passed, failed, times = counted(suite.report)
    return Outcome(suite, seconds, passed, max(failed, int(code != 0)), times)


def timed(suite: Suite, said: IO[bytes] | None = None) -> tuple[int, float]:
    """Exit code and seconds."""
    begun = time.monotonic()
    return exit_code(suite, said), time.monotonic() - begun


def run_all(suites: Iterable[Suite]) -> Iterator[Outcome]:
    """Those that may stand aside two at a time, then the others one after another."""
    suites = list(suites)
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield from pool.map(run, [suite for suite in suites if suite.aside])
    yield from (run(suite) for suite in suites if not suite.aside)


def report(outcomes: Iterable[Outcome]) -> int:
    """Prints the table, the ten slowest tests and the closing line; gives the exit code."""
    outcomes = list(outcomes)
    slowest = sorted((each for outcome in outcomes for each in outcome.slowest), reverse=True)[:10]
    print("\nten slowest tests")
    for seconds, name in slowest:
        print(f"  {seconds:7.2f} s  {name}")
    print("\nsuite             seconds   budget   passed   failed")
    for suite, seconds, passed, failed, _ in outcomes:
        print(f"{suite.name:<16} {seconds:8.1f} {suite.budget_s:8d} {passed:8d} {failed:8d}")
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"\n{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return int(failed > 0)


def main(names: list[str]) -> int:
    known = {suite.name: suite for suite in (*SUITES, *ON_REQUEST)}
    names = [each for name in names for each in ([part.name for part in ON_REQUEST] if name == "long" else [name])]
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"no such suite: {', '.join(unknown)}; there are {', '.join(known)}")
    if strays := unplaced():
        sys.exit(f"tests/suites.py: no suite runs tests/{', tests/'.join(strays)}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    return report(run_all(known[name] for name in (names or [suite.name for suite in SUITES])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
