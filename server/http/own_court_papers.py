"""What a party gives to the court of its own (domain.md §3.13, slot 09): paper by paper, behind its own link.

A document that lay on a table is copied onto the case's file as it came. The copy has an id of its own: nothing of it
says in which conversation the document was shown (AT-39).
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from agreements.bundle.slots import ENDINGS
from agreements.ids import Digest
from law.zone import Zone
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.deeds.papers import CourtPaperGiven
from rooms.cases.ids import MaterialId, ParticipantId, Sha256
from rooms.cases.permits import open_to
from rooms.cases.to_court import BY_CHOICE, Fate, fate
from rooms.cases.words import CopyForm, MaterialKind, Office
from rooms.document import Document, name_kept
from server.app_keys import CASES, RENDITIONS, STORES
from server.cases.keeper import Proposal
from server.http.access import Call, Seated
from server.http.documents import file_name
from server.http.own_case_bodies import CourtPaperChoice, OwnCourtPaper, OwnCourtPapers
from server.http.problems import refused
from server.ids import new_id
from server.media_types import Untakable, recognised
from server.storage.case_book import Filing
from server.storage.case_materials import StoredMaterial

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Own:
    """Whose, and what of it there is: papers on file, and documents of the room that are not on file."""

    case: Case
    who: ParticipantId
    filed: tuple[StoredMaterial, ...]
    laid: dict[Digest, Document]
    """By the digest of what came."""

    @property
    def by(self) -> By:
        return By(Office.PARTY, self.who)


async def shown(call: Call[Seated, None]) -> OwnCourtPapers:
    """The own papers."""
    return await _page(call.request.app, call.caller)


async def brought(call: Call[Seated, bytes]) -> OwnCourtPapers:
    """A new paper, on file and given in one step."""
    app, own = call.request.app, await _own(call.request.app, call.caller)
    name = name_kept(file_name(call))
    try:
        # Drawn once, so that nothing goes to a court that nobody can open.
        media_type = recognised(call.body)
        _require_kind(media_type)
        await app[RENDITIONS].pictures(call.body, media_type)
    except Untakable as no:
        raise refused(no.code) from None
    await _file(app, own, name, media_type, call.body)
    return await _page(app, call.caller)


async def chosen(call: Call[Seated, CourtPaperChoice]) -> OwnCourtPapers:
    """That paper is for the court from now on, or stays, also where nobody has given it so far."""
    app, own = call.request.app, await _own(call.request.app, call.caller)
    paper, given = call.request.match_info["material"], call.body.given
    if any(one.id == paper for one in own.filed):
        await app[CASES].submit(own.case.id, CourtPaperGiven(MaterialId(paper), given, own.by))
        return await _page(app, call.caller)
    document = next((one for one in own.laid.values() if one.id == paper), None)
    if document is None or not given:
        raise refused("material.unknown")
    _require_kind(document.media_type)
    stores, room = app[STORES], call.caller.room.id
    kept = await stores.documents.original(room, document.id)
    if kept is None:
        raise refused("material.unknown")
    content = await stores.document_files.get(room, kept.channel, kept.file)
    await _file(app, own, document.name, document.media_type, content)
    return await _page(app, call.caller)


async def _file(app: web.Application, own: _Own, title: str, media_type: str, content: bytes) -> None:
    """On file and given; the same file again is given again, not filed again. Kept only where the case takes it."""
    fresh = MaterialFiled(
        material=MaterialId(new_id()),
        owner=own.who,
        what=MaterialKind.EVIDENCE,
        form=CopyForm.SCAN if media_type == PDF else CopyForm.PHOTO,
        sha256=Sha256(hashlib.sha256(content).hexdigest()),
        bytes=len(content),
        media_type=media_type,
        by=own.by,
    )

    def propose(now: Case) -> Proposal | None:
        known = (one.id for one in now.materials if (one.owner, one.sha256, one.what) == mine)
        if (same := next(known, None)) is not None:
            return None if same in now.given else Proposal((CourtPaperGiven(same, True, own.by),))
        given = CourtPaperGiven(fresh.material, True, own.by)
        return Proposal((fresh, given), Filing(titles={fresh.material: title}))

    mine, cases = (own.who, fresh.sha256, fresh.what), app[CASES]
    now = await cases.case(own.case.id)
    wanted = None if now is None else propose(now)
    if now is not None and wanted is not None:
        # Refused before anything of it is written.
        await cases.try_out(now, wanted.deeds)
        await app[STORES].blobs.put(content)
        await cases.change(own.case.id, propose)


def _require_kind(media_type: str) -> None:
    """Courts take PDF, JPEG and PNG. Raises Refused."""
    if media_type not in ENDINGS:
        raise refused("court_paper.kind")


async def _own(app: web.Application, caller: Seated) -> _Own:
    stores, room = app[STORES], caller.room
    who = (await stores.people.participants(room.id)).get(caller.seat.id)
    case = await app[CASES].case(room.case)
    if who is None or case is None or case.participant(who) is None:
        raise refused("case.unknown")
    every = await stores.case_materials.of_case(case.id)
    filed = tuple(one for one in every if one.owner == who and one.what in BY_CHOICE)
    # What was shown in private stays there (domain.md §2.6): its owner may upload it, which says nothing of that talk.
    # Nor is it known which of several people at one device a document belongs to.
    alone = len(caller.seat.persons) == 1
    laid = {
        Digest(one.sha256): one
        for one in room.documents
        if alone and one.by == caller.seat.id and one.zone is Zone.JOINT
    }
    return _Own(case, who, filed, laid)


async def _page(app: web.Application, caller: Seated) -> OwnCourtPapers:
    own = await _own(app, caller)
    known = {one.sha256 for one in own.filed}
    on_file = (_filed(own, one) for one in own.filed)
    on_table = (_row(one.id, one.name, one, Fate.MEDIATION, one) for sha, one in own.laid.items() if sha not in known)
    changeable = any(CourtPaperGiven in row.deeds for row in open_to(own.case, Office.PARTY))
    rows = (one for one in (*on_file, *on_table) if one.media_type in ENDINGS)
    return OwnCourtPapers(open=changeable, papers=tuple(rows))


def _filed(own: _Own, one: StoredMaterial) -> OwnCourtPaper:
    stands = fate(own.case, own.case.materials[own.case.place_of(one.id)])
    return _row(one.id, one.title, one, stands or Fate.MEDIATION, own.laid.get(one.sha256))


def _row(paper: str, title: str, one: StoredMaterial | Document, stands: Fate, laid: Document | None) -> OwnCourtPaper:
    return OwnCourtPaper(
        id=paper,
        document=laid.id if laid else None,
        title=title,
        media_type=one.media_type,
        bytes=one.bytes,
        fate=stands,
    )
