"""Articles of law by a key that never changes: what is printed follows the day, since numbers move (domain.md §2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows
from law.sentence import Sentence


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

    def printed(self, keys: Iterable[str], on: date) -> Sentence:
        """Several articles in one line; the title of a law is said once for those that follow each other."""
        found = [self.citation(key, on) for key in keys]
        zh, before = list[str](), ""
        for one in found:
            title, _, article = one.zh.rpartition("》")
            zh.append(article if title == before and article else one.zh)
            before = title
        return Sentence("、".join(zh), ", ".join(one.en for one in found))


def _dated(row: Row) -> _Dated:
    citation = Citation(row["key"], row["zh"], row["en"], row["settled"], row["source"])
    return _Dated(citation, date.fromisoformat(row["valid_from"]), day(row["valid_to"]))


CITATIONS: Final = Citations(rows("statutes.json"))


def citation(key: str, on: date) -> Citation:
    """The article as the program's own table has it on that day. Raises UnknownCitation."""
    return CITATIONS.citation(key, on)


def printed(keys: Iterable[str], on: date) -> Sentence:
    """Several articles of the program's own table in one line. Raises UnknownCitation."""
    return CITATIONS.printed(keys, on)
