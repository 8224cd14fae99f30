"""The court's bundle: its own bytes, the signed list of its files, the case's data, the chain, every sealed paper.

Papers that parties handed in (identity papers, attachments) are somebody else's files: the list vouches for their
bytes, and nothing here opens them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from agreements.ports import Evidence
from agreements.verify import audit_proof
from agreements.verify.archive import members
from agreements.verify.case_data import CaseData, ToldPaper, case_data
from agreements.verify.certificates import Material
from agreements.verify.cms_form import Checked, Purpose, checked
from agreements.verify.manifest import MANIFEST, SIGNATURE, listed, manifest_of, right_folder, unfolded
from agreements.verify.report import Kind, Report, any_broken, holds
from agreements.verify.sealed_paper import Reading, codes_of, read_paper
from agreements.verify.story import Told, one_story
from agreements.verify.trust_paths import judged_detached


async def read_parcel(data: bytes, roots: tuple[bytes, ...], at: datetime) -> Report:
    """Every check on the bundle and what is in it; raises Malformed, TooMuch, or what a reader raises."""
    folder, found = unfolded(members(data))
    manifest = manifest_of(found)
    right_folder(folder, manifest)
    signature = checked(found[SIGNATURE], Purpose.SIGNATURE)
    form = holds("zip.form", "压缩包没有多余字节。", "The package has no byte but its members'.")
    lines = [form, *listed(found, manifest)]
    lines += audit_proof.chain(found["proof/events.jsonl"], found["proof/merkle.json"], manifest.schema)
    if any_broken(lines):
        return Report(Kind.PACKAGE, tuple(lines))
    case = case_data(found, manifest)
    told = [await _told(found, paper, roots, at) for paper in case.papers if paper.sealed]
    lines += [line for one in told for reading in one.readings for line in reading.lines]
    material = _material(roots, signature, told)
    lines += [line async for line in judged_detached(found[MANIFEST], signature, material, at)]
    lines += one_story(found, case, signature, told)
    seen = tuple(each for one in told for reading in one.readings for each in reading.signatures)
    return Report(Kind.PACKAGE, tuple(lines), seen, papers=_ceremonies(found, case), codes=_codes(told))


def _codes(told: list[Told]) -> tuple[str, ...]:
    return codes_of(*(reading for one in told for reading in one.readings))


async def _told(found: Mapping[str, bytes], paper: ToldPaper, roots: tuple[bytes, ...], at: datetime) -> Told:
    evidence = await _inner(found, paper.evidence, roots, at) if paper.evidence else None
    page = evidence.contents.value if evidence and evidence.contents else None
    left_empty = frozenset(page.left_empty if isinstance(page, Evidence) else ())
    return Told(paper, await _inner(found, paper.path, roots, at, left_empty), evidence)


async def _inner(
    found: Mapping[str, bytes],
    name: str,
    roots: tuple[bytes, ...],
    at: datetime,
    left_empty: frozenset[str] = frozenset(),
) -> Reading:
    reading = await read_paper(found[name], roots, at, file=name, left_empty=left_empty)
    return replace(reading, lines=tuple(replace(line, id=f"{name}:{line.id}") for line in reading.lines))


def _material(roots: tuple[bytes, ...], signature: Checked, told: list[Told]) -> Material:
    """The manifest has no lists of revoked certificates of its own: those of the papers speak of it too."""
    own = Material(roots, tuple(each.dump() for each in signature.all_certificates))
    for one in told:
        for each in one.readings:
            own = own.joined(each.material.certificates, each.material.lists) if each.material else own
    return own


def _ceremonies(found: Mapping[str, bytes], case: CaseData) -> tuple[str, ...]:
    """Papers with an evidence page, and these pages: they are in the platform's registry."""
    pairs = ((one.path, one.evidence) for one in case.papers if one.sealed and one.evidence)
    return tuple(hashlib.sha256(found[path]).hexdigest() for pair in pairs for path in pair)
