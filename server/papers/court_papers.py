"""What of a case goes into the court's bundle, by slot: an allow-list of papers by name (domain.md §3.13, AT-39).

Rooms, chats, documents on the table, drafts and notes are never looked at here. A new paper of the case gets its line
in `court_bundle`, where everything comes together.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements.agreement import Agreement, Capacity, Sealed
from agreements.bundle.bundle import PDF, Bundle, BundleParty, CaseFacts, Paper
from agreements.bundle.slots import ENDINGS, Slot
from agreements.ceremony import slots_of
from agreements.certificate import TITLE as CERTIFICATE
from agreements.forms import value_of
from agreements.ids import AgreementId
from agreements.members import member
from law.beijing import day_of
from law.zone import Zone
from rooms.cases.case import Case
from rooms.cases.words import MaterialKind, Route
from server.cases.report import coded
from server.papers.bundles import Bundles
from server.papers.proof import proof
from server.storage.agreements import Kept, draft_of
from server.storage.case_desk import CaseLine
from server.storage.case_materials import StoredMaterial
from server.stores import Stores

IDENTITY: Final = frozenset({MaterialKind.IDENTITY, MaterialKind.AUTHORITY})
CONSENT: Final = frozenset({MaterialKind.CONSENT})
OTHER: Final = frozenset({MaterialKind.APPLICATION, MaterialKind.COURT_LETTER, MaterialKind.PROOF_OF_PAYMENT})
"""调解申请书, 移送函 (AT-53), 履行凭证. Evidence stays: it goes only where its owner gives it to the court."""


STANDINGS: Final = {
    Capacity.APPLICANT: "申请人",
    Capacity.RESPONDENT: "被申请人",
    Capacity.THIRD: "第三人",
    Capacity.GUARANTOR: "保证人",
}
UNDECIDED: Final = "尚未选择途径"


@dataclass(frozen=True, slots=True)
class Signed:
    """A paper that went through the ceremony of signing."""

    slot: Slot
    title: str
    zone: Zone
    agreement: Agreement
    sealed: Sealed


class CourtPapers:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores, bundles: Bundles) -> None:
        self._stores = stores
        self._bundles = bundles

    async def court_bundle(
        self, kept: Kept, sealed: Sealed, root_pem: bytes, joint: Sequence[Signed] = (), court: str = ""
    ) -> Bundle:
        """The bundle of the case that rests on this agreement; raises LookupError where there is no such case.

        `joint`: the application and the addresses that the parties signed for the court called `court`.
        """
        line = await self._stores.case_desk.line(kept.case)
        if line is None:
            raise LookupError(kept.case)
        agreement = Signed(Slot.AGREEMENT, "调解协议书", Zone.DEAL, kept.agreement, sealed)
        ceremonies = [*joint, agreement, *[one async for one in self._minutes(kept)]]
        papers = [await self._signed(one) for one in ceremonies]
        papers += [paper async for paper in self._filed(kept)]
        audit = self._stores.audit
        ids = [AgreementId(one.agreement.id) for one in ceremonies]
        chain = proof(ids, await audit.records(kept.case), await audit.heads(kept.case), audit.public_key)
        return Bundle(
            facts=await self._facts(kept, line, datetime.fromisoformat(chain[1].at), court),
            papers=tuple(papers),
            agreement_json=await self._stores.blobs.get(sealed.frozen.digest),
            events=chain[0],
            head=chain[1],
            root_pem=root_pem,
        )

    async def _minutes(self, kept: Kept) -> AsyncIterator[Signed]:
        """Minutes of the case's sessions that were signed and sealed, in order of time."""
        for meeting in await self._stores.case_rooms.of_case(kept.case):
            found = await self._stores.minutes.load(meeting.room.id)
            if found is not None and isinstance(found.paper.stage, Sealed):
                yield Signed(Slot.MINUTES, "调解笔录", Zone.CASE, found.paper, found.paper.stage)

    async def _signed(self, one: Signed) -> Paper:
        """With the newest generation of both files: what is taken away then checks for longest."""
        files, content = self._stores.sealed_files, self._bundles.content
        return Paper(
            one.slot,
            one.title,
            one.zone,
            content(await files.newest(one.sealed.pdf)),
            len(one.sealed.frozen.pages),
            signers=tuple(member(one.agreement, slot.signer).name for slot in slots_of(one.agreement)),
            sealed=True,
            evidence=content(await files.newest(one.sealed.evidence)),
            evidence_pages=len(one.sealed.evidence_pages),
        )

    async def _filed(self, kept: Kept) -> AsyncIterator[Paper]:
        """Papers on the case's file that belong to one of the slots."""
        case = await self._stores.case_book.load(kept.case)
        for paper in await self._stores.case_materials.of_case(kept.case):
            slot = slot_of(paper)
            if slot is None or case is None:
                continue
            yield Paper(
                slot,
                paper.title,
                paper.zone,
                self._bundles.content(paper.sha256),
                await self._bundles.pages(paper.sha256) if paper.media_type == PDF else 1,
                paper.media_type,
                sealed=slot is Slot.CERTIFICATE and await self._bundles.is_certificate(paper.sha256),
                word=word_of(case, paper),
            )

    async def _facts(self, kept: Kept, line: CaseLine, at: datetime, court: str) -> CaseFacts:
        """Of the case, and of the agreement, which says the court where there is no application that does.

        `at`: when the last of the papers was sealed.
        """
        matter, on = kept.agreement.matter, day_of(at)
        case = await self._stores.case_book.load(kept.case)
        route = case.route if case and case.route else Route.NONE
        courts = {str(one.id): one.name for one in await self._stores.cases.courts()}
        return CaseFacts(
            case_no=matter.case_no,
            court_case_no=line.court_case_no or "",
            day=on.isoformat(),
            lane=line.lane,
            route=route,
            route_title=UNDECIDED if route is Route.NONE else coded("route", route, on).zh,
            court=court or courts.get(value_of(draft_of(kept.agreement).parts[0], "court"), ""),
            organisation=line.organisation_name,
            mediator=line.host_name or "",
            cause=matter.cause,
            parties=tuple(
                BundleParty(STANDINGS[one.capacity], one.party.name)
                for one in kept.agreement.members
                if one.party and one.capacity in STANDINGS
            ),
            agreement=kept.agreement.id,
            agreement_number=matter.number,
        )


def slot_of(paper: StoredMaterial) -> Slot | None:
    """Where a paper on file belongs; None: it stays here."""
    if paper.owner is None and paper.title == CERTIFICATE and paper.media_type == PDF:
        return Slot.CERTIFICATE
    if paper.media_type not in ENDINGS:
        return None
    if paper.what in IDENTITY:
        return Slot.IDENTITY
    if paper.what in CONSENT:
        return Slot.CONSENT if paper.media_type == PDF else Slot.OTHER
    return Slot.OTHER if paper.what in OTHER else None


def word_of(case: Case, paper: StoredMaterial) -> str:
    """Whose it is and what: `applicant_identity`."""
    owner = case.participant(paper.owner) if paper.owner else None
    whose = "case" if owner is None else owner.standing.value
    return f"{whose}_{paper.what.value}".lower()
