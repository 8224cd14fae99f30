"""权利义务告知书 and the consents given under it (domain.md §3.7), as dated, versioned text."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """One section; each line of `text` is a paragraph. `statutes`: what it rests on, for the reviewer and the print."""

    id: str
    heading: Sentence
    text: Sentence
    statutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentItem:
    """One switch: `label` is what is agreed to, `meaning` what that means. No way in without a `required` one."""

    id: str
    label: Sentence
    meaning: Sentence
    required: bool
    statutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The text as it is read and agreed to. `version` is kept with every answer, so an answer never loses its text."""

    version: str
    valid_from: date
    valid_to: date | None
    sections: tuple[NoticeSection, ...]
    consents: tuple[ConsentItem, ...]


class NoNoticeError(LookupError):
    """No text is in force on that day: ours to mend in `law/data/rights_notice.json`."""


def notice(on: date) -> Notice:
    """The text in force on that day. Raises NoNoticeError if there is none."""
    found = in_force(_NOTICES, on)
    if not found:
        raise NoNoticeError(on.isoformat())
    return found[-1]


def notice_version(version: str) -> Notice:
    """The text of that version, in force or not. Raises NoNoticeError."""
    found = next((one for one in _NOTICES if one.version == version), None)
    if found is None:
        raise NoNoticeError(version)
    return found


def _notice(row: Row) -> Notice:
    return Notice(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        sections=tuple(map(_section, row["sections"])),
        consents=tuple(map(_consent, row["consents"])),
    )


def _section(row: Row) -> NoticeSection:
    return NoticeSection(row["id"], sentence(row["heading"]), sentence(row["text"]), tuple(row["statutes"]))


def _consent(row: Row) -> ConsentItem:
    return ConsentItem(
        row["id"], sentence(row["label"]), sentence(row["meaning"]), row["required"], tuple(row["statutes"])
    )


_NOTICES: Final = tuple(map(_notice, rows("rights_notice.json")))
