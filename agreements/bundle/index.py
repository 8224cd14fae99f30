"""卷内目录 and 验证说明 as data: what the press prints, and what `data/case.json` and the index say of every slot."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import rfc8785

from agreements.bundle.bundle import CaseFacts, Laid
from agreements.bundle.contents import Measured
from agreements.bundle.slots import PLACES

INDEX: Final = "court-index/1"
CASE: Final = "court-case/1"
READING: Final = "court-reading/1"
BUNDLE: Final = "court-bundle/2"
"""`data/schema_version`, and the manifest's. Until 2026-11-23 it was 1: of an audit record that stays, kind and time
stood there too. Whoever reads a bundle reads both (`agreements.verify.manifest`)."""


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """One file of a slot."""

    path: str
    title: str
    pages: int
    sha256: str
    size: int
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexedSlot:
    """Without files: 无."""

    number: int
    title: str
    files: tuple[IndexedFile, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """卷内目录."""

    schema: str
    case: CaseFacts
    slots: tuple[IndexedSlot, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """README_验证说明. The digests are those of the two programs inside."""

    schema: str
    case_no: str
    organisation: str
    day: str
    verify_py: str
    verify_html: str


def index_of(facts: CaseFacts, papers: Iterable[Laid], found: Mapping[str, Measured]) -> Index:
    """`found` by path, of every paper and evidence page."""
    files: dict[int, list[IndexedFile]] = {}
    for one in papers:
        paper, rows = one.paper, files.setdefault(one.paper.slot, [])
        rows.append(_file(one.path, paper.title, paper.pages, found[one.path], paper.signers))
        if one.evidence:
            title = f"{paper.title}的签署证据页"
            rows.append(_file(one.evidence, title, paper.evidence_pages, found[one.evidence], ()))
    slots = (IndexedSlot(int(slot), place.title, tuple(files.get(slot, ()))) for slot, place in PLACES.items())
    return Index(INDEX, facts, tuple(slots))


def _file(path: str, title: str, pages: int, found: Measured, signers: tuple[str, ...]) -> IndexedFile:
    return IndexedFile(path, title, pages, found.sha256, found.size, signers)


def case_json(facts: CaseFacts, papers: Iterable[Laid]) -> bytes:
    """data/case.json: the case, and for each slot its papers, which of them are sealed, and their evidence pages."""
    told = [(one.paper.slot, _paper(one)) for one in papers]
    slots: list[Any] = [
        {"number": int(slot), "title": place.title, "papers": [paper for here, paper in told if here is slot]}
        for slot, place in PLACES.items()
    ]
    return rfc8785.dumps({"schema": CASE, **_plain(facts), "slots": slots})


def _paper(one: Laid) -> dict[str, Any]:
    paper = one.paper
    told = {"path": one.path, "title": paper.title, "pages": paper.pages, "sealed": paper.sealed}
    return {**told, "evidence": one.evidence, "signers": list(paper.signers)}


def _plain(facts: CaseFacts) -> dict[str, Any]:
    return {**asdict(facts), "parties": [asdict(party) for party in facts.parties]}


def canonical(value: Index | Reading) -> bytes:
    """RFC 8785 JSON."""
    told = asdict(value)
    return rfc8785.dumps(told)
