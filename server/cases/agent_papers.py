"""An agent's papers that the mediator looked at in a session end on the case's file, where a court's bundle finds them.

Nothing is ordered here either: the file is compared with the rooms, so a crash between the two heals itself. A paper is
filed under the id it has in its room, hence once. The copy in the room goes with the private zones; this one stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import structlog

from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.ids import MaterialId, ParticipantId, Sha256
from rooms.cases.refusals import Refusal
from rooms.cases.words import CopyForm, MaterialKind, Office
from rooms.credentials import ID_CARD, comes_for_company, credentials_of, required
from rooms.document import Document
from rooms.ids import CaseId
from rooms.room import PRINCIPALS, Role, Room, Seat
from server.cases.keeper import CaseKeeper
from server.storage.case_book import Filing
from server.storage.case_rooms import Meeting
from server.stores import Stores
from server.zones.refusals import ZoneDestroyed

log = structlog.get_logger()

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Looked:
    """One paper of an agent, as it lies in a room."""

    meeting: Meeting
    seat: Seat
    document: Document
    sort: str
    title: str


class AgentPapers:
    """Brings the files of cases up to what was handed in."""

    def __init__(self, stores: Stores, keeper: CaseKeeper) -> None:
        self._stores = stores
        self._keeper = keeper

    async def catch_up(self) -> None:
        """What a former life left unfiled."""
        for case in await self._stores.case_book.followers():
            try:
                await self.file(case)
            except Exception:
                log.exception("case.papers_not_filed", case=case)

    async def file(self, case_id: CaseId) -> None:
        """File what is not on file yet; what the case refuses, being archived, stays where it is."""
        case = await self._keeper.case(case_id)
        if case is None:
            return
        known = {one.id for one in case.materials}
        for meeting in await self._stores.case_rooms.of_case(case_id):
            for paper in _looked_at(meeting):
                if MaterialId(paper.document.id) not in known:
                    await self._file(case_id, paper)

    async def _file(self, case: CaseId, paper: _Looked) -> None:
        content = await self._content(paper)
        if content is None:
            return
        deed = MaterialFiled(
            material=MaterialId(paper.document.id),
            owner=_principal(paper.meeting, paper.seat),
            what=MaterialKind.IDENTITY if paper.sort == ID_CARD.id else MaterialKind.AUTHORITY,
            form=CopyForm.SCAN if paper.document.media_type == PDF else CopyForm.PHOTO,
            sha256=Sha256(await self._stores.blobs.put(content)),
            bytes=len(content),
            media_type=paper.document.media_type,
            by=By(Office.MEDIATOR, paper.meeting.mediator),
        )
        try:
            await self._keeper.submit(case, deed, Filing(titles={deed.material: paper.title}))
        except Refusal as refusal:
            log.info("case.papers_refused", case=case, code=refusal.code)

    async def _content(self, paper: _Looked) -> bytes | None:
        """As it was uploaded; None: it was deleted on its day."""
        room, document = paper.meeting.room.id, paper.document.id
        kept = await self._stores.documents.original(room, document)
        if kept is None:
            return None
        try:
            return await self._stores.document_files.get(room, kept.channel, kept.file)
        except ZoneDestroyed:
            return None


def _looked_at(meeting: Meeting) -> Iterator[_Looked]:
    """Papers of agents and of companies' staff that the mediator has looked at, in the order in which they came."""
    for seat in meeting.room.seats:
        if seat.papers_seen:
            yield from _papers(meeting, seat)


def _papers(meeting: Meeting, seat: Seat) -> Iterator[_Looked]:
    sorts = {paper.id: paper.zh for paper in required(meeting.room, seat)}
    for document in credentials_of(meeting.room, seat.id):
        if document.credential is not None and (sort := document.credential.paper) in sorts:
            yield _Looked(meeting, seat, document, sort, f"{seat.name} {sorts[sort]}")


def _principal(meeting: Meeting, agent: Seat) -> ParticipantId | None:
    """For whom the agent acts: the first of that side who stands in the case."""
    beside = (meeting.participants.get(seat.id) for seat in _of_side(meeting.room, agent))
    return next((one for one in beside if one is not None), None)


def _of_side(room: Room, agent: Seat) -> Iterator[Seat]:
    return (seat for seat in room.seats if seat.side is agent.side and seat.role in PRINCIPALS | {Role.THIRD_PARTY})


def handed_in(room: Room) -> object:
    """What of a room is of interest here."""
    owing = (seat for seat in room.seats if seat.role is Role.AGENT or comes_for_company(seat))
    return tuple((seat.papers_seen, len(credentials_of(room, seat.id))) for seat in owing)
