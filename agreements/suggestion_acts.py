"""What people ask of the draft besides writing in it: suggestions, acceptances, states to be kept. Part of `acts`.

What a part reads at that moment comes with the act, as everybody has it before the eyes: the house's own texts are
known outside only.
"""

from dataclasses import dataclass
from datetime import datetime

from agreements.draft import Reading
from agreements.ids import Digest, PartId, SignerId, SnapshotId, SuggestionId


@dataclass(frozen=True, slots=True)
class Suggested:
    """A party's value for a field, or (`part` None) a new free clause. Again with the same id is the same one."""

    at: datetime
    by: SignerId
    id: SuggestionId
    part: PartId | None
    field: str
    saw: int
    value: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """A mediator takes it over. `saw`: the field's version before the mediator's eyes."""

    at: datetime
    by: SignerId
    id: SuggestionId
    saw: int


@dataclass(frozen=True, slots=True)
class Declined:
    """A mediator does not; `reason` is shown to all."""

    at: datetime
    by: SignerId
    id: SuggestionId
    reason: str


@dataclass(frozen=True, slots=True)
class SuggestionWithdrawn:
    """By who made it."""

    at: datetime
    by: SignerId
    id: SuggestionId


@dataclass(frozen=True, slots=True)
class ClauseAccepted:
    """A party agrees to a clause. `wording`: what was read; `reading`: how it reads now, None for no clause."""

    at: datetime
    by: SignerId
    part: PartId
    wording: Digest
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn:
    """Not any more."""

    at: datetime
    by: SignerId
    part: PartId


@dataclass(frozen=True, slots=True)
class DraftKept:
    """A mediator keeps the draft as it reads now."""

    at: datetime
    by: SignerId
    id: SnapshotId
    name: str
    readings: tuple[Reading, ...]


SuggestingAct = Suggested | Adopted | Declined | SuggestionWithdrawn | ClauseAccepted | AcceptanceWithdrawn | DraftKept
