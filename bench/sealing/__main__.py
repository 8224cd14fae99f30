"""Measures the way from the draft to the sealed papers.

For each number of pages, signers and rooms: freezing, each signature, and the time from the last signature to the
sealed papers, with all rooms finishing at once; memory of node, press and signing process; how late the loop was; and
the same papers without a server. Prints tables, writes JSON.
"""

import argparse
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import FOLDER, keep
from bench.sealing.course import Case
from bench.sealing.measure import Row, row_of

FEWEST = 3
SHOWN = Console(width=150)
MS3 = "p50 / p99 / max ms"
THREE = "freezing / signing / sealing"
WHICH = ("pages", "signers", "rooms")
TIMES = ("load", f"freezing {MS3}", f"a signature {MS3}", f"last signature → sealed {MS3}", "× bare", "CPU × bare")
LOADS = (f"loop lag ms {THREE}", f"CPU s {THREE}", "of it the node", "MiB node / printer / signing")
BARE = (f"bare ms {THREE}", f"bare CPU ms {THREE}", "KiB frozen / sealed / evidence", "kept MiB a room", "tried again")


def time_table(rows: list[Row]) -> Table:
    """What people wait for."""
    drawn = Table(*WHICH, *TIMES)
    for row in rows:
        times = (str(row.freezing.took), str(row.signing.took), str(row.sealing.took))
        ratios = (f"{row.times_bare:.2f}", f"{row.times_bare_cpu:.2f}")
        drawn.add_row(*_which(row), f"{row.load_average:.1f}", *times, *ratios)
    return drawn


def load_table(rows: list[Row]) -> Table:
    """What the machine has to do."""
    drawn = Table(*WHICH, *LOADS)
    for row in rows:
        phases, memory = (row.freezing, row.signing, row.sealing), row.memory_mib
        drawn.add_row(
            *_which(row),
            _slashed(0, *(phase.lag_ms for phase in phases)),
            _slashed(1, *(phase.cpu_s for phase in phases)),
            _slashed(1, *(phase.node_cpu_s for phase in phases)),
            _slashed(0, memory.node, memory.printer, memory.signing),
        )
    return drawn


def paper_table(rows: list[Row]) -> Table:
    """One room's papers: without a server, and how large they are."""
    drawn = Table(*WHICH, *BARE)
    for row in rows:
        signature = row.bare.signing[len(row.bare.signing) // 2]
        spent, sizes = (row.bare.freezing, signature, row.bare.sealing), row.sizes
        drawn.add_row(
            *_which(row),
            _slashed(0, *(each.clock_s * 1000 for each in spent)),
            _slashed(0, *(each.cpu_s * 1000 for each in spent)),
            _slashed(0, sizes.frozen_kib, sizes.sealed_kib, sizes.evidence_kib),
            f"{sizes.kept_mib:.1f}",
            str(row.tried_again),
        )
    return drawn


def _which(row: Row) -> tuple[str, str, str]:
    return str(row.pages), str(row.signers), str(row.rooms)


def _slashed(digits: int, *figures: float) -> str:
    return " / ".join(f"{figure:.{digits}f}" for figure in figures)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sealing", description=__doc__)
    parser.add_argument(
        "--pages", type=int, nargs="+", default=[3, 30], help="about so many, at least what signers need"
    )
    parser.add_argument("--signers", type=int, nargs="+", default=[3, 20], help="the mediator among them; 3 at least")
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 10], help="rooms that finish at once")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the figures go")
    chosen = parser.parse_args()
    if min(chosen.signers) < FEWEST:
        parser.error(f"an agreement takes {FEWEST} signers at least")
    rows = []
    for rooms, signers, pages in product(chosen.rooms, chosen.signers, chosen.pages):
        rows.append(row_of(Case(pages, signers, rooms)))
        # Kept after each: the last cases take minutes.
        keep("sealing", rows, chosen.folder)
    SHOWN.print(time_table(rows), load_table(rows), paper_table(rows))


if __name__ == "__main__":
    main()
