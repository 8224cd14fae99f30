"""What storage tests start from: an organisation, its mediator, and a planned room for a worker and a company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy.ext.asyncio import AsyncEngine

from law.people import Entity, NaturalPerson, Party, Representative
from rooms.ids import CaseId, PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Role, Room, Seat, Side
from server.ids import AccountId, OrganisationId, new_id
from server.keys import Keys
from server.storage.rooms import RoomStore
from server.zones.keys import ZoneKeys

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
ID_NO = "11010519491231002X"


@dataclass(frozen=True, slots=True)
class Office:
    """What every storage test starts from."""

    engine: AsyncEngine
    keys: Keys
    organisation: OrganisationId
    mediator: AccountId
    rooms: RoomStore
    zone_keys: ZoneKeys

    async def open_room(self, at: datetime = NOW) -> Room:
        """A new case with its planned room."""
        room = planned_room(at)
        await self.rooms.create(room, self.mediator, PEOPLE, at)
        return room


PEOPLE: Mapping[SeatId, Party] = {
    SeatId("zhang"): NaturalPerson("张三", id_no=ID_NO, phone="13812345678"),
    SeatId("li"): Entity("某某公司", "91350100M000100Y43", Representative("李四", "经理")),
}


def planned_room(at: datetime = NOW) -> Room:
    """A room with a mediator, a worker and a company, not stored."""
    return Room(
        id=RoomId(new_id()),
        case=CaseId(new_id()),
        title="张三与某某公司",
        cause="wages",
        scheduled_at=at,
        help_phone="010-12345678",
        seats=(
            Seat(SeatId("chen"), Role.MEDIATOR, Side.NEUTRAL, (Person(PersonId("chen"), "陈调解"),)),
            Seat(SeatId("zhang"), Role.PARTY, Side.APPLICANT, (Person(PersonId("zhang"), "张三", has_id_tail=True),)),
            Seat(SeatId("li"), Role.PARTY, Side.RESPONDENT, (Person(PersonId("li"), "李四", "某某公司"),)),
        ),
    )
