"""The whole course in a node's process: drafts, frozen texts, signatures, and all rooms' last signatures at once."""

import asyncio
import logging
import tempfile
import time
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

import structlog
import uvloop

from agreements.agreement import Agreement, Sealed
from agreements.drafting import MOST_CLAUSES
from bench.figures import Times
from bench.process import MIB
from bench.sealing.family import family_cpu_s
from bench.sealing.house import House, opened_house
from bench.sealing.table import LINES_ON_A_PAGE, Table, laid_table

KIB = 1024
READING = timedelta(minutes=3)
"""More than the least time for the longest paper."""
PAGES_OF_ITS_OWN = 2.5
TERMS = MOST_CLAUSES - 1
"""Besides the payment."""
SIGNERS_ON_A_PAGE = 5.0
"""What a paper with one payment takes, and how many people with their fields fill a further page."""


@dataclass(frozen=True)
class Case:
    """What is asked for: a paper of about so many pages, at least what so many signers need."""

    pages: int
    signers: int
    rooms: int

    @property
    def clauses(self) -> tuple[int, ...]:
        """Lines of each term: a page's in each, and more where so many terms would be refused."""
        pages = max(0, round(self.pages - PAGES_OF_ITS_OWN - self.signers / SIGNERS_ON_A_PAGE))
        each = -(-pages // TERMS) if pages else 1
        return (each * LINES_ON_A_PAGE,) * (pages // each) + ((pages % each) * LINES_ON_A_PAGE,) * (pages % each > 0)


@dataclass(frozen=True)
class Phase:
    """One part of the course in all rooms: how long each took, and what the node and all its processes used meanwhile.

    `lag_ms`: how late the loop was at worst, by the node's own gauge.
    """

    took: Times
    lag_ms: float
    cpu_s: float
    node_cpu_s: float


@dataclass(frozen=True)
class Sizes:
    """Of one room's papers. `kept_mib`: everything the room left in the folder of blobs."""

    frozen_kib: float
    sealed_kib: float
    evidence_kib: float
    kept_mib: float


@dataclass(frozen=True)
class Made:
    """What the node's process tells.

    `signing`: every signature but each room's last, which `sealing` begins with. `tried_again`: failures outside.
    """

    pages: int
    freezing: Phase
    signing: Phase
    sealing: Phase
    sizes: Sizes
    tried_again: int
    agreement: Agreement
    canonical: bytes


def made_by_a_node(case: Case) -> Made:
    """The case in this process, which becomes a node."""
    # The gauge tells the lag; a line for each would stand between the tables.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    return uvloop.run(_made(case))


async def _made(case: Case) -> Made:
    with tempfile.TemporaryDirectory(prefix="bench-sealing-") as folder:
        async with opened_house(Path(folder)) as house:
            tables = [await laid_table(house, case.signers) for _ in range(case.rooms)]
            for table in tables:
                await table.draft(case.clauses)
                await house.look(table.room)
            freezing = await _phase(house, (_one(table.freeze()) for table in tables))
            await _read(house, tables)
            signing = await _phase(house, (_parties(table) for table in tables))
            codes = [await table.code(table.mediator) for table in tables]
            sealing = await _phase(house, map(_sealed, tables, codes))
            agreement = await tables[0].agreement()
            assert isinstance(agreement.stage, Sealed)
            canonical = await house.stores.blobs.get(agreement.stage.frozen.digest)
            pages, sizes = len(agreement.stage.frozen.pages), await _sizes(house, agreement.stage, case.rooms)
            return Made(pages, freezing, signing, sealing, sizes, house.tried_again, agreement, canonical)


async def _phase(house: House, rooms: Iterable[Awaitable[list[float]]]) -> Phase:
    """Every room at once; each gives the seconds of what it did."""
    used, own = family_cpu_s(), time.process_time()
    house.lag.take_worst_s()
    seconds = await asyncio.gather(*rooms)
    lag_ms, node_cpu_s = house.lag.take_worst_s() * 1000, time.process_time() - own
    return Phase(Times.of(chain(*seconds)), lag_ms, family_cpu_s() - used, node_cpu_s)


async def _one(seconds: Awaitable[float]) -> list[float]:
    return [await seconds]


async def _read(house: House, tables: Sequence[Table]) -> None:
    """Nobody looks on: a page read is shown to everyone, which would take most of the bench's time."""
    house.clock.forward(READING)
    for table in tables:
        house.look_away(table.room)
        await table.read()
        await house.look(table.room)


async def _parties(table: Table) -> list[float]:
    """One after another."""
    return [await table.sign(seat) for seat in table.parties]


async def _sealed(table: Table, code: str) -> list[float]:
    """The mediator's signature, and everything that follows."""
    return [await table.sealed(await table.press(table.mediator, code))]


async def _sizes(house: House, stage: Sealed, rooms: int) -> Sizes:
    blobs = house.stores.blobs
    frozen, sealed, evidence = [
        len(await blobs.get(digest)) / KIB for digest in (stage.frozen.pdf, stage.pdf, stage.evidence)
    ]
    kept = sum(file.stat().st_size for file in (house.config.data / "blobs").rglob("*") if file.is_file())
    return Sizes(frozen, sealed, evidence, kept / MIB / rooms)
