"""Measures whole rooms on a real server.

`--rooms 1 4 8 20`: rooms of four with full media; CPU, memory, loss, and what signalling takes meanwhile, beside the
same rooms without media. `--joins 60`: whole joins, one and eight at a time. Prints tables, writes JSON.
"""

import argparse
import asyncio
from pathlib import Path

import uvloop
from rich.console import Console
from rich.table import Table

from bench.figures import FOLDER, keep
from bench.relay.course import bare_us
from bench.room.joins import Joins, joins_of
from bench.room.load import Row, rows_of

AT_ONCE = [1, 8]
SHOWN = Console(width=120)
MS3 = "p50 / p99 / max ms"
LOAD_COLUMNS = ("rooms", "media", "out/s", "loss %", "p50 ms", "p99 ms", "cores", "RSS MiB", "µs/out", "× bare")
TIME_COLUMNS = ("rooms", "media", f"beat {MS3}", f"GET /about {MS3}", f"chat {MS3}", "loop lag ms", "own lag ms")
JOIN_COLUMNS = ("joins", "at once", "joins/s", f"one join {MS3}", "server ms/join", "server cores", "client cores")


def load_table(rows: list[Row]) -> Table:
    """What the server needs."""
    drawn = Table(*LOAD_COLUMNS)
    for row in rows:
        media, us = row.media, row.us_per_packet
        arrived, cost = ("no", *"––––"), ("–", "–")
        if media is not None and us is not None:
            flow = (f"{media.received / row.seconds:.0f}", f"{media.loss_percent:.2f}")
            arrived = ("yes", *flow, f"{media.p50_ms:.2f}", f"{media.p99_ms:.2f}")
            cost = (f"{us:.1f}", f"{us / row.bare_us:.2f}")
        drawn.add_row(str(row.rooms), *arrived, f"{row.cores:.2f}", f"{row.memory_mib:.0f}", *cost)
    return drawn


def time_table(rows: list[Row]) -> Table:
    """What people feel."""
    drawn = Table(*TIME_COLUMNS)
    for row in rows:
        told = row.signalling
        lags = (f"{row.loop_lag_ms:.1f}", f"{told.own_lag_ms:.1f}")
        with_media = "no" if row.media is None else "yes"
        drawn.add_row(str(row.rooms), with_media, str(told.beat), str(told.http), str(told.chat), *lags)
    return drawn


def join_table(rows: list[Joins]) -> Table:
    drawn = Table(*JOIN_COLUMNS)
    for row in rows:
        cores = (f"{cpu_s / row.seconds:.2f}" for cpu_s in (row.server_cpu_s, row.client_cpu_s))
        figures = (f"{row.per_second:.1f}", str(row.took), f"{row.server_ms_per_join:.1f}", *cores)
        drawn.add_row(str(row.count), str(row.at_once), *figures)
    return drawn


def measure_load(rooms: list[int], seconds: float, folder: Path) -> None:
    rows: list[Row] = []
    for count in rooms:
        rows += uvloop.run(rows_of(count, seconds, asyncio.run(bare_us(count, seconds))))
    SHOWN.print(load_table(rows), time_table(rows))
    keep("room", rows, folder)


def measure_joins(count: int, folder: Path) -> None:
    rows = uvloop.run(joins_of(count, AT_ONCE))
    SHOWN.print(join_table(rows))
    keep("joins", rows, folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.room", description=__doc__)
    parser.add_argument("--rooms", type=int, nargs="+", default=[], help="numbers of rooms of four")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each run, once without media, once with")
    parser.add_argument("--joins", type=int, default=0, help="number of joins, once one and once eight at a time")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the figures go")
    chosen = parser.parse_args()
    if not chosen.rooms and not chosen.joins:
        parser.error("say --rooms or --joins")
    if chosen.rooms:
        measure_load(chosen.rooms, chosen.seconds, chosen.folder)
    if chosen.joins:
        measure_joins(chosen.joins, chosen.folder)


if __name__ == "__main__":
    main()
