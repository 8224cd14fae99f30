"""The agreement over HTTP for those who sit in the room: pages, files, where one stands, and tickets for a download.

While the session runs only the tab that speaks for its seat at the table reads; when it is over, those whose agreement
it is read by the same link (`server.http.entry`). Files are handed out when they are sealed.
"""

import hashlib
from http import HTTPMethod
from typing import Final, TypeVar, cast

from aiohttp import web

from agreements.agreement import Agreement, Sealed
from agreements.evidence import effect_sentences
from agreements.ids import Digest
from law.beijing import day_of
from law.calendar import Calendar
from rooms.permissions import require, require_tab
from rooms.refusals import NotPermitted
from rooms.rights import Right
from rooms.room import Phase, Room
from server.app_keys import CLOCK, KEEPER, STORES, TICKETS
from server.audit.facts import PaperTaken
from server.http.access import Call, Nobody, Seated, Staff
from server.http.bodies import Body
from server.http.entry import keeps_papers
from server.http.files import File
from server.http.own_room import own_room
from server.http.paper_bodies import PaperFile, PapersState, StageName, Ticket, TicketRequest
from server.http.paper_files import TITLES, frozen_of, pages_of, paper, picture, sealed_of
from server.http.problems import refused
from server.http.source import source
from server.storage.agreement_json import stage_name
from server.storage.agreements import Kept
from server.storage.sessions import SeatSession

B = TypeVar("B", bound=Body | None)

TICKET: Final = "/api/v1/tickets/{ticket}"


async def state(call: Call[Seated, None]) -> PapersState:
    """What this seat may fetch now."""
    app, room = call.request.app, call.caller.room
    await _require_reader(call.request, call.caller.session, room)
    kept, known = await app[STORES].agreements.load_of_room(room.id), await app[STORES].calendars.calendar()
    if kept is None:
        row = await app[STORES].desk.row(room.id)
        return _state(room, row.case_no if row else "", None, known)
    return _state(room, kept.agreement.matter.case_no, kept.agreement, known)


async def page(call: Call[Seated, None]) -> File:
    """One page of the text, with the signatures when it is sealed; with a digest, only if that is still the text."""
    app, kept = call.request.app, await _readable(call)
    frozen, asked = frozen_of(kept.agreement), call.request.query.get("digest")
    if frozen is not None and asked not in {None, frozen.digest}:
        raise refused("papers.changed")
    pages = await pages_of(app, kept.agreement)
    return await picture(app[STORES].blobs, pages, call.request.match_info["page"])


async def evidence_page(call: Call[Seated, None]) -> File:
    """One page of the 签署证据页."""
    sealed = sealed_of((await _readable(call)).agreement)
    return await picture(call.request.app[STORES].blobs, sealed.evidence_pages, call.request.match_info["page"])


async def file(call: Call[Seated, None]) -> File:
    """One finished file."""
    return await _taken(call.request, await _readable(call), call.caller.seat.id, _named(call.request))


async def ticket(call: Call[Seated, TicketRequest]) -> Ticket:
    """An address that gives the file once, within a minute and as long as this tab is good."""
    app = call.request.app
    sealed_of((await _readable(call)).agreement)
    secret, issued = app[TICKETS].issue(call.caller.session, call.body.file, app[CLOCK]())
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
    await _require_reader(call.request, session, room)
    kept = await _kept(call.request, room)
    name = cast("PaperFile", found.file)
    if looking:
        return await paper(app[STORES].blobs, kept.agreement, name)
    return await _taken(call.request, kept, found.seat, name)


async def of_own_room(call: Call[Staff, None]) -> File:
    """One finished file for the mediator whose room it was made in."""
    row = await own_room(call)
    return await _taken(call.request, await _kept(call.request, row.room), call.caller.account.id, _named(call.request))


async def _readable(call: Call[Seated, B]) -> Kept:
    await _require_reader(call.request, call.caller.session, call.caller.room)
    return await _kept(call.request, call.caller.room)


async def _require_reader(request: web.Request, session: SeatSession, room: Room) -> None:
    if room.phase is not Phase.CLOSED:
        require_tab(room, session.seat, session.id, Right.READ_PAPERS)
    elif not await keeps_papers(request.app[STORES], room, require(room, session.seat, Right.KEEP_PAPERS)):
        raise NotPermitted("not_permitted.phase")


async def _kept(request: web.Request, room: Room) -> Kept:
    kept = await request.app[STORES].agreements.load_of_room(room.id)
    if kept is None:
        raise refused("papers.none")
    return kept


def _named(request: web.Request) -> PaperFile:
    """The router lets no other name through."""
    return cast("PaperFile", request.match_info["file"])


async def _taken(request: web.Request, kept: Kept, who: str, name: PaperFile) -> File:
    """The file, after it was put on record that it went out."""
    app = request.app
    out = await paper(app[STORES].blobs, kept.agreement, name)
    digest = Digest(hashlib.sha256(out.content).hexdigest())
    fact = PaperTaken(kept.agreement.id, who, name, digest, source(request))
    await app[STORES].audit.append(kept.case, app[CLOCK](), fact)
    return out


def _state(room: Room, case_no: str, agreement: Agreement | None, calendar: Calendar) -> PapersState:
    frozen = frozen_of(agreement) if agreement else None
    sealed = agreement.stage if agreement and isinstance(agreement.stage, Sealed) else None
    told = effect_sentences(agreement, today=day_of(sealed.at), calendar=calendar) if agreement and sealed else ()
    return PapersState(
        title=room.title,
        case_no=case_no,
        number=agreement.matter.number if agreement else "",
        stage=cast("StageName", stage_name(agreement.stage)) if agreement else "none",
        sealed_at=sealed.at if sealed else None,
        pages=len(frozen.pages) if frozen else 0,
        evidence_pages=len(sealed.evidence_pages) if sealed else 0,
        files=tuple(TITLES) if sealed else (),
        effects=told,
    )
