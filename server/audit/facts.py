"""What the server itself records, beside the facts of `rooms`, `rooms.minutes`, `rooms.cases.deeds` and `agreements`.

Stored as JSON: changing a class here is a migration (raise `v`, keep reading the old one).
Ids only: no names, digits, tokens, passwords or chat text; what was typed into a login form is none of ours.
`source` is the network address a request came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, get_args

from pydantic import TypeAdapter

from agreements import facts as agreement
from agreements.ids import AgreementId, Digest
from agreements.joint import facts as joint
from rooms import facts as session
from rooms.cases.deeds import deed as case
from rooms.ids import DeviceId, RoomId, SeatId, SessionId
from rooms.minutes import facts as minutes
from server.audit.chain import canonical
from server.ids import AccountId, CourtId, OrganisationId, SubmissionId


@dataclass(frozen=True, slots=True)
class RoomCreated:
    """A room of a case was opened; with its first one, where a mediator opened it, the case itself."""

    kind: ClassVar[str] = "room.created"
    v: ClassVar[int] = 1
    room: RoomId
    case_no: str
    lane: str
    by: AccountId
    seats: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A tab got a token for a seat."""

    kind: ClassVar[str] = "session.opened"
    v: ClassVar[int] = 1
    room: RoomId
    seat: SeatId
    session: SessionId
    device: DeviceId
    source: str


@dataclass(frozen=True, slots=True)
class AccessRefused:
    """Somebody known asked for what is not theirs. `who` is an account or seat id, `action` the route or command."""

    kind: ClassVar[str] = "access.refused"
    v: ClassVar[int] = 1
    who: str
    action: str
    code: str


@dataclass(frozen=True, slots=True)
class LinkUnknown:
    """A link that never was, or is revoked."""

    kind: ClassVar[str] = "link.unknown"
    v: ClassVar[int] = 1
    source: str
    code: str


@dataclass(frozen=True, slots=True)
class LoginSucceeded:
    """An account logged in."""

    kind: ClassVar[str] = "login.succeeded"
    v: ClassVar[int] = 1
    account: AccountId
    source: str


@dataclass(frozen=True, slots=True)
class LoginFailed:
    """A wrong password, or a name nobody has (`account` None)."""

    kind: ClassVar[str] = "login.failed"
    v: ClassVar[int] = 1
    account: AccountId | None
    source: str


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """An account ended a login of its own; the tokens for rooms that were made with it ended too."""

    kind: ClassVar[str] = "login.ended"
    v: ClassVar[int] = 1
    account: AccountId
    source: str


@dataclass(frozen=True, slots=True)
class AccountCreated:
    """An account was made, by another one or (`by` None) at the command line."""

    kind: ClassVar[str] = "account.created"
    v: ClassVar[int] = 1
    account: AccountId
    organisation: OrganisationId
    role: str
    by: AccountId | None


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """An account's password was set anew; its sessions ended."""

    kind: ClassVar[str] = "account.password_set"
    v: ClassVar[int] = 1
    account: AccountId
    by: AccountId | None


@dataclass(frozen=True, slots=True)
class CourtInspected:
    """A court's clerk looked at a sealed agreement, which was checked anew."""

    kind: ClassVar[str] = "court.inspected"
    v: ClassVar[int] = 1
    agreement: AgreementId
    account: AccountId
    source: str


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """Somebody took a finished file away. `who` is an account or seat id; `sha256` is of the bytes handed out."""

    kind: ClassVar[str] = "paper.taken"
    v: ClassVar[int] = 1
    agreement: AgreementId
    who: str
    file: str
    sha256: Digest
    source: str


@dataclass(frozen=True, slots=True)
class SubmissionMade:
    """A bundle was handed in to a court; `late`: after the last day, so that it waits for the court's yes."""

    kind: ClassVar[str] = "submission.made"
    v: ClassVar[int] = 1
    submission: SubmissionId
    number: str
    court: CourtId
    route: str
    sha256: Digest
    channel: str
    late: bool
    by: str


