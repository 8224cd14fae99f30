"""The room as a value: who sits where, what was agreed to, what is switched on. All frozen, complete at birth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rooms.document import Document, Shown
from rooms.ids import CaseId, DeviceId, DocumentId, MessageId, RoomId, SeatId, SessionId

DIGIT_TRIES = 5
"""Wrong last-four-digits answers before a link locks until the mediator renews it."""


class Role(StrEnum):
    """What a seat may do (domain.md §4.6); more roles join with later lanes."""

    MEDIATOR = "mediator"
    PARTY = "party"


class Side(StrEnum):
    """On whose behalf a seat speaks."""

    NEUTRAL = "neutral"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"


class Phase(StrEnum):
    """How far the session has come (domain.md §4.2)."""

    PLANNED = "planned"
    LOBBY = "lobby"
    JOINT = "joint"
    CLOSED = "closed"


class Place(StrEnum):
    """Where one seat is. Always exactly one."""

    OUTSIDE = "outside"
    LOBBY = "lobby"
    JOINT = "joint"
    REMOVED = "removed"


class Presence(StrEnum):
    """Whether a seat's device is heard of; a drop never changes the place."""

    AWAY = "away"
    HERE = "here"
    RECONNECTING = "reconnecting"


class Identity(StrEnum):
    """How far a person's identity is known."""

    UNCONFIRMED = "unconfirmed"
    DIGITS = "digits"
    MEDIATOR = "mediator"


class Consent(StrEnum):
    """The steps of domain.md §3.7, each consented to by itself (在线诉讼规则 §4)."""

    ONLINE_MEDIATION = "online_mediation"
    ASYNCHRONOUS = "asynchronous"
    E_SIGNATURE = "e_signature"
    E_SERVICE = "e_service"
    RECORDING = "recording"
    FACE_CHECK = "face_check"
    DATA_RETURN = "data_return"


class EndReason(StrEnum):
    """Why a tab's session ended; each has its own page in the client."""

    REMOVED = "removed"
    TAKEN_OVER = "taken_over"
    DEVICE_REFUSED = "device_refused"
    REVOKED = "revoked"
    LEFT = "left"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Consents:
    """What one person agreed to, when, and under which text."""

    version: str
    given: frozenset[Consent]
    at: datetime


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
    """One place at the table, from the invitation on."""

    id: SeatId
    role: Role
    side: Side
    name: str
    on_behalf_of: str | None
    """The company a representative speaks for; None for a natural person or the mediator."""
    has_id_tail: bool
    """Whether the last four digits of an ID number are on file to be asked for."""
    place: Place = Place.OUTSIDE
    presence: Presence = Presence.AWAY
    identity: Identity = Identity.UNCONFIRMED
    tries_left: int = DIGIT_TRIES
    consents: Consents | None = None
    device: DeviceId | None = None
    session: SessionId | None = None
    """The one tab that speaks for this seat now."""
    knock: Knock | None = None
    revoked: bool = False
    microphone: bool = False
    camera: bool = False
    waiting_since: datetime | None = None
    hold: Hold | None = None
    reads_after: int | None = None
    """Chat sequence at first admission: a latecomer reads Z2 from there on (domain.md §2.6). None: never admitted."""
    received: int = 0
    """Highest chat sequence this seat's client confirmed."""
    recent: tuple[MessageId, ...] = ()
    """The author's latest message ids, so that a line sent again is not said twice."""


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
    chat_seq: int = 0
    documents: tuple[Document, ...] = ()
    """In the order in which they came."""
    shown: Shown | None = None

    def seat(self, seat_id: SeatId) -> Seat | None:
        """The seat of that id, or None: a stranger to this room."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def document(self, document_id: DocumentId) -> Document | None:
        """The document of that id, or None."""
        return next((document for document in self.documents if document.id == document_id), None)

    def present(self, place: Place) -> Iterator[Seat]:
        """Seats whose place is `place`, in seating order."""
        return (seat for seat in self.seats if seat.place is place)

    def with_seat(self, seat: Seat) -> "Room":
        """The same room with that one seat replaced."""
        return replace(self, seats=tuple(seat if old.id == seat.id else old for old in self.seats))
