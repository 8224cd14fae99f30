"""What of a case goes into the court's bundle, by slot: an allow-list of papers by name (domain.md §3.13, AT-39).

Rooms, chats, documents on the table, drafts and notes are never looked at here. A new paper of the case gets its line
in `court_bundle`, where everything comes together.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

import rfc8785

from agreements.agreement import Agreement, Capacity, Sealed
from agreements.bundle.bundle import PDF, Bundle, BundleParty, CaseFacts, Paper
from agreements.bundle.contents import Held
from agreements.bundle.slots import ENDINGS, Slot
from agreements.canonical import canonical_bytes
from agreements.certificate import TITLE as CERTIFICATE
from agreements.consent_cover import TITLE as CONSENT_COVER
from agreements.consent_cover import canonical as canonical_scan
from agreements.consent_cover import consent_cover
from agreements.forms import value_of
from agreements.ids import AgreementId, Digest
from agreements.letter import Letter
from agreements.members import member
from agreements.rights_notice import TITLE as RIGHTS_NOTICE
from agreements.rights_notice import rights_letter
from agreements.undisputed_paper import TITLE as UNDISPUTED
from agreements.undisputed_paper import canonical, undisputed_letter
from law.beijing import day_of
from law.causes import cause
from law.zone import Zone
from rooms.cases.case import Case
from rooms.cases.words import MaterialKind, Route
from rooms.ids import CaseId
from rooms.ledger import UndisputedFact
from server.cases.consent_scans import consent_scan
from server.cases.report import coded
from server.cases.rights_notice import rights_notices
from server.cases.undisputed import undisputed_facts
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
ON_PAPER: Final = "paper-agreement/1"
"""What is known as data of an agreement that was signed on paper."""
UNDECIDED: Final = "尚未选择途径"


@dataclass(frozen=True, slots=True)
class Signed:
    """A paper that went through the ceremony of signing."""

    slot: Slot
    title: str
    zone: Zone
    agreement: Agreement
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What the case came to: sealed here, or stamped on paper and scanned."""

    case: CaseId
    id: str
    number: str
    case_no: str
    cause: str
    court: str
    parties: tuple[BundleParty, ...]
    data: bytes
    signed: tuple[Signed, ...] = ()
    scans: tuple[Paper, ...] = ()


class PlatformLetters(Protocol):
    """`sealed_letters.SealedLetters`, which seals once what is not sealed yet, or `KeptLetters`, which only looks."""

    async def platform_file(self, told: Letter, canonical: bytes) -> Digest | None: ...


