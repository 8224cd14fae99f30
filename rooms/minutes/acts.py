"""What is done to minutes: a closed union, `step` matches it to the end. `by` comes from the authenticated session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rooms.ids import PersonId
from rooms.minutes.minutes import Entry, EntryId, EntryKind, Result


@dataclass(frozen=True, slots=True)
class Written:
    """The keeper writes an entry. The id is the client's own; again is the same entry."""

    at: datetime
    by: PersonId
    id: EntryId
    kind: EntryKind
    speaker: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """Other words, or another speaker (None: as it was), for the entry as of revision `saw`."""

    at: datetime
    by: PersonId
    id: EntryId
    saw: int
    text: str
    speaker: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Struck:
    """The entry no longer counts, and why."""

    at: datetime
    by: PersonId
    id: EntryId
    saw: int
    reason: str


@dataclass(frozen=True, slots=True)
class Headed:
    """争议焦点 and result; None: as it was."""

    at: datetime
    by: PersonId
    focus: str | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class Offered:
    """Entries up to this one are read back for confirmation."""

    at: datetime
    by: PersonId
    through: EntryId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person confirms entries, each with the revision that was before the eyes."""

    at: datetime
    by: PersonId
    seen: tuple[tuple[EntryId, int], ...]


@dataclass(frozen=True, slots=True)
class Dissented:
    """A person's own note beside an entry."""

    at: datetime
    by: PersonId
    id: EntryId
    text: str


@dataclass(frozen=True, slots=True)
class Excused:
    """Somebody does not sign, and why; an empty reason takes it back."""

    at: datetime
    by: PersonId | None
    """None: the system, which closes a session that nobody ended."""
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class FreezeAsked:
    """The text is fixed. `signers`: everybody who took part; `names` for the sentence that says who is missing.

    `saw`: the version the keeper had before the eyes. `digest`: of the canonical document, stored before.
    """

    at: datetime
    by: PersonId
    saw: int
    digest: str
    signers: tuple[tuple[PersonId, str], ...]
    mediator: PersonId
    withheld: Mapping[PersonId, frozenset[EntryId]] = field(default_factory=dict)
    """Entries that a screen keeps from a person until the paper is read as a whole; nobody waits for these."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """Back to writing; every signature is void (`signed` of them). `by` None: the text could not be printed."""

    at: datetime
    by: PersonId | None
    reason: str
    signed: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """All have signed, and the file is sealed."""

    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class EndAsked:
    """The session ends before all have signed: `signers`, everybody who took part, are excused by now.

    `digest`: of the canonical document, stored before. `by` None: the system closes a session that nobody ended.
    """

    at: datetime
    by: PersonId | None
    digest: str
    reason: str
    signers: tuple[tuple[PersonId, str], ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """The room's own events since `seen`, as entries, and how far the chain was looked at."""

    entries: tuple[Entry, ...]
    seen: int


Act = (
    Written
    | Corrected
    | Struck
    | Headed
    | Offered
    | Confirmed
    | Dissented
    | Excused
    | FreezeAsked
    | Reopened
    | Sealed
    | EndAsked
    | Happened
)
