"""The answers a command can get: done, refused, and for a few what was asked for."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from signaling.contract.wire import Wire


class Message(Wire):
    """One sentence for a person, in both languages."""

    zh: str
    en: str


class Accepted(Wire):
    """Done and durable."""

    ok: Literal[True] = True


class Refused(Wire):
    """Not done, nothing changed but what the sentence says. `code` is stable; `data` are the values in the sentence."""

    ok: Literal[False] = False
    code: str
    message: Message
    data: Mapping[str, str | int] = Field(default_factory=dict)


class Moved(Wire):
    """One thing that follows from the terms and changed with them. Texts as printed; empty: was not, or is no more."""

    part: str
    """The clause it belongs to; `draft`: all of them together."""
    what: Literal["sum", "words", "instalment", "performance"]
    """The sum of all payments; an amount in words (大写); a row of a plan; a row of 履行一览."""
    number: int
    """Of the row; 0 where there is none."""
    before: str
    after: str


class FieldDone(Wire):
    """Answers `draft.set` and `draft.adopt`: done, and what else moved."""

    ok: Literal[True] = True
    draft_version: int
    """The draft that holds it: a new one, or the one before where that value stood there already."""

    moved: tuple[Moved, ...]


class Segment(Wire):
    """A run of text that both have, or only the later (`added`) or the earlier (`removed`)."""

    change: Literal["same", "added", "removed"]
    text: str


class ComparedPart(Wire):
    """One clause in both states. `added` and `removed`: it is in one of them only. Same ones have one segment."""

    part: str
    number: str
    """As in the later state, else as in the earlier."""
    heading: str
    change: Literal["same", "changed", "added", "removed", "moved"]
    segments: tuple[Segment, ...]


class DraftCompared(Wire):
    """Answers `draft.compare` and `draft.wording`, in the order of the later state, what is gone where it was."""

    ok: Literal[True] = True
    parts: tuple[ComparedPart, ...]


Answer = Accepted | FieldDone | DraftCompared | Refused
