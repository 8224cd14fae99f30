"""One schema, by migration; moments are aware; the audit tables only grow."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateTable

from server.audit.facts import LinkUnknown
from server.storage.audit import AuditStore
from server.storage.case_tables import CaseStates
from server.storage.columns import Base
from server.storage.court_tables import Submissions
from server.storage.database import UnusableDatabase, closed, migrate, open_engine, reading, uninterrupted, writing
from server.storage.tables import Cases, Rooms
from tests.server.storage.office import NOW, Office, planned_room


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    yield engine
    await engine.dispose()


def differences(connection: Connection) -> list[object]:
    """What Alembic would write into the next migration."""
    loaded = {each.__tablename__ for each in (CaseStates, Rooms, Submissions)}
    assert loaded <= set(Base.metadata.tables), "not all tables were loaded"
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, Base.metadata))


async def test_migrations_make_exactly_the_tables_of_the_models(empty: AsyncEngine) -> None:
    await migrate(empty)
    async with reading(empty) as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_again_or_at_the_same_time_is_harmless(empty: AsyncEngine, tmp_path: Path) -> None:
    other = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    await asyncio.gather(migrate(empty), migrate(other))
    await migrate(empty)
    await other.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:///a.db", "mysql+asyncmy://localhost/a"]
)
def test_a_database_that_cannot_keep_our_promises_is_refused(url: str) -> None:
    with pytest.raises(UnusableDatabase):
        open_engine(url)


def test_every_table_has_a_postgresql_form() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    statements = [str(CreateTable(table).compile(dialect=dialect)) for table in Base.metadata.sorted_tables]
    assert "TIMESTAMP WITH TIME ZONE" in "".join(statements)


async def test_every_connection_is_durable_and_checks_references(office: Office) -> None:
    async with reading(office.engine) as first, reading(office.engine) as second:
        for connection in (first, second):
            settings = {
                name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


async def test_the_files_are_the_owners_alone(empty: AsyncEngine, tmp_path: Path) -> None:
    await migrate(empty)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("empty.db*")}
    assert modes == {"empty.db": 0o600, "empty.db-wal": 0o600, "empty.db-shm": 0o600}


async def test_an_exception_undoes_the_whole_transaction(office: Office) -> None:
    room = await office.open_room()
    with pytest.raises(ZeroDivisionError):
        await break_off(office, room.id)
    async with reading(office.engine) as connection:
        assert (await connection.execute(select(Rooms.version))).scalars().all() == [0]


@uninterrupted
class Slow:
    """A store whose act takes until it is told."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.begun, self.told = asyncio.Event(), asyncio.Event()

    async def act(self) -> None:
        async with writing(self.engine) as connection:
            self.begun.set()
            await self.told.wait()
            await connection.execute(text("CREATE TABLE done (at TEXT)"))


async def test_who_closes_waits_for_an_act_that_nobody_waits_for_any_more(empty: AsyncEngine) -> None:
    slow = Slow(empty)
    caller = asyncio.create_task(slow.act())
    await slow.begun.wait()
    for _ in range(2):
        caller.cancel()
        await asyncio.sleep(0)
    await asyncio.wait((caller,))
    asyncio.get_running_loop().call_soon(slow.told.set)
    await closed(empty)
    async with reading(empty) as connection:
        assert (await connection.execute(text("SELECT * FROM done"))).all() == []


async def break_off(office: Office, room: str) -> None:
    """A write that is given up."""
    async with writing(office.engine) as connection:
        await connection.execute(text("UPDATE rooms SET version = 9 WHERE id = :room"), {"room": room})
        raise ZeroDivisionError


async def test_a_reader_sees_one_moment_while_others_write(office: Office) -> None:
    async with reading(office.engine) as connection:
        before = (await connection.execute(select(Cases.id))).all()
        await office.open_room()
        assert (await connection.execute(select(Cases.id))).all() == before == []


async def test_a_time_without_zone_is_refused_and_every_zone_comes_back_as_utc(office: Office) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="no moment"):
        await office.rooms.create(planned_room(), office.mediator, {}, naive)
    beijing = datetime(2026, 1, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    await office.open_room(beijing)
    async with reading(office.engine) as connection:
        [created] = (await connection.execute(select(Cases.created))).scalars()
    assert created == beijing
    assert created.tzinfo is UTC


@pytest.mark.parametrize("table", ["audit_records", "audit_heads"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET hash = 'x'",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table}",
    ],
)
async def test_threat31_audit_rows_cannot_be_changed_or_deleted(
    office: Office, tmp_path: Path, table: str, statement: str
) -> None:
    audit = AuditStore(office.engine, office.keys.node)
    await audit.append(None, NOW, LinkUnknown("203.0.113.7", "invite.unknown"))
    await audit.sign_head(None, NOW)
    with pytest.raises(IntegrityError, match="append-only"):
        await execute(office, statement.format(table=table))
    outsider = sqlite3.connect(tmp_path / "rooms.db")  # another program, without our pragmas
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        outsider.execute(statement.format(table=table))
    outsider.close()
    assert await audit.verify(None) == []


async def execute(office: Office, statement: str) -> None:
    """Run it in a transaction of its own."""
    async with writing(office.engine) as connection:
        await connection.execute(text(statement))
