"""Papers for the check: whose there are, which an agent hands in by law, which are missing (规则 §17; 民诉法 §62).

They lie in a zone of their own, whose key is destroyed with the private zones; `proving` takes them in.
"""

from typing import Final

from law.agent_rules import AgentType, Paper, agent_rule
from law.beijing import day_of
from rooms.chat import Channel, ChannelKind
from rooms.document import Credential, Document
from rooms.ids import DocumentId, PersonId, SeatId
from rooms.person import Identity
from rooms.refusals import Unmet
from rooms.room import PRINCIPALS, Role, Room, Seat

ID_CARD: Final = Paper("id_card", "身份证件", "Identity document")
POWER_OF_ATTORNEY: Final = "power_of_attorney"


def credentials_of(room: Room, seat: SeatId) -> tuple[Document, ...]:
    """All papers of that seat, in the order in which they came."""
    own = identity_of(seat)
    return tuple(document for document in room.documents if document.channel == own)


def identity_of(seat: SeatId) -> Channel:
    """The zone of a seat's own papers."""
    return Channel(ChannelKind.IDENTITY, seat)


def required(room: Room, seat: Seat) -> tuple[Paper, ...]:
    """What an agent has to hand in by law, by type; where the type is not known, the power of attorney.

    That one too of who comes for a company without heading it: a head need not, which the title on file says elsewhere.
    """
    if seat.role is not Role.AGENT and not comes_for_company(seat):
        return ()
    papers = agent_rule(seat.agent_type or AgentType.LAWYER, day_of(room.scheduled_at)).papers
    return papers if seat.agent_type is not None else tuple(one for one in papers if one.id == POWER_OF_ATTORNEY)


def comes_for_company(seat: Seat) -> bool:
    """Whether a company sits there by a human: its head, or one of its staff."""
    return seat.role in PRINCIPALS and seat.on_behalf_of is not None


def asked(room: Room, seat: Seat) -> tuple[Paper, ...]:
    """What somebody in that seat can lay before the mediators: the identity document, and what an agent hands in."""
    return (ID_CARD, *(paper for paper in required(room, seat) if paper.id != ID_CARD.id))


def lacking(room: Room, seat: Seat) -> tuple[Paper, ...]:
    """Papers of an agent that are neither on the case's file nor here. A card held into the camera is seen as well."""
    there = {one.credential.paper for one in credentials_of(room, seat.id) if one.credential} | seat.papers_on_file
    if all(Identity.DOCUMENT in person.proofs for person in seat.persons):
        there |= {ID_CARD.id}
    return tuple(paper for paper in required(room, seat) if paper.id not in there)


def identity_paper(room: Room, seat: Seat, person: PersonId, wanted: DocumentId) -> Document:
    """That person's identity document, as it lies before the mediators; raises Unmet."""
    card = Credential(person, ID_CARD.id)
    for document in credentials_of(room, seat.id):
        if document.id == wanted and document.credential == card:
            return document
    raise Unmet("identity.paper_unknown")