@dataclass(frozen=True, slots=True)
class SubmissionReceived:
    """The court signed for a bundle: an account on its desk, or (`by` a digest) by the receipt file with that hash."""

    kind: ClassVar[str] = "submission.received"
    v: ClassVar[int] = 1
    submission: SubmissionId
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class SubmissionRead:
    """Somebody of the court looked at a submission; `what`: the whole, or a file of it and the page."""

    kind: ClassVar[str] = "submission.read"
    v: ClassVar[int] = 1
    submission: SubmissionId
    account: AccountId
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class SubmissionTaken:
    """Somebody took a file of a submission away, byte for byte; `sha256` is of what was handed out."""

    kind: ClassVar[str] = "submission.taken"
    v: ClassVar[int] = 1
    submission: SubmissionId
    who: str
    file: str
    sha256: Digest
    source: str


@dataclass(frozen=True, slots=True)
class CaseFileTaken:
    """Somebody took a report, a notice or the whole hand-back of a case; `who` and `sha256` as in PaperTaken."""

    kind: ClassVar[str] = "case_file.taken"
    v: ClassVar[int] = 1
    who: str
    file: str
    sha256: Digest
    source: str


@dataclass(frozen=True, slots=True)
class CalendarLoaded:
    """A year's table of days off was given; deadlines are computed anew. `version` is the whole calendar's."""

    kind: ClassVar[str] = "calendar.loaded"
    v: ClassVar[int] = 1
    year: int
    version: str
    by: AccountId | None


@dataclass(frozen=True, slots=True)
class LaneSwitched:
    """A lane was opened or shut for a court (None: for all)."""

    kind: ClassVar[str] = "lane.switched"
    v: ClassVar[int] = 1
    switch: str
    court: CourtId | None
    lane: str
    is_open: bool
    by: AccountId


@dataclass(frozen=True, slots=True)
class CourtPolicyKept:
    """Somebody entered what a court takes; `said` by whose word."""

    kind: ClassVar[str] = "court_policy.kept"
    v: ClassVar[int] = 1
    policy: str
    court: CourtId
    takes: bool
    said: str
    by: AccountId


@dataclass(frozen=True, slots=True)
class RegisterChanged:
    """An entry of a court's register was made, confirmed or removed."""

    kind: ClassVar[str] = "register.changed"
    v: ClassVar[int] = 1
    entry: str
    court: str
    subject: str
    state: str
    by: AccountId


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """What is published of an organisation, a mediator or a court was written; `fields`: which of it."""

    kind: ClassVar[str] = "profile.changed"
    v: ClassVar[int] = 1
    subject_kind: str
    subject: str
    fields: tuple[str, ...]
    by: AccountId


@dataclass(frozen=True, slots=True)
class ZoneDeleted:
    """The key of a private zone was destroyed, and what it sealed deleted; `channel_kind`: what sort, not whose.

    `scheduled`: on the day that was set as the room closed; else the operator did it before.
    """

    kind: ClassVar[str] = "zone.destroyed"
    v: ClassVar[int] = 1
    room: RoomId
    channel_kind: str
    scheduled: bool


ServerFact = (
    RoomCreated
    | SessionOpened
    | AccessRefused
    | LinkUnknown
    | LoginSucceeded
    | LoginFailed
    | LoggedOut
    | AccountCreated
    | PasswordSet
    | CourtInspected
    | PaperTaken
    | SubmissionMade
    | SubmissionReceived
    | SubmissionRead
    | SubmissionTaken
    | CaseFileTaken
    | CalendarLoaded
    | LaneSwitched
    | CourtPolicyKept
    | RegisterChanged
    | ProfileChanged
    | ZoneDeleted
)
AnyFact = session.Fact | minutes.Fact | agreement.Fact | joint.Fact | case.Event | ServerFact

ADAPTERS: Final[Mapping[tuple[str, int], TypeAdapter[AnyFact]]] = {
    (fact.kind, fact.v): TypeAdapter(fact)
    for union in (session.Fact, minutes.Fact, agreement.Fact, joint.Fact, case.Event, ServerFact)
    for fact in get_args(union)
}
"""Every kind and version that was ever stored, and how to read it."""


def encoded(fact: AnyFact) -> str:
    """The fact's fields as canonical JSON; its kind and version stand beside it."""
    return canonical(ADAPTERS[fact.kind, fact.v].dump_python(fact, mode="json"))


def decoded(kind: str, v: int, body: str) -> AnyFact:
    """The fact that was stored; raises KeyError for a kind or version this build does not know."""
    return ADAPTERS[kind, v].validate_json(body, strict=True, extra="forbid")
