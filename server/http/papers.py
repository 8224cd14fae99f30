"""The agreement over HTTP for those who sit in the room: pages, files, where one stands, and tickets for a download.

While the session runs only the tab that speaks for its seat at the table reads; when it is over, those whose agreement
it is read by the same link (`server.http.entry`). Files are handed out when they are sealed.
"""

import hashlib
from typing import TypeVar, cast

from aiohttp import web

from agreements.agreement import Agreement, Sealed
from agreements.canonical import document_from
from agreements.evidence import effect_sentences
from agreements.ids import Digest
from agreements.reading import groups
from law.beijing import day_of
from law.calendar import Calendar
from rooms.permissions import require, require_tab
from rooms.refusals import NotPermitted
from rooms.rights import Right
from rooms.room import Phase, Room
from server.app_keys import CLOCK, STORES
from server.audit.facts import PaperTaken
from server.http.access import Call, Seated, Staff
from server.http.bodies import Body
from server.http.entry import keeps_minutes, keeps_papers
from server.http.files import File
from server.http.own_room import own_room
from server.http.paper_bodies import PaperFile, PapersState, StageName
from server.http.paper_files import TITLES, frozen_of, pages_of, paper, picture, sealed_of
from server.http.problems import refused
from server.http.source import source
from server.http.text_bodies import FrozenWords, TextGroup
from server.storage.agreement_json import stage_name
from server.storage.agreements import Kept
from server.storage.sessions import SeatSession

B = TypeVar("B", bound=Body | None)


async def state(call: Call[Seated, None]) -> PapersState:
    """What this seat may fetch now."""
    app, room, seat = call.request.app, call.caller.room, call.caller.seat
    stores = app[STORES]
    others = room.phase is Phase.CLOSED and not await keeps_papers(stores, room, seat)
    if others and await keeps_minutes(stores, room, seat):
        # Signed the minutes and no agreement: the page of what the session left is this seat's, the agreement is not.
        kept = None
    else:
        await require_reader(call.request, call.caller.session, room)
        kept = await stores.agreements.load_of_room(room.id)
    known = await stores.calendars.calendar()
    if kept is None:
        row = await app[STORES].desk.row(room.id)
        return _state(room, row.case_no if row else "", None, known)
    return _state(room, kept.agreement.matter.case_no, kept.agreement, known)


async def page(call: Call[Seated, None]) -> File:
    """One page of the text, with the signatures when it is sealed; with a digest, only if that is still the text."""
    app, kept = call.request.app, await readable(call)
    frozen, asked = frozen_of(kept.agreement), call.request.query.get("digest")
    if frozen is not None and asked not in {None, frozen.digest}:
        raise refused("papers.changed")
    pages = await pages_of(app, kept.agreement)
    return await picture(app[STORES].blobs, pages, call.request.match_info["page"])


async def text(call: Call[Seated, None]) -> FrozenWords:
    """The words of the frozen text, as the document that is signed has them; only if that is still the text."""
    app, kept = call.request.app, await readable(call)
    frozen, asked = frozen_of(kept.agreement), call.request.query.get("digest")
    if frozen is None:
        raise refused("papers.none")
    if asked not in {None, frozen.digest}:
        raise refused("papers.changed")
    document = document_from(await app[STORES].blobs.get(frozen.digest))
    told = (TextGroup(id=each.id, heading=each.heading, paragraphs=each.paragraphs) for each in groups(document))
    return FrozenWords(digest=frozen.digest, groups=tuple(told))


async def evidence_page(call: Call[Seated, None]) -> File:
    """One page of the 签署证据页."""
    sealed = sealed_of((await readable(call)).agreement)
    return await picture(call.request.app[STORES].blobs, sealed.evidence_pages, call.request.match_info["page"])


async def file(call: Call[Seated, None]) -> File:
    """One finished file."""
    return await taken(call.request, await readable(call), call.caller.seat.id, _named(call.request))


async def of_own_room(call: Call[Staff, None]) -> File:
    """One finished file for the mediator whose room it was made in."""
    row = await own_room(call)
    return await taken(
        call.request, await kept_of(call.request, row.room), call.caller.account.id, _named(call.request)
    )


async def readable(call: Call[Seated, B]) -> Kept:
    """The agreement, for a seat that may look at it now; raises NotPermitted and Refused."""
    await require_reader(call.request, call.caller.session, call.caller.room)
    return await kept_of(call.request, call.caller.room)


async def require_reader(request: web.Request, session: SeatSession, room: Room) -> None:
    """Raises NotPermitted for a seat that may not look at the agreement's papers now."""
    if room.phase is not Phase.CLOSED:
        require_tab(room, session.seat, session.id, Right.READ_PAPERS)
    elif not await keeps_papers(request.app[STORES], room, require(room, session.seat, Right.KEEP_PAPERS)):
        raise NotPermitted("not_permitted.phase")


async def kept_of(request: web.Request, room: Room) -> Kept:
    """The room's agreement; raises Refused."""
    kept = await request.app[STORES].agreements.load_of_room(room.id)
    if kept is None:
        raise refused("papers.none")
    return kept


def _named(request: web.Request) -> PaperFile:
    """The router lets no other name through."""
    return cast("PaperFile", request.match_info["file"])


async def taken(request: web.Request, kept: Kept, who: str, name: PaperFile) -> File:
    """The file, after it was put on record that it went out."""
    app = request.app
    out = await paper(app[STORES], kept.agreement, name)
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
