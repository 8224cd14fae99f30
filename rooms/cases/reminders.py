"""Whom the system reminds, and when: at nine in the morning, so many days before a clock ends (`law.clock_rules`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from law.beijing import BEIJING, day_of
from rooms.cases.case import Case
from rooms.cases.clocks import Clock, ClockState
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.talks import Reminded
from rooms.cases.set_days import signing_reminder_at, signing_time, signing_until
from rooms.cases.words import State

MORNING: Final = time(9, tzinfo=BEIJING)
"""Nobody's phone rings at midnight because a day began."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What the system does by itself from that moment on, unless the case changes before."""

    at: datetime
    deed: Deed


def morning(day: date) -> datetime:
    """When people are written to on that day."""
    return datetime.combine(day, MORNING)


def reminders(case: Case, now: tuple[Clock, ...], at: datetime) -> Iterator[Coming]:
    """Every reminder that is due or will be, as the clocks stand `now`; those already given are left out."""
    for clock in now:
        if clock.binding and clock.state is ClockState.RUNNING and clock.id != "signing":
            yield from _before(clock, case, at)
    if case.state is State.SIGNING:
        yield from _to_sign(case, at)


def _before(clock: Clock, case: Case, at: datetime) -> Iterator[Coming]:
    """Only the nearest of the days that have come is told, so that a server that slept does not tell all at once."""
    moments = [(days, morning(clock.due - timedelta(days=days))) for days in sorted(_days_before(clock))]
    began = next((days for days, moment in moments if moment <= at), None)
    for days, moment in moments:
        overtaken = began is not None and days > began
        on_first_day = clock.due - timedelta(days=days) <= clock.started_on
        if not overtaken and not on_first_day and (clock.key, clock.due, days) not in case.reminded:
            yield Coming(moment, Reminded(clock.key, clock.due, days, SYSTEM))


def _days_before(clock: Clock) -> tuple[int, ...]:
    """Of the last day to ask for confirmation the parties are told by a notice first (`rooms.cases.automatic`)."""
    days = clock.remind_before_days
    return tuple(one for one in days if one != max(days)) if clock.id == "confirmation" else days


def _to_sign(case: Case, at: datetime) -> Iterator[Coming]:
    """One reminder for each time the case is signing; it names the last day, counted from when it goes out."""
    if signing_until(case) is None:
        wait = signing_time(day_of(case.since))
        moment = signing_reminder_at(case)
        due = day_of(max(moment, at) + wait)
        yield Coming(moment, Reminded("signing", due, wait.days, SYSTEM))
