"""Measures the relay: CPU of the server per forwarded packet, loss, latency, and what a join costs.

`python -m bench.relay --rooms 1 4 8 20 --seconds 5` prints a table and writes JSON. Absolute figures belong to the
machine; the ratio to the baseline (a bare recvfrom/sendto loop with the same packets) can be compared.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.relay.measure import Row, measure_baseline, measure_relay

COLUMNS = ("server", "rooms", "packets/s out", "µs/out", "× baseline", "cores", "loss %", "p50 ms", "p99 ms", "ms/join")


def table(rows: list[Row]) -> Table:
    """The rows for reading, each relay beside the baseline of its load."""
    bare = {row.rooms: row.cpu_us_per_out for row in rows if row.server == "baseline"}
    drawn = Table(*COLUMNS)
    for row in rows:
        figures = (
            f"{row.out_per_second:.0f}",
            f"{row.cpu_us_per_out:.1f}",
            f"{row.cpu_us_per_out / bare[row.rooms]:.2f}",
            f"{row.cores:.2f}",
            f"{row.loss_percent:.2f}",
            f"{row.p50_ms:.2f}",
            f"{row.p99_ms:.2f}",
            f"{row.join_cpu_ms:.1f}",
        )
        drawn.add_row(row.server, str(row.rooms), *figures)
    return drawn


def main() -> None:
    """Runs every load against the baseline and the relay."""
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 4, 8, 20], help="numbers of rooms of four")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of each run")
    parser.add_argument("--loops", nargs="+", choices=["uvloop", "asyncio"], default=["uvloop"], help="event loops")
    parser.add_argument("--json", type=Path, default=Path("build/bench/relay.json"), help="where the figures go")
    chosen = parser.parse_args()
    rows = []
    for rooms in chosen.rooms:
        rows.append(measure_baseline(rooms, chosen.seconds))
        rows += [measure_relay(loop, rooms, chosen.seconds) for loop in chosen.loops]
    Console(width=120).print(table(rows))
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")


if __name__ == "__main__":
    main()
