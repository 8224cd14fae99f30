"""What has been signed towards the court, for whoever bundles or submits it."""

from collections.abc import Mapping
from dataclasses import dataclass

from agreements.agreement import Agreement, PaperKind, Sealed
from agreements.joint.form import Choice
from rooms.cases.ids import ParticipantId
from rooms.ids import CaseId
from server.stores import Stores


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A paper that all its signers have signed. `sealed` has the digests: `frozen.digest` the data, `pdf`, `evidence`.

    Their newest generations: `server.http.paper_files.newest`.
    """

    paper: Agreement
    sealed: Sealed

    @property
    def kind(self) -> PaperKind:
        """Which application, or the confirmation of an address."""
        return self.paper.matter.paper


@dataclass(frozen=True, slots=True)
class CasePapers:
    """The sealed application of a case, and each party's 送达地址确认书; empty while there is none.

    `choice` is what the sealed application says: route, court, ground.
    """

    choice: Choice | None
    application: SealedPaper | None
    addresses: Mapping[ParticipantId, SealedPaper]

    @property
    def is_complete(self) -> bool:
        """Whether all have signed the application, and each its address."""
        signers = {one.id for one in self.application.paper.members} if self.application else set()
        return self.application is not None and signers <= set(map(str, self.addresses))


async def papers_for(stores: Stores, case: CaseId) -> CasePapers:
    """As they stand now."""
    application = (await stores.applications.load(case)).application
    main = _sealed(application.paper)
    confirmed = ((who, _sealed(one)) for who, one in application.confirmations.items())
    return CasePapers(
        choice=application.choice if main else None,
        application=main,
        addresses={ParticipantId(who): one for who, one in confirmed if one is not None},
    )


def _sealed(paper: Agreement | None) -> SealedPaper | None:
    if paper is None or not isinstance(paper.stage, Sealed):
        return None
    return SealedPaper(paper, paper.stage)
