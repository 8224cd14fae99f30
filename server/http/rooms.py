"""The mediator's own rooms over HTTP. A room of somebody else is as unknown as one that never was."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from agreements.stages import under_way
from rooms.ids import RoomId, SeatId
from rooms.inputs import Closed, InviteRenewed, InviteRevoked
from rooms.permissions import require
from rooms.rights import Right
from rooms.room import Phase, Role, Room, Seat
from server.app_keys import AGREEMENTS, CLOCK, CLOCKWORK, CONFIG, GATE, KEEPER, MINUTES_ENDING, ROOM_MESSAGES, STORES
from server.http.access import Call, Staff
from server.http.bodies import Body, Invite, RoomClosing, RoomDetail, RoomDraft, RoomList, SeatSession
from server.http.entry import Entry, open_session
from server.http.own_room import Leader, led_room, own_room
from server.http.problems import invalid, refused
from server.http.room_drafts import YEARS, new_room
from server.http.room_rows import room_detail, room_row, shown_invite
from server.storage.desk import DeskRow
from server.tokens import device_id

B = TypeVar("B", bound=Body | None)

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


async def listed(call: Call[Staff, None]) -> RoomList:
    """Rooms of one day, or all that are not closed."""
    app, mediator = call.request.app, call.caller.account.id
    day = call.request.query.get("day")
    if day is None:
        rows = await app[STORES].desk.open_rooms(mediator)
    else:
        start, end = _bounds(day, ZoneInfo(app[CONFIG].time_zone))
        rows = await app[STORES].desk.rooms_between(mediator, start, end)
    today = app[CONFIG].local_day(app[CLOCK]())
    messages = await app[STORES].messages.of_rooms(row.room.id for row in rows)
    return RoomList(rooms=tuple(room_row(row, messages, today) for row in rows))


async def created(call: Call[Staff, RoomDraft]) -> RoomDetail:
    """A case in lane SELF, its first room, its people and their links."""
    app, account = call.request.app, call.caller.account
    config, now = app[CONFIG], app[CLOCK]()
    new = new_room(call.body, mediator=account.name, help_phone=config.help_phone, today=config.local_day(now))
    await app[STORES].rooms.create(new.room, account.id, new.people, now, told=new.told)
    await app[CLOCKWORK].changed(new.room.case)
    return await detail(call, new.room.id)


async def shown(call: Call[Leader, None]) -> RoomDetail:
    """One room with everybody in it."""
    led = await led_room(call)
    return await detail(call, led.row.room.id)


async def entered(call: Call[Staff, None]) -> SeatSession:
    """A session for the mediator's own seat, once the case may be mediated (AT-8)."""
    row = await own_room(call)
    if (missing := await call.request.app[GATE].bar(row.room)) is not None:
        raise missing
    # The mediator comes by the account, not by a bound device: each login counts as one.
    entry = Entry(row.room, row.room.account_seat, device_id(call.caller.session.id))

    async def look_again() -> tuple[Room, Seat]:
        room = (await own_room(call)).room
        return room, room.account_seat

    token, seat = await open_session(call.request, entry, look_again)
    return SeatSession(token=token, room=row.room.id, seat=seat.id, role=seat.role, next="enter")


async def closed(call: Call[Staff, RoomClosing]) -> RoomDetail:
    """The end for all; minutes that nobody signs any more end with the reason that is given."""
    app, row = call.request.app, await own_room(call)
    agreement = await app[AGREEMENTS].agreement(row.room.id)
    if agreement and under_way(agreement):
        raise refused("agreement.under_way")
    await app[MINUTES_ENDING].by_desk(row.room, call.body.unsigned)
    await app[KEEPER].submit(row.room.id, Closed(app[CLOCK](), row.room.account_seat.id))
    if row.room.phase is Phase.PLANNED:
        await app[ROOM_MESSAGES].cancelled(row)
    return await detail(call, row.room.id)


async def renewed(call: Call[Leader, None]) -> Invite:
    """A new link for one person; the former one, its devices and all its tabs are worth nothing."""
    app, led = call.request.app, await led_room(call)
    row, stores, now = led.row, app[STORES], app[CLOCK]()
    seat = _linked_seat(call, row)
    require(row.room, led.by, Right.RENEW_INVITE)
    # The link first: killed in between, we would have told the room of a new link while the old one still opened it.
    invite = await stores.invites.renew(row.room.id, seat, now)
    await app[KEEPER].submit(row.room.id, InviteRenewed(now, led.by, seat))
    await app[ROOM_MESSAGES].link_gone(row.room.id, seat)
    # Last: a tab that passed the digits by the old link but never entered would come in by the new one's consents.
    await stores.seat_sessions.void_seat(row.room.id, seat, now)
    return shown_invite(invite, stores.invites.secret(invite), app[CONFIG].address)


async def revoked(call: Call[Leader, None]) -> None:
    """The link is dead, and whoever came by it is outside."""
    app, led = call.request.app, await led_room(call)
    row, stores, now = led.row, app[STORES], app[CLOCK]()
    seat = _linked_seat(call, row)
    await app[KEEPER].submit(row.room.id, InviteRevoked(now, led.by, seat))
    await stores.invites.revoke(row.room.id, seat, now)
    await app[ROOM_MESSAGES].link_gone(row.room.id, seat)
    await stores.seat_sessions.void_seat(row.room.id, seat, now)


def _bounds(day: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first moment of a local day to that of the next."""
    try:
        date_of = date.fromisoformat(day) if DAY.fullmatch(day) else None
    except ValueError:
        date_of = None
    if date_of is None or date_of.year not in YEARS:
        raise invalid("day", "应为日期，如 2026-03-01。", "must be a date like 2026-03-01.")
    start, end = (datetime.combine(each, time.min, zone) for each in (date_of, date_of + timedelta(days=1)))
    return start, end


def _linked_seat(call: Call[Leader, B], row: DeskRow) -> SeatId:
    """A seat that comes by a link, and is not the leader's."""
    seat = row.room.seat(SeatId(call.request.match_info["seat"]))
    if seat is None or seat.role is Role.MEDIATOR or seat.id == row.room.account_seat.id:
        raise refused("seat.unknown")
    return seat.id


async def detail(call: Call[Leader, B] | Call[Staff, B], room: RoomId) -> RoomDetail:
    """The room as its mediator prepares it."""
    app = call.request.app
    row = await app[STORES].desk.row(room)
    if row is None:
        raise refused("room.unknown")
    return await room_detail(app[STORES], row, app[CONFIG].address, app[CONFIG].local_day(app[CLOCK]()))
