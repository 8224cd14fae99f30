"""What a court's clerk sees: sealed agreements of the own court, and what was taken away of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from agreements.ids import AgreementId
from rooms.ids import CaseId, RoomId
from rooms.room import Room, Side
from server.audit.facts import AnyFact
from server.ids import AccountId, CourtId, new_id
from server.keys import Keys
from server.storage.agreement_json import SEALED
from server.storage.audit import append_facts
from server.storage.database import reading, uninterrupted, writing
from server.storage.room_json import room_from
from server.storage.tables import Agreements, Cases, Downloads, Organisations, Rooms

SIDES: Final = (Side.APPLICANT, Side.RESPONDENT)


@dataclass(frozen=True, slots=True)
class CourtRow:
    """One sealed agreement. `parties` as the case is called after them: 张三与某某公司."""

    id: AgreementId
    room: RoomId
    case: CaseId
    case_no: str
    number: str
    cause: str
    organisation: str
    parties: str
    sealed_at: datetime
    downloads: int
    last_download: datetime | None


@uninterrupted
class CourtDeskStore:
    """Sealed agreements by court."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def rows(self, court: CourtId) -> tuple[CourtRow, ...]:
        """All of a court, newest first."""
        return await self._rows(Agreements.court == court)

    async def row(self, court: CourtId, agreement: AgreementId) -> CourtRow | None:
        """One of a court; another court's is as unknown as one that never was."""
        return next(iter(await self._rows((Agreements.court == court) & (Agreements.id == agreement))), None)

    async def downloaded(self, row: CourtRow, account: AccountId, file: str, fact: AnyFact, at: datetime) -> None:
        """Count what was taken away and put it on the case's chain, both or neither."""
        taken = {"id": new_id(), "agreement": row.id, "account": account, "file": file, "at": at}
        async with writing(self._engine) as connection:
            await connection.execute(insert(Downloads), taken)
            await append_facts(connection, row.case, at, (fact,), self._keys.node)

    async def _rows(self, which: ColumnElement[bool]) -> tuple[CourtRow, ...]:
        taken = select(
            Downloads.agreement, func.count().label("downloads"), func.max(Downloads.at).label("last_download")
        ).group_by(Downloads.agreement)
        counted = taken.subquery()
        described = (
            select(
                Agreements,
                Rooms.state.label("room_state"),
                Cases.case_no,
                Cases.cause,
                Organisations.name,
                counted.c.downloads,
                counted.c.last_download,
            )
            .join(Rooms, Rooms.id == Agreements.room)
            .join(Cases, Cases.id == Agreements.case_id)
            .join(Organisations, Organisations.id == Cases.organisation)
            .outerjoin(counted, counted.c.agreement == Agreements.id)
            .where(which, Agreements.stage == SEALED, Cases.practice.is_(False))
            .order_by(Agreements.sealed_at.desc(), Agreements.id)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(described)).all()
        return tuple(
            CourtRow(
                AgreementId(row.id),
                RoomId(row.room),
                CaseId(row.case_id),
                row.case_no,
                row.number,
                row.cause,
                row.name,
                _names(room_from(row.room_state)),
                row.sealed_at,
                row.downloads or 0,
                row.last_download,
            )
            for row in rows
        )


def _names(room: Room) -> str:
    """One side with the other; of companies their own names."""
    sides = ([seat.on_behalf_of or seat.name for seat in room.seats if seat.side is side] for side in SIDES)
    return "与".join("、".join(dict.fromkeys(names)) for names in sides)
