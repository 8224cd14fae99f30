"""The dated texts of application and 送达地址确认书."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows


@dataclass(frozen=True, slots=True)
class _Texts:
    version: str
    valid_from: date
    valid_to: date | None
    row: Row


class NoTextsError(LookupError):
    """No texts are in force on that day: ours to mend in `agreements/data/application.json`."""


def texts_on(today: date) -> Row:
    """Raises NoTextsError."""
    found = in_force(_TEXTS, today)
    if not found:
        raise NoTextsError(today.isoformat())
    return found[-1].row


def _texts(row: Row) -> _Texts:
    return _Texts(row["version"], date.fromisoformat(row["valid_from"]), day(row["valid_to"]), row)


_TEXTS: Final = tuple(map(_texts, rows("application.json", package="agreements")))
