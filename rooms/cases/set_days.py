"""Days of a case that somebody set: a session, an item of performance, corrections, the last day to sign (TR9-TR31)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from law.beijing import day_of
from law.parameters import parameter
from rooms.cases.case import Case, Session
from rooms.cases.runs import ENDED
from rooms.cases.words import NoticeKind, State


@dataclass(frozen=True, slots=True)
class Given:
    """One such day. `about`: the room or the item of performance it is for."""

    id: str
    about: str
    started_on: date
    due: date
    due_at: datetime | None = None
    met_on: date | None = None
    void: bool = False


def given(case: Case) -> Iterator[Given]:
    """Every day that somebody set and that still matters."""
    yield from _signing(case)
    for one in case.sessions:
        if one.begun_at is None and one.ended_at is None:
            yield Given("session", one.room, _announced(case, one), day_of(one.at), one.at, void=case.state in ENDED)
    if case.state is State.CORRECTION and case.correction_until is not None:
        yield Given("correction", "", day_of(case.since), case.correction_until)
    for item in case.performance:
        started = min(case.counts_from or item.day, item.day)
        void = case.state is State.ARCHIVED
        yield Given("performance", item.name, started, item.day, met_on=item.done_on, void=void)


def _announced(case: Case, session: Session) -> date:
    """The day the parties were told of it; where nothing says so, the day the mediator took the case."""
    told = [one.at for one in case.notices if one.what is NoticeKind.SESSION]
    return day_of(max(told, default=case.accepted_at or session.at))


def _signing(case: Case) -> Iterator[Given]:
    """The last day to sign. Once reminded, the day the reminder named; before, the day it will name."""
    if case.state is State.SIGNING:
        began = day_of(case.since)
        due = signing_until(case) or day_of(signing_reminder_at(case) + signing_time(began))
        yield Given("signing", "", began, due)


def signing_until(case: Case) -> date | None:
    """The last day to sign that a reminder has named since signing began; None: nobody was reminded (TR21)."""
    began = day_of(case.since)
    first = began + signing_time(began)
    return max((due for name, due, _ in case.reminded if name == "signing" and due >= first), default=None)


def signing_time(on: date) -> timedelta:
    """How long after its reminder an unsigned agreement is waited for, up to the end of that day."""
    return timedelta(hours=parameter("unsigned_hours", on).value)


def signing_reminder_at(case: Case) -> datetime:
    """When those who have not signed are reminded."""
    return case.since + timedelta(hours=parameter("signing_reminder_hours", day_of(case.since)).value)
