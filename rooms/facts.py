"""What the audit log keeps of a session.

Stored as JSON: changing a class here is a migration (raise `v`, keep reading the old one).

Ids and the reason a mediator gives a person for an act; no names, digits, tokens or chat text. Times are the record's
own, from the server.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rooms.course_facts import (
    CaucusAttended,
    CaucusChanged,
    CaucusSummoned,
    CompanyAuthorityShown,
    CredentialCompared,
    CredentialShown,
    DisclosureJudged,
    FactMoved,
    HostChanged,
    NoticeWasRead,
    PapersShown,
    PersonDeclared,
    PersonIdentified,
    RelationDisclosed,
    ScriptItemTold,
    SeatCleared,
    SeatMuted,
    SeatPlanned,
    SeatsScreened,
    SessionExtended,
    SessionForsaken,
    SessionInterrupted,
    SessionRescheduled,
    SessionResumed,
    SharingAllowed,
)
from rooms.ids import DeviceId, DocumentId, SeatId, SessionId
from rooms.person import Consent, Identity

__all__ = [
    "CaucusAttended",
    "CaucusChanged",
    "CaucusSummoned",
    "CompanyAuthorityShown",
    "ConsentsRecorded",
    "CredentialCompared",
    "CredentialShown",
    "DeviceJudged",
    "DigitsWrong",
    "DisclosureJudged",
    "DocumentKept",
    "DocumentPutAway",
    "Fact",
    "FactMoved",
    "HostChanged",
    "IdentityProved",
    "LineStored",
    "NodeTookUp",
    "NoticeWasRead",
    "PageShown",
    "PapersShown",
    "PersonDeclared",
    "PersonIdentified",
    "PersonPutRight",
    "PhaseChanged",
    "PresenceChanged",
    "PresenceNoted",
    "RelationDisclosed",
    "ScriptItemTold",
    "SeatCleared",
    "SeatMoved",
    "SeatMuted",
    "SeatPlanned",
    "SeatsScreened",
    "SessionExtended",
    "SessionForsaken",
    "SessionInterrupted",
    "SessionRescheduled",
    "SessionResumed",
    "SharingAllowed",
]


@dataclass(frozen=True, slots=True)
class IdentityProved:
    """A person's identity was established, and how: as it was recorded when a seat was one person."""

    kind: ClassVar[str] = "identity.proved"
    v: ClassVar[int] = 1
    seat: SeatId
    how: Identity
    by: SeatId | None


@dataclass(frozen=True, slots=True)
class PersonPutRight:
    """Who a seat is for was put right in the case. `renumbered`: digits given before prove nothing any more."""

    kind: ClassVar[str] = "seat.put_right"
    v: ClassVar[int] = 1
    seat: SeatId
    renumbered: bool


@dataclass(frozen=True, slots=True)
class DigitsWrong:
    """A wrong answer to the digits question; at zero the link is locked."""

    kind: ClassVar[str] = "identity.digits_wrong"
    v: ClassVar[int] = 1
    seat: SeatId
    tries_left: int


@dataclass(frozen=True, slots=True)
class ConsentsRecorded:
    """Each consent decided under one version of the notice."""

    kind: ClassVar[str] = "consents.recorded"
    v: ClassVar[int] = 1
    seat: SeatId
    session: SessionId
    version: str
    given: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class SeatMoved:
    """A seat changed its place: entered, admitted, left, removed, revoked or renewed."""

    kind: ClassVar[str] = "seat.moved"
    v: ClassVar[int] = 1
    seat: SeatId
    act: str
    by: SeatId
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceJudged:
    """Another device knocked, was allowed or refused."""

    kind: ClassVar[str] = "device.judged"
    v: ClassVar[int] = 1
    seat: SeatId
    act: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class PresenceNoted:
    """A seat's device appeared, fell silent or is taken for gone: as it was recorded while nothing said since when."""

    kind: ClassVar[str] = "presence.changed"
    v: ClassVar[int] = 1
    seat: SeatId
    presence: str


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """A seat's device appeared, fell silent or is taken for gone.

    `since`: when it was first heard of, or last; silence is known for what it is some seconds later only.
    """

    kind: ClassVar[str] = "presence.changed"
    v: ClassVar[int] = 2
    seat: SeatId
    presence: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The session moved on."""

    kind: ClassVar[str] = "phase.changed"
    v: ClassVar[int] = 1
    phase: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class NodeTookUp:
    """A node started while the session was running: between the record before and this one nothing was seen."""

    kind: ClassVar[str] = "node.took_up"
    v: ClassVar[int] = 1
    phase: str


@dataclass(frozen=True, slots=True)
class LineStored:
    """A chat line exists; what it says stays out of the audit."""

    kind: ClassVar[str] = "chat.stored"
    v: ClassVar[int] = 1
    seat: SeatId
    seq: int
    zone: str


@dataclass(frozen=True, slots=True)
class DocumentKept:
    """A document was laid on the table: where it came from, before anything was made of it (在线诉讼规则 §16–18)."""

    kind: ClassVar[str] = "document.kept"
    v: ClassVar[int] = 1
    seat: SeatId
    session: SessionId
    device: DeviceId
    document: DocumentId
    sha256: str
    bytes: int
    media_type: str
    pages: int
    zone: str


@dataclass(frozen=True, slots=True)
class PageShown:
    """Somebody began to show a document to all, at this page; leafing in it leaves no further record."""

    kind: ClassVar[str] = "document.shown"
    v: ClassVar[int] = 1
    seat: SeatId
    document: DocumentId
    sha256: str
    page: int


@dataclass(frozen=True, slots=True)
class DocumentPutAway:
    """Somebody ended the showing."""

    kind: ClassVar[str] = "document.put_away"
    v: ClassVar[int] = 1
    seat: SeatId
    document: DocumentId


Fact = (
    PersonIdentified
    | NoticeWasRead
    | PersonDeclared
    | SeatCleared
    | SeatPlanned
    | CredentialShown
    | CredentialCompared
    | CompanyAuthorityShown
    | PapersShown
    | SeatsScreened
    | CaucusChanged
    | CaucusAttended
    | CaucusSummoned
    | SessionInterrupted
    | SessionResumed
    | SessionExtended
    | SessionForsaken
    | SessionRescheduled
    | HostChanged
    | SeatMuted
    | SharingAllowed
    | ScriptItemTold
    | RelationDisclosed
    | DisclosureJudged
    | FactMoved
    | IdentityProved
    | PersonPutRight
    | DigitsWrong
    | ConsentsRecorded
    | SeatMoved
    | DeviceJudged
    | PresenceNoted
    | PresenceChanged
    | PhaseChanged
    | NodeTookUp
    | LineStored
    | DocumentKept
    | PageShown
    | DocumentPutAway
)
