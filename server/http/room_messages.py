"""Messages to the people of a room over HTTP: what was sent, sending (again), and the outbox marked 模拟."""

from datetime import timedelta
from typing import Final

from rooms.ids import SeatId
from rooms.refusals import NotPermitted
from rooms.room import Phase, Role, Room
from server.app_keys import CLOCK, ROOM_MESSAGES, STORES
from server.http.access import Call, Staff
from server.http.message_bodies import MessageRequest, Outbox, OutboxRow, Reach, RoomMessages
from server.http.message_rows import message_row
from server.http.own_room import Leader, led_room
from server.http.problems import refused
from server.storage.desk import DeskRow
from server.storage.messages import Kind, State

PAUSE: Final = timedelta(minutes=1)
"""Between two messages of one kind to one person: a button pressed twice is one wish."""
SHOWN: Final = 200
"""Rows of the outbox."""


async def listed(call: Call[Leader, None]) -> RoomMessages:
    """Everything that was written to the people of the room, and how they can be reached."""
    return await _shown(call, (await led_room(call)).row)


async def sent(call: Call[Leader, MessageRequest]) -> RoomMessages:
    """Queue an invitation or a reminder for each of these people, by every way there is."""
    app, said, row = call.request.app, call.body, (await led_room(call)).row
    if row.practice:
        raise refused("message.practice")
    if row.room.phase is Phase.CLOSED:
        raise NotPermitted("not_permitted.phase")
    kind, seats = Kind(said.kind), [_party(row.room, seat) for seat in dict.fromkeys(said.seats)]
    await _require_sendable(call, row, kind, seats)
    await app[ROOM_MESSAGES].invite(row, seats, kind)
    return await _shown(call, row)


async def outbox(call: Call[Staff, None]) -> Outbox:
    """What lies in the outbox of the caller's open rooms."""
    app, mediator = call.request.app, call.caller.account.id
    rooms = [row.room.id for row in await app[STORES].desk.open_rooms(mediator)]
    laid = await app[STORES].messages.simulated(rooms, SHOWN)
    rows = tuple(
        OutboxRow(
            room=progress.room or "",
            message=message_row(progress),
            subject=content.subject,
            text=content.text,
            calendar=content.calendar is not None,
        )
        for progress, content in laid
    )
    return Outbox(simulated=app[ROOM_MESSAGES].simulated, rows=rows)


async def _shown(call: Call[Leader, MessageRequest] | Call[Leader, None], row: DeskRow) -> RoomMessages:
    app = call.request.app
    reach = await app[ROOM_MESSAGES].reach(row)
    written = await app[STORES].messages.of_rooms((row.room.id,))
    return RoomMessages(
        simulated=app[ROOM_MESSAGES].simulated,
        practice=row.practice,
        reach=tuple(Reach(seat=seat, ways=tuple(way.channel.value for way in ways)) for seat, ways in reach.items()),
        messages=tuple(message_row(each) for each in written),
    )


async def _require_sendable(call: Call[Leader, MessageRequest], row: DeskRow, kind: Kind, seats: list[SeatId]) -> None:
    """Raises Refused for the first person who cannot be written to, or was a moment ago."""
    app, names = call.request.app, {seat.id: seat.name for seat in row.room.seats}
    reach = await app[ROOM_MESSAGES].reach(row)
    alive = {each.seat for each in await app[STORES].invites.of_room(row.room.id) if each.revoked is None}
    since = app[CLOCK]() - PAUSE
    recent = {
        each.seat
        for each in await app[STORES].messages.of_rooms((row.room.id,))
        if each.kind is kind and each.created > since and each.state is not State.FAILED and not each.planned
    }
    for seat in seats:
        if not reach.get(seat):
            raise refused("message.no_way", name=names[seat])
        if seat not in alive:
            raise refused("message.no_link", name=names[seat])
        if seat in recent:
            raise refused("message.just_sent", name=names[seat], wait_s=int(PAUSE.total_seconds()))


def _party(room: Room, asked: str) -> SeatId:
    seat = room.seat(SeatId(asked))
    if seat is None or seat.role is Role.MEDIATOR:
        raise refused("seat.unknown")
    return seat.id
