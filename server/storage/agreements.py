"""Agreements: each step is one transaction of compare-and-swap and audit facts. The state itself says what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.agreement import Agreement, Drafting, Freezing, Sealed
from agreements.draft import Draft
from agreements.ids import AgreementId
from agreements.kinds import Kind
from law.zone import as_born
from rooms.ids import CaseId, RoomId
from server.audit.facts import AnyFact
from server.ids import CourtId
from server.keys import Keys
from server.storage.agreement_json import agreement_from, agreement_text, stage_name
from server.storage.audit import append_facts, sign_head
from server.storage.database import reading, uninterrupted, writing
from server.storage.sealed_files import register
from server.storage.tables import Agreements, SealedFiles

RESTING = ("drafting", "sealed")
"""Stages at which nothing is ever due outside."""


class StaleAgreement(Exception):
    """The agreement in the database is another than the step began with."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreement and where it belongs."""

    room: RoomId
    case: CaseId
    agreement: Agreement


@uninterrupted
class AgreementStore:
    """Agreements by room."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def load_of_room(self, room: RoomId) -> Kept | None:
        """The room's agreement as it was last committed."""
        return await self._one(Agreements.room == room)

    async def load(self, agreement: AgreementId) -> Kept | None:
        """An agreement by its own id."""
        return await self._one(Agreements.id == agreement)

    async def unfinished(self) -> tuple[RoomId, ...]:
        """Rooms whose agreement may have work due outside."""
        waiting = select(Agreements.room).where(Agreements.stage.not_in(RESTING)).order_by(Agreements.id)
        async with reading(self._engine) as connection:
            return tuple(RoomId(room) for room in (await connection.execute(waiting)).scalars())

    async def commit(self, before: Agreement | None, after: Kept, facts: Iterable[AnyFact], at: datetime) -> None:
        """Store one step (`before` None: the first); raises StaleAgreement and then stored nothing."""
        agreement = after.agreement
        row = {
            "version": agreement.version,
            "stage": stage_name(agreement.stage),
            "court": _court(agreement),
            "sealed_at": agreement.stage.at if isinstance(agreement.stage, Sealed) else None,
            "state": self._keys.fields.seal(agreement_text(agreement), "agreements", agreement.id, "state"),
        }
        async with writing(self._engine) as connection:
            if before is None:
                await _insert(connection, after, row)
            else:
                await _replace(connection, before, row)
            await append_facts(connection, after.case, at, facts, self._keys.node)
            if isinstance(agreement.stage, Sealed):
                await register(connection, agreement)
                # What the parties take away can be compared with what this head says, for ever.
                await sign_head(connection, after.case, at, self._keys.node)

    async def register_sealed(self) -> None:
        """Take into the registry what was sealed before there was one."""
        known = select(SealedFiles.paper)
        missing = select(Agreements.id).where(Agreements.stage == "sealed", Agreements.id.not_in(known))
        async with reading(self._engine) as connection:
            papers = (await connection.execute(missing)).scalars().all()
        for paper in papers:
            kept = await self.load(AgreementId(paper))
            if kept is not None:
                async with writing(self._engine) as connection:
                    await register(connection, kept.agreement)

    async def _one(self, which: ColumnElement[bool]) -> Kept | None:
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(Agreements).where(which))).one_or_none()
        if row is None:
            return None
        as_born(row.zone, Draft.zone)
        text = self._keys.fields.open(row.state, "agreements", row.id, "state")
        return Kept(RoomId(row.room), CaseId(row.case_id), agreement_from(text))


def draft_of(agreement: Agreement) -> Draft:
    """What was last written, whatever the stage."""
    stage = agreement.stage
    return stage.draft if isinstance(stage, Drafting | Freezing) else stage.frozen.draft


def _court(agreement: Agreement) -> CourtId | None:
    """The court chosen in the head of the draft."""
    for part in draft_of(agreement).parts:
        if part.kind is Kind.HEAD and (entry := part.entries.get("court")) and entry.value:
            return CourtId(entry.value)
    return None


async def _insert(connection: AsyncConnection, kept: Kept, row: dict[str, object]) -> None:
    same = select(Agreements.id).where(Agreements.room == kept.room)
    if (await connection.execute(same)).first():
        raise StaleAgreement(f"room {kept.room} has an agreement")
    number = kept.agreement.matter.number
    own = {"id": kept.agreement.id, "room": kept.room, "case_id": kept.case, "number": number, "zone": Draft.zone}
    await connection.execute(insert(Agreements), {**own, **row})


async def _replace(connection: AsyncConnection, before: Agreement, row: dict[str, object]) -> None:
    unchanged = update(Agreements).where(Agreements.id == before.id, Agreements.version == before.version)
    if (await connection.execute(unchanged.values(row))).rowcount != 1:
        raise StaleAgreement(f"agreement {before.id} is no longer at version {before.version}")
