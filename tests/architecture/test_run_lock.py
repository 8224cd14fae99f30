"""What the server imports is locked for those who only run it: the environment of the tests hides what is missing."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = "import sys, server.__main__, server.app; print(*{name.partition('.')[0] for name in sys.modules})"


def locked() -> set[str]:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return {name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def test_the_server_imports_nothing_that_only_tests_install() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], check=True, capture_output=True, text=True, cwd=ROOT)
    owners = packages_distributions()
    used = {owner.lower().replace("_", "-") for name in done.stdout.split() for owner in owners.get(name, ())}
    assert "greenlet" in used, "the check sees what SQLAlchemy imports"
    assert used - locked() <= {"mediation-room-server"}


def test_time_zones_do_not_depend_on_the_system() -> None:
    assert "tzdata" in locked()
