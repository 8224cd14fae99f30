"""What storage tests start from: an organisation, its mediator, and a planned room for a worker and a company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy.ext.asyncio import AsyncEngine

from law.beijing import day_of
from law.notice import notice
from law.people import Entity, NaturalPerson, Party, Representative
from rooms.ids import CaseId, PersonId, RoomId, SeatId
from rooms.person import Consent, Consents, Declaration, Declared, Identity, NoticeRead, Person
from rooms.room import Phase, Role, Room, Seat, Side
from server.ids import AccountId, OrganisationId, new_id
from server.keys import Keys
from server.storage.rooms import RoomStore
from server.zones.keys import ZoneKeys

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
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

    async def begun_room(self, at: datetime = NOW) -> Room:
        """The same with everybody through the gate and the session begun, before anybody has come."""
        planned = await self.open_room(at)
        seats = tuple(cleared(seat, at) for seat in planned.seats)
        begun = replace(planned, seats=seats, phase=Phase.JOINT, version=planned.version + 1)
        await self.rooms.commit(planned, begun, at, ())
        return begun


def cleared(seat: Seat, at: datetime) -> Seat:
    """The seat with all that leads to the table done."""
    version = notice(day_of(at)).version
    through = tuple(
        replace(
            person,
            proofs=frozenset({Identity.DIGITS, Identity.DOCUMENT}),
            notice=NoticeRead(version, at, seconds=90, aloud=False),
            consents=Consents(version, frozenset(Consent), at),
            declarations=tuple(Declaration(what, "", at) for what in Declared),
        )
        for person in seat.persons
    )
    return replace(seat, persons=through, cleared_at=at)


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
