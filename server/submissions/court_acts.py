"""What the court does with a submission on its desk; each moves the case as the court's own deed (TR24 to TR28)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from law.beijing import day_of
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import CorrectionAsked, CourtAccepted, CourtDecided, Submitted, Verified
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.ids import NoteId
from rooms.cases.refusals import Unmet
from rooms.cases.words import Decision, State
from server.audit.facts import SubmissionReceived
from server.cases.keeper import CaseKeeper, CaseUnknown, Proposal
from server.ids import new_id
from server.storage.case_book import Filing
from server.storage.submissions import Submission, outlived, received
from server.stores import Stores
from server.submissions.refusals import SubmissionRefused


@dataclass(frozen=True, slots=True)
class At:
    """Who of the court acts, from which address, and on the version of the case they saw."""

    by: By
    source: str
    saw: int


class CourtActs:
    """Of one node."""

    def __init__(self, stores: Stores, cases: CaseKeeper, clock: Callable[[], datetime]) -> None:
        self._stores = stores
        self._cases = cases
        self._clock = clock

    async def receive(self, one: Submission, by: str, source: str, at: datetime | None = None) -> None:
        """Sign for it; the first time counts. `at`: when, where a receipt file says so."""
        if one.received_at is None:
            now = self._clock()
            fact = SubmissionReceived(one.id, by if at is None else "file", source)
            await self._stores.submissions.change(received(one, by, at or now), (fact,), now)

    async def admit(self, one: Submission, reason: str, at: At) -> None:
        """Let in what came after the last day (LR-20): the court's own reason goes on record, and the case moves."""
        if one.counts:
            raise SubmissionRefused("submission.not_late")
        now, receipt, override = self._clock(), NoteId(new_id()), NoteId(new_id())
        notes = {receipt: one.number, override: reason}
        deed = Submitted(day_of(now), receipt, override, at.by)
        signed = received(replace(one, admitted_at=now), at.by.id, now)
        await self._submit(one, deed, Filing(notes=notes, submission=signed), at)

    async def correct(self, one: Submission, points: tuple[str, ...], until: date | None, at: At) -> None:
        """Everything that is to be put right, in one list."""
        note = NoteId(new_id())
        text = "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))
        asked = received(replace(one, correction=note), at.by.id, self._clock())
        await self._submit(one, CorrectionAsked(note, until, at.by), Filing(notes={note: text}, submission=asked), at)

    async def accept(self, one: Submission, court_case_no: str, on: date, at: At) -> None:
        """Take it in, with the court's own number."""
        signed = received(one, at.by.id, self._clock())
        await self._submit(one, CourtAccepted(court_case_no, on, at.by), Filing(submission=signed), at)

    async def verify(self, one: Submission, on: date, at: At) -> None:
        """Both parties were asked together (民诉法解释 §356)."""
        await self._submit(one, Verified(on, at.by), Filing(), at)

    async def decide(
        self, one: Submission, decision: Decision, on: date, paper: MaterialFiled, title: str, at: At
    ) -> None:
        """The answer with its document, which ends on the case's file: both or neither."""
        deeds = (paper, CourtDecided(decision, on, paper.material, at.by))
        await self._do(one, deeds, Filing(titles={paper.material: title}), at)

    async def _submit(self, one: Submission, deed: Deed, filing: Filing, at: At) -> None:
        await self._do(one, (deed,), filing, at)

    async def _do(self, one: Submission, deeds: tuple[Deed, ...], filing: Filing, at: At) -> None:
        newest = (await self._stores.submissions.of_case(one.case))[-1]
        if newest.id != one.id:
            raise SubmissionRefused("submission.not_newest")
        if not one.counts and not isinstance(deeds[0], Submitted):
            raise SubmissionRefused("submission.not_admitted")
        signed = filing.submission
        if signed is not None and one.received_at is None:
            filing = replace(filing, facts=(SubmissionReceived(one.id, at.by.id, at.source),))

        def propose(now: Case) -> Proposal:
            if now.version != at.saw:
                raise Unmet("case.changed")
            if outlived(now, one):
                raise SubmissionRefused("submission.outlived")
            return Proposal(deeds, filing)

        if await self._cases.change(one.case, propose) is None:
            raise CaseUnknown(one.case)


def acts(case: Case, one: Submission) -> tuple[str, ...]:
    """What the court can do now, by name; `receive` while nobody has signed for it."""
    first = () if one.received_at else ("receive",)
    if not one.counts:
        return first if outlived(case, one) else (*first, "admit")
    match case.state:
        case State.SUBMITTED:
            correction = () if case.corrections_asked else ("correction",)
            return (*first, "accept", *correction, "decide")
        case State.CORRECTION:
            return (*first, "decide")
        case State.COURT_REVIEW:
            return (*first, "verify", "decide") if case.verified_on is None else (*first, "decide")
        case _:
            return first
