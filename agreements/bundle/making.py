"""`made`: papers in, the whole bundle out, ready to be given away piece by piece.

Everything is the same each time but the moment in the manifest and the signature over it (AT-53b): the index and the
reading are dated by the case, the proof ends at a head that was signed once.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import rfc8785

from agreements.bundle.archive import Archive, Member
from agreements.bundle.bundle import Bundle, Laid, laid
from agreements.bundle.chain import lines_of, tree_of
from agreements.bundle.contents import Content, Held, Measured, measured
from agreements.bundle.index import BUNDLE, Reading, canonical, case_json, index_of
from agreements.bundle.index import READING as READING_SCHEMA
from agreements.bundle.slots import INDEX, MANIFEST, READING, SIGNATURE, Unpackable, folder_of
from agreements.bundle.verifiers import sha256_of, verify_html, verify_py
from agreements.ports import Rendered

MIMES: Final = {
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "pem": "application/x-pem-file",
    "png": "image/png",
    "py": "text/x-python; charset=utf-8",
    "tsr": "application/timestamp-reply",
    "": "text/plain; charset=utf-8",
}
CONTENTS: Final = re.compile(rb"/Contents\s*<([0-9A-Fa-f]+)>")

DetachedSigner = Callable[[bytes], Awaitable[bytes]]
"""Gives the platform's CMS (DER, detached, with a signature timestamp) over the bytes; raises ports.Away."""
Measure = Callable[[Content], Awaitable[Measured]]
"""What the bytes are; called for every file of the parties. Whoever keeps files by their hash may remember it."""


class Press(Protocol):
    """What prints the two papers that belong to the bundle itself; `server.papers.pools.RenderPool` in life."""

    async def bundle_index(self, canonical: bytes) -> Rendered: ...

    async def bundle_reading(self, canonical: bytes) -> Rendered: ...


async def measured_in_thread(content: Content) -> Measured:
    """The plain way to measure."""
    return await asyncio.to_thread(lambda: measured(content.chunks()))


async def made(
    bundle: Bundle, press: Press, sign: DetachedSigner, at: datetime, measure: Measure = measured_in_thread
) -> Archive:
    """The bundle. Raises NotForCourt, Unpackable, what the press and `sign` raise, and what reading a file raises."""
    papers = tuple(laid(bundle))
    files = {path: content for one in papers for path, content in _files(one)}
    found = {path: await measure(content) for path, content in files.items()}
    index = await press.bundle_index(canonical(index_of(bundle.facts, papers, found)))
    reading = await press.bundle_reading(canonical(_reading(bundle)))
    own = await asyncio.to_thread(_own, bundle, papers)
    small = {path: Held(content) for path, content in {INDEX: index.pdf, **own, READING: reading.pdf}.items()}
    found |= {path: measured(held.chunks()) for path, held in small.items()}
    places = {INDEX: small[INDEX], **files, **small}
    manifest = _manifest(bundle, papers, {path: found[path] for path in places}, at)
    last = {MANIFEST: Held(manifest), SIGNATURE: Held(await sign(manifest))}
    found |= {path: measured(held.chunks()) for path, held in last.items()}
    folder = folder_of(bundle.facts.case_no, bundle.facts.day)
    together: Mapping[str, Content] = {**places, **last}
    return Archive(tuple(Member(f"{folder}/{path}", each, found[path]) for path, each in together.items()))


def _files(one: Laid) -> Iterator[tuple[str, Content]]:
    yield one.path, one.paper.content
    if one.paper.evidence:
        yield one.evidence, one.paper.evidence


def _own(bundle: Bundle, papers: tuple[Laid, ...]) -> dict[str, bytes]:
    """The data, the proof and the programs."""
    return {
        "data/case.json": case_json(bundle.facts, papers),
        "data/agreement.json": bundle.agreement_json,
        "data/schema_version": f"{BUNDLE}\n".encode(),
        "proof/events.jsonl": lines_of(bundle.events),
        "proof/merkle.json": tree_of(bundle.events, bundle.head),
        **{path: token for one in papers for path, token in _stamps(one)},
        "proof/certs/root.pem": bundle.root_pem,
        "verify.html": verify_html(),
        "verify.py": verify_py(),
    }


def _stamps(one: Laid) -> Iterator[tuple[str, bytes]]:
    """The newest timestamp of each sealed paper, for whoever wants to ask its authority."""
    sealed = [(path, content) for path, content in _files(one) if one.paper.sealed]
    for path, content in sealed:
        name = path.removesuffix(".pdf").replace("/", "_")
        yield f"proof/timestamps/{name}.tsr", newest_token(b"".join(content.chunks()))


def newest_token(pdf: bytes) -> bytes:
    """The last signature value of a closed file, without its padding. Raises Unpackable where there is none."""
    values = CONTENTS.findall(pdf)
    if not values:
        raise Unpackable("a sealed paper without a signature")
    padded = bytes.fromhex(values[-1].decode())
    octets = padded[1] - 0x80 if padded[1] > 0x80 else 0
    size = int.from_bytes(padded[2 : 2 + octets]) if octets else padded[1]
    return padded[: 2 + octets + size]


def _reading(bundle: Bundle) -> Reading:
    facts = bundle.facts
    programs = {"verify_py": sha256_of(verify_py()), "verify_html": sha256_of(verify_html())}
    return Reading(READING_SCHEMA, facts.case_no, facts.organisation, facts.day, **programs)


def _manifest(bundle: Bundle, papers: tuple[Laid, ...], found: Mapping[str, Measured], at: datetime) -> bytes:
    signers = {one.path: list(one.paper.signers) for one in papers}
    facts = bundle.facts
    told: dict[str, Any] = {
        "schema": BUNDLE,
        "made_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "case_no": facts.case_no,
        "day": facts.day,
        "lane": facts.lane,
        "route": facts.route,
        "agreement": facts.agreement,
        "files": [_entry(path, each, signers.get(path, [])) for path, each in found.items()],
    }
    return rfc8785.dumps(told)


def _entry(path: str, found: Measured, signer: list[str]) -> dict[str, object]:
    ending = path.rpartition("/")[2].rpartition(".")
    return {
        "path": path,
        "sha256": found.sha256,
        "sm3": found.sm3,
        "size": found.size,
        "mime": MIMES[ending[2] if ending[1] else ""],
        "signer": signer,
    }
