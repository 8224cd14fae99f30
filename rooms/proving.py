"""Laying papers before the mediators: identity documents, an agent's authority (规则 §17; 民诉法 §62).

They have a right and a zone of their own: who waits in the lobby may lay nothing on the table (T4), yet has to be able
to prove who they are. Nobody but the mediators and that very seat ever sees one, and nobody shows one.
"""

from dataclasses import replace
from typing import Final

from rooms.audibility import sees
from rooms.credentials import asked, credentials_of, identity_of
from rooms.document import Credential, Document, name_kept
from rooms.effects import RecordFact, StoreDocument
from rooms.facts import CredentialShown
from rooms.ids import DocumentId, SeatId
from rooms.inputs import CredentialAdded
from rooms.outcome import Step
from rooms.permissions import entitled, person_in, require
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import Role, Room, Seat

CREDENTIAL_LIMIT: Final = 12
"""Papers of one seat in a session: six persons' documents on both faces, or all papers of an agent twice."""


def may_add(room: Room, by: SeatId, to: SeatId, credential: Credential, name: str) -> str:
    """The name to keep; raises what `add` would, so that nothing is worked on that cannot be taken."""
    seat = _owner(room, require(room, by, Right.SHOW_CREDENTIAL), to)
    person_in(seat, credential.person)
    if credential.paper not in {paper.id for paper in asked(room, seat)}:
        raise Unfit("credential.paper")
    if len(credentials_of(room, seat.id)) >= CREDENTIAL_LIMIT:
        raise Unmet("credentials.full", limit=CREDENTIAL_LIMIT)
    return name_kept(name)


def _owner(room: Room, by: Seat, to: SeatId) -> Seat:
    """Everybody for the own seat, who checks for each; another's seat is as unknown as one that never was."""
    seat = room.seat(to)
    if seat is None or seat.role is Role.MEDIATOR or (by.id != to and not entitled(by, Right.CHECK)):
        raise NotPermitted("seat.unknown")
    return seat


def add(room: Room, event: CredentialAdded) -> Step:
    """Lay a paper before the mediators; the same one sent again is the same one."""
    seat = require(room, event.by, Right.SHOW_CREDENTIAL)
    credential = Credential(event.person, event.paper)
    owner = _owner(room, seat, event.seat)
    if any((one.sha256, one.credential) == (event.sha256, credential) for one in credentials_of(room, owner.id)):
        return Step(room)
    document = Document(
        id=event.id,
        name=may_add(room, seat.id, owner.id, credential, event.name),
        by=seat.id,
        media_type=event.media_type,
        bytes=event.bytes,
        sha256=event.sha256,
        pages=len(event.pictures),
        at=event.at,
        channel=identity_of(owner.id),
        readers=frozenset(),
        credential=credential,
    )
    stored = StoreDocument(document, event.session, event.device, event.pictures)
    # Without its hash: whoever has the file would know it again.
    fact = CredentialShown(owner.id, event.person, document.id, event.paper, by=seat.id)
    return Step(replace(room, documents=(*room.documents, document)), (stored, RecordFact(fact)))


def looked_at(room: Room, seat: SeatId, wanted: DocumentId) -> Document:
    """The paper, for a mediator or the seat it is of; to any other it is as unknown as one that never was."""
    require(room, seat, Right.SHOW_CREDENTIAL)
    found = room.document(wanted)
    if found is None or found.credential is None or seat not in sees(room, found):
        raise NotPermitted("document.unknown")
    return found
