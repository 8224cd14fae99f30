"""The court clerk's ZIP: its own bytes, the signed list of its members, the audit chain, and both papers."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from agreements.verify import audit_proof
from agreements.verify.archive import members
from agreements.verify.cms_form import Purpose, checked
from agreements.verify.manifest import MANIFEST, SIGNATURE, listed, manifest_of
from agreements.verify.report import Kind, Report, any_broken, holds
from agreements.verify.sealed_paper import Reading, read_paper
from agreements.verify.story import one_story
from agreements.verify.trust_paths import judged_detached


async def read_parcel(data: bytes, roots: tuple[bytes, ...], at: datetime) -> Report:
    """Every check on the package and what is in it; raises Malformed, TooMuch, or what a reader raises."""
    found = members(data)
    manifest = manifest_of(found)
    signature = checked(found[SIGNATURE], Purpose.SIGNATURE)
    form = holds("zip.form", "压缩包没有多余字节。", "The package has no byte but its members'.")
    lines = [form, *listed(found, manifest)]
    lines += audit_proof.chain(found["proof/events.jsonl"], found["proof/head.json"])
    if any_broken(lines):
        return Report(Kind.PACKAGE, tuple(lines))
    agreement = await _inner(found, "agreement.pdf", roots, at)
    evidence = await _inner(found, "evidence.pdf", roots, at)
    lines += [*agreement.lines, *evidence.lines]
    if agreement.material and evidence.material:
        carried = (each.dump() for each in signature.all_certificates)
        material = agreement.material.joined((*evidence.material.certificates, *carried), evidence.material.lists)
        lines += [line async for line in judged_detached(found[MANIFEST], signature, material, at)]
        lines += one_story(found, manifest, signature, agreement, evidence)
    papers = tuple(hashlib.sha256(found[name]).hexdigest() for name in ("agreement.pdf", "evidence.pdf"))
    return Report(Kind.PACKAGE, tuple(lines), agreement.signatures + evidence.signatures, papers=papers)


async def _inner(found: Mapping[str, bytes], name: str, roots: tuple[bytes, ...], at: datetime) -> Reading:
    reading = await read_paper(found[name], roots, at, file=name)
    return replace(reading, lines=tuple(replace(line, id=f"{name}:{line.id}") for line in reading.lines))
