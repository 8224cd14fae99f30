"""Further sessions of a case, each also as a file for a calendar: no names beyond the title, no link's secret (T7)."""

from datetime import datetime
from typing import Final

from law.plain_text import in_name
from rooms.ids import RoomId
from rooms.room import Room
from server.app_keys import CLOCK, CONFIG, OPENING, STORES
from server.http.access import Call, Seated, Staff
from server.http.bodies import RoomDetail
from server.http.case_deed_bodies import SessionDraft
from server.http.case_door import own_case
from server.http.case_rights import DEED_RIGHTS
from server.http.files import File
from server.http.problems import invalid, refused
from server.http.room_drafts import YEARS
from server.http.room_rows import room_detail
from server.messages.calendar_entry import FOR_PARTY, entry
from server.stores import Stores

ICS: Final = "text/calendar"
NAME: Final = "调解会.ics"
FOR_MEDIATOR: Final = "调解室准备页 The room: {address}/m/rooms/{room}"


async def planned(call: Call[Staff, SessionDraft]) -> RoomDetail:
    """A room with a link for each party (TR9)."""
    app, draft = call.request.app, call.body
    opened = await own_case(call, *DEED_RIGHTS["session"])
    _check(draft)
    room = await app[OPENING].plan_session(
        opened.case.id, draft.at, draft.title, opened.by, short_notice=draft.short_notice
    )
    row = await app[STORES].desk.row(room)
    if row is None:
        raise LookupError(room)
    return await room_detail(app[STORES], row, app[CONFIG].address, app[CONFIG].local_day(app[CLOCK]()))


async def calendar(call: Call[Staff, None]) -> File:
    """One session of the case, for whoever works on it."""
    app, opened = call.request.app, await own_case(call)
    asked = RoomId(call.request.match_info["room"])
    row = await app[STORES].desk.row(asked)
    if row is None or row.room.case != opened.case.id or not opened.works:
        raise refused("session.unknown")
    text = FOR_MEDIATOR.format(address=app[CONFIG].address, room=asked)
    return await _file(app[STORES], row.room, text, app[CLOCK]())


async def own_calendar(call: Call[Seated, None]) -> File:
    """The session of this seat."""
    app = call.request.app
    return await _file(app[STORES], call.caller.room, FOR_PARTY, app[CLOCK]())


async def _file(stores: Stores, room: Room, text: str, now: datetime) -> File:
    return File(entry(room, text, now, await stores.reschedulings.sequence(room.id)), ICS, NAME)


def _check(draft: SessionDraft) -> None:
    if hidden := in_name(draft.title):
        raise refused("text.control_characters", field="title", characters=" ".join(hidden))
    if not draft.title.strip():
        raise refused("text.blank", field="title")
    if draft.at.year not in YEARS:
        raise invalid("at", f"应在 {YEARS[0]} 至 {YEARS[-1]} 年。", f"must be in {YEARS[0]} to {YEARS[-1]}.")
