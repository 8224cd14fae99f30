"""What is written to people by e-mail and short message, as dated, versioned text in both languages.

A line that needs something nobody knows (how long it takes, whom to call) is left out; what must be there is `link`,
`time` and the like of its kind, and lies in `needs`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.beijing import printed_day
from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence

Value = str | int | date | Sentence | None
"""What goes into a text; a day is printed as each language writes it. None: not known."""
OPTIONAL: Final = frozenset({"minutes", "phone", "reason"})


@dataclass(frozen=True, slots=True)
class Lines:
    """The same text in both languages, line by line."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageForm:
    """A text with gaps: a letter with its subject, and the short one for telephones."""

    version: str
    kind: str
    subject: Sentence
    letter: Lines
    short: Lines
    valid_from: date
    valid_to: date | None

    @property
    def needs(self) -> frozenset[str]:
        """The values without which it is not sent."""
        texts = (self.subject.zh, self.subject.en)
        lines = (*self.letter.zh, *self.letter.en, *self.short.zh, *self.short.en)
        return frozenset(name for text in (*texts, *lines) for name in _gaps(text)) - OPTIONAL


@dataclass(frozen=True, slots=True)
class Written:
    """A text with everything filled in."""

    subject: str
    text: str


class NoMessageTextError(LookupError):
    """There is no such text, or a value is missing: ours to mend."""


def message_form(kind: str, on: date) -> MessageForm:
    """The text of that kind on that day. Raises NoMessageTextError."""
    found = [one for one in in_force(_FORMS, on) if one.kind == kind]
    if not found:
        raise NoMessageTextError(f"{kind} on {on}")
    return found[-1]


def letter(form: MessageForm, **values: Value) -> Written:
    """For a mailbox: Chinese, then English. Raises NoMessageTextError for a value that is missing."""
    zh, en = _in_both(form, values)
    subject = f"{form.subject.zh.format_map(zh)} {form.subject.en.format_map(en)}"
    return Written(subject, f"{_filled(form.letter.zh, zh)}\n\n{_filled(form.letter.en, en)}\n")


def short_message(form: MessageForm, **values: Value) -> str:
    """For a telephone. Raises NoMessageTextError for a value that is missing."""
    zh, en = _in_both(form, values)
    return f"{_filled(form.short.zh, zh)}\n{_filled(form.short.en, en)}"


def _in_both(form: MessageForm, values: Mapping[str, Value]) -> tuple[dict[str, str], dict[str, str]]:
    known = {name: _said(value) for name, value in values.items() if value not in (None, "")}
    if missing := form.needs - known.keys():
        raise NoMessageTextError(f"{form.version} without {', '.join(sorted(missing))}")
    return {name: one.zh for name, one in known.items()}, {name: one.en for name, one in known.items()}


def _said(value: Value) -> Sentence:
    if isinstance(value, Sentence):
        return value
    if isinstance(value, date):
        return Sentence(printed_day(value), value.isoformat())
    return Sentence(str(value), str(value))


def _filled(lines: Iterable[str], values: Mapping[str, str]) -> str:
    return "\n".join(line.format_map(values) for line in lines if _gaps(line) <= values.keys())


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def _form(row: Row) -> MessageForm:
    return MessageForm(
        version=row["version"],
        kind=row["kind"],
        subject=sentence(row["subject"]),
        letter=_lines(row["letter"]),
        short=_lines(row["short"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
    )


def _lines(row: Row) -> Lines:
    return Lines(tuple(row["zh"]), tuple(row["en"]))


_FORMS: Final = tuple(map(_form, rows("message_texts.json")))
