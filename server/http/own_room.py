"""The room of a mediator's route: the own one, or none; asked for from the desk, or from the seat that leads it."""

from dataclasses import dataclass
from typing import TypeVar

from rooms.ids import RoomId, SeatId
from rooms.refusals import NotPermitted
from server.app_keys import CLOCK, STORES
from server.audit.facts import AccessRefused
from server.http.access import Call, Seated, Staff
from server.http.bodies import Body
from server.http.credentials import identity
from server.http.problems import refused
from server.http.source import template
from server.storage.case_desk import Ours
from server.storage.desk import DeskRow

B = TypeVar("B", bound=Body | bytes | None)

Leader = Staff | Seated
"""The account whose case it is, or the tab of whoever leads now: the table of rights lets no other seat this far."""


@dataclass(frozen=True, slots=True)
class LedRoom:
    """A room, and the seat as which the caller acts in it."""

    row: DeskRow
    by: SeatId


async def led_room(call: Call[Leader, B]) -> LedRoom:
    """The room of the path, for the account whose it is and for the seat that leads it; raises as `own_room`."""
    caller = call.caller
    if isinstance(caller, Staff):
        row = await own_room(Call(call.request, caller, call.body))
        return LedRoom(row, row.room.account_seat.id)
    found = await _row(call)
    if found.room.id != caller.room.id:
        raise await _unknown(call, found)
    if caller.seat.session != caller.session.id:
        raise NotPermitted("session.stale")
    return LedRoom(found, caller.seat.id)


async def own_room(call: Call[Staff, B]) -> DeskRow:
    """The room of the path, if it is the caller's; another mediator's is unknown and leaves an audit line.

    Whoever no longer has the case (TR5) has no room of it either.
    """
    row = await _row(call)
    mine = row.mediator == call.caller.account.id
    if not mine or not await call.request.app[STORES].case_desk.sees(Ours(mediator=row.mediator), row.room.case):
        raise await _unknown(call, row)
    return row


async def _row(call: Call[Staff, B] | Call[Leader, B]) -> DeskRow:
    row = await call.request.app[STORES].desk.row(RoomId(call.request.match_info["room"]))
    if row is None:
        raise refused("room.unknown")
    return row


async def _unknown(call: Call[Staff, B] | Call[Leader, B], row: DeskRow) -> Exception:
    app, asked = call.request.app, f"{call.request.method} {template(call.request)}"
    fact = AccessRefused(identity(call.caller), asked, "room.unknown")
    await app[STORES].audit.append(row.room.case, app[CLOCK](), fact)
    return refused("room.unknown")
