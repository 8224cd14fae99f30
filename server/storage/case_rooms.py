"""The rooms of a case with what the case looks at: their state, who sits there, the agreement made there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from agreements.agreement import Agreement
from rooms.cases.ids import ParticipantId
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import Room
from server.field_keys import FieldKeys
from server.ids import AccountId
from server.storage.agreement_json import agreement_from
from server.storage.database import reading, uninterrupted
from server.storage.room_json import room_from
from server.storage.tables import Agreements, People, Rooms


@dataclass(frozen=True, slots=True)
class Meeting:
    """One room. `heard`: the moments of the consents behind the link that the case knows of."""

    room: Room
    mediator: AccountId
    participants: Mapping[SeatId, ParticipantId]
    heard: Mapping[SeatId, datetime]
    agreement: Agreement | None = None


@uninterrupted
class CaseRoomStore:
    """Rooms by case, as they were last committed."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def of_case(self, case: CaseId) -> tuple[Meeting, ...]:
        """All rooms of a case, in order of time; one consistent view."""
        rooms = select(Rooms.state, Rooms.mediator).where(Rooms.case_id == case).order_by(Rooms.scheduled_at, Rooms.id)
        people = select(People.room, People.seat, People.participant, People.consents_heard)
        of_case = people.join(Rooms, Rooms.id == People.room).where(Rooms.case_id == case)
        written = select(Agreements.room, Agreements.id, Agreements.state).where(Agreements.case_id == case)
        async with reading(self._engine) as connection:
            found = (await connection.execute(rooms)).all()
            seated = (await connection.execute(of_case)).all()
            texts = (await connection.execute(written)).all()
        agreements = {
            RoomId(row.room): agreement_from(self._fields.open(row.state, "agreements", row.id, "state"))
            for row in texts
        }
        meetings = []
        for row in found:
            room = room_from(row.state)
            here = [one for one in seated if one.room == room.id]
            participants = {SeatId(one.seat): ParticipantId(one.participant) for one in here if one.participant}
            heard = {SeatId(one.seat): one.consents_heard for one in here if one.consents_heard}
            meetings.append(Meeting(room, AccountId(row.mediator), participants, heard, agreements.get(room.id)))
        return tuple(meetings)
