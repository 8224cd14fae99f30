"""The party's way in: what the link says, who comes, from which device."""

import hmac

from rooms.ids import DeviceId
from rooms.inputs import IdentityOffered
from rooms.person import Identity
from rooms.refusals import Unmet
from rooms.room import Phase, Room, Seat
from server.app_keys import CLOCK, CONFIG, KEEPER, LIMITS, STORES
from server.http.access import Call, Guest
from server.http.bodies import IdentityRequest, Invitation, ResumeRequest, SeatSession
from server.http.credentials import guest
from server.http.entry import Entry, next_step, open_session, require_open
from server.http.notice import notice_of
from server.http.problems import refused
from server.http.room_rows import cause_of, mediator_seat, other_paper
from server.http.source import neighbourhood, source
from server.tokens import device_id


async def invitation(call: Call[Guest, None]) -> Invitation:
    """Who invites whom to what; opening it binds and changes nothing."""
    app, room, seat = call.request.app, call.caller.room, call.caller.seat
    today = app[CONFIG].local_day(app[CLOCK]())
    row, people = await app[STORES].desk.row(room.id), await app[STORES].people.masked(room.id)
    return Invitation(
        title=room.title,
        cause=cause_of(room.cause, today),
        scheduled_at=room.scheduled_at,
        phase=room.phase,
        mediator=mediator_seat(room).name,
        organisation=row.organisation_name if row else app[CONFIG].organisation,
        help_phone=room.help_phone,
        name=seat.name,
        side=seat.side,
        on_behalf_of=seat.on_behalf_of,
        asks_digits=seat.has_id_tail,
        digits_of=next((other_paper(one, today) for one in people if one.seat == seat.id), None),
        tries_left=seat.tries_left,
        notice=notice_of(today),
    )


async def identity(call: Call[Guest, IdentityRequest]) -> SeatSession:
    """That is my name, and these are my last four; a right answer opens a session for this tab."""
    app, room, seat = call.request.app, call.caller.room, call.caller.seat
    device = device_id(call.body.device)
    if room.phase is Phase.CLOSED:
        _require_own_device(call, device)
    digits_match = await _digits_match(call)
    guard, near = app[LIMITS].digits, neighbourhood(source(call.request))
    guard.spend(seat.id, near)
    await app[KEEPER].submit(room.id, IdentityOffered(app[CLOCK](), seat.id, digits_match))
    guard.give_back(seat.id, near)
    return await _opened(call, device)


async def resume(call: Call[Guest, ResumeRequest]) -> SeatSession:
    """A new tab of the device that holds the seat; nothing is asked again."""
    device, seat = device_id(call.body.device), call.caller.seat
    # Told at once, and not only after the digits.
    require_open(call.caller.room, seat)
    if seat.device != device or not _known(seat):
        raise Unmet("identity.first")
    return await _opened(call, device)


def _require_own_device(call: Call[Guest, IdentityRequest], device: DeviceId) -> None:
    """When all is over nobody is there to nod at another device: the digits must speak for it, or it stays outside."""
    seat = call.caller.seat
    require_open(call.caller.room, seat)
    if not seat.has_id_tail and seat.device not in {None, device}:
        raise refused("papers.other_device")


async def _digits_match(call: Call[Guest, IdentityRequest]) -> bool | None:
    """None where no digits are on file; raises Refused where they are and none were given: that costs no try."""
    if not call.caller.seat.has_id_tail:
        return None
    if call.body.id_tail is None:
        raise refused("identity.digits_needed", field="id_tail")
    on_file = await call.request.app[STORES].people.id_tail(call.caller.room.id, call.caller.seat.id)
    return on_file is not None and hmac.compare_digest(on_file.encode(), call.body.id_tail.upper().encode())


def _known(seat: Seat) -> bool:
    return not seat.has_id_tail or seat.identity is not Identity.UNCONFIRMED


async def _opened(call: Call[Guest, IdentityRequest] | Call[Guest, ResumeRequest], device: DeviceId) -> SeatSession:
    caller = call.caller

    async def look_again() -> tuple[Room, Seat]:
        current = await guest(call.request, caller.digest)
        return current.room, current.seat

    token, seat = await open_session(call.request, Entry(caller.room, caller.seat, device), look_again)
    return SeatSession(
        token=token,
        room=caller.room.id,
        seat=seat.id,
        role=seat.role,
        next=await next_step(call.request.app, caller.room, seat),
    )