class CourtPapers:
    """Reads the stores; whether anything is sealed on the way is up to `letters`."""

    def __init__(self, stores: Stores, bundles: Bundles, letters: PlatformLetters) -> None:
        self._stores = stores
        self._bundles = bundles
        self._letters = letters

    async def court_bundle(
        self, kept: Kept, sealed: Sealed, root_pem: bytes, joint: Sequence[Signed] = (), court: str = ""
    ) -> Bundle:
        """The bundle of the case that rests on this agreement; raises LookupError where there is no such case.

        `joint`: the application and the addresses that the parties signed for the court called `court`.
        """
        matter = kept.agreement.matter
        agreed = _Agreed(
            case=kept.case,
            id=kept.agreement.id,
            number=matter.number,
            case_no=matter.case_no,
            cause=matter.cause,
            court=court or await self._court_of(kept.agreement),
            parties=tuple(_parties(kept.agreement)),
            data=await self._stores.blobs.get(sealed.frozen.digest),
            signed=(Signed(Slot.AGREEMENT, "调解协议书", Zone.DEAL, kept.agreement, sealed),),
        )
        return await self._bundle(agreed, root_pem, joint)

    async def paper_bundle(
        self, case: Case, scan: StoredMaterial, root_pem: bytes, joint: Sequence[Signed], court: str
    ) -> Bundle:
        """The same for an agreement that was signed and stamped on paper (AT-18): its scan, and what was entered."""
        line = await self._line(case.id)
        people = await self._stores.case_people.parties(case.id)
        known = cause(line.cause, line.received_on)
        agreed = _Agreed(
            case=case.id,
            id=scan.id,
            number="",
            case_no=line.case_no,
            cause=known.zh if known else line.cause,
            court=court,
            parties=tuple(
                BundleParty(coded("standing", one.standing, line.received_on).zh, people[one.id].name)
                for one in case.participants
            ),
            data=await self._entered(case, scan),
            scans=(await self._paper(case, scan, Slot.AGREEMENT),),
        )
        return await self._bundle(agreed, root_pem, joint)

    async def _bundle(self, agreed: _Agreed, root_pem: bytes, joint: Sequence[Signed]) -> Bundle:
        line, case = await self._line(agreed.case), await self._stores.case_book.load(agreed.case)
        ceremonies = [*joint, *agreed.signed, *[one async for one in self._minutes(agreed.case)]]
        papers = [*[await self._signed(one) for one in ceremonies], *agreed.scans]
        papers += [paper async for paper in self._consents(case, line)]
        papers += [paper async for paper in self._undisputed(line)]
        prints = {one.sealed.paper.scan for one in ceremonies if one.sealed.paper}
        papers += [paper async for paper in self._filed(case, agreed, prints)]
        audit = self._stores.audit
        ids = [AgreementId(one.agreement.id) for one in ceremonies]
        events, head = proof(ids, await audit.records(agreed.case), await audit.heads(agreed.case), audit.public_key)
        facts = _facts(agreed, line, case, datetime.fromisoformat(head.at))
        return Bundle(facts, tuple(papers), agreed.data, events, head, root_pem)

    async def _line(self, case: CaseId) -> CaseLine:
        line = await self._stores.case_desk.line(case)
        if line is None:
            raise LookupError(case)
        return line

    async def _court_of(self, agreement: Agreement) -> str:
        """The court that the agreement names; empty where it names none."""
        courts = {str(one.id): one.name for one in await self._stores.cases.courts()}
        return courts.get(value_of(draft_of(agreement).parts[0], "court"), "")

    async def _entered(self, case: Case, scan: StoredMaterial) -> bytes:
        """An agreement on paper as data: which file it is, when it was signed, what was entered of it."""
        notes = await self._stores.case_texts.notes(case.id) if case.result else {}
        told: dict[str, Any] = {
            "schema": ON_PAPER,
            "paper": scan.id,
            "sha256": scan.sha256,
            "signed_on": case.offline_on.isoformat() if case.offline_on else "",
            "content": notes[case.result.content] if case.result else "",
            "amount": notes[case.result.amount] if case.result and case.result.amount else "",
        }
        return rfc8785.dumps(told)

    async def _minutes(self, case: CaseId) -> AsyncIterator[Signed]:
        """Minutes of the case's sessions that were signed and sealed, in order of time."""
        for meeting in await self._stores.case_rooms.of_case(case):
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
            # Who signed the print by hand is no signer of this file.
            signers=tuple(member(one.agreement, slot.signer).name for slot in one.sealed.slots if slot.applied),
            sealed=True,
            evidence=content(await files.newest(one.sealed.evidence)),
            evidence_pages=len(one.sealed.evidence_pages),
        )

    async def _consents(self, case: Case | None, line: CaseLine) -> AsyncIterator[Paper]:
        """What each person was told at the gate and answered, from the room's own record."""
        for told in await rights_notices(self._stores, line, case) if case else ():
            letter, title = rights_letter(told), f"{RIGHTS_NOTICE}（{told.name}）"
            yield await self._letter(Slot.CONSENT, title, Zone.CASE, letter, canonical_bytes(told))

    async def _undisputed(self, line: CaseLine) -> AsyncIterator[Paper]:
        """Facts that every party confirmed word for word, one paper for each session."""
        for told in await undisputed_facts(self._stores, line):
            letter, zone = undisputed_letter(told), UndisputedFact.zone
            yield await self._letter(Slot.UNDISPUTED, UNDISPUTED, zone, letter, canonical(told))

    async def _letter(self, slot: Slot, title: str, zone: Zone, told: Letter, data: bytes) -> Paper:
        """Under the platform's signature, sealed once: other data is another paper (AT-53b).

        Before it is sealed an empty one stands in its place, which no bundle is packed with (`making.newest_token`).
        """
        digest = await self._letters.platform_file(told, data)
        if digest is None:
            return Paper(slot, title, zone, Held(b""), 0, sealed=True, awaits_seal=True)
        content, pages = self._bundles.content(digest), await self._bundles.pages(digest)
        return Paper(slot, title, zone, content, pages, sealed=True)

    async def _filed(self, case: Case | None, agreed: _Agreed, prints: set[Digest]) -> AsyncIterator[Paper]:
        """Papers on file that belong to one of the slots, and the stamped scan beside an online agreement.

        `prints`: scans of what was signed by hand, which the evidence pages name.
        """
        for paper in await self._stores.case_materials.of_case(case.id) if case else ():
            stamped = case is not None and case.seal is not None and case.seal.paper == paper.id
            beside = (stamped and not agreed.scans) or paper.sha256 in prints
            slot = Slot.OTHER if beside else slot_of(paper)
            if slot is not None and case is not None:
                if paper.what in CONSENT:
                    yield await self._cover(case, paper)
                yield await self._paper(case, paper, slot)
        if case is not None and case.given:
            async for one in self._given(case):
                yield one

    async def _cover(self, case: Case, paper: StoredMaterial) -> Paper:
        """What seals a consent that was given on paper: which file it is, and who filed it when."""
        told = await consent_scan(self._stores, await self._line(case.id), case, paper)
        title = f"{CONSENT_COVER}（{told.whose}）"
        return await self._letter(Slot.CONSENT, title, Zone.CASE, consent_cover(told), canonical_scan(told))

    async def _given(self, case: Case) -> AsyncIterator[Paper]:
        """What its owner gave to the court, party by party; nothing says where else it was shown."""
        kept = {one.id: one for one in await self._stores.case_materials.of_case(case.id)}
        people = await self._stores.case_people.parties(case.id)
        for whose in case.participants:
            for paper in (kept[one] for one in case.given if kept[one].owner == whose.id):
                laid = await self._paper(case, paper, Slot.ATTACHMENTS)
                yield replace(laid, title=f"{paper.title}（{people[whose.id].name}提交）")

    async def _paper(self, case: Case, paper: StoredMaterial, slot: Slot) -> Paper:
        return Paper(
            slot,
            paper.title,
            paper.zone,
            self._bundles.content(paper.sha256),
            await self._bundles.pages(paper.sha256) if paper.media_type == PDF else 1,
            paper.media_type,
            # Sealed is what we sealed, whatever else a file has inside.
            sealed=slot is Slot.CERTIFICATE and await self._stores.sealed_files.knows(paper.sha256),
            word=word_of(case, paper),
        )


def _facts(agreed: _Agreed, line: CaseLine, case: Case | None, at: datetime) -> CaseFacts:
    """`at`: when the last of the papers was sealed."""
    route, on = case.route if case and case.route else Route.NONE, day_of(at)
    return CaseFacts(
        case_no=agreed.case_no,
        court_case_no=line.court_case_no or "",
        day=on.isoformat(),
        lane=line.lane,
        route=route,
        route_title=UNDECIDED if route is Route.NONE else coded("route", route, on).zh,
        court=agreed.court,
        organisation=line.organisation_name,
        mediator=line.host_name or "",
        cause=agreed.cause,
        parties=agreed.parties,
        agreement=agreed.id,
        agreement_number=agreed.number,
    )


def _parties(agreement: Agreement) -> Iterator[BundleParty]:
    for one in agreement.members:
        if one.party and one.capacity in STANDINGS:
            yield BundleParty(STANDINGS[one.capacity], one.party.name)


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
