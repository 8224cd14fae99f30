"""The rows a room begins with: itself, the people of its seats, their links."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from law.people import Party
from rooms.cases.ids import ParticipantId
from rooms.ids import SeatId
from rooms.room import Role, Room
from server.ids import AccountId
from server.keys import Keys
from server.storage.invites import insert_invites
from server.storage.people import insert_people
from server.storage.room_json import room_text
from server.storage.tables import Rooms


def room_columns(room: Room) -> dict[str, object]:
    """What changes with every step."""
    return {
        "scheduled_at": room.scheduled_at,
        "phase": room.phase,
        "version": room.version,
        "state": room_text(room),
    }


async def insert_room(
    connection: AsyncConnection,
    keys: Keys,
    room: Room,
    mediator: AccountId,
    people: Mapping[SeatId, Party],
    participants: Mapping[SeatId, ParticipantId],
    at: datetime,
) -> None:
    """All of a new room within the transaction of `connection`; its case is there already."""
    row = {"id": room.id, "case_id": room.case, "mediator": mediator, **room_columns(room)}
    await connection.execute(insert(Rooms), row)
    await insert_people(connection, keys.fields, room.id, people, participants)
    parties = [seat.id for seat in room.seats if seat.role is not Role.MEDIATOR]
    await insert_invites(connection, keys.invites, room.id, parties, at)
