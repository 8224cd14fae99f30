"""Numbers a case is run by that are design or practice more than statute: dated, with their source, shown as such."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number; the unit is in the key. `settled` is false where it is ours to choose; `note` says so to people."""

    key: str
    value: int
    source: str
    settled: bool
    note: Sentence | None
    valid_from: date
    valid_to: date | None


class UnknownParameter(LookupError):
    """No such number on that day: ours to mend in `law/data/case_parameters.json`."""


def parameter(key: str, on: date) -> Parameter:
    """The number as it stands on that day. Raises UnknownParameter."""
    found = [one for one in parameters(on) if one.key == key]
    if not found:
        raise UnknownParameter(f"{key} on {on}")
    return found[-1]


def parameters(on: date) -> tuple[Parameter, ...]:
    """All numbers in force on that day, in the order of the file."""
    return in_force(_PARAMETERS, on)


def _parameter(row: Row) -> Parameter:
    return Parameter(
        key=row["key"],
        value=row["value"],
        source=row["source"],
        settled=row["settled"],
        note=sentence(row["note"]) if row["note"] else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
    )


_PARAMETERS: Final = tuple(map(_parameter, rows("case_parameters.json")))
