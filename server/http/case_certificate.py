"""The 调解组织主持调解的证明 (AT-19): made from the case's events, certified by the platform, sealed by the keeper.

Who works on the case, or keeps the seal, takes it away as the platform certifies it, with room for a stamp. Where the
organisation has a seal here, its keeper puts it on, and the sealed paper is filed in the case.
"""

from dataclasses import replace
from typing import Final

from agreements.canonical import canonical_bytes
from agreements.certificate import TITLE, certificate_letter
from rooms.cases.words import MaterialKind
from rooms.rights import Right
from server.app_keys import CLOCK, STORES
from server.cases.certificate import certificate_of
from server.http import case_sealing
from server.http.access import Call, Staff
from server.http.case_bodies import MaterialRow
from server.http.case_door import own_case
from server.http.case_sealing import NO, letters_of, pressing, refusal
from server.http.files import File
from server.http.paper_files import PDF
from server.http.seal_bodies import CertificateSeal

NAME: Final = "certificate"


async def taken(call: Call[Staff, None]) -> File:
    """The certificate as of now, certified by the platform; who took it, and its digest, stand in the case's chain."""
    opened, app = await own_case(call, Right.KEEP_FILE, Right.SEAL_CASE), call.request.app
    try:
        told = await certificate_of(app[STORES], opened.line, opened.case, app[CLOCK]())
        content = await letters_of(app).platform(certificate_letter(told), canonical_bytes(told))
    except NO as no:
        raise refusal(no) from None
    return await case_sealing.taken(call, opened, NAME, File(content, PDF, f"{opened.line.case_no} {TITLE}.pdf"))


async def sealed(call: Call[Staff, CertificateSeal]) -> MaterialRow:
    """The same under the organisation's seal, filed among the papers of the case."""
    pressed, app = await pressing(call), call.request.app
    opened = pressed.opened
    try:
        plain = await certificate_of(app[STORES], opened.line, opened.case, pressed.at)
        told = replace(plain, fields=pressed.fields)
        made = await letters_of(app).organisation(certificate_letter(told), canonical_bytes(told), pressed.seal)
    except NO as no:
        raise refusal(no) from None
    return await case_sealing.filed(call, pressed, made, what=MaterialKind.CERTIFICATE, title=TITLE)
