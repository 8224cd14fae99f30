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
from server.stores import Stores

TITLES: Final = {
    PaperKind.CONFIRMATION_APPLICATION: "司法确认申请书",
    PaperKind.MEDIATION_PAPER_APPLICATION: "出具民事调解书申请书",
    PaperKind.WITHDRAWAL_APPLICATION: "撤诉申请书",
}
ADDRESS: Final = "送达地址确认书"


class CaseBundles:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores, papers: CourtPapers, roots: Callable[[], Awaitable[str]]) -> None:
        self._stores = stores
        self._papers = papers
        self._roots = roots

    async def of_case(self, case: Case, papers: CasePapers, court: str) -> Bundle | None:
        """For the court called `court`; None while no agreement signed here is in effect. Raises Away."""
        digest = None if case.text is None else str(case.text.digest)
        for meeting in await self._stores.case_rooms.of_case(case.id):
            found = meeting.agreement
            if found is None or not isinstance(found.stage, Sealed) or found.stage.frozen.digest != digest:
                continue
            kept = await self._stores.agreements.load(AgreementId(found.id))
            if kept is not None:
                root = (await self._roots()).encode()
                return await self._papers.court_bundle(kept, found.stage, root, tuple(_joint(papers)), court)
        return None


def _joint(papers: CasePapers) -> Iterator[Signed]:
    if papers.application is not None:
        yield _signed(Slot.APPLICATION, TITLES[papers.application.kind], papers.application)
    for one in papers.addresses.values():
        yield _signed(Slot.SERVICE, ADDRESS, one)


def _signed(slot: Slot, title: str, one: SealedPaper) -> Signed:
    return Signed(slot, title, Zone.CASE, one.paper, one.sealed)
