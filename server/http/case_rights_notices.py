"""权利义务告知书和逐项同意书 of those who answered at the gate (domain.md §3.7): a list, and each as sealed paper."""

from typing import Final

from agreements.canonical import canonical_bytes
from agreements.rights_notice import TITLE, rights_letter
from rooms.rights import Right
from server.app_keys import STORES
from server.cases.rights_notice import rights_notices
from server.http.access import Call, Staff
from server.http.case_door import own_case
from server.http.case_sealing import NO, letters_of, refusal, taken
from server.http.files import File
from server.http.paper_files import PDF
from server.http.problems import refused
from server.http.seal_bodies import RightsNoticeList, RightsNoticeRow

NAME: Final = "rights-notice"


async def listed(call: Call[Staff, None]) -> RightsNoticeList:
    """Who answered, when, and to which version."""
    opened = await own_case(call, Right.READ_CASE_PAPERS)
    told = await rights_notices(call.request.app[STORES], opened.line, opened.case)
    return RightsNoticeList(
        notices=tuple(
            RightsNoticeRow(
                person=one.person,
                name=one.name,
                standing=one.standing,
                version=one.consented_version,
                read_seconds=one.read_seconds,
                refused=tuple(each.item for each in one.consents if not each.given),
                at=one.consented_at,
            )
            for one in told
        )
    )


async def paper(call: Call[Staff, None]) -> File:
    """One of them under the platform's signature; who took it, and its digest, stand in the case's chain."""
    opened, app = await own_case(call, Right.READ_CASE_PAPERS), call.request.app
    person = call.request.match_info["person"]
    found = await rights_notices(app[STORES], opened.line, opened.case)
    told = next((one for one in found if one.person == person), None)
    if told is None:
        raise refused("participant.unknown")
    try:
        content = await letters_of(app).platform(rights_letter(told), canonical_bytes(told))
    except NO as no:
        raise refusal(no) from None
    return await taken(call, opened, NAME, File(content, PDF, f"{opened.line.case_no} {TITLE} {told.name}.pdf"))
