"""The paper branch (domain.md §3.2): a fixed text goes out to be signed or stamped on paper, and its scan comes back.

A scan is taken where every page of the text that stands is in it once, by the mark printed on each (AT-52). Where a
case has no text here, the agreement was made elsewhere, and there is nothing to compare with.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from agreements.agreement import Closing, Frozen, Sealed, Signing
from agreements.canonical import short_code
from agreements.ids import Digest
from agreements.paper_marks import Fault, fault
from agreements.ports import Away
from rooms.cases.case import Case
from rooms.cases.ids import MaterialId, Sha256
from rooms.rights import Right
from server.app_keys import PRESS, RENDITIONS, STORES
from server.http.access import Call, Staff
from server.http.case_door import own_case
from server.http.files import File
from server.http.paper_files import PDF
from server.http.problems import Refused, refused
from server.media_types import Untakable

PRINTING: Final = (Right.WORK_CASE, Right.KEEP_FILE, Right.SEAL_CASE)


@dataclass(frozen=True, slots=True)
class _Standing:
    """The text that stands in a case, and its newest revision."""

    number: str
    frozen: Frozen
    newest: Digest


async def print_copy(call: Call[Staff, None]) -> File:
    """The text with what is signed of it, each page marked; for the case's own people and whoever keeps the seal."""
    opened, app = await own_case(call, *PRINTING), call.request.app
    found = await _standing(app, opened.case)
    if found is None:
        raise refused("papers.none")
    try:
        content = await app[PRESS].print_copy(await app[STORES].blobs.get(found.newest), found.frozen.digest)
    except Away:
        raise refused("papers.press_away") from None
    return File(content, PDF, f"{found.number} 打印签署件.pdf")


async def require_scan(app: web.Application, case: Case, content: bytes, media_type: str) -> None:
    """That a scan is the text that stands, whole; raises Refused, naming the page."""
    found = await _standing(app, case)
    if found is None:
        return
    try:
        codes = await app[RENDITIONS].codes(content, media_type)
    except Untakable as no:
        raise refused(no.code) from None
    if (wrong := fault(codes, found.frozen.digest, len(found.frozen.pages))) is not None:
        raise _no(wrong, found.frozen.digest)


async def require_filed_scan(app: web.Application, case: Case, paper: str) -> None:
    """The same of a paper on file, which may have come before this text was fixed."""
    kept = await app[STORES].case_materials.one(case.id, MaterialId(paper))
    if kept is not None:
        await require_scan(app, case, await app[STORES].blobs.get(kept.sha256), kept.media_type)


async def _standing(app: web.Application, case: Case) -> _Standing | None:
    """The newest text of the case that is fixed, and not of a former mediation."""
    for meeting in reversed(tuple(await app[STORES].case_rooms.of_case(case.id))):
        if meeting.agreement is None:
            continue
        match meeting.agreement.stage:
            case (
                Signing(frozen=frozen, head=newest)
                | Closing(frozen=frozen, head=newest)
                | Sealed(frozen=frozen, pdf=newest)
            ) if Sha256(frozen.digest) not in case.former:
                return _Standing(meeting.agreement.matter.number, frozen, newest)
            case _:
                continue
    return None


def _no(wrong: Fault, digest: Digest) -> Refused:
    pages = "、".join(map(str, wrong.pages))
    return refused(wrong.code, sheet=wrong.sheet, pages=pages, short=short_code(digest))
