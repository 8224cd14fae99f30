"""Audit chains in the database. Facts of a room's step are appended in that step's transaction by `append_facts`."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import CaseId
from server.audit.chain import GENESIS, SALT_BYTES, SERVER_CHAIN, Break, Record, Tail, sealed
from server.audit.facts import AnyFact, encoded
from server.audit.heads import Head, NodeKey, verify_heads
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import AuditHeads, AuditRecords


@uninterrupted
class AuditStore:
    """One chain per case, and one of the server for what belongs to no case (`case` None)."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def append(self, case: CaseId | None, at: datetime, fact: AnyFact) -> None:
        """Record what happened outside a room's step."""
        async with writing(self._engine) as connection:
            await append_facts(connection, case or SERVER_CHAIN, at, (fact,))

    async def records(self, case: CaseId | None) -> tuple[Record, ...]:
        """A whole chain, from its first record on."""
        async with reading(self._engine) as connection:
            return await _records(connection, case or SERVER_CHAIN)

    async def sign_head(self, case: CaseId | None, at: datetime) -> Head:
        """The signed head of a chain as it stands, to be kept elsewhere too."""
        async with writing(self._engine) as connection:
            return await sign_head(connection, case or SERVER_CHAIN, at, self._key)

    async def heads(self, case: CaseId | None) -> tuple[Head, ...]:
        """Every head signed so far, oldest first."""
        async with reading(self._engine) as connection:
            return await _heads(connection, case or SERVER_CHAIN)

    async def verify(self, case: CaseId | None) -> list[Break]:
        """Every break of a chain, by itself and against its signed heads; an empty list: it holds."""
        async with reading(self._engine) as connection:
            chain = case or SERVER_CHAIN
            return verify_heads(await _records(connection, chain), await _heads(connection, chain), self._key.public)


async def append_facts(connection: AsyncConnection, chain: str, at: datetime, facts: Iterable[AnyFact]) -> None:
    """Continue a chain within the transaction of `connection`."""
    tail = await _tail(connection, chain)
    rows = []
    for fact in facts:
        salt = secrets.token_bytes(SALT_BYTES)
        record = sealed(chain, tail, at, kind=fact.kind, v=fact.v, body=encoded(fact), salt=salt)
        rows.append(_row(record))
        tail = Tail(record.seq, record.hash)
    if rows:
        await connection.execute(insert(AuditRecords), rows)


async def sign_head(connection: AsyncConnection, chain: str, at: datetime, key: NodeKey) -> Head:
    """Sign where a chain ends, within the transaction of `connection`; an end that is signed already keeps its head."""
    tail = await _tail(connection, chain)
    for head in await _heads(connection, chain):
        if head.seq == tail.seq:
            return head
    head = key.sign(chain, tail, at)
    await connection.execute(insert(AuditHeads), _row(head))
    return head


def _row(kept: Record | Head) -> dict[str, object]:
    fields = asdict(kept)
    return {"case_id": fields.pop("case"), **fields}


async def _tail(connection: AsyncConnection, chain: str) -> Tail:
    newest = (
        select(AuditRecords.seq, AuditRecords.hash)
        .where(AuditRecords.case_id == chain)
        .order_by(AuditRecords.seq.desc())
        .limit(1)
    )
    row = (await connection.execute(newest)).one_or_none()
    return Tail(row.seq, row.hash) if row else Tail(0, GENESIS)


async def _records(connection: AsyncConnection, chain: str) -> tuple[Record, ...]:
    whole = select(AuditRecords).where(AuditRecords.case_id == chain).order_by(AuditRecords.seq)
    rows = await connection.execute(whole)
    return tuple(
        Record(row.case_id, row.seq, row.at, row.kind, row.v, row.body, row.salt, row.prev, row.hash) for row in rows
    )


async def _heads(connection: AsyncConnection, chain: str) -> tuple[Head, ...]:
    signed = select(AuditHeads).where(AuditHeads.case_id == chain).order_by(AuditHeads.seq)
    rows = await connection.execute(signed)
    return tuple(Head(row.case_id, row.seq, row.hash, row.at, row.key_id, row.signature) for row in rows)
