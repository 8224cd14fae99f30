"""Letters of a case that are sealed here: certified by the platform, or under the organisation's seal by its keeper."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from agreements.document import SignatureField
from agreements.ids import Digest
from agreements.ports import Away, OrganisationSeal, Unprintable
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.ids import MaterialId, Sha256
from rooms.cases.words import CopyForm, MaterialKind
from rooms.rights import Right
from server.app_keys import CASES, CLOCK, CONFIG, PRESS, SIGNING, STORES
from server.audit.facts import CaseFileTaken
from server.cases.ended import NotYet
from server.http.access import Call, Staff
from server.http.case_bodies import MaterialRow
from server.http.case_door import B, Opened, own_case
from server.http.case_file_rows import material_row
from server.http.files import File
from server.http.passwords import require_own_password
from server.http.problems import Refused, refused
from server.http.seal_bodies import CertificateSeal
from server.http.source import source
from server.ids import new_id
from server.papers.sealed_letters import SealedLetters
from server.storage.case_book import Filing
from server.storage.profiles import ORGANISATION

NO = (NotYet, Unprintable, Away)
"""Why a letter cannot be had now."""
FIELD = "organisation"


@dataclass(frozen=True, slots=True)
class Pressing:
    """The keeper's seal, and its place on the letter."""

    opened: Opened
    seal: OrganisationSeal
    fields: tuple[SignatureField, ...]
    at: datetime


def letters_of(app: web.Application) -> SealedLetters:
    """Those of this node."""
    return SealedLetters(app[PRESS], app[SIGNING], app[STORES].sealed_files, app[STORES].blobs)


async def pressing(call: Call[Staff, CertificateSeal]) -> Pressing:
    """The keeper of the seal by the own password, asked again. Raises Refused."""
    opened, app = await own_case(call, Right.SEAL_CASE), call.request.app
    house = await app[STORES].profiles.read(ORGANISATION, opened.line.organisation)
    if house is None or house.seal_serial is None:
        raise refused("seal.none")
    await require_own_password(call, call.body.password)
    label = "调解组织（印章）"
    field = SignatureField(FIELD, FIELD, label, opened.line.organisation, opened.line.organisation_name, "")
    return Pressing(opened, OrganisationSeal(opened.line.organisation, house.seal_serial), (field,), app[CLOCK]())


async def taken(call: Call[Staff, B], opened: Opened, name: str, file: File) -> File:
    """Who took it away, and its digest, stand in the case's chain."""
    app = call.request.app
    fact = CaseFileTaken(call.caller.account.id, name, _digest(file.content), source(call.request))
    await app[STORES].audit.append(opened.case.id, app[CLOCK](), fact)
    return file


async def filed(call: Call[Staff, B], pressed: Pressing, made: bytes, *, what: MaterialKind, title: str) -> MaterialRow:
    """The sealed letter among the papers of the case."""
    app, opened = call.request.app, pressed.opened
    deed = MaterialFiled(
        material=MaterialId(new_id()),
        owner=None,
        what=what,
        form=CopyForm.ORIGINAL,
        sha256=Sha256(await app[STORES].blobs.put(made)),
        bytes=len(made),
        media_type="application/pdf",
        by=opened.by,
    )
    done = await app[CASES].submit(opened.case.id, deed, Filing(titles={deed.material: title}))
    kept = await app[STORES].case_materials.one(opened.case.id, deed.material)
    if kept is None:
        raise LookupError(deed.material)
    return material_row(done.case, kept, app[CONFIG].local_day(pressed.at))


def refusal(no: NotYet | Unprintable | Away) -> Refused:
    """The same, as it is answered."""
    match no:
        case NotYet():
            return refused(no.code)
        case Unprintable():
            return refused("handback.unprintable", characters="、".join(no.characters))
        case Away():
            return refused("papers.press_away")


def _digest(content: bytes) -> Digest:
    return Digest(hashlib.sha256(content).hexdigest())
