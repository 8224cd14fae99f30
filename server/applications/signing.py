"""The papers of applications as the paper worker sees them: the same work as on agreements, a key for each paper."""

from typing import NamedTuple

from agreements.agreement import Agreement
from agreements.application import Application, Change, acted
from agreements.ids import AgreementId
from agreements.ports import Evidence, Rendered, SealLook, SignatureLook
from agreements.refusals import Stale
from agreements.work import due
from rooms.ids import CaseId
from server.applications.keeper import ApplicationKeeper
from server.papers.keeper import Permit, Proposal, Propose
from server.papers.pools import RenderPool


class PaperKey(NamedTuple):
    """One paper of a case."""

    case: CaseId
    paper: AgreementId


class ApplicationPapers:
    """The `PaperKeeper` of applications."""

    def __init__(self, keeper: ApplicationKeeper) -> None:
        self._keeper = keeper

    async def agreement(self, key: PaperKey) -> Agreement | None:
        """That paper, while it counts."""
        application = await self._keeper.application(key.case)
        return next((one for one in application.papers if one.id == key.paper), None)

    async def unfinished(self) -> tuple[PaperKey, ...]:
        """Papers on which something is due outside."""
        found: list[PaperKey] = []
        for case in await self._keeper.unfinished():
            found += await self.due_in(case)
        return tuple(found)

    async def due_in(self, case: CaseId) -> tuple[PaperKey, ...]:
        """Of one case."""
        application = await self._keeper.application(case)
        return tuple(PaperKey(case, one.id) for one in application.papers if due(one) is not None)

    async def change(self, key: PaperKey, _permit: Permit, propose: Propose) -> object:
        """One step of the work; raises Stale where that paper counts no more."""

        async def move(application: Application) -> Change:
            one = next((each for each in application.papers if each.id == key.paper), None)
            if one is None:
                raise Stale("outcome.stale")
            proposal: Proposal = await propose(one)
            return acted(application, key.paper, proposal.act)

        return await self._keeper.change(key.case, move)


class ApplicationPress:
    """The render pool, with court papers for what is frozen."""

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool

    async def agreement(self, canonical: bytes) -> Rendered:
        """The paper of that JSON; raises Unprintable."""
        return await self._pool.court_paper(canonical)

    async def appearance(self, pdf: bytes, field: str, look: SignatureLook) -> bytes:
        """One page as large as that field."""
        return await self._pool.appearance(pdf, field, look)

    async def seal(self, look: SealLook) -> bytes:
        """An organisation's round seal."""
        return await self._pool.seal(look)

    async def evidence(self, told: Evidence) -> Rendered:
        """The evidence page."""
        return await self._pool.evidence(told)

    async def pages(self, pdf: bytes) -> tuple[bytes, ...]:
        """A picture of each page."""
        return await self._pool.pages(pdf)
