"""开场告知: what the mediator tells everybody before they begin, as dated data (特邀 §14, 规则 §7, §13, §17, TR11).

It is a list to tick while speaking, no gate: what each person must have read and declared, the gate asks by itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence


@dataclass(frozen=True, slots=True)
class ScriptItem:
    """One thing to tell: `words` can be read aloud as they stand; `basis` is printed beside them."""

    id: str
    heading: Sentence
    words: Sentence
    basis: tuple[str, ...]
    valid_from: date
    valid_to: date | None


def opening_script(on: date) -> tuple[ScriptItem, ...]:
    """What is to be told on that day, in the order in which it is told."""
    return in_force(_ITEMS, on)


def _item(row: Row) -> ScriptItem:
    return ScriptItem(
        id=row["id"],
        heading=sentence(row["heading"]),
        words=sentence(row["words"]),
        basis=tuple(row["basis"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
    )


_ITEMS: Final = tuple(map(_item, rows("opening_script.json", package="rooms")))
