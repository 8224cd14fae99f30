"""What goes into a bundle, as values. A slot takes only papers whose zone may leave (AT-39): an allow-list.

A paper says the zone it was kept in; whoever hands over a paper of another zone gets a NotForCourt and no bundle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.bundle.chain import AnyRecord, ChainHead
from agreements.bundle.contents import Content
from agreements.bundle.slots import PLACES, Slot, evidence_path, path_of
from law.zone import Zone

LEAVING: Final = frozenset({Zone.CASE, Zone.UNDISPUTED, Zone.DEAL})
"""Z1, Z3, Z6. A document of the joint room goes only as its owner's own copy on the case's file, which is Z1."""
PDF: Final = "application/pdf"


class NotForCourt(Exception):
    """A paper of a zone that never leaves; ours to mend, and nothing was made."""


class WrongRoute(Exception):
    """The bundle was made for another way to the court than the one it is handed in by."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `sealed`: signed and closed by the platform, so that its signatures are checked.

    `word`: a short ASCII name for papers that lie in a folder. `evidence`: its 签署证据页. `awaits_seal`: a place kept
    for a paper that is sealed when the bundle is packed; it has no bytes yet.
    """

    slot: Slot
    title: str
    zone: Zone
    content: Content
    pages: int
    mime: str = PDF
    signers: tuple[str, ...] = ()
    sealed: bool = False
    evidence: Content | None = None
    evidence_pages: int = 0
    word: str = "paper"
    awaits_seal: bool = False


@dataclass(frozen=True, slots=True)
class BundleParty:
    """`standing`: 申请人."""

    standing: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What `data/case.json` says of the case besides its papers. `day`: ISO; `route`: the way it is for (§2.5)."""

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
    parties: tuple[BundleParty, ...]
    agreement: str
    """Id of the agreement; of one made offline, of the paper on file."""
    agreement_number: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything. `events` is the whole chain of the case from its first record to the one `head` names."""

    facts: CaseFacts
    papers: tuple[Paper, ...]
    agreement_json: bytes
    """Canonical JSON of what was agreed."""
    events: Sequence[AnyRecord]
    head: ChainHead
    root_pem: bytes


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper in its place. `evidence`: path of its evidence page, or empty."""

    path: str
    paper: Paper
    evidence: str


def laid(bundle: Bundle) -> Iterator[Laid]:
    """The papers by slot, in the order given within one; raises NotForCourt, Unpackable."""
    for slot in PLACES:
        here = [paper for paper in bundle.papers if paper.slot is slot]
        for number, paper in enumerate(here, start=1):
            if paper.zone not in LEAVING:
                raise NotForCourt(f"{paper.title} is of zone {paper.zone}")
            path = path_of(slot, number, len(here), mime=paper.mime, word=paper.word)
            yield Laid(path, paper, evidence_path(path) if paper.evidence else "")


def require_route(bundle: CaseFacts, route: str) -> None:
    """Raises WrongRoute unless the bundle was made for `route` (AT-53b)."""
    if bundle.route != route:
        raise WrongRoute(f"made for {bundle.route}, handed in by {route}")
