"""The benches still run and measure something; how much is for docs/performance.md."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def figures(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(file.read_text())["rows"]
    return rows


@pytest.mark.long
def test_one_room_is_measured_for_a_second_and_three_joins_one_and_eight_at_a_time(tmp_path: Path) -> None:
    asked = ("--rooms", "1", "--seconds", "1", "--joins", "3", "--folder", str(tmp_path))
    ran = subprocess.run(
        (sys.executable, "-m", "bench.room", *asked), cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert ran.returncode == 0, ran.stderr
    quiet, loaded = figures(tmp_path / "room.json")
    assert quiet["media"] is None
    assert loaded["media"]["received"] > loaded["media"]["sent"] > 0
    assert loaded["faults"] == 0
    for row in (quiet, loaded):
        assert all(row["signalling"][kind]["count"] > 0 for kind in ("beat", "http", "chat"))
    assert [(row["count"], row["at_once"], row["took"]["count"]) for row in figures(tmp_path / "joins.json")] == [
        (3, 1, 3),
        (3, 8, 3),
    ]
