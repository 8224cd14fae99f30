"""The minutes as a value. Entries only become more; words that were replaced or struck out stay beside the new ones.

    Open ──freeze──▶ Frozen ──all signed──▶ Closed
      ▲                │ reopened, refused, or cannot be printed: every signature is void
      └────────────────┘
    Open ──session over, and why it is not signed──▶ Ended

A confirmation is of one wording: whatever changes an entry clears the confirmations of it and of all behind it, and of
nothing before it (AT-40). Only what was said or done before all is in here; as a paper of the case's file it is Z1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType

from law.zone import Zone
from rooms.ids import PersonId, RoomId

EntryId = NewType("EntryId", str)
"""Made by the keeper's client for what is typed, so that it is written once; `a<sequence>` for the room's events."""


class EntryKind(StrEnum):
    """What an entry is (domain.md §3.3)."""

    STATEMENT = "statement"
    NOTICE = "notice"
    ANSWER = "answer"
    EVENT = "event"
    """Written by the room itself, by nobody else."""


class Mark(StrEnum):
    """What kind of event the room wrote; the paper sorts by it."""

    NONE = "none"
    BEGUN = "begun"
    RESUMED = "resumed"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    JOINED = "joined"
    LEFT = "left"
    DROPPED = "dropped"
    RETURNED = "returned"
    IDENTITY = "identity"
    TOLD = "told"
    """Notices, consents, declarations, disclosures, and what was answered."""
    DOCUMENT = "document"
    CAUCUS = "caucus"
    FACT = "fact"


class Result(StrEnum):
    """How the session ended."""

    AGREED = "agreed"
    PARTLY = "partly"
    NOT_AGREED = "not_agreed"
    CONTINUED = "continued"
    """Another session follows."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words as they stood until somebody changed them."""

    text: str
    speaker: PersonId | None
    until: datetime
    by: PersonId
    """Who changed them."""


@dataclass(frozen=True, slots=True)
class Strike:
    """An entry that no longer counts; its words stay."""

    at: datetime
    by: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class Dissent:
    """不同意见: stands beside the entry and blocks nothing."""

    person: PersonId
    at: datetime
    text: str
    revision: int
    """Of the entry, when it was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered line. `at` is when it was said or happened."""

    zone: ClassVar[Zone] = Zone.CASE
    id: EntryId
    at: datetime
    kind: EntryKind
    text: str
    speaker: PersonId | None = None
    by: PersonId | None = None
    """Who wrote it down; None: the room."""
    mark: Mark = Mark.NONE
    subject: str = ""
    """Whom or what an event is about, an id."""
    history: tuple[Wording, ...] = ()
    struck: Strike | None = None
    confirmed: Mapping[PersonId, datetime] = field(default_factory=dict)
    dissents: tuple[Dissent, ...] = ()

    @property
    def revision(self) -> int:
        """Counts the changes of this entry from 0; a person confirms one revision."""
        return len(self.history) + (self.struck is not None)


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why somebody who took part does not sign; printed in the place of the signature."""

    person: PersonId
    at: datetime
    by: PersonId | None
    """None: the system, which closed a session that nobody ended."""
    reason: str


@dataclass(frozen=True, slots=True)
class Fall:
    """Why the last frozen text fell. `by` None: it could not be printed. `signed`: how many signatures are void."""

    at: datetime
    by: PersonId | None
    reason: str
    signed: int


@dataclass(frozen=True, slots=True)
class Open:
    """Being written and read back."""

    fall: Fall | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """Fixed under `digest` for `signers`; the signing itself is the paper's."""

    digest: str
    at: datetime
    by: PersonId
    signers: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Signed by all and sealed. Nothing changes any more."""

    frozen: Frozen
    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """The session ended before all had signed: fixed under `digest`, to be sealed by the platform alone.

    Who did not sign and why stands in `excuses`. Nothing changes any more, and nobody signs later.
    """

    digest: str
    at: datetime
    by: PersonId | None
    """Who ended the session; None: nobody did, and the system closed it."""
    reason: str


Stage = Open | Frozen | Closed | Ended


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one room. `version` grows with each change of anything but `seen`."""

    room: RoomId
    begun_at: datetime
    entries: tuple[Entry, ...] = ()
    offered: int = 0
    """So many entries from the front have been read back for confirmation."""
    focus: str = ""
    """争议焦点."""
    result: Result | None = None
    excuses: tuple[Excuse, ...] = ()
    stage: Stage = field(default_factory=Open)
    seen: int = 0
    """The last record of the case's chain that was looked at for events."""
    version: int = 0

    @property
    def typed(self) -> bool:
        """Whether a keeper has written anything that counts; what the room wrote of itself nobody has to sign."""
        return any(each.by is not None and each.struck is None for each in self.entries)

    def place(self, entry: EntryId) -> int | None:
        """Its place from 0, or None."""
        return next((at for at, each in enumerate(self.entries) if each.id == entry), None)
