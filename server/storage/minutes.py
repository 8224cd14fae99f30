"""Minutes of rooms: each step is one transaction of compare-and-swap and audit facts; and the chain they read from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, get_args

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agreements.agreement import Agreement, Sealed
from law.zone import as_born
from rooms import facts as session
from rooms.ids import CaseId, RoomId
from rooms.minutes.happened import Record
from rooms.minutes.minutes import Entry, Minutes
from server.audit.facts import AnyFact, decoded
from server.keys import Keys
from server.storage import tables
from server.storage.agreement_json import agreement_from, agreement_text, stage_name
from server.storage.audit import append_facts, sign_head
from server.storage.database import reading, uninterrupted, writing
from server.storage.minutes_json import minutes_from, minutes_text
from server.storage.sealed_files import register

KINDS: Final = tuple({fact.kind for fact in get_args(session.Fact)})
KEY_DIGITS: Final = 16
"""Of a record's hash: told apart within one case, and guessed by nobody who has not the record."""
RESTING: Final = ("drafting", "sealed")
"""Stages of the paper at which nothing is ever due outside."""


class StaleMinutes(Exception):
    """The minutes in the database are others than the step began with."""


@dataclass(frozen=True, slots=True)
class KeptMinutes:
    """Minutes, the paper that is signed of them, and where they belong. `version` counts the commits."""

    room: RoomId
    case: CaseId
    minutes: Minutes
    paper: Agreement
    version: int = 0


@uninterrupted
class MinutesStore:
    """Minutes by room."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def load(self, room: RoomId) -> KeptMinutes | None:
        """The room's minutes as they were last committed."""
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(tables.Minutes).where(tables.Minutes.room == room))).one_or_none()
        if row is None:
            return None
        as_born(row.zone, Entry.zone)
        state = json.loads(self._keys.fields.open(row.state, "minutes", row.room, "state"))
        minutes, paper = minutes_from(state["minutes"]), agreement_from(state["paper"])
        return KeptMinutes(RoomId(row.room), CaseId(row.case_id), minutes, paper, row.version)

    async def of_case(self, case: CaseId) -> int:
        """How many rooms of that case have minutes."""
        counted = select(func.count()).select_from(tables.Minutes).where(tables.Minutes.case_id == case)
        async with reading(self._engine) as connection:
            return (await connection.execute(counted)).scalar_one()

    async def unfinished(self) -> tuple[RoomId, ...]:
        """Rooms on whose paper something may be due outside."""
        waiting = select(tables.Minutes.room).where(tables.Minutes.stage.not_in(RESTING)).order_by(tables.Minutes.room)
        async with reading(self._engine) as connection:
            return tuple(RoomId(room) for room in (await connection.execute(waiting)).scalars())

    async def commit(self, after: KeptMinutes, facts: Iterable[AnyFact], at: datetime) -> KeptMinutes:
        """Store one step (`version` 0: the first); raises StaleMinutes and then stored nothing."""
        stored = replace(after, version=after.version + 1)
        sealed = stored.paper.stage if isinstance(stored.paper.stage, Sealed) else None
        state = json.dumps({"minutes": minutes_text(stored.minutes), "paper": agreement_text(stored.paper)})
        row = {
            "version": stored.version,
            "stage": stage_name(stored.paper.stage),
            "sealed_at": sealed.at if sealed else None,
            "state": self._keys.fields.seal(state, "minutes", stored.room, "state"),
        }
        async with writing(self._engine) as connection:
            await _put(connection, after, row)
            await append_facts(connection, after.case, at, facts, self._keys.node)
            if sealed:
                await register(connection, stored.paper)
                # What the parties take away can be compared with what this head says, for ever.
                await sign_head(connection, after.case, at, self._keys.node)
        return stored

    async def records(self, case: CaseId, after: int) -> tuple[Record, ...]:
        """What sessions of that case put on record behind `after`, in order."""
        chain = tables.AuditRecords
        behind = (
            select(chain.seq, chain.at, chain.kind, chain.v, chain.body, chain.hash)
            .where(chain.case_id == case, chain.seq > after, chain.kind.in_(KINDS))
            .order_by(chain.seq)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(behind)).all()
        found = ((row, decoded(row.kind, row.v, row.body)) for row in rows)
        return tuple(
            Record(row.seq, row.at, fact, row.hash[:KEY_DIGITS])
            for row, fact in found
            if isinstance(fact, session.Fact)
        )


async def _put(connection: AsyncConnection, before: KeptMinutes, row: dict[str, object]) -> None:
    if before.version == 0:
        same = select(tables.Minutes.room).where(tables.Minutes.room == before.room)
        if (await connection.execute(same)).first():
            raise StaleMinutes(f"room {before.room} has minutes")
        number, zone = before.paper.matter.number, Entry.zone
        own = {"room": before.room, "case_id": before.case, "number": number, "zone": zone}
        await connection.execute(insert(tables.Minutes), {**own, **row})
        return
    which = (tables.Minutes.room == before.room) & (tables.Minutes.version == before.version)
    if (await connection.execute(update(tables.Minutes).where(which).values(row))).rowcount != 1:
        raise StaleMinutes(f"minutes of {before.room} are no longer at version {before.version}")
