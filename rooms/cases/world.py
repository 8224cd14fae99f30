"""What the machine must know beyond the case: the calendar, and what the register and the lane table say now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from law.calendar import Calendar
from law.sentence import Sentence
from rooms.cases.ids import EntryId, StaffId


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mediator as the register sees them for this case's court at this moment (`law.register`).

    `entry` None: not confirmed there, and `why` says so. `pool`: of the provincial expert pool. `conflict`: known to be
    a party, an agent or a relative in this case.
    """

    entry: EntryId | None
    why: Sentence | None
    pool: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class World:
    """`today` is the day in Beijing at the moment of the step. `lane_open`: this court takes this lane today."""

    today: date
    calendar: Calendar
    candidates: Mapping[StaffId, Candidate] = field(default_factory=dict)
    lane_open: bool = True
