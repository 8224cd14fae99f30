"""A room to practise in: made-up people, a made-up case, in no list, count or export, and nothing is ever sent (AT-23).

The people have names that nobody bears, an ID number of 1880, a company's code that was never given out, and no
addresses; the links of both are for the mediator's own second device or tab.
"""

from datetime import datetime
from typing import Final

from law.people import Entity, NaturalPerson, Party, Representative
from rooms.ids import RoomId
from rooms.room import Room, Side
from server.cases.opening import new_case_id
from server.ids import AccountId
from server.seating import host_seat, new_room_id, party_seat
from server.stores import Stores

TITLE: Final = "练习：某工人与某公司拖欠工资争议（虚构）"
CAUSE: Final = "wages"
WORKER: Final = NaturalPerson("练习工人", "320102188001010025")
COMPANY: Final = Entity("练习公司（虚构）", "91320100MA0DEM005D", Representative("练习代表", "代表人"))


async def practice_room(stores: Stores, mediator: AccountId, name: str, help_phone: str, now: datetime) -> RoomId:
    """The mediator's own practice room, if one is open; else a fresh one."""
    for row in await stores.desk.open_rooms(mediator):
        if row.practice and not any(seat.revoked for seat in row.room.seats):
            return row.room.id
    sides: tuple[tuple[Side, Party], ...] = ((Side.APPLICANT, WORKER), (Side.RESPONDENT, COMPANY))
    seats = [(party_seat(side, party), party) for side, party in sides]
    room = Room(
        id=new_room_id(),
        case=new_case_id(),
        title=TITLE,
        cause=CAUSE,
        scheduled_at=now.replace(second=0, microsecond=0),
        help_phone=help_phone,
        seats=(host_seat(name), *(seat for seat, _ in seats)),
        practice=True,
    )
    await stores.rooms.create(room, mediator, {seat.id: party for seat, party in seats}, now, practice=True)
    return room.id
