"""The draft as a value: parts with fields, each field with a version of its own, and comments beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agreements.ids import CommentId, PartId, SignerId
from agreements.kinds import Kind


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
    """A remark to one part, for all to see (zone Z6). `part` may be gone by now."""

    id: CommentId
    part: PartId
    author: SignerId
    at: datetime
    text: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Parts in order: head, parties, then the clauses as they will be numbered.

    `version` grows with each change of the parts. A remark is none: it cannot keep the mediator from freezing.
    """

    parts: tuple[Part, ...]
    comments: tuple[Comment, ...] = ()
    version: int = 0

    @property
    def clauses(self) -> tuple[Part, ...]:
        """The parts that are numbered, in order."""
        return tuple(part for part in self.parts if part.kind not in {Kind.HEAD, Kind.PARTY})
