"""What was measured, for reading; and the machine it was measured on."""

import math
import os
import platform
import ssl
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from bench.relay.aims import Aim
from bench.relay.course import Course
from bench.relay.measure import Joining, Row
from bench.relay.pins import Cores

Json = dict[str, Any]
LOAD_COLUMNS = (
    *("server", "rooms", "out/s", "µs/out", "cores", "waited", "loss %", "late %", "p50 ms", "p95 ms", "p99 ms"),
    *("ping p99 ms", "MiB", "KiB grown/seat", "generator"),
)
JOIN_COLUMNS = ("server", "joined", "after", "joins/s", "CPU ms/join", "server cores", "KiB/join")
AIM_COLUMNS = ("aim of issue 5", "wanted", "measured", "met")
RATIO_COLUMNS = ("ours", "Janus", "rooms", "µs/out, ours", "Janus'", "ours / Janus'")


def load_table(courses: Iterable[Course]) -> Table:
    """Every load; the most without loss and 60 % of it are named."""
    drawn = Table(*LOAD_COLUMNS)
    for course in courses:
        named = [(row, "") for row in course.rows]
        named += [(row, f" {word}") for row, word in ((course.most, "(most)"), (course.comfort, "(60 %)")) if row]
        for row, word in named:
            drawn.add_row(row.peer + word, *_load_cells(row))
    return drawn


def _load_cells(row: Row) -> tuple[str, ...]:
    flow = (f"{row.out_per_second:.0f}", f"{row.cpu_us_per_out:.1f}", f"{row.cores:.2f}", f"{row.waited:.2f}")
    lost = (f"{row.loss_percent:.2f}", f"{row.too_late_percent:.2f}")
    ages = (f"{row.p50_ms:.2f}", f"{row.p95_ms:.2f}", f"{row.p99_ms:.2f}", f"{row.ping.p99_ms:.1f}")
    own = f"{row.generator_busy:.2f}" + (f", lost {row.generator_lost}" if row.generator_lost else "")
    kept = (f"{row.resident_mib:.0f}", f"{row.resident_kib_growth_per_seat:.0f}", own)
    return (str(row.rooms), *flow, *lost, *ages, *kept)


def join_table(courses: Iterable[Course]) -> Table:
    """What people cost before any media."""
    drawn = Table(*JOIN_COLUMNS)
    for joining in (joining for course in courses for joining in course.joinings):
        drawn.add_row(joining.peer, *_join_cells(joining))
    return drawn


def _join_cells(row: Joining) -> tuple[str, ...]:
    counts = (str(row.seats), str(row.seats_before), f"{row.joins_per_second:.0f}")
    return (*counts, f"{row.cpu_ms_per_join:.2f}", f"{row.server_cores:.2f}", f"{row.resident_kib_per_join:.0f}")


def ratios(courses: list[Course], peers: list[Course]) -> list[Json]:
    """Ours beside theirs at the same number of rooms; a load that one of them did not carry says so."""
    pairs = [(one, other) for ours in courses for theirs in peers for one in ours.rows for other in theirs.rows]
    return [
        {
            "ours": one.peer,
            "peer": other.peer,
            "rooms": one.rooms,
            "cpu_us_per_out": one.cpu_us_per_out,
            "peer_cpu_us_per_out": other.cpu_us_per_out,
            "ratio": one.cpu_us_per_out / other.cpu_us_per_out,
            "carried": one.is_whole and other.is_whole,
        }
        for one, other in pairs
        if one.rooms == other.rooms
    ]


def aim_table(aims: Iterable[Aim]) -> Table:
    """What was wanted."""
    drawn = Table(*AIM_COLUMNS)
    for aim in aims:
        bound = f"{'at least' if aim.is_least else 'at most'} {aim.bound:g}"
        drawn.add_row(aim.figure, bound, f"{aim.measured:.4g}", "yes" if aim.is_met else "no")
    return drawn


def better(peers: list[Course]) -> str | None:
    """Which setting of Janus carried more without loss."""
    carried = {course.peer: course.most.out_per_second for course in peers if course.most is not None}
    return max(carried, key=carried.__getitem__) if carried else None


def ratio_table(rows: Iterable[Json]) -> Table:
    drawn = Table(*RATIO_COLUMNS)
    for row in rows:
        cells = (f"{row['cpu_us_per_out']:.1f}", f"{row['peer_cpu_us_per_out']:.1f}", f"{row['ratio']:.2f}")
        drawn.add_row(row["ours"], row["peer"], f"{row['rooms']}{'' if row['carried'] else ' (overload)'}", *cells)
    return drawn


def machine(cores: Cores) -> Json:
    """The facts without which no figure means anything."""
    models = [row for row in Path("/proc/cpuinfo").read_text().splitlines() if row.startswith("model name")]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": models[0].partition(":")[2].strip() if models else platform.machine(),
        "cpus": os.cpu_count(),
        "cores": asdict(cores),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "openssl": ssl.OPENSSL_VERSION,
        "receive_buffer_limit": int(Path("/proc/sys/net/core/rmem_max").read_text()),
        "load_average": os.getloadavg(),
    }


def plain(value: object) -> object:
    """JSON has no NaN: what was not measured is null."""
    match value:
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case float() if math.isnan(value):
            return None
        case _:
            return value
