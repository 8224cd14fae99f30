"""What a case has ahead: the clock that ends next, and when it has to be looked at without anybody asking."""

from datetime import datetime

from law.calendar import Calendar
from rooms.cases.automatic import automatic, wakes_at
from rooms.cases.case import Case
from rooms.cases.clocks import next_due
from server.storage.case_book import Outlook


def outlook(case: Case, calendar: Calendar, at: datetime) -> Outlook:
    """As it is at that moment, by that calendar."""
    day, clock = next_due(case, calendar, at) or (None, None)
    wakes = at if automatic(case, calendar, at) else wakes_at(case, calendar, at)
    return Outlook(day, clock, wakes, calendar.version)
