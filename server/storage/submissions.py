"""What was handed in to courts: each bundle once, by number, with what lay in it and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.ids import Digest
from law.beijing import day_of
from law.zone import Zone
from rooms.cases.case import Case
from rooms.cases.ids import NoteId
from rooms.cases.words import Route, State
from rooms.ids import CaseId
from server.audit.facts import AnyFact
from server.ids import CourtId, SubmissionId
from server.keys import Keys
from server.storage.audit import append_facts
from server.storage.court_tables import Submissions
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Cases


class SubmissionChannel(StrEnum):
    """How the bundle comes to the court."""

    DESK = "desk"
    """The clerk's desk of this server."""
    FILE = "file"
    """As a file carried over, one way; the court's receipt comes back as a file."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of a bundle; its bytes lie in the blobs by `sha256`. `slot` 0: index, reading, data and proof.

    `evidence`: a 签署证据页, which belongs to the paper before it. `ours`: printed here, and no upload.
    """

    slot: int
    path: str
    title: str
    sha256: Digest
    size: int
    mime: str
    evidence: bool = False
    ours: bool = True


FILES: Final = TypeAdapter(tuple[BundleFile, ...])


@dataclass(frozen=True, slots=True)
class Submission:
    """One bundle handed in. `position`: the how manieth of its case, from 1; `number` stands on the receipt.

    `sha256`, `size`: of the whole ZIP. `late`: after the last day, so that it waits until the court lets it in.
    """

    zone: ClassVar[Zone] = Zone.CASE
    id: SubmissionId
    case: CaseId
    court: CourtId
    position: int
    number: str
    route: Route
    sha256: Digest
    size: int
    files: tuple[BundleFile, ...]
    channel: SubmissionChannel
    late: bool
    by: str
    at: datetime
    admitted_at: datetime | None = None
    received_at: datetime | None = None
    received_by: str | None = None
    """Who signed for it: an account, or what the court's receipt file says."""
    correction: NoteId | None = None
    """Which of the case's texts says what is to be put right."""

    @property
    def counts(self) -> bool:
        """Whether it was handed in, in time or let in."""
        return not self.late or self.admitted_at is not None


class StaleSubmission(Exception):
    """The case is another than the one that was seen, or somebody handed in at the same moment: nothing was stored."""


@uninterrupted
class SubmissionStore:
    """Submissions by case and by court."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def of_case(self, case: CaseId) -> tuple[Submission, ...]:
        """All of a case, in order."""
        return await self._read(Submissions.case_id == case)

    async def of_court(self, court: CourtId) -> tuple[Submission, ...]:
        """The newest of each case, newest first; what was made up to practise on is no court's (AT-23)."""
        practice = select(Cases.id).where(Cases.practice.is_(True))
        real = await self._read((Submissions.court == court) & Submissions.case_id.not_in(practice))
        newest = {one.case: one for one in real}
        return tuple(sorted(newest.values(), key=lambda one: one.at, reverse=True))

    async def one(self, submission: SubmissionId) -> Submission | None:
        """That submission, whosever it is."""
        return next(iter(await self._read(Submissions.id == submission)), None)

    async def add(self, submission: Submission, facts: Iterable[AnyFact], saw: int) -> None:
        """One that moves no case: it came late, and waits for the court. `saw`: version of the case it was made from.

        Raises StaleSubmission.
        """
        # Written though it stays the same: so nobody moves the case before this is stored.
        seen = update(Cases).where(Cases.id == submission.case, Cases.version == saw).values(version=saw)
        try:
            async with writing(self._engine) as connection:
                if (await connection.execute(seen)).rowcount != 1:
                    raise StaleSubmission(submission.case)
                await insert_submission(connection, submission)
                await append_facts(connection, submission.case, submission.at, tuple(facts), self._keys.node)
        except IntegrityError:
            # Its place among the case's submissions was taken by another node.
            raise StaleSubmission(submission.case) from None

    async def change(self, submission: Submission, facts: Iterable[AnyFact], at: datetime) -> None:
        """What became of it, with the facts, both or neither."""
        async with writing(self._engine) as connection:
            await update_submission(connection, submission)
            await append_facts(connection, submission.case, at, tuple(facts), self._keys.node)

    async def _read(self, which: ColumnElement[bool]) -> tuple[Submission, ...]:
        wanted = select(Submissions).where(which).order_by(Submissions.case_id, Submissions.position)
        async with reading(self._engine) as connection:
            return tuple(_submission(row) for row in (await connection.execute(wanted)).all())


async def insert_submission(connection: AsyncConnection, one: Submission) -> None:
    """A new one, within the transaction of `connection`."""
    row = {
        "id": one.id,
        "case_id": one.case,
        "court": one.court,
        "position": one.position,
        "number": one.number,
        "route": one.route,
        "sha256": one.sha256,
        "bytes": one.size,
        "slots": FILES.dump_json(one.files).decode(),
        "channel": one.channel,
        "late": one.late,
        "by": one.by,
        "at": one.at,
    }
    await connection.execute(insert(Submissions), row)
    await update_submission(connection, one)


async def update_submission(connection: AsyncConnection, one: Submission) -> None:
    """What became of it: nothing else of a submission ever changes, and each of these is set once.

    Of two clerks at the same moment neither takes back what the other wrote.
    """
    told = {
        "admitted_at": func.coalesce(Submissions.admitted_at, one.admitted_at),
        "received_at": func.coalesce(Submissions.received_at, one.received_at),
        "received_by": func.coalesce(Submissions.received_by, one.received_by),
        "correction": func.coalesce(Submissions.correction, one.correction),
    }
    await connection.execute(update(Submissions).where(Submissions.id == one.id).values(told))


async def upsert_submission(connection: AsyncConnection, one: Submission) -> None:
    """New, or with what became of it."""
    known = await connection.execute(select(Submissions.id).where(Submissions.id == one.id))
    await (update_submission if known.first() else insert_submission)(connection, one)


def _submission(row: Row[Submissions]) -> Submission:
    return Submission(
        id=SubmissionId(row.id),
        case=CaseId(row.case_id),
        court=CourtId(row.court),
        position=row.position,
        number=row.number,
        route=Route(row.route),
        sha256=Digest(row.sha256),
        size=row.bytes,
        files=FILES.validate_json(row.slots, strict=True, extra="forbid"),
        channel=SubmissionChannel(row.channel),
        late=row.late,
        by=row.by,
        at=row.at,
        admitted_at=row.admitted_at,
        received_at=row.received_at,
        received_by=row.received_by,
        correction=NoteId(row.correction) if row.correction else None,
    )


def numbered(case_no: str, position: int) -> str:
    """What stands on the receipt of a case's `position`-th submission."""
    return f"{case_no}-收{position:02d}"


def received(one: Submission, by: str, at: datetime) -> Submission:
    """The same, signed for; the first time counts."""
    return one if one.received_at else replace(one, received_at=at, received_by=by)


def outlived(case: Case, one: Submission) -> bool:
    """Whether what came late can no longer be let in: the case went another way since, or was applied for anew.

    An application is signed anew only where the case left APPLYING in between, so that it is there since later.
    """
    if one.counts:
        return False
    return case.state is not State.APPLYING or case.route is not one.route or case.since > one.at


def at_court(case: Case, every: Sequence[Submission]) -> Submission | None:
    """The newest that counts of the application that is at a court now; None: none was handed in here."""
    if case.submitted_on is None:
        return None
    first = case.submitted_on
    return next((one for one in reversed(every) if one.counts and day_of(one.admitted_at or one.at) >= first), None)
