"""`data/case.json`: the case as the bundle tells it, with the ten slots and the papers in them (AT-53)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from agreements.verify.contents import canonical
from agreements.verify.manifest import PAPER, Manifest
from agreements.verify.revisions import Malformed

CASE: Final = "data/case.json"
SCHEMA: Final = "court-case/1"
SLOTS: Final = tuple(range(1, 11))


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """A paper in its slot; `evidence`: path of its evidence page, or empty."""

    path: str
    title: str
    pages: int
    sealed: bool
    evidence: str
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldSlot:
    """One of the ten."""

    number: int
    title: str
    papers: tuple[ToldPaper, ...]


@dataclass(frozen=True, slots=True)
class ToldParty:
    """A side of the case."""

    standing: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseData:
    """case.json."""

    schema: str
    case_no: str
    court_case_no: str
    day: str
    lane: str
    route: str
    route_title: str
    court: str
    organisation: str
    mediator: str
    cause: str
    parties: tuple[ToldParty, ...]
    agreement: str
    agreement_number: str
    slots: tuple[ToldSlot, ...]

    @property
    def papers(self) -> Iterator[ToldPaper]:
        return (paper for slot in self.slots for paper in slot.papers)


def case_data(found: Mapping[str, bytes], manifest: Manifest) -> CaseData:
    """Raises Malformed where it cannot be read, or speaks of another case or of other papers than the list."""
    raw = found[CASE]
    try:
        data = TypeAdapter(CaseData).validate_json(raw, strict=True, extra="forbid")
    except ValidationError:
        raise Malformed("案件数据无法读取。", "The case's data cannot be read.") from None
    if not canonical(raw) or data.schema != SCHEMA or tuple(slot.number for slot in data.slots) != SLOTS:
        raise Malformed("案件数据不是规范形式。", "The case's data is not in canonical form.")
    told = (data.case_no, data.day, data.lane, data.route, data.agreement)
    if told != (manifest.case_no, manifest.day, manifest.lane, manifest.route, manifest.agreement):
        raise Malformed("案件数据与清单不一致。", "The case's data and the manifest disagree.")
    if _by_slot(data) != _papers(found) or _signers(data) != _listed_signers(manifest):
        raise Malformed("案件数据与文书不对应。", "The case's data does not name exactly the papers.")
    return data


def _by_slot(data: CaseData) -> set[tuple[int, str]]:
    both = ((slot.number, (one.path, one.evidence)) for slot in data.slots for one in slot.papers)
    return {(number, path) for number, paths in both for path in paths if path}


def _papers(found: Mapping[str, bytes]) -> set[tuple[int, str]]:
    return {(int(path[:2]), path) for path in found if PAPER.fullmatch(path)}


def _signers(data: CaseData) -> dict[str, tuple[str, ...]]:
    return {one.path: one.signers for one in data.papers if one.signers}


def _listed_signers(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    return {one.path: one.signer for one in manifest.files if one.signer}
