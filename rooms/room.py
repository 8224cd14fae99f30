"""The room as a value: who sits where, what was agreed to, what is switched on. All frozen, complete at birth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple

from law.agent_rules import AgentType
from law.zone import Zone
from rooms.caucus import Caucus
from rooms.chat import JOINT, Channel, Conversation
from rooms.document import Document, Shown
from rooms.ids import (
    CaseId,
    CaucusId,
    DeviceId,
    DisclosureId,
    DocumentId,
    MessageId,
    PersonId,
    RoomId,
    SeatId,
    SessionId,
)
from rooms.ledger import UndisputedFact
from rooms.person import Consents, Identity, Person


class Role(StrEnum):
    """What a seat may do (domain.md §4.6, §1.2 R5 to R10)."""

    MEDIATOR = "mediator"
    CO_MEDIATOR = "co_mediator"
    RECORDER = "recorder"
    INTERPRETER = "interpreter"
    COURT = "court"
    PARTY = "party"
    LEGAL_REPRESENTATIVE = "legal_representative"
    WORKER_REPRESENTATIVE = "worker_representative"
    AGENT = "agent"
    THIRD_PARTY = "third_party"


MEDIATORS: Final = frozenset({Role.MEDIATOR, Role.CO_MEDIATOR})
PRINCIPALS: Final = frozenset({Role.PARTY, Role.LEGAL_REPRESENTATIVE, Role.WORKER_REPRESENTATIVE})
"""Those whose dispute it is, or who stand for them by law."""


class Authority(StrEnum):
    """How far an agent may go (民事诉讼法 §62)."""

    GENERAL = "general"
    SPECIAL = "special"


class Side(StrEnum):
    """On whose behalf a seat speaks."""

    NEUTRAL = "neutral"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


class Phase(StrEnum):
    """How far the session has come (domain.md §4.2); the moves are in data/session_moves.json."""

    PLANNED = "planned"
    LOBBY = "lobby"
    CHECK = "check"
    JOINT = "joint"
    CAUCUS = "caucus"
    BREAK = "break"
    INTERRUPTED = "interrupted"
    CLOSED = "closed"


BEGUN: Final = frozenset({Phase.JOINT, Phase.CAUCUS, Phase.BREAK})
"""The joint session was opened and goes on."""


class Place(StrEnum):
    """Where one seat is. Always exactly one."""

    OUTSIDE = "outside"
    LOBBY = "lobby"
    CHECK = "check"
    JOINT = "joint"
    CAUCUS = "caucus"
    REMOVED = "removed"


class Presence(StrEnum):
    """Whether a seat's device is heard of; a drop never changes the place."""

    AWAY = "away"
    HERE = "here"
    RECONNECTING = "reconnecting"


class EndReason(StrEnum):
    """Why a tab's session ended; each has its own page in the client."""

    REMOVED = "removed"
    TAKEN_OVER = "taken_over"
    DEVICE_REFUSED = "device_refused"
    REVOKED = "revoked"
    LEFT = "left"
    CLOSED = "closed"


class Cause(StrEnum):
    """Why a session is interrupted."""

    HOST_LOST = "host_lost"
    SUSPENDED = "suspended"


class Spot(NamedTuple):
    """A place and, where there are several of it, which: the seat that is checked, or the caucus."""

    place: Place
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Knock:
    """Another device asks for a seat that is bound to a first one."""

    device: DeviceId
    session: SessionId
    at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """The mediator's "not yet", with the reason shown in the lobby."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at the table, from the invitation on: one device, one connection, one tile, one person or several."""

    id: SeatId
    role: Role
    side: Side
    persons: tuple[Person, ...]
    """At least one. Several on one device are an assisted seat, all of one side (AT-37)."""
    authority: Authority | None = None
    """Of an agent."""
    papers_seen: bool = False
    """The mediator has looked at an agent's papers and said so."""
    papers_on_file: frozenset[str] = frozenset()
    """Which of an agent's papers lay on the case's file when the session was planned."""
    agent_type: AgentType | None = None
    """Which papers an agent hands in; None: not said."""
    place: Place = Place.OUTSIDE
    inside: str | None = None
    back_to: Spot | None = None
    """Where an interruption, a drop out of the room or a failed move found the seat."""
    returns_at: datetime | None = None
    """Out of its caucus then; told before, so that no microphone is open among others by surprise."""
    presence: Presence = Presence.AWAY
    away_since: datetime | None = None
    """Since when its device is not heard of, while it is inside."""
    device: DeviceId | None = None
    session: SessionId | None = None
    """The one tab that speaks for this seat now."""
    knock: Knock | None = None
    revoked: bool = False
    microphone: bool = False
    camera: bool = False
    screen: bool = False
    may_share: bool = False
    """Whether the mediator lets it share its screen."""
    muted: bool = False
    """The mediator keeps the microphone shut; nobody but its owner ever opens one."""
    unmute_asked: datetime | None = None
    hand: datetime | None = None
    wants_caucus: datetime | None = None
    waiting_since: datetime | None = None
    hold: Hold | None = None
    cleared_at: datetime | None = None
    """The mediator ended the check: every person in it may come to the table."""
    admitted_at: datetime | None = None
    """First time at the table; from then on it reads what is said there. None: never admitted."""
    recent: tuple[MessageId, ...] = ()
    """The author's latest message ids, so that a line sent again is not said twice."""

    @property
    def first(self) -> Person:
        """Who the link was sent to."""
        return self.persons[0]

    @property
    def name(self) -> str:
        """All names, as the tile shows them."""
        return "、".join(person.name for person in self.persons)

    @property
    def on_behalf_of(self) -> str | None:
        return self.first.on_behalf_of

    @property
    def has_id_tail(self) -> bool:
        return self.first.has_id_tail

    @property
    def tries_left(self) -> int:
        return self.first.tries_left

    @property
    def identity(self) -> Identity:
        return self.first.identity

    @property
    def consents(self) -> Consents | None:
        return self.first.consents

    @property
    def spot(self) -> Spot:
        return Spot(self.place, self.inside)

    def person(self, person: PersonId) -> Person | None:
        """The person of that id in this seat."""
        return next((one for one in self.persons if one.id == person), None)

    def with_person(self, person: Person) -> "Seat":
        """The same seat with that one person replaced."""
        return replace(self, persons=tuple(person if old.id == person.id else old for old in self.persons))


