"""Sessions, pauses and more time (TR9–TR15)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import MaterialId, NoteId, NoticeId, ParticipantId
from rooms.cases.words import Form, Mode, NoticeKind, SuspendReason
from rooms.ids import RoomId


@dataclass(frozen=True, slots=True)
class ModeSet:
    """How one party will take part, confirmed before mediating (规则 §16)."""

    kind: ClassVar[str] = "case.mode_set"
    v: ClassVar[int] = 1
    participant: ParticipantId
    mode: Mode
    by: By


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """TR9. `short_notice`: all agreed to less than the usual hours."""

    kind: ClassVar[str] = "case.session_planned"
    v: ClassVar[int] = 1
    room: RoomId
    at: datetime
    short_notice: bool
    by: By


@dataclass(frozen=True, slots=True)
class SessionBegun:
    """The first person sat down at the table."""

    kind: ClassVar[str] = "case.session_begun"
    v: ClassVar[int] = 1
    room: RoomId
    by: By


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The mediator closed it; `held` False: it never began."""

    kind: ClassVar[str] = "case.session_ended"
    v: ClassVar[int] = 1
    room: RoomId
    held: bool
    by: By


@dataclass(frozen=True, slots=True)
class Suspended:
    """TR14. A clock rests only for APPRAISAL, and only where the profile says so (AT-42)."""

    kind: ClassVar[str] = "case.suspended"
    v: ClassVar[int] = 1
    reason: SuspendReason
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class Resumed:
    """What stood against mediating is over."""

    kind: ClassVar[str] = "case.resumed"
    v: ClassVar[int] = 1
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """The mediator or a party proposes `days` more; earlier answers are void."""

    kind: ClassVar[str] = "case.extension_asked"
    v: ClassVar[int] = 1
    days: int
    by: By


@dataclass(frozen=True, slots=True)
class ExtensionAnswered:
    """One party's answer to the proposal. When all have agreed in time, `Extended` follows at once (TR15)."""

    kind: ClassVar[str] = "case.extension_answered"
    v: ClassVar[int] = 1
    participant: ParticipantId
    agreed: bool
    form: Form
    paper: MaterialId | None
    by: By


@dataclass(frozen=True, slots=True)
class Extended:
    """TR15: the period now ends `until`."""

    kind: ClassVar[str] = "case.extended"
    v: ClassVar[int] = 1
    days: int
    until: date
    by: By


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A text is there for one participant to read behind the link, and was sent where an address is known."""

    kind: ClassVar[str] = "case.notice_given"
    v: ClassVar[int] = 1
    notice: NoticeId
    what: NoticeKind
    participant: ParticipantId
    version: str
    by: By


@dataclass(frozen=True, slots=True)
class NoticeOpened:
    """The participant had it on the screen for the first time."""

    kind: ClassVar[str] = "case.notice_opened"
    v: ClassVar[int] = 1
    notice: NoticeId
    by: By


@dataclass(frozen=True, slots=True)
class Reminded:
    """Those who must act were told that `clock` ends on `due`."""

    kind: ClassVar[str] = "case.reminded"
    v: ClassVar[int] = 1
    clock: str
    due: date
    days_before: int
    by: By
