"""The bench of the relay still measures something; how much is for docs/performance.md."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "bench.relay", "--json", "--seconds", "1", "--rooms", "1", "--most", "0")


def ran(*more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*COMMAND, *more),
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_one_room_talks_for_a_second_and_everything_that_was_sent_came(tmp_path: Path) -> None:
    told = ran("--planes", "python", "--folder", str(tmp_path))
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    assert document == json.loads((tmp_path / "relay.json").read_text())
    (course,) = document["courses"]
    (joining,), (row,) = course["joinings"], course["rows"]
    assert joining["seats"] == 4
    assert joining["cpu_ms_per_join"] > 0
    assert row["loss_percent"] == 0
    assert row["out_per_second"] >= 2600
    assert row["cpu_us_per_out"] > 0
    assert row["p99_ms"] >= row["p50_ms"] > 0
    assert row["ping"]["count"] > 0
    assert row["unopened"] == 0
    assert row["asked_again"] >= row["repeated"] > 0
    assert row["reports_received"] > 0


def test_without_janus_it_says_so_before_it_measures_anything(tmp_path: Path) -> None:
    told = ran("--peer", "janus", "--folder", str(tmp_path), PATH=str(tmp_path))
    assert told.returncode == 1
    assert "apt-get install janus" in told.stderr
    assert not list(tmp_path.iterdir())
