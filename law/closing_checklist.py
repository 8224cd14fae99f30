"""What must be in a file before it goes to the archive, as dated data (domain.md §3.11)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


class FileEnd(StrEnum):
    """How far a case came, as the file looks at it."""

    MEDIATED = "mediated"
    """Talks began, or there is an agreement."""
    NOT_BEGUN = "not_begun"
    """Returned, refused, or somebody could not be reached."""


@dataclass(frozen=True, slots=True)
class ClosingChecklist:
    """`points` are named in `rooms.cases.labels` (archive_point). `lanes` empty: every lane with no list of its own."""

    end: FileEnd
    lanes: frozenset[str]
    points: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    settled: bool
    source: str
    note: Sentence | None


class NoChecklistError(LookupError):
    """No list on that day: ours to mend in `law/data/closing_checklist.json`."""


def closing_checklist(end: FileEnd, lane: str, on: date) -> ClosingChecklist:
    """That day's list for a case of that lane. Raises NoChecklistError."""
    found = [one for one in in_force(_LISTS, on) if one.end is end and (not one.lanes or lane in one.lanes)]
    own = [one for one in found if one.lanes]
    if not found:
        raise NoChecklistError(f"{end} in {lane} on {on}")
    return (own or found)[-1]


def _checklist(row: Row) -> ClosingChecklist:
    return ClosingChecklist(
        end=FileEnd(row["end"]),
        lanes=frozenset(row["lanes"]),
        points=tuple(row["points"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        settled=row["settled"],
        source=row["source"],
        note=sentence(row["note"]) if row["note"] else None,
    )


_LISTS: Final = tuple(map(_checklist, rows("closing_checklist.json")))
