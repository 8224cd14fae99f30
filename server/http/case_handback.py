"""What goes out when mediation is over: the report, and of a case that came to nothing the notice and the hand-back.

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
from server.cases.ended import Ended, NotYet, concluded, ended, head_of_end
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
JSON: Final = "application/json"
REPORT: Final = "report"
DATA: Final = "report-data"
NOTICE: Final = "termination-notice"
EXPORT: Final = "export"
NO: Final = (NotYet, Unprintable, Away)


async def paper(call: Call[Staff, None]) -> File:
    """The report, its data, or the notice of ending: to all who were told, or to the one the query names."""
    opened = await own_case(call, Right.READ_CASE_PAPERS)
    name, stores = call.request.match_info["paper"], call.request.app[STORES]
    tell = ended if name == NOTICE else concluded
    try:
        told = await tell(stores, opened.line, opened.case)
        letter, canonical = _notice(call, told) if name == NOTICE else _report(told)
        content = canonical if name == DATA else (await call.request.app[PRESS].letter(letter, canonical)).pdf
    except NO as no:
        raise _no(no) from None
    title = f"{opened.line.case_no} {letter.title}"
    file = File(content, JSON, f"{title}.json") if name == DATA else File(content, PDF, f"{title}.pdf")
    return await _taken(call, opened, name, file)


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
