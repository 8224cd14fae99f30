"""From the last person's signature to the sealed papers, the organisation's seal among them: one process, no server.

`python -m bench.sealing.last`: for each number of pages and signers, seconds by the clock and of CPU, memory, sizes.
Each case runs in a fresh process, so that memory is its own.
"""

import argparse
import asyncio
import hashlib
import resource
import secrets
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import rfc8785
from rich.console import Console
from rich.table import Table

from agreements.document import Document
from agreements.ports import OrganisationSeal, SealLook, SignerIdentity
from bench.figures import FOLDER, keep
from bench.sealing.bare import Spent
from bench.sealing.family import Peaks, alone
from tests.agreements.render.samples import sample_document
from tests.agreements.verify.sealed import evidence_of, look, with_seal

KIB = 1024
MIB = KIB * KIB
TERMS_ON_A_PAGE = 4


@dataclass(frozen=True)
class Row:
    """`sealing`: last person's signature, seal with strips, closing, evidence page. `renewing`: one timestamp more."""

    pages: int
    signers: int
    sealing: Spent
    renewing: Spent
    sealed_kib: float
    memory_mib: float


def made(pages: int, signers: int) -> Row:
    """One case in this process."""
    return asyncio.run(_made(pages, signers))


async def _made(pages: int, signers: int) -> Row:
    from agreements import render  # noqa: PLC0415 - in the measured process alone
    from agreements.seal.requests import Vouching  # noqa: PLC0415
    from agreements.seal.workshop import opened  # noqa: PLC0415

    render.warm()
    document = _document(pages, signers)
    raw = rfc8785.dumps(asdict(document))
    digest = hashlib.sha256(raw).hexdigest()
    with tempfile.TemporaryDirectory(prefix="bench-last-") as folder:
        seals = opened(Vouching(Path(folder) / "authority", secrets.token_bytes(32)))
        rendered = render.agreement(document, canonical=raw, digest=digest)
        pdf = await seals.prepared(rendered)
        *before, last, organisation = document.fields[1:]
        signed = []
        for field in before:
            revision = await seals.signed(
                pdf, field.name, SignerIdentity(field.signer, document.agreement), look(field)
            )
            signed.append((field, revision))
            pdf = revision.pdf
        begun = _now()
        revision = await seals.signed(pdf, last.name, SignerIdentity(last.signer, document.agreement), look(last))
        seal = OrganisationSeal(organisation.signer, "测试0000000001")
        drawn = render.seal(SealLook(organisation.signer_name, seal.serial))
        sealed = await seals.organisation_sealed(revision.pdf, organisation.name, seal, drawn)
        closed = await seals.closed(sealed.pdf)
        told = evidence_of(document, digest, closed.pdf, [*signed, (last, revision), (organisation, sealed)])
        page = render.evidence(told, canonical=rfc8785.dumps(asdict(told)))
        await seals.certified(page.pdf)
        done = _now()
        await seals.renewed(closed.pdf)
        renewed = _now()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    return Row(rendered.pages, signers, done - begun, renewed - done, len(closed.pdf) / KIB, memory)


def _document(pages: int, signers: int) -> Document:
    document = with_seal(sample_document(signers=signers))
    fixed = 3 + signers // 6
    terms = document.terms * max(1, (pages - fixed) * TERMS_ON_A_PAGE // len(document.terms))
    return replace(document, terms=terms)


def _now() -> Spent:
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Spent(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sealing.last", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[3, 10, 60], help="about so many")
    parser.add_argument("--signers", type=int, nargs="+", default=[4, 50], help="the mediator among them, the seal not")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the figures go")
    chosen = parser.parse_args()
    drawn = Table("pages", "signers", "sealing s: clock, CPU", "renewing s: clock, CPU", "sealed KiB", "MiB")
    rows: list[Row] = []
    for signers, pages in product(chosen.signers, chosen.pages):
        row, _ = _alone(pages, signers)
        rows.append(row)
        keep("sealing-last", rows, chosen.folder)
        spent = (f"{each.clock_s:.2f}, {each.cpu_s:.2f}" for each in (row.sealing, row.renewing))
        drawn.add_row(str(row.pages), str(row.signers), *spent, f"{row.sealed_kib:.0f}", f"{row.memory_mib:.0f}")
    Console(width=120).print(drawn)


def _alone(pages: int, signers: int) -> tuple[Row, Peaks]:
    return alone(made, pages, signers)


if __name__ == "__main__":
    main()
