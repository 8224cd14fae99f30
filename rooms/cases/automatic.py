"""What the system does by itself: hand a silent mediator's case back, tell of arbitration, remind, give up waiting.

`automatic` and `wakes_at` read one list, so that nothing is done twice and nothing is slept through: when the deeds of
`automatic` are recorded it has no more to give until `wakes_at`, unless somebody acts before.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from law.beijing import BEIJING, day_of
from law.calendar import Calendar
from law.case_notices import notice_form
from law.deadlines import ONE_DAY
from rooms.cases.case import Case
from rooms.cases.clocks import WAITING, Clock, ClockState, clocks
from rooms.cases.deeds.assignment import AcceptanceLapsed
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.talks import NoticeGiven
from rooms.cases.deeds.text import SigningGivenUp
from rooms.cases.ids import NoticeId
from rooms.cases.open_points import ways
from rooms.cases.reminders import Coming, morning, reminders
from rooms.cases.set_days import signing_until
from rooms.cases.words import NoticeKind, State


def automatic(case: Case, calendar: Calendar, at: datetime) -> tuple[Deed, ...]:
    """What the system has to do now, in order."""
    return tuple(one.deed for one in _coming(case, calendar, at) if one.at <= at)


def wakes_at(case: Case, calendar: Calendar, at: datetime) -> datetime | None:
    """The next moment at which `automatic` has something new, if nobody acts before; None: never."""
    return min((one.at for one in _coming(case, calendar, at) if one.at > at), default=None)


def _coming(case: Case, calendar: Calendar, at: datetime) -> Iterator[Coming]:
    """Nothing for an archived file: it is shut."""
    if case.state is State.ARCHIVED:
        return
    now = clocks(case, calendar, at)
    yield from _lapse(case, now)
    yield from _arbitration(case, now, at)
    yield from _confirm_by(case, now, at)
    yield from _given_up(case)
    yield from reminders(case, now, at)


def over(last: date) -> datetime:
    """The first moment after that day."""
    return datetime.combine(last + ONE_DAY, time(tzinfo=BEIJING))


def _lapse(case: Case, now: tuple[Clock, ...]) -> Iterator[Coming]:
    """AT-10, 规则 §12: no answer is an answer."""
    if case.state is State.ACCEPT_PENDING and case.host is not None:
        for clock in now:
            if clock.id == "mediator_accepts" and clock.state in WAITING:
                yield Coming(over(clock.due), AcceptanceLapsed(case.host, SYSTEM))


def _arbitration(case: Case, now: tuple[Clock, ...], at: datetime) -> Iterator[Coming]:
    """AT-45, 调解仲裁法 §14: to each party once, whether or not they extended."""
    for clock in now:
        if clock.id == "arbitration_notice" and clock.state in WAITING:
            yield from _notices(case, NoticeKind.ARBITRATION, clock.due, morning(clock.due + ONE_DAY), at)


def _confirm_by(case: Case, now: tuple[Clock, ...], at: datetime) -> Iterator[Coming]:
    """The text on the last day to apply, with the first reminder of it."""
    for clock in now:
        if clock.id == "confirmation" and clock.state is ClockState.RUNNING:
            first = max(clock.remind_before_days, default=0) * ONE_DAY
            yield from _notices(case, NoticeKind.CONFIRM_BY, clock.due, morning(clock.due - first), at)


def _notices(case: Case, what: NoticeKind, due: date, moment: datetime, at: datetime) -> Iterator[Coming]:
    """One for each party that has none. The id follows from what it is, so the same notice is never given twice."""
    version = notice_form(what, ways(case).lane, day_of(max(moment, at))).version
    given = {one.id for one in case.notices}
    for one in case.parties:
        notice = NoticeId(f"{case.id}.{one.id}.{what}.{due}")
        if notice not in given:
            yield Coming(moment, NoticeGiven(notice, what, one.id, version, SYSTEM))


def _given_up(case: Case) -> Iterator[Coming]:
    """TR21: the day the reminder named is over and a party has not signed."""
    if case.state is State.SIGNING and case.text is not None:
        last, signed = signing_until(case), case.text.signed
        if last is not None and any(one.id not in signed for one in case.parties):
            yield Coming(over(last), SigningGivenUp(None, SYSTEM))
