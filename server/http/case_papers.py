"""Papers on file: taken in as they are, told by their content, handed out only to be saved."""

from pydantic import ValidationError

from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.deeds.papers import PaperMarked
from rooms.cases.ids import MaterialId, ParticipantId, Sha256
from rooms.cases.words import MaterialKind, PaperUse
from server.app_keys import CASES, CLOCK, CONFIG, STORES
from server.cases.keeper import Proposal
from server.http.access import Call, Staff
from server.http.case_bodies import MaterialRow
from server.http.case_deed_bodies import MaterialHead
from server.http.case_detail import readable
from server.http.case_door import own_case, require_participant, require_right
from server.http.case_file_rows import material_row
from server.http.case_notes import plain
from server.http.case_rights import DEED_RIGHTS, material_rights
from server.http.files import File
from server.http.paper_copies import require_scan
from server.http.problems import invalid, refused
from server.ids import new_id
from server.media_types import ENDINGS, Untakable, recognised
from server.mistakes import in_words
from server.storage.case_book import Filing


async def filed(call: Call[Staff, bytes]) -> MaterialRow:
    """A paper, kept byte for byte, with who filed it, when, and what lay before them."""
    app = call.request.app
    opened = await own_case(call, *DEED_RIGHTS["material"])
    head = _head(call)
    await require_right(call, opened, *material_rights(head.what))
    owner = None if head.owner is None else require_participant(opened.case, head.owner)
    try:
        media_type = recognised(call.body)
    except Untakable as no:
        raise refused(no.code) from None
    if head.what is MaterialKind.SEALED_SCAN:
        await require_scan(app, opened.case, call.body, media_type)
    deed = MaterialFiled(
        material=MaterialId(new_id()),
        owner=None if owner is None else ParticipantId(owner),
        what=head.what,
        form=head.form,
        sha256=Sha256(await app[STORES].blobs.put(call.body)),
        bytes=len(call.body),
        media_type=media_type,
        by=opened.by,
    )
    marked = () if head.use is PaperUse.MEDIATION else (PaperMarked(deed.material, head.use, opened.by),)
    both = Proposal((deed, *marked), Filing(titles={deed.material: head.title}))
    done = await app[CASES].change(opened.case.id, lambda _: both)
    kept = await app[STORES].case_materials.one(opened.case.id, deed.material)
    if kept is None or done is None:
        raise LookupError(deed.material)
    return material_row(done.case, kept, app[CONFIG].local_day(app[CLOCK]()))


async def original(call: Call[Staff, None]) -> File:
    """The paper as it came, for those who may read it; to others it is unknown."""
    stores, opened = call.request.app[STORES], await own_case(call)
    kept = await stores.case_materials.one(opened.case.id, MaterialId(call.request.match_info["material"]))
    if kept is None or not readable(opened, kept):
        raise refused("material.unknown")
    name = f"{kept.title}.{ENDINGS[kept.media_type]}"
    return File(await stores.blobs.get(kept.sha256), kept.media_type, name)


def _head(call: Call[Staff, bytes]) -> MaterialHead:
    """What the query says of the upload; raises Refused (422)."""
    try:
        head = MaterialHead.model_validate_strings(dict(call.request.query))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        zh, en = in_words(first)
        raise invalid(".".join(map(str, first["loc"])), zh, en) from None
    plain("title", head.title)
    return head
