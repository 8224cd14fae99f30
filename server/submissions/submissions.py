"""Handing in: what there is now is made into one bundle, its bytes kept for good, and the case moved with it.

Nothing of a bundle that was handed in is ever made again: what the court takes away are the bytes of that moment.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

from agreements.bundle.archive import Archive
from agreements.bundle.bundle import Bundle, WrongRoute, laid, require_route
from agreements.bundle.contents import Held
from agreements.bundle.slots import INDEX, READING
from agreements.ids import Digest
from law.beijing import day_of
from law.court_policies import Asked, CourtPolicy, policy_for
from rooms.cases.case import Case
from rooms.cases.clocks import confirm_by
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import Corrected, Submitted
from rooms.cases.ids import NoteId
from rooms.cases.refusals import Unmet
from rooms.cases.words import Route, State
from rooms.ids import CaseId
from server.applications.papers import CasePapers, papers_for
from server.audit.facts import AnyFact, SubmissionMade
from server.cases.keeper import CaseKeeper, CaseUnknown
from server.ids import CourtId, SubmissionId, new_id
from server.papers.bundles import Bundles, sha256_of
from server.storage.case_book import Filing
from server.storage.profiles import ORGANISATION
from server.storage.submissions import (
    BundleFile,
    StaleSubmission,
    Submission,
    SubmissionChannel,
    at_court,
    numbered,
    outlived,
)
from server.stores import Stores
from server.submissions.bundling import CaseBundles
from server.submissions.outlook import Known, Outlook, outlook
from server.submissions.refusals import SubmissionRefused

OWN: Final = {INDEX: "卷内目录", READING: "验证说明"}
"""Papers that belong to the bundle itself."""
OF_ANOTHER: Final = frozenset({"other_route", "other_court"})
"""What stops a submission with a refusal of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who hands in, by which way, and the version of the case they saw.

    `late`: the court is asked to let it in after the last day. `note`: with corrections, what was done.
    """

    by: By
    channel: SubmissionChannel
    saw: int
    late: bool = False
    note: str | None = None


class Submissions:
    """Of one node. Making a bundle takes a while: one at a time for each case."""

    def __init__(
        self,
        stores: Stores,
        cases: CaseKeeper,
        ahead: CaseBundles,
        packing: CaseBundles,
        bundles: Bundles,
        clock: Callable[[], datetime],
    ) -> None:
        self._stores = stores
        self._cases = cases
        self._ahead = ahead
        self._packing = packing
        self._bundles = bundles
        self._clock = clock
        self._locks: WeakValueDictionary[CaseId, asyncio.Lock] = WeakValueDictionary()

    async def outlook(self, case: Case) -> Outlook:
        """What the court would see, and what is missing; seals and changes nothing. Raises Away (who counts pages)."""
        return await self._look(case, await papers_for(self._stores, case.id))

    async def hand_in(self, case_id: CaseId, wanted: Wanted) -> Submission:
        """The bundle as it is now, kept and on record; raises Refusal, SubmissionRefused, Away."""
        async with self._locks.setdefault(case_id, asyncio.Lock()):
            case = await self._cases.case(case_id)
            if case is None:
                raise CaseUnknown(case_id)
            papers = await papers_for(self._stores, case_id)
            ahead = await self._look(case, papers)
            before = await self._stores.submissions.of_case(case_id)
            self._require(case, ahead, before, wanted)
            # Refused before the work is done, where the machine says no.
            if not wanted.late:
                await self._cases.try_out(case, (_deed(case, self._clock(), NoteId("-"), wanted, None),))
            bundle = await self._packing.of_case(case, papers, ahead.court_name)
            if bundle is None or ahead.court is None:
                raise SubmissionRefused("submission.incomplete", zh="", en="")
            made = await self._kept(case, ahead.court, bundle, before, wanted)
            await self._record(case, made, wanted)
            return made

    @staticmethod
    def _require(case: Case, ahead: Outlook, before: tuple[Submission, ...], wanted: Wanted) -> None:
        if wanted.saw != case.version:
            raise Unmet("case.changed")
        if ahead.stopped:
            first = ahead.stopped[0]
            code = f"submission.{first.code if first.code in OF_ANOTHER else 'incomplete'}"
            raise SubmissionRefused(code, zh=first.sentence.zh, en=first.sentence.en)
        last, over = ahead.last.isoformat() if ahead.last else "", ahead.days_left is not None and ahead.days_left < 0
        # Only what goes back to the court that has it is judged by the day it came there first.
        if case.state is State.CORRECTION and at_court(case, before) is None and over:
            raise SubmissionRefused("submission.past", last=last)
        if wanted.late != ahead.late:
            raise SubmissionRefused("submission.not_late" if wanted.late else "submission.past", last=last)
        if case.state is State.APPLYING and before and not before[-1].counts and not outlived(case, before[-1]):
            raise SubmissionRefused("submission.waiting")

    async def _look(self, case: Case, papers: CasePapers) -> Outlook:
        court, policy = await self._court(case, papers)
        confirming = case.route is Route.CONFIRMATION
        known = Known(
            case=case,
            bundle=await self._ahead.of_case(case, papers, court),
            papers=papers,
            application=(await self._stores.applications.load(case.id)).application,
            court_name=court,
            policy=policy,
            at_court=at_court(case, await self._stores.submissions.of_case(case.id)),
            last=confirm_by(case, await self._stores.calendars.calendar()) if confirming else None,
            today=day_of(self._clock()),
        )
        return outlook(known)

    async def _court(self, case: Case, papers: CasePapers) -> tuple[str, CourtPolicy | None]:
        """Name of the court applied to, and what it takes of such cases."""
        choice = papers.choice
        found = await self._stores.court_policies.of(choice.court) if choice else None
        line = await self._stores.case_desk.line(case.id)
        if found is None or line is None:
            return "", None
        house = await self._stores.profiles.read(ORGANISATION, line.organisation)
        asked = Asked(line.lane, house.kind if house else "", case.cause)
        confirming = case.route is Route.CONFIRMATION
        return found.name, policy_for(found.policies, asked, day_of(self._clock())) if confirming else None

    async def _kept(
        self, case: Case, court: CourtId, bundle: Bundle, before: tuple[Submission, ...], wanted: Wanted
    ) -> Submission:
        """The bundle made, and every byte of it kept."""
        at, route = self._clock(), case.route or Route.NONE
        try:
            require_route(bundle.facts, route)
        except WrongRoute:
            raise SubmissionRefused("submission.other_route") from None
        archive = await self._bundles.made(bundle, at)
        digest = await sha256_of(archive)
        await self._stores.blobs.put_pieces(digest, archive.chunks)
        position = before[-1].position + 1 if before else 1
        return Submission(
            id=SubmissionId(new_id()),
            case=case.id,
            court=court,
            position=position,
            number=numbered(bundle.facts.case_no, position),
            route=route,
            sha256=digest,
            size=archive.size,
            files=await self._files(bundle, archive),
            channel=wanted.channel,
            late=wanted.late,
            by=wanted.by.id,
            at=at,
        )

    async def _files(self, bundle: Bundle, archive: Archive) -> tuple[BundleFile, ...]:
        """Everything in it, by path below its folder; what lay in memory alone is kept too."""
        placed = {one.path: one for one in laid(bundle)}
        evidence = {one.evidence: one for one in placed.values() if one.evidence}
        found = list[BundleFile]()
        for member in archive.members:
            path = member.path.partition("/")[2]
            if isinstance(member.content, Held):
                await self._stores.blobs.put(member.content.content)
            of = placed.get(path) or evidence.get(path)
            title = of.paper.title if of else OWN.get(path, path)
            found.append(
                BundleFile(
                    slot=int(of.paper.slot) if of else 0,
                    path=path,
                    title=title,
                    sha256=Digest(member.measured.sha256),
                    size=member.measured.size,
                    mime=of.paper.mime if of and path in placed else _mime(path),
                    evidence=path in evidence,
                    ours=of is None or of.paper.sealed,
                )
            )
        return tuple(found)

    async def _record(self, case: Case, made: Submission, wanted: Wanted) -> None:
        facts: tuple[AnyFact, ...] = (
            SubmissionMade(
                made.id, made.number, made.court, made.route, made.sha256, made.channel, made.late, wanted.by.id
            ),
        )
        if wanted.late:
            try:
                await self._stores.submissions.add(made, facts, wanted.saw)
            except StaleSubmission:
                raise Unmet("case.changed") from None
            return
        receipt, note = NoteId(new_id()), NoteId(new_id()) if wanted.note else None
        deed = _deed(case, made.at, receipt, wanted, note)
        notes = {receipt: made.number} if isinstance(deed, Submitted) else {}
        if note is not None and wanted.note is not None:
            notes[note] = wanted.note
        await self._cases.submit(case.id, deed, Filing(notes=notes, submission=made, facts=facts), saw=wanted.saw)


def _deed(case: Case, at: datetime, receipt: NoteId, wanted: Wanted, note: NoteId | None) -> Submitted | Corrected:
    """The first time it is handed in; when the court has asked for corrections, handed in again."""
    if case.state is State.CORRECTION:
        return Corrected(note, wanted.by)
    return Submitted(day_of(at), receipt, None, wanted.by)


def _mime(path: str) -> str:
    return "application/pdf" if path.endswith(".pdf") else "application/octet-stream"
