"""What the audit log keeps of minutes. Stored as JSON: changing a class here is a migration.

Ids and counts; no words. What was written is in the frozen text, whose digest the signing puts on record.
"""

from dataclasses import dataclass
from typing import ClassVar

from rooms.ids import PersonId, RoomId


@dataclass(frozen=True, slots=True)
class MinutesChanged:
    """An entry was `written`, `corrected` or `struck`, or the `head` set; `revision` is the entry's, after it."""

    kind: ClassVar[str] = "minutes.changed"
    v: ClassVar[int] = 1
    room: RoomId
    act: str
    entry: str
    revision: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class MinutesReadBack:
    """So many entries were offered for confirmation."""

    kind: ClassVar[str] = "minutes.read_back"
    v: ClassVar[int] = 1
    room: RoomId
    entries: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class MinutesConfirmed:
    """A person confirmed these entries, each named `id@revision`."""

    kind: ClassVar[str] = "minutes.confirmed"
    v: ClassVar[int] = 1
    room: RoomId
    person: PersonId
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesDisputed:
    """A person put a note beside an entry; what it says is in the minutes."""

    kind: ClassVar[str] = "minutes.disputed"
    v: ClassVar[int] = 1
    room: RoomId
    person: PersonId
    entry: str


@dataclass(frozen=True, slots=True)
class SignatureExcused:
    """It was put on record why somebody does not sign (empty: taken back)."""

    kind: ClassVar[str] = "minutes.excused"
    v: ClassVar[int] = 1
    room: RoomId
    person: PersonId
    reason: str
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class MinutesFrozen:
    """The text is fixed under this digest, to be signed by these."""

    kind: ClassVar[str] = "minutes.frozen"
    v: ClassVar[int] = 1
    room: RoomId
    digest: str
    signers: tuple[PersonId, ...]
    by: PersonId


@dataclass(frozen=True, slots=True)
class MinutesReopened:
    """The fixed text fell with all its signatures. `by` None: it could not be printed."""

    kind: ClassVar[str] = "minutes.reopened"
    v: ClassVar[int] = 1
    room: RoomId
    digest: str
    by: PersonId | None
    reason: str
    signed: int


@dataclass(frozen=True, slots=True)
class MinutesClosed:
    """Signed by all and sealed."""

    kind: ClassVar[str] = "minutes.closed"
    v: ClassVar[int] = 1
    room: RoomId
    digest: str


@dataclass(frozen=True, slots=True)
class MinutesEnded:
    """The session ended before these had signed; the text is fixed under this digest. `by` None: the system."""

    kind: ClassVar[str] = "minutes.ended"
    v: ClassVar[int] = 1
    room: RoomId
    digest: str
    by: PersonId | None
    reason: str
    unsigned: tuple[PersonId, ...]


Fact = (
    MinutesChanged
    | MinutesReadBack
    | MinutesConfirmed
    | MinutesDisputed
    | SignatureExcused
    | MinutesFrozen
    | MinutesReopened
    | MinutesClosed
    | MinutesEnded
)
