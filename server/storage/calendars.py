"""The operator's tables of days off; each replaces the one of its year that comes with the program."""

import json
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.calendar import Calendar, calendar, year_table
from law.dated import Row
from server.audit.chain import SERVER_CHAIN
from server.audit.facts import CalendarLoaded
from server.audit.heads import NodeKey
from server.ids import AccountId
from server.storage.audit import append_facts
from server.storage.case_tables import CalendarYears
from server.storage.database import reading, uninterrupted, writing


@uninterrupted
class CalendarStore:
    """Years by number."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def calendar(self) -> Calendar:
        """Every day there is, as it is known now."""
        async with reading(self._engine) as connection:
            return await calendar_in(connection)

    async def load(self, row: Row, by: AccountId | None, at: datetime) -> Calendar:
        """A year's table (`law.calendar.year_table`), in place of an earlier one; raises CalendarError."""
        table = year_table(row)
        async with writing(self._engine) as connection:
            await connection.execute(delete(CalendarYears).where(CalendarYears.year == table.year))
            stored = {"year": table.year, "row": json.dumps(row, ensure_ascii=False), "by": by, "at": at}
            await connection.execute(insert(CalendarYears), stored)
            known = await calendar_in(connection)
            fact = CalendarLoaded(table.year, known.version, by)
            await append_facts(connection, SERVER_CHAIN, at, (fact,), self._key)
        return known


async def calendar_in(connection: AsyncConnection) -> Calendar:
    """The calendar as the transaction of `connection` sees it."""
    rows = (await connection.execute(select(CalendarYears.row).order_by(CalendarYears.year))).scalars()
    return calendar(year_table(json.loads(row)) for row in rows)
