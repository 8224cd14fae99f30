"""What a mediator's desk lists: rooms with their case and the people behind them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rooms.ids import RoomId
from rooms.room import Phase, Place, Room
from server.ids import AccountId, CourtId, OrganisationId
from server.storage.database import reading, uninterrupted
from server.storage.room_json import room_from
from server.storage.tables import Accounts, Cases, Organisations, Rooms


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A room, the number of its case, and who mediates it."""

    room: Room
    case_no: str
    mediator: AccountId
    mediator_name: str
    organisation: OrganisationId
    organisation_name: str
    lane: str
    accepted: datetime
    """When the organisation took the case."""
    practice: bool = False
    court: CourtId | None = None
    """Whose case it is, where a court sent it."""

    @property
    def waiting(self) -> int:
        """Seats in the lobby."""
        return sum(1 for _ in self.room.present(Place.LOBBY))


@uninterrupted
class DeskStore:
    """Rooms by mediator."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def row(self, room: RoomId) -> DeskRow | None:
        """One room. Whether the asker is its mediator is for the asker's side to check."""
        return next(iter(await self._rows(Rooms.id == room)), None)

    async def open_rooms(self, mediator: AccountId) -> tuple[DeskRow, ...]:
        """The mediator's rooms that are not closed, in order of time."""
        return await self._rows((Rooms.mediator == mediator) & (Rooms.phase != Phase.CLOSED))

    async def rooms_between(self, mediator: AccountId, start: datetime, end: datetime) -> tuple[DeskRow, ...]:
        """The mediator's rooms scheduled from `start` until before `end` (a local day), closed ones too."""
        within = (Rooms.scheduled_at >= start) & (Rooms.scheduled_at < end)
        return await self._rows((Rooms.mediator == mediator) & within)

    async def _rows(self, which: ColumnElement[bool]) -> tuple[DeskRow, ...]:
        described = (
            select(
                Rooms.state,
                Rooms.mediator,
                Cases.case_no,
                Cases.lane,
                Cases.created,
                Cases.practice,
                Cases.court,
                Accounts.name.label("mediator_name"),
                Organisations.id.label("organisation"),
                Organisations.name.label("organisation_name"),
            )
            .join(Cases, Cases.id == Rooms.case_id)
            .join(Accounts, Accounts.id == Rooms.mediator)
            .join(Organisations, Organisations.id == Cases.organisation)
            .where(which)
            .order_by(Rooms.scheduled_at, Cases.case_no)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(described)).all()
        return tuple(
            DeskRow(
                room=room_from(row.state),
                case_no=row.case_no,
                mediator=AccountId(row.mediator),
                mediator_name=row.mediator_name,
                organisation=OrganisationId(row.organisation),
                organisation_name=row.organisation_name,
                lane=row.lane,
                accepted=row.created,
                practice=row.practice,
                court=CourtId(row.court) if row.court else None,
            )
            for row in rows
        )
