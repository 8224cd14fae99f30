"""Every clock of a case: when it ends and why, whether it was met, and who has to act (domain.md §4.5).

`runs` says what has begun; the length and its articles are dated data (`law.clock_rules`, `law.procedures`); the
arithmetic is `law.deadlines`. Nothing here reads a clock: `at` is given.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from law.beijing import day_of
from law.calendar import Calendar
from law.citations import Citation, citation
from law.clock_rules import OwedBy
from law.deadlines import ONE_DAY, Deadline, Unit, deadline
from law.parameters import parameter
from law.sentence import Sentence
from rooms.cases.case import Case
from rooms.cases.labels import label
from rooms.cases.runs import Run, applications, periods, runs
from rooms.cases.set_days import Given, given


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    LATE = "late"
    """The last day is over and what was waited for is not done."""
    MET = "met"
    PAUSED = "paused"
    VOID = "void"
    """It no longer matters: the case ended, another way was chosen, or a mere right has run out."""


WAITING: Final = frozenset({ClockState.RUNNING, ClockState.LATE})
RIGHTS: Final = frozenset({"objection_party", "objection_third_person", "enforcement"})
"""Nobody must do these: when they run out they are void, not late."""
ELSEWHERE: Final = frozenset(
    {"court_accept", "court_decide", "court_decide_special", "objection_party", "objection_third_person"}
)
"""Shown for information; a list of what is due leaves them out."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock on one day.

    `due`: the last day, itself in time; `due_at`: the moment, for a session. `about`: a participant, a room, an item of
    performance, or the event the period is counted from; empty where there is one of its kind. `binding` False: only
    shown beside the one that holds. `deadline` is the arithmetic; None where somebody set the day. `days_left` are
    calendar days, below zero when over; `working_days_left` only for spans of working days. `citations` as printed that
    day.
    """

    id: str
    about: str
    label: Sentence
    state: ClockState
    started_on: date
    due: date
    due_at: datetime | None
    met_on: date | None
    days_left: int
    working_days_left: int | None
    deadline: Deadline | None
    citations: tuple[Citation, ...]
    source: str
    settled: bool
    note: Sentence | None
    owed_by: OwedBy
    remind_before_days: tuple[int, ...]
    binding: bool
    provisional: bool

    @property
    def key(self) -> str:
        """The name under which it is reminded of."""
        return f"{self.id}:{self.about}" if self.about else self.id


def clocks(case: Case, calendar: Calendar, at: datetime) -> tuple[Clock, ...]:
    """Every clock that has begun, by its last day."""
    today = day_of(at)
    counted = (_counted(run, calendar, today) for run in runs(case, today))
    set_days = (_set_day(one, at) for one in given(case))
    return tuple(sorted((*counted, *set_days), key=lambda one: (one.due, one.id, one.about)))


def period_end(case: Case, calendar: Calendar, today: date) -> date | None:
    """The last day of mediation as its profile counts, extensions and pauses in; None where no period runs."""
    return next((_deadline(run, calendar).last for run in periods(case, today) if run.binding), None)


def confirm_by(case: Case, calendar: Calendar) -> date | None:
    """The last day to apply for judicial confirmation; None where it is not open to this case, or not yet (AT-44)."""
    found = (run for run in applications(case) if run.rule.id == "confirmation")
    return next((_deadline(run, calendar).last for run in found), None)


def next_due(case: Case, calendar: Calendar, at: datetime) -> tuple[date, str] | None:
    """What somebody here or a party has to do first, late or not: its last day and the key of its clock."""
    waiting = (one for one in clocks(case, calendar, at) if one.binding and one.state in WAITING)
    return next(((one.due, one.key) for one in waiting if one.id not in ELSEWHERE), None)


def _deadline(run: Run, calendar: Calendar) -> Deadline:
    span = replace(run.rule.span, count=run.rule.span.count + run.more_days)
    return deadline(run.started_on, span, calendar, run.pauses)


def _counted(run: Run, calendar: Calendar, today: date) -> Clock:
    end = _deadline(run, calendar)
    by_working_days = end.span.unit is Unit.WORKING_DAYS
    return Clock(
        id=run.rule.id,
        about=run.about,
        label=run.rule.label,
        state=_state(run, end.last, today),
        started_on=run.started_on,
        due=end.last,
        due_at=None,
        met_on=run.met_on,
        days_left=(end.last - today).days,
        working_days_left=_working_days(today, end.last, calendar) if by_working_days else None,
        deadline=end,
        citations=tuple(citation(key, today) for key in run.rule.citations),
        source=run.rule.source,
        settled=run.rule.settled,
        note=run.rule.note,
        owed_by=run.rule.owed_by,
        remind_before_days=run.rule.remind_before_days,
        binding=run.binding,
        provisional=end.provisional,
    )


def _state(run: Run, last: date, today: date) -> ClockState:
    if run.met:
        return ClockState.MET
    if run.void or (today > last and run.rule.id in RIGHTS):
        return ClockState.VOID
    if run.paused:
        return ClockState.PAUSED
    return ClockState.LATE if today > last else ClockState.RUNNING


def _working_days(today: date, last: date, calendar: Calendar) -> int:
    ahead = (today + n * ONE_DAY for n in range(1, (last - today).days + 1))
    return sum(calendar.is_working_day(day) for day in ahead)


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a day that somebody set is kept: who must act, when to remind, and the number it rests on, if one does."""

    owed_by: OwedBy
    remind_before_days: tuple[int, ...]
    parameter: str | None = None


_HABITS: Final = {
    "session": _Habit(OwedBy.PARTIES, (1,)),
    "signing": _Habit(OwedBy.PARTIES, (), "unsigned_hours"),
    "correction": _Habit(OwedBy.PARTIES, (3, 1)),
    "performance": _Habit(OwedBy.PARTIES, (3,)),
}


def _set_day(one: Given, at: datetime) -> Clock:
    today, habit = day_of(at), _HABITS[one.id]
    words = label("set_day", one.id, today)
    number = parameter(habit.parameter, one.started_on) if habit.parameter else None
    return Clock(
        id=one.id,
        about=one.about,
        label=Sentence(words.zh, words.en),
        state=_set_state(one, at),
        started_on=one.started_on,
        due=one.due,
        due_at=one.due_at,
        met_on=one.met_on,
        days_left=(one.due - today).days,
        working_days_left=None,
        deadline=None,
        citations=(),
        source=number.source if number else "",
        settled=number.settled if number else True,
        note=number.note if number else None,
        owed_by=habit.owed_by,
        remind_before_days=habit.remind_before_days,
        binding=True,
        provisional=False,
    )


def _set_state(one: Given, at: datetime) -> ClockState:
    if one.met_on is not None:
        return ClockState.MET
    if one.void:
        return ClockState.VOID
    over = at > one.due_at if one.due_at else day_of(at) > one.due
    return ClockState.LATE if over else ClockState.RUNNING
