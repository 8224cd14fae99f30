"""A party's own papers behind the link: its notice of rights, the notice of ending, what the court decided.

From its seat alone, also when the session is over; who took which, and its digest, stand in the case's chain.
"""

import hashlib
import json
from typing import Final

from aiohttp import web

from agreements.canonical import canonical_bytes
from agreements.ids import Digest
from agreements.rights_notice import TITLE, rights_letter
from agreements.termination import DATA, TerminationNotice, termination_letter
from rooms.cases.words import MaterialKind
from server.app_keys import CLOCK, PRESS, STORES
from server.audit.facts import CaseFileTaken
from server.cases.ended import ended
from server.cases.notice_letter import termination_notice
from server.cases.rights_notice import rights_notices
from server.http.access import Call, Seated
from server.http.case_handback import NOTICE
from server.http.case_rights_notices import NAME
from server.http.case_sealing import NO, letters_of, refusal
from server.http.files import File
from server.http.own_case import Own, own_side
from server.http.own_decisions import decisions
from server.http.paper_files import PDF
from server.http.problems import refused
from server.http.source import source
from server.media_types import ENDINGS
from server.storage.case_materials import StoredMaterial

PERSON: Final = "person"
DECISION: Final = "court-decision"


async def rights(call: Call[Seated, None]) -> File:
    """What that person of the own seat read and answered, under the platform's signature. Raises Refused."""
    app, seat = call.request.app, call.caller.seat
    own, asked = await own_side(app, call.caller.room, seat), call.request.match_info[PERSON]
    if all(one.id != asked for one in seat.persons):
        raise refused("participant.unknown")
    found = await rights_notices(app[STORES], own.line, own.case)
    told = next((one for one in found if one.person == asked), None)
    if told is None:
        raise refused("participant.unknown")
    try:
        content = await letters_of(app).platform(rights_letter(told), canonical_bytes(told))
    except NO as no:
        raise refusal(no) from None
    return await _taken(call, own, NAME, File(content, PDF, f"{own.line.case_no} {TITLE} {told.name}.pdf"))


async def ending(call: Call[Seated, None]) -> File:
    """The notice of ending: as the organisation sealed it, else to this party under the platform's. Raises Refused."""
    app, asked = call.request.app, call.request.match_info["notice"]
    own = await own_side(app, call.caller.room, call.caller.seat)
    try:
        over = await ended(app[STORES], own.line, own.case)
        mine = [one for one in over.notices if one.id == asked and one.participant == own.who]
        if not mine:
            raise refused("notice.unknown")
        told = termination_notice(over, mine)
        content = await _sealed(app, own, told) or await letters_of(app).platform(
            termination_letter(told), canonical_bytes(told)
        )
    except NO as no:
        raise refusal(no) from None
    return await _taken(call, own, NOTICE, File(content, PDF, f"{own.line.case_no} {told.title}.pdf"))


async def decision(call: Call[Seated, None]) -> File:
    """The court's document as it came; any other paper on file, and another case's, is unknown. Raises Refused."""
    app, asked = call.request.app, call.request.match_info["material"]
    own = await own_side(app, call.caller.room, call.caller.seat)
    found = await decisions(app[STORES], own.case, own.participant)
    paper = next((paper for _, paper in found if paper.id == asked), None)
    if paper is None:
        raise refused("material.unknown")
    content, name = await app[STORES].blobs.get(paper.sha256), f"{paper.title}.{ENDINGS[paper.media_type]}"
    return await _taken(call, own, DECISION, File(content, paper.media_type, name))


async def _sealed(app: web.Application, own: Own, told: TerminationNotice) -> bytes | None:
    """The newest that the keeper sealed here, of this case and to this party. Raises Away.

    What somebody filed under that name is not it, nor is what was sealed here for another case.
    """
    stores = app[STORES]
    for one in reversed(await stores.case_materials.of_case(own.case.id)):
        if _called_so(one, told.title) and await stores.sealed_files.knows(one.sha256):
            content = await stores.blobs.get(one.sha256)
            if _is_to(await app[PRESS].attached(content, DATA), told):
                return content
    return None


def _called_so(one: StoredMaterial, title: str) -> bool:
    """Until 2026-11-23 the keeper's notice was filed as some other paper of the organisation, by its title."""
    if one.what is MaterialKind.OTHER:
        return one.owner is None and one.title == title
    return one.what is MaterialKind.TERMINATION_NOTICE


def _is_to(raw: bytes, told: TerminationNotice) -> bool:
    """Whether the data inside are of the case of `told`, and name the party to whom that is."""
    inside = json.loads(raw) if raw else {}
    of_case = (inside.get("organisation"), inside.get("number")) == (told.organisation, told.number)
    return of_case and set(told.to) <= set(inside["to"])


async def _taken(call: Call[Seated, None], own: Own, name: str, file: File) -> File:
    app, digest = call.request.app, Digest(hashlib.sha256(file.content).hexdigest())
    fact = CaseFileTaken(call.caller.seat.id, name, digest, source(call.request))
    await app[STORES].audit.append(own.case.id, app[CLOCK](), fact)
    return file