@dataclass(frozen=True, slots=True)
class Interruption:
    """The session stands still, everybody in the lobby, where everybody was is kept."""

    cause: Cause
    at: datetime
    note: str
    """What the mediator wrote to the parties; empty after a lost host."""
    until: datetime | None
    """When it is meant to go on."""
    was: Phase


@dataclass(frozen=True, slots=True)
class Told:
    """An item of the opening script was told (特邀调解规定 §14)."""

    item: str
    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class DisclosureAnswer:
    """知悉并同意继续, or the wish for another mediator (规则 §13, §14)."""

    person: PersonId
    agrees: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the mediator disclosed in the room; the session does not begin or go on before each principal agreed."""

    zone: ClassVar[Zone] = Zone.JOINT
    id: DisclosureId
    text: str
    by: SeatId
    at: datetime
    answers: tuple[DisclosureAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A session of a case. `version` grows with every change of this value."""

    id: RoomId
    case: CaseId
    title: str
    cause: str
    scheduled_at: datetime
    help_phone: str
    seats: tuple[Seat, ...]
    phase: Phase = Phase.PLANNED
    version: int = 0
    planned_minutes: int = 90
    practice: bool = False
    """练习: a fake case, in no list and no number."""
    host_lost_at: datetime | None = None
    """Since when no mediator is there, while somebody else may be."""
    break_until: datetime | None = None
    interruption: Interruption | None = None
    caucuses: tuple[Caucus, ...] = ()
    """In the order in which they were opened, closed ones too."""
    conversations: tuple[Conversation, ...] = ()
    documents: tuple[Document, ...] = ()
    """In the order in which they came."""
    shown: tuple[Shown, ...] = ()
    """At most one page in each place."""
    screened: tuple[tuple[SeatId, SeatId], ...] = ()
    """Pairs that never see, hear or read each other (`protected_from`)."""
    spotlight: SeatId | None = None
    script: tuple[Told, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    facts: tuple[UndisputedFact, ...] = ()

    @property
    def account_seat(self) -> Seat:
        """The mediator's whose room it is, who comes by an account and no link; the host, unless somebody took over."""
        return self.seats[0]

    def seat(self, seat_id: SeatId) -> Seat | None:
        """The seat of that id, or None: a stranger to this room."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def document(self, document_id: DocumentId) -> Document | None:
        """The document of that id, or None."""
        return next((document for document in self.documents if document.id == document_id), None)

    def caucus(self, caucus_id: str | None) -> Caucus | None:
        """The caucus of that id, open or closed, or None."""
        return next((caucus for caucus in self.caucuses if caucus.id == caucus_id), None)

    def conversation(self, channel: Channel) -> Conversation:
        """That channel so far; one in which nothing was said yet has no readers."""
        return next((one for one in self.conversations if one.channel == channel), Conversation(channel))

    @property
    def chat_seq(self) -> int:
        """How many lines were said at the joint table."""
        return self.conversation(JOINT).seq

    def present(self, place: Place, inside: str | None = None) -> Iterator[Seat]:
        """Seats whose place is that, in seating order."""
        return (seat for seat in self.seats if seat.spot == (place, inside))

    def apart(self, first: SeatId, second: SeatId) -> bool:
        """Whether these two are screened from each other."""
        return (first, second) in self.screened or (second, first) in self.screened

    def parted(self, seat_id: SeatId) -> frozenset[SeatId]:
        """Whom a screen keeps from that seat."""
        return frozenset(one for pair in self.screened if seat_id in pair for one in pair if one != seat_id)

    def parted_persons(self, seat_id: SeatId) -> frozenset[PersonId]:
        """Everybody in those seats."""
        return frozenset(person.id for seat in self.seats if self.apart(seat_id, seat.id) for person in seat.persons)

    def with_seat(self, seat: Seat) -> "Room":
        """The same room with that one seat replaced."""
        return replace(self, seats=tuple(seat if old.id == seat.id else old for old in self.seats))

    def with_caucus(self, caucus: Caucus) -> "Room":
        """The same room with that caucus replaced, or added last."""
        kept = tuple(caucus if old.id == caucus.id else old for old in self.caucuses)
        return replace(self, caucuses=kept if self.caucus(caucus.id) else (*kept, caucus))

    def with_conversation(self, conversation: Conversation) -> "Room":
        """The same room with that channel replaced, or added last."""
        kept = tuple(conversation if one.channel == conversation.channel else one for one in self.conversations)
        known = any(one.channel == conversation.channel for one in kept)
        return replace(self, conversations=kept if known else (*kept, conversation))


def caucus_id(seat: Seat) -> CaucusId | None:
    """The caucus a seat is in."""
    return CaucusId(seat.inside) if seat.place is Place.CAUCUS and seat.inside else None
