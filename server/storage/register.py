"""The 特邀调解名册 of each court, and who of it is in the provincial expert pool; `law.register` says what follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncEngine

from law.register import ExpertEntry, RegisterEntry
from server.audit.chain import SERVER_CHAIN
from server.audit.facts import RegisterChanged
from server.audit.heads import NodeKey
from server.ids import AccountId, CourtId
from server.storage.audit import append_facts
from server.storage.case_tables import RegisterEntries
from server.storage.database import reading, uninterrupted, writing

ENTRY: Final = TypeAdapter(RegisterEntry)
EXPERT: Final = TypeAdapter(ExpertEntry)


@dataclass(frozen=True, slots=True)
class Listed:
    """One subject on one court's register; `expert`: its place in the pool, if any."""

    entry: RegisterEntry
    expert: ExpertEntry | None = None


class EntryUnknown(LookupError):
    """There is no entry of that id."""


@uninterrupted
class RegisterStore:
    """Entries by court. The subject's id is an account's or an organisation's."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def all(self) -> tuple[Listed, ...]:
        """Every entry."""
        return await self._listed(true())

    async def of_court(self, court: CourtId) -> tuple[Listed, ...]:
        """One court's register."""
        return await self._listed(RegisterEntries.court == court)

    async def one(self, entry: str) -> Listed | None:
        """That entry, or None."""
        return next(iter(await self._listed(RegisterEntries.id == entry)), None)

    async def add(self, listed: Listed, by: AccountId, at: datetime) -> None:
        """A new entry."""
        entry = listed.entry
        own = {"id": entry.id, "court": entry.court, "subject": entry.subject}
        async with writing(self._engine) as connection:
            await connection.execute(insert(RegisterEntries), {**own, **_columns(listed)})
            await append_facts(connection, SERVER_CHAIN, at, (_fact(listed, by),), self._key)

    async def change(self, listed: Listed, by: AccountId, at: datetime) -> None:
        """The court confirmed or removed it, or its term was put right; raises EntryUnknown."""
        same = update(RegisterEntries).where(RegisterEntries.id == listed.entry.id)
        async with writing(self._engine) as connection:
            if (await connection.execute(same.values(**_columns(listed)))).rowcount != 1:
                raise EntryUnknown(listed.entry.id)
            await append_facts(connection, SERVER_CHAIN, at, (_fact(listed, by),), self._key)

    async def _listed(self, which: ColumnElement[bool]) -> tuple[Listed, ...]:
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(RegisterEntries).where(which).order_by(RegisterEntries.id))).all()
        return tuple(
            Listed(
                ENTRY.validate_json(row.details, strict=True, extra="forbid"),
                EXPERT.validate_json(row.expert, strict=True, extra="forbid") if row.expert else None,
            )
            for row in rows
        )


def _columns(listed: Listed) -> dict[str, str | None]:
    expert = EXPERT.dump_json(listed.expert).decode() if listed.expert else None
    return {"details": ENTRY.dump_json(listed.entry).decode(), "expert": expert}


def _fact(listed: Listed, by: AccountId) -> RegisterChanged:
    entry = listed.entry
    return RegisterChanged(entry.id, entry.court, entry.subject, entry.state.value, by)
