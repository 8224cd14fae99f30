"""Claim types of labour disputes (domain.md §6.1), as dated data: the list is chosen from, its basis is printed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


class Confirmable(StrEnum):
    """Whether a court may confirm such a term (解释一 §52 names agreements on payment only)."""

    YES = "yes"
    PART = "part"
    """Only what is paid."""
    NO = "no"
    """An act, not a payment."""
    ASK = "ask"
    """Unsettled: the local court is asked."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One claim type as it stood from `valid_from` to `valid_to`. `note`: what to mind about confirming it, or None."""

    id: str
    zh: str
    en: str
    basis: tuple[str, ...]
    confirmable: Confirmable
    note: Sentence | None
    valid_from: date
    valid_to: date | None
    source: str


def causes(on: date) -> tuple[Cause, ...]:
    """The claim types to choose from on that day, in the order of the list. Empty before 2021, where the data begin."""
    return in_force(_CAUSES, on)


def cause(cause_id: str, on: date) -> Cause | None:
    """That claim type as it stands on that day; None: there is none."""
    return next((one for one in causes(on) if one.id == cause_id), None)


def _cause(row: Row) -> Cause:
    return Cause(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        basis=tuple(row["basis"]),
        confirmable=Confirmable(row["confirmable"]),
        note=sentence(row["note"]) if "note" in row else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        source=row["source"],
    )


_CAUSES: Final = tuple(map(_cause, rows("causes.json")))
