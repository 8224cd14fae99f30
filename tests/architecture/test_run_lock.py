"""The server starts with what is locked for those who only run it: the tests have more, which hides what is missing."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORT_WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

absent = set(sys.argv[1].split())
sys.meta_path.insert(0, Absent())
import server.command, server.app
"""


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


def locked() -> set[str]:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def absent_modules(kept: set[str]) -> list[str]:
    """Top-level modules of this environment that belong to none of the `kept` distributions."""
    owned = packages_distributions()
    return sorted(name for name, owners in owned.items() if not {plain(owner) for owner in owners} & kept)


def imported_without(modules: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORT_WITHOUT, " ".join(modules)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_the_server_starts_with_what_the_run_lock_installs() -> None:
    done = imported_without(absent_modules(locked() | {"mediation-room-server"}))
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_missing_package_would_be_noticed() -> None:
    without_greenlet = absent_modules(locked() - {"greenlet"} | {"mediation-room-server"})
    assert "greenlet" in imported_without(without_greenlet).stderr


def test_time_zones_do_not_depend_on_the_system() -> None:
    assert "tzdata" in locked()
