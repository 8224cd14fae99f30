"""Another time for a session that has not begun, over HTTP (TR9)."""

from law.plain_text import in_line
from rooms.cases.refusals import Unmet
from rooms.room import Phase
from server.app_keys import CLOCK, CONFIG, MOVING, STORES
from server.cases.moving import NewTime
from server.http.access import Call, Staff
from server.http.bodies import RoomDetail
from server.http.case_door import case_of, require_right
from server.http.case_rights import DEED_RIGHTS
from server.http.message_bodies import RescheduleRequest
from server.http.own_room import own_room
from server.http.problems import invalid, refused
from server.http.room_drafts import YEARS
from server.http.room_rows import room_detail


async def moved(call: Call[Staff, RescheduleRequest]) -> RoomDetail:
    """The room at its new time; the case's own guards say how much notice the parties must have."""
    app, said, row = call.request.app, call.body, await own_room(call)
    if row.practice:
        raise refused("message.practice")
    opened = await case_of(call, row.room.case)
    await require_right(call, opened, *DEED_RIGHTS["session"])
    _check(said)
    if row.room.phase not in (Phase.PLANNED, Phase.LOBBY):
        raise Unmet("session.begun")
    if said.at <= app[CLOCK]():
        raise Unmet("session.past")
    new = NewTime(said.at, said.minutes, said.reason.strip(), said.short_notice)
    await app[MOVING].move(row, new, opened.by)
    after = await app[STORES].desk.row(row.room.id)
    if after is None:
        raise LookupError(row.room.id)
    return await room_detail(app[STORES], after, app[CONFIG].address, app[CONFIG].local_day(app[CLOCK]()))


def _check(said: RescheduleRequest) -> None:
    if hidden := in_line(said.reason):
        raise refused("text.control_characters", field="reason", characters=" ".join(hidden))
    if not said.reason.strip():
        raise refused("text.blank", field="reason")
    if said.at.year not in YEARS:
        raise invalid("at", f"应在 {YEARS[0]} 至 {YEARS[-1]} 年。", f"must be in {YEARS[0]} to {YEARS[-1]}.")
