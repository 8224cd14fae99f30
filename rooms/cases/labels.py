"""What the closed words of a case are called, as dated data in both languages (`rooms/data/case_words.json`)."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from law.dated import Row, day, in_force, rows

WordList = Literal[
    "archive_point",
    "channel",
    "chosen_by",
    "clock_state",
    "consent_how",
    "consent_step",
    "contact_channel",
    "contact_result",
    "copy_form",
    "decision",
    "entry_state",
    "event",
    "fell_because",
    "form",
    "ground",
    "guard",
    "lane",
    "material_kind",
    "mode",
    "notice_kind",
    "office",
    "owed_by",
    "paper_use",
    "procedure",
    "relation",
    "report_heading",
    "result",
    "return_reason",
    "route",
    "seal_form",
    "set_day",
    "standing",
    "state",
    "suspend_reason",
]


@dataclass(frozen=True, slots=True)
class Label:
    """One word of a list and how it is called."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class _Dated:
    kind: str
    label: Label
    valid_from: date
    valid_to: date | None


def labels(kind: WordList, on: date) -> tuple[Label, ...]:
    """The list as it stands on that day, in its order."""
    return tuple(one.label for one in in_force(_WORDS[kind], on))


def label(kind: WordList, word: str, on: date) -> Label:
    """What `word` is called on that day; one that is no longer in use keeps its last name."""
    known = in_force(_WORDS[kind], on) + _WORDS[kind]
    return next((one.label for one in known if one.label.id == word), Label(word, word, word))


def _dated(row: Row) -> _Dated:
    words = Label(row["id"], row["zh"], row["en"])
    return _Dated(row["list"], words, date.fromisoformat(row["valid_from"]), day(row["valid_to"]))


def _by_list(words: tuple[_Dated, ...]) -> dict[str, tuple[_Dated, ...]]:
    return {kind: tuple(one for one in words if one.kind == kind) for kind in {one.kind for one in words}}


_WORDS: Final = _by_list(tuple(map(_dated, rows("case_words.json", package="rooms"))))
