"""The draft as a value: parts with fields, each field with a version of its own, and what is said beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from agreements.ids import CommentId, Digest, PartId, SignerId, SnapshotId, SuggestionId
from agreements.kinds import Kind
from law.zone import Zone


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one field. `version` counts this field's changes from 1; a field never set has version 0."""

    value: str
    version: int
    by: SignerId
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """The head, a party, or a clause. `entries` has only fields that were set."""

    id: PartId
    kind: Kind
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark to one part, for all to see. `part` may be gone by now."""

    zone: ClassVar[Zone] = Zone.DEAL
    id: CommentId
    part: PartId
    author: SignerId
    at: datetime
    text: str
    settled: bool = False


class Settled(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A party's value for a field; `part` None: a new free clause, which gets the suggestion's id when adopted."""

    zone: ClassVar[Zone] = Zone.DEAL
    id: SuggestionId
    by: SignerId
    at: datetime
    part: PartId | None
    field: str
    value: str
    saw: int
    """The field's version then."""
    state: Settled = Settled.OPEN
    reason: str = ""
    """Why it was declined."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A party agreed to a clause as it read then. It counts while the clause reads so, and stays to be seen after."""

    part: PartId
    by: SignerId
    at: datetime
    wording: Digest


@dataclass(frozen=True, slots=True)
class Reading:
    """How one part read: heading and text as printed, ID numbers masked."""

    part: PartId
    number: str
    """一, 二 … for clauses."""
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A reading whose words are kept once for all, in `Draft.wordings`."""

    part: PartId
    number: str
    wording: Digest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the draft that was kept: by the mediator's press, or because the text was frozen as `round`."""

    id: SnapshotId
    at: datetime
    by: SignerId
    name: str
    round: int
    """0: by press."""
    parts: tuple[KeptPart, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Parts in order: head, parties, then the clauses as they will be numbered.

    `version` grows with each change of the parts. A remark, a suggestion, an acceptance is none: it cannot keep the
    mediator from freezing.
    """

    zone: ClassVar[Zone] = Zone.DEAL
    parts: tuple[Part, ...]
    comments: tuple[Comment, ...] = ()
    version: int = 0
    suggestions: tuple[Suggestion, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    wordings: Mapping[Digest, str] = field(default_factory=dict)
    """Heading, newline, text of what an acceptance or a snapshot names, by the digest of just that."""

    @property
    def clauses(self) -> tuple[Part, ...]:
        """The parts that are numbered, in order."""
        return tuple(part for part in self.parts if part.kind not in {Kind.HEAD, Kind.PARTY})
