"""What a view is made of: values that one seat is shown."""

from dataclasses import dataclass
from datetime import datetime

from law.zone import Zone
from rooms.caucus import Summons
from rooms.chat import ChannelKind
from rooms.document import Shown
from rooms.ids import CaucusId, DisclosureId, DocumentId, FactId, PersonId, RoomId, SeatId
from rooms.ledger import Standing
from rooms.person import Identity
from rooms.room import Authority, Cause, Phase, Place, Presence, Role, Side


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody in a seat."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat as another may see it."""

    seat: SeatId
    role: Role
    side: Side
    name: str
    persons: tuple[PersonView, ...]
    on_behalf_of: str | None
    place: Place
    inside: str | None
    """Which check or caucus; told to the mediators and to who is there."""
    presence: Presence
    microphone: bool
    camera: bool
    screen: bool
    muted: bool
    may_share: bool
    hand: datetime | None
    received: int
    """Of the joint conversation."""


@dataclass(frozen=True, slots=True)
class PaperName:
    """A sort of paper that is handed in for the check."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CredentialCard:
    """A paper laid before the mediators; told to them and to the seat it is of."""

    id: DocumentId
    seat: SeatId
    person: PersonId
    paper: PaperName
    name: str
    pages: int
    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class PersonGate:
    """How far a person's way to the table is; told to the own seat and to the mediators."""

    person: PersonId
    name: str
    identity: Identity
    has_id_tail: bool
    tries_left: int
    notice_seconds: int | None
    notice_aloud: bool
    consented: bool
    company: str | None
    """Who is in the room with them, in their words; None: not answered."""
    compared: DocumentId | None
    """The uploaded identity document that the mediator compared."""
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What only the mediators know of a seat."""

    seat: SeatId
    identity: Identity
    has_id_tail: bool
    tries_left: int
    revoked: bool
    consented: bool
    knocking: bool
    waiting_since: datetime | None
    hold_reason: str | None
    persons: tuple[PersonGate, ...]
    cleared: bool
    authority: Authority | None
    papers_seen: bool
    asks: tuple[PaperName, ...]
    """Papers that can be uploaded for this seat."""
    lacks: tuple[str, ...]
    """Ids of the papers an agent still lacks."""
    away_since: datetime | None
    wants_caucus: datetime | None
    admitted: bool
    screened_from: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """How far somebody's invitation is."""

    seat: SeatId
    state: Summons
    at: datetime


@dataclass(frozen=True, slots=True)
class CaucusView:
    """A private room as its members and the mediators see it."""

    id: CaucusId
    number: int
    opened_at: datetime
    members: tuple[SeatId, ...]
    invited: tuple[InvitationView, ...]
    """For the mediators."""
    locked: bool
    named: bool
    wants_mediator: datetime | None
    closes_at: datetime | None
    paused: bool
    """No sound, for want of a mediator."""


@dataclass(frozen=True, slots=True)
class Call:
    """The mediator calls this seat into a private talk, with these."""

    caucus: CaucusId
    at: datetime
    company: tuple[str, ...]
    """Names."""


@dataclass(frozen=True, slots=True)
class PrivateTalk:
    """A mediator is in private talk; with whom, only where the mediator allows."""

    since: datetime
    company: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A conversation this seat may have open. `seq` is the newest line it may read, `after` where it came in last.

    `delivered`: up to which of its lines everybody has them whom this seat meets there; 0 where that is nobody.
    """

    channel: str
    kind: ChannelKind
    zone: Zone
    after: int
    seq: int
    delivered: int
    may_say: bool
    title: str
    """The name of the waiting person, for a lobby conversation; else empty."""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as its readers see it."""

    id: DocumentId
    name: str
    by: SeatId
    pages: int
    bytes: int
    at: datetime
    sha256: str
    zone: Zone
    channel: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact proposed for, or entered in, the undisputed ones."""

    id: FactId
    words: str
    by: SeatId
    version: int
    standing: Standing
    confirmed: tuple[PersonId, ...]
    awaited: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """What the mediator disclosed, and who agreed to go on."""

    id: DisclosureId
    text: str
    at: datetime
    agreed: tuple[PersonId, ...]
    objected: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class InterruptionView:
    """Why the session stands still."""

    cause: Cause
    at: datetime
    note: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RoomView:
    """All that one seat may know of the room at `version`."""

    version: int
    room: RoomId
    title: str
    cause: str
    scheduled_at: datetime
    planned_minutes: int
    help_phone: str
    practice: bool
    phase: Phase
    host: SeatId
    host_away: bool
    """No mediator's device is heard of."""
    break_until: datetime | None
    interruption: InterruptionView | None
    you: SeatView
    gate: tuple[PersonGate, ...]
    """Of the persons in this seat."""
    cleared: bool
    hold_reason: str | None
    waiting_since: datetime | None
    unmute_asked: datetime | None
    wants_caucus: datetime | None
    returns_at: datetime | None
    call: Call | None
    caucus: CaucusView | None
    private_talk: PrivateTalk | None
    paused: bool
    """No mediator is here: only the own side is heard, or nobody."""
    seats: tuple[SeatView, ...]
    spotlight: SeatId | None
    desk: tuple[DeskRow, ...]
    caucuses: tuple[CaucusView, ...]
    """For the mediators: all that are open."""
    channels: tuple[ChannelView, ...]
    documents: tuple[DocumentCard, ...]
    asks: tuple[PaperName, ...]
    """Papers this seat can lay before the mediators."""
    credentials: tuple[CredentialCard, ...]
    shown: Shown | None
    facts: tuple[FactView, ...]
    disclosures: tuple[DisclosureView, ...]
    script: tuple[str, ...]
    """For the mediators: items told."""
