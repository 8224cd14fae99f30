"""Audit chains in the database. Facts of a room's step are appended in that step's transaction by `append_facts`."""

import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import CaseId
from server.audit.chain import GENESIS, SALT_BYTES, SERVER_CHAIN, Break, Record, Tail, sealed
from server.audit.facts import AnyFact, encoded
from server.audit.heads import Head, NodeKey, verify_heads
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import AuditHeads, AuditRecords

SIGNED_EVERY: Final = 100
"""Records of a chain that could be cut off unseen at most while a node runs."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One chain as `audit verify` found it."""

    chain: str
    records: int
    heads: int
    breaks: tuple[Break, ...]


@uninterrupted
class AuditStore:
    """One chain per case, and one of the server for what belongs to no case (`case` None)."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    @property
    def public_key(self) -> bytes:
        """Raw Ed25519 key that the signed heads are checked with."""
        return self._key.public

    async def append(self, case: CaseId | None, at: datetime, fact: AnyFact) -> None:
        """Record what happened outside a room's step."""
        async with writing(self._engine) as connection:
            await append_facts(connection, case or SERVER_CHAIN, at, (fact,), self._key)

    async def records(self, case: CaseId | None) -> tuple[Record, ...]:
        """A whole chain, from its first record on."""
        async with reading(self._engine) as connection:
            return await _records(connection, case or SERVER_CHAIN)

    async def sign_head(self, case: CaseId | None, at: datetime) -> Head:
        """The signed head of a chain as it stands, to be kept elsewhere too."""
        async with writing(self._engine) as connection:
            return await sign_head(connection, case or SERVER_CHAIN, at, self._key)

    async def sign_heads(self, at: datetime) -> None:
        """Sign every chain whose end is not signed yet."""
        async with writing(self._engine) as connection:
            for chain in await _unsigned(connection):
                await sign_head(connection, chain, at, self._key)

    async def verify_all(self) -> AsyncIterator[Verified]:
        """Every chain there is, verified one by one; a chain of which only heads are left is one too."""
        async with reading(self._engine) as connection:
            named = union(select(AuditRecords.case_id), select(AuditHeads.case_id)).order_by("case_id")
            for chain in (await connection.execute(named)).scalars().all():
                records, heads = await _records(connection, chain), await _heads(connection, chain)
                breaks = tuple(verify_heads(records, heads, self._key.public))
                yield Verified(chain, len(records), len(heads), breaks)

    async def heads(self, case: CaseId | None) -> tuple[Head, ...]:
        """Every head signed so far, oldest first."""
        async with reading(self._engine) as connection:
            return await _heads(connection, case or SERVER_CHAIN)

    async def verify(self, case: CaseId | None) -> list[Break]:
        """Every break of a chain, by itself and against its signed heads; an empty list: it holds."""
        async with reading(self._engine) as connection:
            chain = case or SERVER_CHAIN
            return verify_heads(await _records(connection, chain), await _heads(connection, chain), self._key.public)


async def append_facts(
    connection: AsyncConnection, chain: str, at: datetime, facts: Iterable[AnyFact], key: NodeKey
) -> None:
    """Continue a chain within the transaction of `connection`; every SIGNED_EVERY records its end is signed."""
    before = tail = await _tail(connection, chain)
    rows = []
    for fact in facts:
        salt = secrets.token_bytes(SALT_BYTES)
        record = sealed(chain, tail, at, kind=fact.kind, v=fact.v, body=encoded(fact), salt=salt)
        rows.append(_row(record))
        tail = Tail(record.seq, record.hash)
    if rows:
        await connection.execute(insert(AuditRecords), rows)
    if tail.seq // SIGNED_EVERY > before.seq // SIGNED_EVERY:
        await sign_head(connection, chain, at, key)


async def sign_head(connection: AsyncConnection, chain: str, at: datetime, key: NodeKey) -> Head:
    """Sign where a chain ends, within the transaction of `connection`; an end that is signed already keeps its head."""
    tail = await _tail(connection, chain)
    signed = select(AuditHeads).where(AuditHeads.case_id == chain, AuditHeads.seq == tail.seq)
    if kept := _as_heads(await connection.execute(signed)):
        return kept[0]
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
    return _as_heads(await connection.execute(signed))


def _as_heads(rows: Iterable[Row[Any]]) -> tuple[Head, ...]:
    return tuple(Head(row.case_id, row.seq, row.hash, row.at, row.key_id, row.signature) for row in rows)


async def _unsigned(connection: AsyncConnection) -> list[str]:
    """Chains that go on behind their last signed head."""
    newest = select(AuditRecords.case_id, func.max(AuditRecords.seq)).group_by(AuditRecords.case_id)
    signed = select(AuditHeads.case_id, func.max(AuditHeads.seq)).group_by(AuditHeads.case_id)
    ends: dict[str, int] = {row[0]: row[1] for row in await connection.execute(signed)}
    return [chain for chain, seq in await connection.execute(newest) if ends.get(chain, 0) < seq]
