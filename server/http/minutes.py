"""The 笔录 over HTTP: its pages, and the sealed files for those who took part, their mediator and the office.

While the session runs only the tab that speaks for its seat at the table reads; when it is over, those who signed read
by the same link. Files are handed out when they are sealed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, cast

from aiohttp import web

from agreements.agreement import Sealed
from agreements.ids import Digest
from rooms.ids import RoomId
from rooms.permissions import require, require_tab
from rooms.refusals import NotPermitted
from rooms.rights import Right
from rooms.room import Phase, Room
from server.app_keys import CLOCK, STORES
from server.audit.facts import PaperTaken
from server.http.access import Call, Seated, Staff
from server.http.bodies import Body
from server.http.case_door import own_case
from server.http.entry import keeps_minutes
from server.http.files import File
from server.http.own_room import own_room
from server.http.paper_bodies import MinutesFile, MinutesState, StageName
from server.http.paper_files import JSON, PDF, frozen_of, newest, pages_of, picture, sealed_of
from server.http.problems import refused
from server.http.source import source
from server.storage.agreement_json import stage_name
from server.storage.minutes import KeptMinutes
from server.storage.sessions import SeatSession

B = TypeVar("B", bound=Body | None)

TITLES: Final[Mapping[MinutesFile, str]] = {
    "minutes.pdf": "调解笔录.pdf",
    "minutes-evidence.pdf": "笔录签署证据页.pdf",
    "minutes.json": "笔录数据.json",
}


async def state(call: Call[Seated, None]) -> MinutesState:
    """What this seat may fetch now of the minutes."""
    app, room = call.request.app, call.caller.room
    await require_reader(call.request, call.caller.session, room)
    kept = await app[STORES].minutes.load(room.id)
    if kept is None:
        return MinutesState(stage="none", number="", sealed_at=None, pages=0, evidence_pages=0, files=())
    frozen, stage = frozen_of(kept.paper), kept.paper.stage
    sealed = stage if isinstance(stage, Sealed) else None
    return MinutesState(
        stage=cast("StageName", stage_name(stage)),
        number=kept.paper.matter.number,
        sealed_at=sealed.at if sealed else None,
        pages=len(frozen.pages) if frozen else 0,
        evidence_pages=len(sealed.evidence_pages) if sealed else 0,
        files=tuple(TITLES) if sealed else (),
    )


async def page(call: Call[Seated, None]) -> File:
    """One page of the text, with the signatures when it is sealed; with a digest, only if that is still the text."""
    kept = await readable(call)
    frozen, asked = frozen_of(kept.paper), call.request.query.get("digest")
    if frozen is not None and asked not in {None, frozen.digest}:
        raise refused("papers.changed")
    return await _picture(call.request, await pages_of(call.request.app, kept.paper))


async def evidence_page(call: Call[Seated, None]) -> File:
    """One page of the minutes' 签署证据页."""
    return await _picture(call.request, sealed_of((await readable(call)).paper).evidence_pages)


async def file(call: Call[Seated, None]) -> File:
    """One sealed file."""
    return await taken(call.request, await readable(call), call.caller.seat.id, _named(call.request))


async def of_own_room(call: Call[Staff, None]) -> File:
    """One sealed file for the mediator whose room it was written in."""
    row = await own_room(call)
    return await taken(
        call.request, await kept_of(call.request, row.room.id), call.caller.account.id, _named(call.request)
    )


async def of_own_case(call: Call[Staff, None]) -> File:
    """One sealed file for the mediation organisation and the mediators of the case; no court (domain.md §2.6)."""
    opened = await own_case(call, Right.KEEP_FILE)
    kept = await kept_of(call.request, RoomId(call.request.match_info["room"]))
    if kept.case != opened.case.id:
        raise refused("papers.none")
    return await taken(call.request, kept, call.caller.account.id, _named(call.request))


async def require_reader(request: web.Request, session: SeatSession, room: Room) -> None:
    """Raises NotPermitted for a seat that may not look at the minutes' paper now."""
    if room.phase is not Phase.CLOSED:
        require_tab(room, session.seat, session.id, Right.CONFIRM_MINUTES)
    elif not await keeps_minutes(request.app[STORES], room, require(room, session.seat, Right.KEEP_PAPERS)):
        raise NotPermitted("not_permitted.phase")


async def readable(call: Call[Seated, B]) -> KeptMinutes:
    """The minutes, for a seat that may look at their paper now; raises NotPermitted and Refused."""
    await require_reader(call.request, call.caller.session, call.caller.room)
    return await kept_of(call.request, call.caller.room.id)


async def kept_of(request: web.Request, room: RoomId) -> KeptMinutes:
    """The room's minutes; raises Refused."""
    kept = await request.app[STORES].minutes.load(room)
    if kept is None:
        raise refused("papers.none")
    return kept


async def _picture(request: web.Request, pages: Sequence[Digest]) -> File:
    return await picture(request.app[STORES].blobs, pages, request.match_info["page"])


async def taken(request: web.Request, kept: KeptMinutes, who: str, name: MinutesFile) -> File:
    """The file, after it was put on record that it went out."""
    app = request.app
    out = await sealed_file(request, kept, name)
    digest = Digest(hashlib.sha256(out.content).hexdigest())
    fact = PaperTaken(kept.paper.id, who, name, digest, source(request))
    await app[STORES].audit.append(kept.case, app[CLOCK](), fact)
    return out


async def sealed_file(request: web.Request, kept: KeptMinutes, name: MinutesFile) -> File:
    """One sealed file; raises Refused before the sealing."""
    sealed = await newest(request.app[STORES], sealed_of(kept.paper))
    blobs: Mapping[MinutesFile, Digest] = {
        "minutes.pdf": sealed.pdf,
        "minutes-evidence.pdf": sealed.evidence,
        "minutes.json": sealed.frozen.digest,
    }
    content = await request.app[STORES].blobs.get(blobs[name])
    return File(content, JSON if name.endswith(".json") else PDF, f"{kept.paper.matter.number} {TITLES[name]}")


def _named(request: web.Request) -> MinutesFile:
    """The router lets no other name through."""
    return cast("MinutesFile", request.match_info["minutes"])
