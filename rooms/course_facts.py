"""What the audit log keeps of a session's course: the gate, private talks, interruptions, order, the ledger.

The same rules as in `rooms.facts`, which has all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rooms.caucus import Summons
from rooms.ids import CaucusId, DisclosureId, DocumentId, FactId, PersonId, SeatId
from rooms.person import Declared, Identity
from rooms.room import Cause, Role, Side


@dataclass(frozen=True, slots=True)
class PersonIdentified:
    """Somebody in a seat was identified, and how; `by` None: by the digits, or a code of their own."""

    kind: ClassVar[str] = "person.identified"
    v: ClassVar[int] = 1
    seat: SeatId
    person: PersonId
    how: Identity
    by: SeatId | None


@dataclass(frozen=True, slots=True)
class NoticeWasRead:
    """The notice of rights was read, or heard, to its end."""

    kind: ClassVar[str] = "notice.read"
    v: ClassVar[int] = 1
    seat: SeatId
    person: PersonId
    version: str
    seconds: int
    aloud: bool


@dataclass(frozen=True, slots=True)
class PersonDeclared:
    """Somebody declared one thing. `others`: how many more they said are in the room with them, 0 or 1 (some)."""

    kind: ClassVar[str] = "person.declared"
    v: ClassVar[int] = 1
    seat: SeatId
    person: PersonId
    what: Declared
    others: int


@dataclass(frozen=True, slots=True)
class SeatCleared:
    """The mediator ended the check of a seat well."""

    kind: ClassVar[str] = "seat.cleared"
    v: ClassVar[int] = 1
    seat: SeatId
    by: SeatId


@dataclass(frozen=True, slots=True)
class SeatPlanned:
    """A seat was added to the session."""

    kind: ClassVar[str] = "seat.planned"
    v: ClassVar[int] = 1
    seat: SeatId
    role: Role
    side: Side
    persons: int
    by: SeatId


@dataclass(frozen=True, slots=True)
class CredentialShown:
    """A paper was laid before the mediators for the check: whose and which, never what is on it; nor its hash."""

    kind: ClassVar[str] = "credential.shown"
    v: ClassVar[int] = 1
    seat: SeatId
    person: PersonId
    document: DocumentId
    paper: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class CredentialCompared:
    """The mediator compared somebody's live face with that identity document."""

    kind: ClassVar[str] = "credential.compared"
    v: ClassVar[int] = 1
    seat: SeatId
    person: PersonId
    document: DocumentId
    by: SeatId


@dataclass(frozen=True, slots=True)
class PapersShown:
    """The mediator saw an agent's power of attorney."""

    kind: ClassVar[str] = "seat.papers_seen"
    v: ClassVar[int] = 1
    seat: SeatId
    by: SeatId


@dataclass(frozen=True, slots=True)
class CompanyAuthorityShown:
    """The mediator saw the authority of who came for a company; `signs`: it names the signing of the agreement."""

    kind: ClassVar[str] = "seat.company_authority_seen"
    v: ClassVar[int] = 1
    seat: SeatId
    signs: bool
    by: SeatId


@dataclass(frozen=True, slots=True)
class SeatsScreened:
    """Two seats were screened from each other, or no longer."""

    kind: ClassVar[str] = "seats.screened"
    v: ClassVar[int] = 1
    first: SeatId
    second: SeatId
    apart: bool
    by: SeatId


@dataclass(frozen=True, slots=True)
class CaucusChanged:
    """A caucus was opened, closed, locked, unlocked, named or unnamed. What is said in it is nowhere on record."""

    kind: ClassVar[str] = "caucus.changed"
    v: ClassVar[int] = 1
    caucus: CaucusId
    act: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class CaucusAttended:
    """A seat went into a caucus, or out of it."""

    kind: ClassVar[str] = "caucus.attended"
    v: ClassVar[int] = 1
    caucus: CaucusId
    seat: SeatId
    entered: bool


@dataclass(frozen=True, slots=True)
class CaucusSummoned:
    """A seat was called into a caucus, and what it said."""

    kind: ClassVar[str] = "caucus.summoned"
    v: ClassVar[int] = 1
    caucus: CaucusId
    seat: SeatId
    state: Summons


@dataclass(frozen=True, slots=True)
class SessionInterrupted:
    """The session stands still; `by` None: no mediator was there any more (TR13)."""

    kind: ClassVar[str] = "session.interrupted"
    v: ClassVar[int] = 1
    cause: Cause
    was: str
    by: SeatId | None
    note: str


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """It goes on, in that phase."""

    kind: ClassVar[str] = "session.resumed"
    v: ClassVar[int] = 1
    phase: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class SessionExtended:
    """More minutes than were planned."""

    kind: ClassVar[str] = "session.extended"
    v: ClassVar[int] = 1
    minutes: int
    by: SeatId


@dataclass(frozen=True, slots=True)
class SessionForsaken:
    """The room was closed by nobody: `days` without anybody, or `case_ended`; quiet since then."""

    kind: ClassVar[str] = "session.forsaken"
    v: ClassVar[int] = 1
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SessionRescheduled:
    """Another time, before it began."""

    kind: ClassVar[str] = "session.rescheduled"
    v: ClassVar[int] = 1
    scheduled_at: datetime
    planned_minutes: int
    by: SeatId


@dataclass(frozen=True, slots=True)
class HostChanged:
    """A co-mediator became the host."""

    kind: ClassVar[str] = "host.changed"
    v: ClassVar[int] = 1
    host: SeatId
    former: SeatId


@dataclass(frozen=True, slots=True)
class SeatMuted:
    """The mediator shut a microphone, keeps it shut, or lets it be opened again."""

    kind: ClassVar[str] = "seat.muted"
    v: ClassVar[int] = 1
    seat: SeatId
    act: str
    by: SeatId


@dataclass(frozen=True, slots=True)
class SharingAllowed:
    """The mediator lets a seat share its screen, or no longer."""

    kind: ClassVar[str] = "seat.may_share"
    v: ClassVar[int] = 1
    seat: SeatId
    allowed: bool
    by: SeatId


@dataclass(frozen=True, slots=True)
class ScriptItemTold:
    """An item of the opening script was told, or the tick taken back."""

    kind: ClassVar[str] = "script.told"
    v: ClassVar[int] = 1
    item: str
    told: bool
    by: SeatId


@dataclass(frozen=True, slots=True)
class RelationDisclosed:
    """The mediator disclosed a relation; the words are in the room and the minutes."""

    kind: ClassVar[str] = "disclosure.made"
    v: ClassVar[int] = 1
    disclosure: DisclosureId
    by: SeatId


@dataclass(frozen=True, slots=True)
class DisclosureJudged:
    """A principal agreed to go on, or wants another mediator."""

    kind: ClassVar[str] = "disclosure.answered"
    v: ClassVar[int] = 1
    disclosure: DisclosureId
    seat: SeatId
    person: PersonId
    agrees: bool


@dataclass(frozen=True, slots=True)
class FactMoved:
    """An undisputed fact was proposed, reworded, confirmed, refused, entered or withdrawn; words are in the ledger."""

    kind: ClassVar[str] = "fact.moved"
    v: ClassVar[int] = 1
    fact: FactId
    act: str
    seat: SeatId
    version: int
