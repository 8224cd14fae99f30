"""Measures how long people wait for the first picture of each other, in real browsers on a real server.

From the mediator's click on "admit", and from a party's reload, to the first remote frame painted at each end. The
camera gives ten pictures a second, so a tenth of a second is chance.
"""

import argparse
import asyncio
import statistics
from pathlib import Path

from rich.console import Console
from rich.table import Table as Drawn

from bench.figures import FOLDER, keep
from bench.firstframe.scene import FirstFrames, Table, opened_browsers

COLUMNS = ("people", "from", "to the first frame", "times", "median ms", "max ms")
MOST = 10


async def measured(people: int, times: int) -> list[FirstFrames]:
    """That many rooms of that many people, one after another."""
    rows = []
    async with opened_browsers(people) as (browsers, served):
        for _ in range(times):
            table = Table(browsers, served)
            try:
                await table.prepare()
                rows += [await table.admission(), await table.reload()]
            finally:
                await table.leave()
    return rows


def drawn(rows: list[FirstFrames]) -> Drawn:
    found = Drawn(*COLUMNS)
    for people, moment in dict.fromkeys((row.people, row.moment) for row in rows):
        those = [row for row in rows if (row.people, row.moment) == (people, moment)]
        ends = {
            "the party sees somebody": [row.sees[0] for row in those],
            "the party sees everybody": [row.sees[-1] for row in those],
            "another sees the party": [each for row in those for each in row.seen],
        }
        for end, figures in ends.items():
            told = (str(len(figures)), f"{statistics.median(figures):.0f}", f"{max(figures):.0f}")
            found.add_row(str(people), moment, end, *told)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.firstframe", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[2, 3, 4], choices=[2, 3, 4], help="sizes of rooms")
    parser.add_argument("--times", type=int, default=5, choices=range(1, MOST + 1), help="rooms of each size")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the figures go")
    chosen = parser.parse_args()
    rows = [row for people in chosen.people for row in asyncio.run(measured(people, chosen.times))]
    Console(width=120).print(drawn(rows))
    keep("firstframe", rows, chosen.folder)


if __name__ == "__main__":
    main()
