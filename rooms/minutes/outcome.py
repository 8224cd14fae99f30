"""What one step of the minutes gives."""

from dataclasses import dataclass

from rooms.minutes.facts import Fact
from rooms.minutes.minutes import Minutes


@dataclass(frozen=True, slots=True)
class Step:
    """The next minutes and the facts for the audit log."""

    minutes: Minutes
    facts: tuple[Fact, ...] = ()
