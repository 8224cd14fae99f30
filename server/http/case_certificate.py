"""The 调解组织主持调解的证明 (AT-19): made from the case's events, certified by the platform, sealed by the keeper.

Who works on the case takes it away as the platform certifies it, with room for a stamp. Where the organisation has a
seal here, its keeper puts it on, with the own password asked again, and the sealed paper is filed in the case.
"""

import hashlib
from datetime import datetime
from typing import Final

from agreements.canonical import canonical_bytes
from agreements.certificate import TITLE, Certificate, certificate_letter
from agreements.ids import Digest
from agreements.ports import Away, OrganisationSeal, Rendered, SealLook, Unprintable
from law.organisations import MediationOrg
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.ids import MaterialId, Sha256
from rooms.cases.words import CopyForm, MaterialKind
from rooms.rights import Right
from server.app_keys import CASES, CLOCK, CONFIG, PRESS, SIGNING, STORES
from server.audit.facts import CaseFileTaken
from server.cases.certificate import certificate_of
from server.cases.ended import NotYet
from server.http.access import Call, Staff
from server.http.case_bodies import MaterialRow
from server.http.case_door import B, Opened, own_case
from server.http.case_file_rows import material_row
from server.http.files import File
from server.http.paper_files import PDF
from server.http.passwords import require_own_password
from server.http.problems import Refused, refused
from server.http.seal_bodies import CertificateSeal
from server.http.source import source
from server.ids import new_id
from server.storage.case_book import Filing
from server.storage.profiles import ORGANISATION

NAME: Final = "certificate"
NO: Final = (NotYet, Unprintable, Away)


async def taken(call: Call[Staff, None]) -> File:
    """The certificate as of now, certified by the platform; who took it, and its digest, stand in the case's chain."""
    opened, app = await own_case(call, Right.KEEP_FILE, Right.SEAL_CASE), call.request.app
    now = app[CLOCK]()
    try:
        told = await certificate_of(app[STORES], opened.line, opened.case, now)
        made = await app[SIGNING].certify((await _printed(call, told, sealed=False)).pdf)
    except NO as no:
        raise _no(no) from None
    fact = CaseFileTaken(call.caller.account.id, NAME, _digest(made.pdf), source(call.request))
    await app[STORES].audit.append(opened.case.id, now, fact)
    return File(made.pdf, PDF, f"{opened.line.case_no} {TITLE}.pdf")


async def sealed(call: Call[Staff, CertificateSeal]) -> MaterialRow:
    """The same under the organisation's seal, filed among the papers of the case."""
    opened, app = await own_case(call, Right.SEAL_CASE), call.request.app
    house = await app[STORES].profiles.read(ORGANISATION, opened.line.organisation)
    if house is None or house.seal_serial is None:
        raise refused("seal.none")
    await require_own_password(call, call.body.password)
    now = app[CLOCK]()
    try:
        told = await certificate_of(app[STORES], opened.line, opened.case, now)
        made = await _under_seal(call, told, opened, house, house.seal_serial)
    except NO as no:
        raise _no(no) from None
    return await _filed(call, opened, made, now)


async def _under_seal(
    call: Call[Staff, CertificateSeal], told: Certificate, opened: Opened, house: MediationOrg, serial: str
) -> bytes:
    """Certified by the platform, under the organisation's seal with its strips, closed. Raises Unprintable and Away."""
    signing, press = call.request.app[SIGNING], call.request.app[PRESS]
    certified = await signing.prepare(await _printed(call, told, sealed=True))
    drawn = await press.seal(SealLook(house.name, serial))
    seal = OrganisationSeal(opened.line.organisation, serial)
    return (await signing.close((await signing.seal_organisation(certified, "organisation", seal, drawn)).pdf)).pdf


async def _filed(call: Call[Staff, CertificateSeal], opened: Opened, made: bytes, now: datetime) -> MaterialRow:
    app = call.request.app
    deed = MaterialFiled(
        material=MaterialId(new_id()),
        owner=None,
        what=MaterialKind.CERTIFICATE,
        form=CopyForm.ORIGINAL,
        sha256=Sha256(await app[STORES].blobs.put(made)),
        bytes=len(made),
        media_type=PDF,
        by=opened.by,
    )
    await app[CASES].submit(opened.case.id, deed, Filing(titles={deed.material: TITLE}))
    kept = await app[STORES].case_materials.one(opened.case.id, deed.material)
    if kept is None:
        raise LookupError(deed.material)
    return material_row(kept, app[CONFIG].local_day(now))


async def _printed(call: Call[Staff, B], told: Certificate, *, sealed: bool) -> Rendered:
    letter = certificate_letter(told, sealed=sealed)
    return await call.request.app[PRESS].letter(letter, canonical_bytes(told))


def _digest(content: bytes) -> Digest:
    return Digest(hashlib.sha256(content).hexdigest())


def _no(no: NotYet | Unprintable | Away) -> Refused:
    match no:
        case NotYet():
            return refused(no.code)
        case Unprintable():
            return refused("handback.unprintable", characters="、".join(no.characters))
        case Away():
            return refused("papers.press_away")
