"""Free texts of a case and what its notices say: sealed, named by id in the audit chain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.case_notices import NoticeText
from law.zone import Zone, as_born
from rooms.cases.deeds.talks import NoticeGiven
from rooms.cases.ids import NoteId, NoticeId, ParticipantId
from rooms.cases.words import NoticeKind
from rooms.ids import CaseId
from server.field_keys import FieldKeys
from server.ids import AccountId
from server.storage.case_tables import CaseNotices, CaseTexts
from server.storage.database import reading, uninterrupted, writing

SUMMARY: Final = NoteId("summary")
"""What the dispute is about, as told when the case came in."""
TAKEN: Final = NoteId("taken")
"""Whose case it is from the start: the account of a mediator who took it, declaring to have nothing to tell."""
NOTICE: Final = TypeAdapter(NoticeText)


class Mail(StrEnum):
    """Whether a notice also goes by e-mail."""

    WAITING = "waiting"
    SENT = "sent"
    NONE = "none"
    """No address is on file, or no mail server: it is there to be read behind the link."""


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One notice, with the text as it was given; `version` names the form it was made from."""

    born: ClassVar[Zone] = Zone.CASE
    id: NoticeId
    case: CaseId
    participant: ParticipantId
    what: NoticeKind
    version: str
    text: NoticeText
    at: datetime
    mail: Mail
    zone: Zone


@uninterrupted
class CaseTextStore:
    """Notes and notices by case."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def notes(self, case: CaseId) -> Mapping[NoteId, str]:
        """Every free text of a case."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(CaseTexts).where(CaseTexts.case_id == case))).all()
        return {NoteId(row.id): self._fields.open(row.sealed, "case_texts", case, row.id) for row in rows}

    async def taker(self, case: CaseId) -> AccountId | None:
        """The mediator who took the case from the start, or None."""
        taken = select(CaseTexts.sealed).where(CaseTexts.case_id == case, CaseTexts.id == TAKEN)
        async with reading(self._engine) as connection:
            sealed = (await connection.execute(taken)).scalar_one_or_none()
        return None if sealed is None else AccountId(self._fields.open(sealed, "case_texts", case, TAKEN))

    async def notices(self, case: CaseId) -> tuple[StoredNotice, ...]:
        """What was told to the participants, oldest first."""
        of_case = select(CaseNotices).where(CaseNotices.case_id == case).order_by(CaseNotices.at, CaseNotices.id)
        async with reading(self._engine) as connection:
            return tuple(self._notice(row) for row in (await connection.execute(of_case)).all())

    async def unsent(self) -> tuple[StoredNotice, ...]:
        """Notices that wait to go by e-mail, oldest first."""
        waiting = select(CaseNotices).where(CaseNotices.mail == Mail.WAITING).order_by(CaseNotices.at, CaseNotices.id)
        async with reading(self._engine) as connection:
            return tuple(self._notice(row) for row in (await connection.execute(waiting)).all())

    async def mailed(self, notice: NoticeId, mail: Mail) -> None:
        """What became of its letter; may run twice."""
        async with writing(self._engine) as connection:
            await connection.execute(update(CaseNotices).where(CaseNotices.id == notice).values(mail=mail))

    def _notice(self, row: Row[CaseNotices]) -> StoredNotice:
        text = self._fields.open(row.sealed, "case_notices", row.case_id, row.id)
        return StoredNotice(
            NoticeId(row.id),
            CaseId(row.case_id),
            ParticipantId(row.participant),
            NoticeKind(row.kind),
            row.version,
            NOTICE.validate_json(text, strict=True, extra="forbid"),
            row.at,
            Mail(row.mail),
            as_born(row.zone, StoredNotice.born),
        )


async def insert_notes(
    connection: AsyncConnection,
    fields: FieldKeys,
    case: CaseId,
    notes: Mapping[NoteId, str],
    at: datetime,
    remarks: Collection[NoteId | None] = (),
) -> None:
    """Free texts, sealed, within the transaction of `connection`; `remarks`: those that are the mediators' own."""
    for note, text in notes.items():
        zone = Zone.MEDIATORS if note in remarks else Zone.CASE
        sealed = fields.seal(text, "case_texts", case, note)
        row = {"case_id": case, "id": note, "sealed": sealed, "at": at, "zone": zone}
        await connection.execute(insert(CaseTexts), row)


async def insert_notice(
    connection: AsyncConnection,
    fields: FieldKeys,
    case: CaseId,
    given: NoticeGiven,
    text: NoticeText,
    at: datetime,
) -> None:
    """A notice with its text, waiting for its letter."""
    row = {
        "id": given.notice,
        "case_id": case,
        "participant": given.participant,
        "kind": given.what,
        "version": given.version,
        "sealed": fields.seal(NOTICE.dump_json(text).decode(), "case_notices", case, given.notice),
        "at": at,
        "mail": Mail.WAITING,
        "zone": StoredNotice.born,
    }
    await connection.execute(insert(CaseNotices), row)
