"""What goes back when a case came to nothing: the report, the notice of ending, and the whole hand-back as one ZIP.

Each is made anew from the same data to the same bytes; who took it, and its digest, stand in the case's audit chain.
"""

import hashlib
from typing import Final

from agreements.ids import Digest
from agreements.letter import Letter
from agreements.ports import Away, Unprintable
from rooms.rights import Right
from server.app_keys import CLOCK, PRESS, STORES
from server.audit.facts import CaseFileTaken
from server.cases.ended import Ended, NotYet, ended, head_of_end
from server.cases.handback import Chained, handback
from server.cases.notice_letter import notice_paper
from server.cases.report import report_bytes, report_of
from server.cases.report_letter import report_letter
from server.http.access import Call, Staff
from server.http.case_door import Opened, own_case, require_participant
from server.http.files import File
from server.http.problems import Refused, refused
from server.http.source import source

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
REPORT: Final = "report"
EXPORT: Final = "export"
NO: Final = (NotYet, Unprintable, Away)


async def paper(call: Call[Staff, None]) -> File:
    """The report, or the notice of ending: to all who were told, or to the one the query names."""
    opened = await own_case(call, Right.READ_CASE_PAPERS)
    name = call.request.match_info["paper"]
    try:
        told = await ended(call.request.app[STORES], opened.line, opened.case)
        letter, canonical = _report(told) if name == REPORT else _notice(call, told)
        content = (await call.request.app[PRESS].letter(letter, canonical)).pdf
    except NO as no:
        raise _no(no) from None
    return await _taken(call, opened, name, File(content, PDF, f"{opened.line.case_no} {letter.title}.pdf"))


async def export(call: Call[Staff, None]) -> File:
    """The hand-back."""
    opened, app = await own_case(call, Right.EXPORT_CASE), call.request.app
    stores = app[STORES]
    try:
        told = await ended(stores, opened.line, opened.case)
        end = Chained(await head_of_end(stores, opened.case, app[CLOCK]()), stores.audit.public_key)
        content = await handback(told, end, app[PRESS], stores.blobs.get)
    except NO as no:
        raise _no(no) from None
    return await _taken(call, opened, EXPORT, File(content, ZIP, f"{opened.line.case_no} 移交材料.zip"))


def _report(told: Ended) -> tuple[Letter, bytes]:
    report = report_of(told)
    return report_letter(report), report_bytes(report)


def _notice(call: Call[Staff, None], told: Ended) -> tuple[Letter, bytes]:
    asked = call.request.query.get("participant")
    only = None if asked is None else require_participant(told.case, asked)
    made = notice_paper(told, [one for one in told.notices if only in (None, one.participant)])
    return made.letter, made.canonical


def _no(no: NotYet | Unprintable | Away) -> Refused:
    match no:
        case NotYet():
            return refused(no.code)
        case Unprintable():
            return refused("handback.unprintable", characters="、".join(no.characters))
        case Away():
            return refused("papers.press_away")


async def _taken(call: Call[Staff, None], opened: Opened, name: str, file: File) -> File:
    app, sha256 = call.request.app, Digest(hashlib.sha256(file.content).hexdigest())
    fact = CaseFileTaken(call.caller.account.id, name, sha256, source(call.request))
    await app[STORES].audit.append(opened.case.id, app[CLOCK](), fact)
    return file
