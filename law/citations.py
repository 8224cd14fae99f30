"""Articles of law by a key that never changes: what is printed follows the day, since numbers move (domain.md §2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows


@dataclass(frozen=True, slots=True)
class Citation:
    """`zh` as printed, `en` short, as shown beside it. `settled` is false where a lawyer has yet to say it holds."""

    key: str
    zh: str
    en: str
    settled: bool
    source: str


class UnknownCitation(LookupError):
    """No such article on that day: ours to mend in `law/data/statutes.json`."""


@dataclass(frozen=True, slots=True)
class _Dated:
    citation: Citation
    valid_from: date
    valid_to: date | None


class Citations:
    """A table of articles; `CITATIONS` is the one that comes with the program."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._found: dict[str, tuple[_Dated, ...]] = {}
        for row in rows:
            self._found[row["key"]] = (*self._found.get(row["key"], ()), _dated(row))

    def citation(self, key: str, on: date) -> Citation:
        """The article as it is numbered and printed on that day. Raises UnknownCitation."""
        found = in_force(self._found.get(key, ()), on)
        if not found:
            raise UnknownCitation(f"{key} on {on}")
        return found[-1].citation


def _dated(row: Row) -> _Dated:
    citation = Citation(row["key"], row["zh"], row["en"], row["settled"], row["source"])
    return _Dated(citation, date.fromisoformat(row["valid_from"]), day(row["valid_to"]))


CITATIONS: Final = Citations(rows("statutes.json"))


def citation(key: str, on: date) -> Citation:
    """The article as the program's own table has it on that day. Raises UnknownCitation."""
    return CITATIONS.citation(key, on)
