"""The bundle of a case as things stand: its agreement, what was signed towards the court, what lies on file."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from agreements.agreement import PaperKind, Sealed
from agreements.bundle.bundle import Bundle
from agreements.bundle.slots import Slot
from agreements.ids import AgreementId
from law.zone import Zone
from rooms.cases.case import Case
from server.applications.papers import CasePapers, SealedPaper
from server.papers.court_papers import CourtPapers, Signed
from server.papers.proof import NoHead
from server.stores import Stores

TITLES: Final = {
    PaperKind.CONFIRMATION_APPLICATION: "司法确认申请书",
    PaperKind.MEDIATION_PAPER_APPLICATION: "出具民事调解书申请书",
    PaperKind.WITHDRAWAL_APPLICATION: "撤诉申请书",
}
ADDRESS: Final = "送达地址确认书"


async def no_roots() -> str:
    """For who only looks ahead: what is never packed needs no certificates, and nobody who has them."""
    return ""


class CaseBundles:
    """Reads the stores; what is sealed on the way is up to `papers`."""

    def __init__(self, stores: Stores, papers: CourtPapers, roots: Callable[[], Awaitable[str]] = no_roots) -> None:
        self._stores = stores
        self._papers = papers
        self._roots = roots

    async def of_case(self, case: Case, papers: CasePapers, court: str) -> Bundle | None:
        """For the court called `court`; None while no agreement is in effect or on file. Raises Away."""
        digest = None if case.text is None else str(case.text.digest)
        for meeting in await self._stores.case_rooms.of_case(case.id):
            found = meeting.agreement
            if found is None or not isinstance(found.stage, Sealed) or found.stage.frozen.digest != digest:
                continue
            kept = await self._stores.agreements.load(AgreementId(found.id))
            if kept is not None:
                root = (await self._roots()).encode()
                return await self._papers.court_bundle(kept, found.stage, root, tuple(_joint(papers)), court)
        return await self._on_paper(case, papers, court)

    async def _on_paper(self, case: Case, papers: CasePapers, court: str) -> Bundle | None:
        """Of an agreement that was signed and stamped on paper (AT-18); None where there is none in effect."""
        if case.effective_at is None or case.seal is None or case.seal.paper is None:
            return None
        scan = await self._stores.case_materials.one(case.id, case.seal.paper)
        if scan is None:
            return None
        root = (await self._roots()).encode()
        try:
            return await self._papers.paper_bundle(case, scan, root, tuple(_joint(papers)), court)
        except NoHead:
            return None  # nothing was signed here yet, so there is nothing to prove either


def _joint(papers: CasePapers) -> Iterator[Signed]:
    if papers.application is not None:
        yield _signed(Slot.APPLICATION, TITLES[papers.application.kind], papers.application)
    for one in papers.addresses.values():
        names = "、".join(signer.name for signer in one.paper.members)
        yield _signed(Slot.SERVICE, f"{ADDRESS}（{names}）", one)


def _signed(slot: Slot, title: str, one: SealedPaper) -> Signed:
    return Signed(slot, title, Zone.CASE, one.paper, one.sealed)
