"""What a house brings to its drafts, beyond what the drafts say: its days, its city's wages, its press's faces."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from law.calendar import OFFICIAL, Calendar
from law.local_parameters import LOCAL_PARAMETERS, LocalParameters


@dataclass(frozen=True, slots=True)
class Means:
    """Its calendar, its city's wages, and what its faces cannot print of some texts."""

    calendar: Calendar = OFFICIAL
    parameters: LocalParameters = LOCAL_PARAMETERS
    unprintable: Callable[[Iterable[str]], tuple[str, ...]] = lambda _: ()
    """By default nothing is asked here: the press names such characters too."""


PLAIN: Final = Means()
