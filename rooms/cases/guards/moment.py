"""What a guard is asked with, and how it names those who are waited for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from law.beijing import printed_day
from law.procedures import ProcedureProfile
from rooms.cases.case import Case, Participant
from rooms.cases.deeds.deed import Deed
from rooms.cases.labels import label
from rooms.cases.open_points import ways
from rooms.cases.refusals import Refusal
from rooms.cases.world import World


@dataclass(frozen=True, slots=True)
class Moment:
    """The case as it stands (a case that comes in: as it would), the time, and what else must be known."""

    case: Case
    at: datetime
    world: World

    @property
    def ways(self) -> ProcedureProfile:
        """The profile the case runs by."""
        return ways(self.case)

    @property
    def today(self) -> date:
        """In Beijing."""
        return self.world.today


Need = Callable[[Moment], Refusal | None]
"""A guard of the case alone: it can be asked before anybody does anything."""
Check = Callable[[Moment, Deed], Refusal | None]
"""A guard of what a deed says."""
D = TypeVar("D", bound=Deed)


def about(kind: type[D], check: Callable[[Moment, D], Refusal | None]) -> Check:
    """The check of one kind of deed, as a check of any: others pass."""

    def of_any(moment: Moment, deed: Deed) -> Refusal | None:
        return check(moment, deed) if isinstance(deed, kind) else None

    return of_any


def either(*checks: Check) -> Check:
    """One check for several kinds of deed."""

    def of_any(moment: Moment, deed: Deed) -> Refusal | None:
        return next((no for no in (check(moment, deed) for check in checks) if no is not None), None)

    return of_any


def who(case: Case, people: tuple[Participant, ...]) -> dict[str, str]:
    """Those people by their standing, as data of a sentence: `申请人、被申请人2`."""
    called = [_called(case, one) for one in people]
    return {"who_zh": "、".join(zh for zh, _ in called), "who_en": ", ".join(en for _, en in called)}


def printed(day: date) -> dict[str, str]:
    """A day as data of a sentence."""
    return {"day": printed_day(day), "day_en": day.isoformat()}


def _called(case: Case, one: Participant) -> tuple[str, str]:
    alike = [each.id for each in case.participants if each.standing is one.standing]
    number = str(alike.index(one.id) + 1) if len(alike) > 1 else ""
    words = label("standing", one.standing, case.received_on)
    return f"{words.zh}{number}", f"{words.en.lower()} {number}".rstrip()
