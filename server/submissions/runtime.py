"""Everything about submissions of one node, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agreements.signing_process import SigningProcess
from server.cases.keeper import CaseKeeper
from server.papers.bundles import Bundles
from server.papers.court_papers import CourtPapers
from server.papers.signed_pages import SignedPages
from server.renditions import Renditions
from server.stores import Stores
from server.submissions.bundling import CaseBundles
from server.submissions.court_acts import CourtActs
from server.submissions.reading import ReadingPages
from server.submissions.submissions import Submissions


@dataclass(frozen=True, slots=True)
class Around:
    """What they stand on."""

    stores: Stores
    cases: CaseKeeper
    papers: CourtPapers
    """For packing: what is not sealed yet, they seal."""
    kept: CourtPapers
    """For looking ahead: they seal nothing."""
    bundles: Bundles
    signing: SigningProcess
    drawn: SignedPages
    renditions: Renditions
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Court:
    """The parts that handlers reach."""

    submissions: Submissions
    acts: CourtActs
    pages: ReadingPages


def court_of(around: Around) -> Court:
    """The parts; nothing runs."""
    packing = CaseBundles(around.stores, around.papers, around.signing.roots)
    ahead = CaseBundles(around.stores, around.kept)
    return Court(
        submissions=Submissions(around.stores, around.cases, ahead, packing, around.bundles, around.clock),
        acts=CourtActs(around.stores, around.cases, around.clock),
        pages=ReadingPages(around.drawn, around.renditions, around.stores.blobs),
    )
