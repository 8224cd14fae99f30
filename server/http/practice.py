"""The practice room over HTTP: one press opens it, or the one that is open still (AT-23)."""

from server.app_keys import CLOCK, CONFIG, STORES
from server.cases.practice import practice_room
from server.http.access import Call, Staff
from server.http.bodies import RoomDetail
from server.http.room_rows import room_detail


async def opened(call: Call[Staff, None]) -> RoomDetail:
    """The caller's own practice room with the links of its made-up people."""
    app, account = call.request.app, call.caller.account
    stores, config, now = app[STORES], app[CONFIG], app[CLOCK]()
    room = await practice_room(stores, account.id, account.name, config.help_phone, now)
    row = await stores.desk.row(room)
    if row is None:
        raise LookupError(room)
    return await room_detail(stores, row, config.address, config.local_day(now))
