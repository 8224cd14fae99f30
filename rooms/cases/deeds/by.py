"""Who did it."""

from dataclasses import dataclass
from typing import Final

from rooms.cases.words import Office


@dataclass(frozen=True, slots=True)
class By:
    """`id` is an account's, a participant's or, for SYSTEM, empty."""

    office: Office
    id: str


SYSTEM: Final = By(Office.SYSTEM, "")
