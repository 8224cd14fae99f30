"""The bench still makes real papers and measures something; how much is for docs/performance.md."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.long
def test_one_room_is_measured_from_its_draft_to_its_sealed_papers(tmp_path: Path) -> None:
    asked = ("--pages", "3", "--signers", "3", "--rooms", "1", "--folder", str(tmp_path))
    ran = subprocess.run(
        (sys.executable, "-m", "bench.sealing", *asked),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    (row,) = json.loads((tmp_path / "sealing.json").read_text())["rows"]
    assert row["pages"] >= 3
    assert [row[phase]["took"]["count"] for phase in ("freezing", "signing", "sealing")] == [1, 2, 1]
    assert all(row[phase]["cpu_s"] > row[phase]["node_cpu_s"] > 0 for phase in ("freezing", "signing", "sealing"))
    assert row["sizes"]["sealed_kib"] > row["sizes"]["frozen_kib"] > 0
    assert all(peak > 0 for peak in row["memory_mib"].values())
    assert len(row["bare"]["signing"]) == 3
