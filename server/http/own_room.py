"""The room of a mediator's route: the own one, or none."""

from typing import TypeVar

from rooms.ids import RoomId
from server.app_keys import CLOCK, STORES
from server.audit.facts import AccessRefused
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.problems import refused
from server.http.source import template
from server.storage.case_desk import Ours
from server.storage.desk import DeskRow

B = TypeVar("B", bound=Body | bytes | None)


async def own_room(call: Call[Staff, B]) -> DeskRow:
    """The room of the path, if it is the caller's; another mediator's is unknown and leaves an audit line.

    Whoever no longer has the case (TR5) has no room of it either.
    """
    stores, room = call.request.app[STORES], RoomId(call.request.match_info["room"])
    row = await stores.desk.row(room)
    if row is None:
        raise refused("room.unknown")
    mine = row.mediator == call.caller.account.id
    if not mine or not await stores.case_desk.sees(Ours(mediator=row.mediator), row.room.case):
        asked = f"{call.request.method} {template(call.request)}"
        fact = AccessRefused(call.caller.account.id, asked, "room.unknown")
        await stores.audit.append(row.room.case, call.request.app[CLOCK](), fact)
        raise refused("room.unknown")
    return row
