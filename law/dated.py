"""Data that holds from one day to another, as it lies in the `data/` folder of a package.

Reading these files, once, when the module that speaks for them is imported, is the only I/O in this package.
"""

import json
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from law.sentence import Sentence

Row = dict[str, Any]
"""One row as JSON gives it; the module that asked makes a value of it at once."""


class Dated(Protocol):
    """Something valid from a day on, to a last day included, or until further notice (None)."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def rows(file: str, *, package: str = "law") -> tuple[Row, ...]:
    """The rows of `<package>/data/<file>`, in the order of the file."""
    found: list[Row] = json.loads(files(package).joinpath("data", file).read_text(encoding="utf-8"))
    return tuple(found)


def in_force(everything: Iterable[D], on: date) -> tuple[D, ...]:
    """What holds on that day, in the given order."""
    return tuple(one for one in everything if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to))


def day(text: str | None) -> date | None:
    """A last day, or None for until further notice."""
    return None if text is None else date.fromisoformat(text)


def sentence(pair: Row) -> Sentence:
    """`{"zh": …, "en": …}`; a list of sentences becomes one text with a line for each."""
    return Sentence(_lines(pair["zh"]), _lines(pair["en"]))


def _lines(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "\n".join(text)
