"""What a tab with a seat's token can ask over HTTP; everything else it says over its socket."""

from rooms.inputs import ConsentsGiven
from rooms.room import Role, Seat
from server.app_keys import CLOCK, CONFIG, KEEPER
from server.http.access import Call, Seated
from server.http.bodies import ConsentsRequest, SessionState
from server.http.entry import next_step
from server.http.notice import notice_of
from server.http.problems import refused


async def state(call: Call[Seated, None]) -> SessionState:
    """What a reloaded page needs."""
    return await _state(call, call.caller.seat)


async def consents(call: Call[Seated, ConsentsRequest]) -> SessionState:
    """Each switch decided, under the text that is in force; a refusal is kept too."""
    app, seat, now = call.request.app, call.caller.seat, call.request.app[CLOCK]()
    if call.body.version != notice_of(app[CONFIG].local_day(now)).version:
        raise refused("notice.outdated", field="version")
    by = call.caller.session
    given = ConsentsGiven(now, seat.id, by.device, by.id, call.body.version, call.body.given)
    await app[KEEPER].submit(call.caller.room.id, given)
    room = await app[KEEPER].room(call.caller.room.id)
    return await _state(call, (room and room.seat(seat.id)) or seat)


async def _state(call: Call[Seated, None] | Call[Seated, ConsentsRequest], seat: Seat) -> SessionState:
    room = call.caller.room
    return SessionState(
        room=room.id,
        seat=seat.id,
        role=seat.role,
        name=seat.name,
        next="enter" if seat.role is Role.MEDIATOR else await next_step(call.request.app, room, seat),
    )
