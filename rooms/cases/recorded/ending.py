"""What the end leaves in the case (TR33-TR35)."""

from dataclasses import replace
from typing import assert_never

from rooms.cases.case import Case
from rooms.cases.deeds.ending import Archived, HandedBack, Recalled, Reported, ResultEntered, Terminated, Withdrew
from rooms.cases.words import Ground

Ending = Terminated | Withdrew | Recalled | Reported | ResultEntered | HandedBack | Archived


def after(case: Case, deed: Ending) -> Case:
    """The case with that in it."""
    match deed:
        case Terminated():
            return replace(case, ground=deed.ground, report=deed.report)
        case Withdrew():
            return replace(case, ground=deed.ground)
        case Recalled():
            return replace(case, ground=Ground.OTHER)
        case Reported():
            return replace(case, report=deed.report)
        case ResultEntered():
            return replace(case, result=deed)
        case HandedBack() | Archived():
            return case
        case _:
            assert_never(deed)
