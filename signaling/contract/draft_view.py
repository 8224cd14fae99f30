"""Parts of the agreement's view that belong to the draft: who agreed, who suggested what, what moved along."""

from datetime import datetime
from typing import Literal

from signaling.contract.answers import Moved
from signaling.contract.wire import Wire


class AcceptedBy(Wire):
    """A party agreed to a clause. `current`: it still reads as then; else `draft.wording` shows what has changed.

    `seat`: of the party. `device`: the seat it was said from, an agent's or an assisted one.
    """

    seat: str
    device: str
    name: str
    at: datetime
    wording: str
    current: bool


class SuggestionState(Wire):
    """A party's suggestion. `part` null: a new clause. `stale`: the field was changed since, and not to this."""

    id: str
    part: str | None
    field: str
    value: str
    seat: str
    device: str
    """The seat it came from."""
    name: str
    at: datetime
    state: Literal["open", "adopted", "declined", "withdrawn"]
    reason: str
    """Why it was declined."""
    stale: bool


class SnapshotState(Wire):
    """A state of the draft that was kept; what it reads is asked for with `draft.compare`."""

    id: str
    name: str
    why: Literal["kept", "frozen"]
    round: int
    """Of the text that was frozen; 0 where it was kept by hand."""
    by: str
    """Name."""
    at: datetime


class LastMoved(Wire):
    """What the last change of a field moved besides itself."""

    draft_version: int
    part: str
    field: str
    by: str
    """Name."""
    moved: tuple[Moved, ...]


class DayOff(Wire):
    """A day on which something is due and nobody works. `next`: the working day behind it."""

    part: str
    field: str
    """`due`, `due.2`, `certificate_due` …"""
    day: str
    kind: Literal["weekend", "holiday", "swapped_rest"]
    next: str
    provisional: bool
    """The year has no official table yet."""
