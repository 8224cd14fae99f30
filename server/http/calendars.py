"""Days off over HTTP: what is known of each year, and the operator's table of one (domain.md §4.5, AT-58)."""

from typing import Final

from law.calendar import Calendar
from server.app_keys import CLOCK, CLOCKWORK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.office_bodies import CalendarList, CalendarRow, CalendarYear

BACK: Final = 1
AHEAD: Final = 2
"""Years around this one: a period of two years that begins today ends within them."""


async def listed(call: Call[Staff, None]) -> CalendarList:
    """Last year to the year after next."""
    app = call.request.app
    return _list(await app[STORES].calendars.calendar(), app[CONFIG].local_day(app[CLOCK]()).year)


async def loaded(call: Call[Staff, CalendarYear]) -> CalendarList:
    """The table of a year, in place of an earlier one; the clocks of open cases are computed anew.

    Raises CalendarError for a table that cannot be.
    """
    app = call.request.app
    row = call.body.model_dump(mode="json")
    known = await app[STORES].calendars.load(row, call.caller.account.id, app[CLOCK]())
    app[CLOCKWORK].ring()
    return _list(known, app[CONFIG].local_day(app[CLOCK]()).year)


def _list(known: Calendar, this_year: int) -> CalendarList:
    tables = (known.table(year) for year in range(this_year - BACK, this_year + AHEAD + 1))
    return CalendarList(
        years=tuple(
            CalendarRow(
                year=table.year,
                source=table.source,
                provisional=table.provisional,
                holidays=tuple(sorted(table.holidays)),
                swapped_rest=tuple(sorted(table.swapped_rest)),
                make_up=tuple(sorted(table.make_up)),
            )
            for table in tables
        )
    )
