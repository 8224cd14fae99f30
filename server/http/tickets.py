"""Tickets: addresses that give one file once, of the agreement or of the minutes, for whoever may take it by token."""

from http import HTTPMethod
from typing import Final, cast

from rooms.room import Room
from server.app_keys import CLOCK, KEEPER, STORES, TICKETS
from server.http import minutes, papers
from server.http.access import Call, Nobody, Seated
from server.http.files import File
from server.http.paper_bodies import MinutesFile, PaperFile, Ticket, TicketRequest
from server.http.paper_files import paper, sealed_of
from server.http.problems import refused
from server.storage.sessions import SeatSession

TICKET: Final = "/api/v1/tickets/{ticket}"


async def ticket(call: Call[Seated, TicketRequest]) -> Ticket:
    """An address that gives the file once, within a minute and as long as this tab is good."""
    app, name = call.request.app, call.body.file
    if name in minutes.TITLES:
        sealed_of((await minutes.readable(call)).paper)
    else:
        sealed_of((await papers.readable(call)).agreement)
    secret, issued = app[TICKETS].issue(call.caller.session, name, app[CLOCK]())
    return Ticket(url=TICKET.format(ticket=secret), expires_at=issued.expires)


async def by_ticket(call: Call[Nobody, None]) -> File:
    """What the ticket is for; asking for headers alone does not use it up."""
    app, secret, now = call.request.app, call.request.match_info["ticket"], call.request.app[CLOCK]()
    looking = call.request.method == HTTPMethod.HEAD
    found = app[TICKETS].look(secret, now) if looking else app[TICKETS].take(secret, now)
    session = await app[STORES].seat_sessions.by_id(found.session, now) if found else None
    room = await app[KEEPER].room(found.room) if found else None
    if found is None or session is None or room is None:
        raise refused("ticket.unknown")
    if found.file in minutes.TITLES:
        return await _minutes(call, room, session, cast("MinutesFile", found.file), looking=looking)
    await papers.require_reader(call.request, session, room)
    kept = await papers.kept_of(call.request, room)
    name = cast("PaperFile", found.file)
    if looking:
        return await paper(app[STORES], kept.agreement, name)
    return await papers.taken(call.request, kept, found.seat, name)


async def _minutes(
    call: Call[Nobody, None], room: Room, session: SeatSession, name: MinutesFile, *, looking: bool
) -> File:
    await minutes.require_reader(call.request, session, room)
    kept = await minutes.kept_of(call.request, room.id)
    if looking:
        return await minutes.sealed_file(call.request, kept, name)
    return await minutes.taken(call.request, kept, session.seat, name)
