"""What goes out when mediation is over: the report, and of a case that came to nothing the notice and the hand-back.

Each is made anew from the same data to the same bytes; who took it, and its digest, stand in the case's audit chain.
"""

from typing import Final

from agreements.canonical import canonical_bytes
from agreements.termination import TerminationNotice, termination_letter
from rooms.cases.ids import ParticipantId
from rooms.cases.words import MaterialKind
from rooms.rights import Right
from server.app_keys import CLOCK, PRESS, STORES
from server.cases.ended import Ended, concluded, ended, head_of_end
from server.cases.handback import Chained, handback
from server.cases.notice_letter import termination_notice
from server.cases.report import report_bytes, report_of
from server.cases.report_letter import report_letter
from server.http import case_sealing
from server.http.access import Call, Staff
from server.http.case_bodies import MaterialRow
from server.http.case_door import own_case, require_participant
from server.http.case_sealing import NO, letters_of, pressing, refusal, taken
from server.http.files import File
from server.http.seal_bodies import CertificateSeal

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
JSON: Final = "application/json"
REPORT: Final = "report"
DATA: Final = "report-data"
NOTICE: Final = "termination-notice"
EXPORT: Final = "export"


async def paper(call: Call[Staff, None]) -> File:
    """The report, its data, or the notice of ending: to all who were told, or to the one the query names."""
    opened = await own_case(call, Right.READ_CASE_PAPERS)
    name, stores = call.request.match_info["paper"], call.request.app[STORES]
    try:
        if name == NOTICE:
            file = await _notice(call, await ended(stores, opened.line, opened.case))
        else:
            file = await _report(call, await concluded(stores, opened.line, opened.case))
    except NO as no:
        raise refusal(no) from None
    return await taken(call, opened, name, file)


async def notice_sealed(call: Call[Staff, CertificateSeal]) -> MaterialRow:
    """The notice to all who were told under the organisation's seal, filed among the papers of the case."""
    pressed, app = await pressing(call), call.request.app
    opened = pressed.opened
    try:
        over = await ended(app[STORES], opened.line, opened.case)
        told = termination_notice(over, over.notices, pressed.fields)
        made = await letters_of(app).organisation(termination_letter(told), canonical_bytes(told), pressed.seal)
    except NO as no:
        raise refusal(no) from None
    return await case_sealing.filed(call, pressed, made, what=MaterialKind.TERMINATION_NOTICE, title=told.title)


async def export(call: Call[Staff, None]) -> File:
    """The hand-back."""
    opened, app = await own_case(call, Right.EXPORT_CASE), call.request.app
    stores = app[STORES]
    try:
        told = await ended(stores, opened.line, opened.case)
        end = Chained(await head_of_end(stores, opened.case, app[CLOCK]()), stores.audit.public_key)
        content = await handback(told, end, app[PRESS], letters_of(app), stores.blobs.get)
    except NO as no:
        raise refusal(no) from None
    return await taken(call, opened, EXPORT, File(content, ZIP, f"{opened.line.case_no} 移交材料.zip"))


async def _report(call: Call[Staff, None], told: Ended) -> File:
    report = report_of(told)
    letter, canonical = report_letter(report), report_bytes(report)
    title = f"{told.line.case_no} {letter.title}"
    if call.request.match_info["paper"] == DATA:
        return File(canonical, JSON, f"{title}.json")
    return File((await call.request.app[PRESS].letter(letter, canonical)).pdf, PDF, f"{title}.pdf")


async def _notice(call: Call[Staff, None], told: Ended) -> File:
    """Under the platform's signature, with room for a stamp."""
    asked = call.request.query.get("participant")
    only = None if asked is None else require_participant(told.case, asked)
    notice = _told(told, only)
    content = await letters_of(call.request.app).platform(termination_letter(notice), canonical_bytes(notice))
    return File(content, PDF, f"{told.line.case_no} {notice.title}.pdf")


def _told(told: Ended, only: ParticipantId | None) -> TerminationNotice:
    return termination_notice(told, [one for one in told.notices if only in (None, one.participant)])
