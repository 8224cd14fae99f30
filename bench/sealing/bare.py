"""The same papers made by the press and the seals alone: one process, no server, no store, nobody looking.

Libraries are imported where they are used: the measured node must not load them.
"""
# ruff: noqa: PLC0415 - see above

import asyncio
import resource
import secrets
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from agreements.agreement import Agreement, Sealed
from agreements.evidence import evidence_of
from agreements.ports import SignerIdentity
from server.papers import printing
from server.papers.worker import signature_look


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of CPU, the timestamp command's too."""

    clock_s: float
    cpu_s: float

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock_s - other.clock_s, self.cpu_s - other.cpu_s)

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock_s + other.clock_s, self.cpu_s + other.cpu_s)


@dataclass(frozen=True)
class Bare:
    """`sealing`: the last signature, the closing, the evidence page and its pictures."""

    freezing: Spent
    signing: tuple[Spent, ...]
    sealing: Spent


def bare(agreement: Agreement, canonical: bytes) -> Bare:
    """Makes the papers of a sealed agreement anew."""
    printing.warm()
    with tempfile.TemporaryDirectory(prefix="bench-bare-") as folder:
        return asyncio.run(_made(agreement, canonical, Path(folder) / "authority"))


async def _made(agreement: Agreement, canonical: bytes, folder: Path) -> Bare:
    from agreements.seal.requests import Vouching
    from agreements.seal.workshop import opened

    stage, seals = agreement.stage, opened(Vouching(folder, secrets.token_bytes(32)))
    assert isinstance(stage, Sealed)
    marks = [_now()]
    pdf = await seals.prepared(printing.agreement(canonical))
    printing.pages(pdf)
    marks.append(_now())
    for slot in stage.slots:
        assert slot.activation is not None
        drawn = printing.appearance(pdf, slot.field, signature_look(agreement, slot.signer, slot.activation))
        pdf = (await seals.signed(pdf, slot.field, SignerIdentity(slot.signer, agreement.id), drawn)).pdf
        marks.append(_now())
    closed = await seals.closed(pdf)
    evidence = printing.evidence(evidence_of(agreement, pdf=stage.pdf, sealed_at=closed.at))
    printing.pages((await seals.certified(evidence.pdf)).pdf)
    freezing, *signing = (later - earlier for earlier, later in pairwise(marks))
    return Bare(freezing, tuple(signing), signing[-1] + (_now() - marks[-1]))


def _now() -> Spent:
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Spent(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used))
