"""The database's engine and its schema.

SQLite has one writer at a time. Within the process writers take turns in the order they came (`TURN`): left to SQLite's
own waiting, six busy rooms made one of them wait for seconds. Between processes they wait at BEGIN IMMEDIATE, never in
the middle of a transaction, where a reader that wants to write is refused at once if somebody wrote before it.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

DRIVERS: Final = ("sqlite+aiosqlite", "postgresql+asyncpg")
BUSY_TIMEOUT_MS: Final = 10_000
"""How long one write waits for others, a backup or the command line among them."""

PRAGMAS: Final = (
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "journal_mode = WAL",
    "synchronous = FULL",  # an acknowledged line survives a power cut
    "foreign_keys = ON",
    "recursive_triggers = ON",  # so that INSERT OR REPLACE meets the triggers against deletion
    "cache_size = -32768",  # KiB: the rows of 20,000 cases; with SQLite's own 2 MiB a search read them again and again
)
TURN: Final = "turn"
"""The execution option with the engine's asyncio.Lock; only SQLite's has one."""
WRITES: Final = "writes"
MIGRATIONS: Final = Path(__file__).parent / "migrations"

Given = ParamSpec("Given")
Result = TypeVar("Result")
Store = TypeVar("Store")


Engine = AsyncEngine
"""What every store stands on."""
_under_way: Final[set[asyncio.Task[Any]]] = set()
"""Acts of stores that have begun and not ended, whether or not somebody still waits for them."""


class UnusableDatabase(Exception):
    """The configured URL names no database we can keep our promises on."""


def open_engine(url: str) -> AsyncEngine:
    """The engine for a URL; connects at first use. Raises UnusableDatabase."""
    parsed = make_url(url)
    if parsed.drivername not in DRIVERS:
        raise UnusableDatabase(f"the database must be one of {', '.join(DRIVERS)}, not {parsed.drivername}")
    if parsed.drivername == DRIVERS[0]:
        return _sqlite(url, parsed.database)
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)


def _sqlite(url: str, file: str | None) -> AsyncEngine:
    if not file or file.startswith((":memory:", "file:")):
        raise UnusableDatabase("SQLite must live in a file")
    Path(file).touch(mode=0o600)  # SQLite gives its side files the mode of the main one
    # hide_parameters: an error message would carry chat text and names into the log.
    engine = create_async_engine(url, hide_parameters=True, execution_options={TURN: asyncio.Lock()})
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A consistent view of the database for as long as it is held."""
    async with engine.connect() as connection:
        yield connection


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that may write; committed at the end, undone by an exception."""
    turn: AbstractAsyncContextManager[None] = engine.get_execution_options().get(TURN) or nullcontext()
    async with turn, engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection


def uninterrupted(store: type[Store]) -> type[Store]:
    """The same class, whose public acts run to their end although whoever waits for them is cancelled.

    The driver would leave a connection behind, with its transaction and its lock, where a wait inside it is cancelled.
    Who was cancelled cannot know whether the act was done, and has to look.
    """
    for name, act in list(vars(store).items()):
        if inspect.iscoroutinefunction(act) and not name.startswith("_"):
            setattr(store, name, _to_its_end(act))
    return store


def _to_its_end(act: Callable[Given, Coroutine[Any, Any, Result]]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    @wraps(act)
    async def finished(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        running = asyncio.create_task(act(*args, **kwargs))
        _under_way.add(running)
        running.add_done_callback(_under_way.discard)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait((running,))
            raise

    return finished


async def closed(engine: AsyncEngine) -> None:
    """Close the engine once every act that is under way in this loop has ended.

    Who is cancelled twice waits no longer for an act, which goes on: closed over its head it would leave a connection.
    """
    loop = asyncio.get_running_loop()
    if acts := {act for act in _under_way if act.get_loop() is loop}:
        await asyncio.wait(acts)
    await engine.dispose()


async def migrate(engine: AsyncEngine) -> None:
    """Bring the schema to this build's version, in one transaction; two starters wait for each other.

    Raises UnusableDatabase where a newer build was here.
    """
    async with writing(engine) as connection:
        await connection.run_sync(_upgrade)


async def require_current(engine: AsyncEngine) -> None:
    """Raises UnusableDatabase unless the schema is this build's."""
    async with reading(engine) as connection:
        if not await connection.run_sync(_is_current):
            raise UnusableDatabase(
                "数据库结构不是本版本的，请先运行 mediation-room migrate。"
                "The database has another version's schema: run `mediation-room migrate` first."
            )


def _is_current(connection: Connection) -> bool:
    """Raises UnusableDatabase where a newer build was here."""
    revision = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_alembic(connection))
    if revision is not None and revision not in {each.revision for each in scripts.walk_revisions()}:
        raise UnusableDatabase(
            "数据库由更新的版本升级过，请使用该版本。"
            "A newer version has upgraded this database: use that version, or restore a backup."
        )
    return revision == scripts.get_current_head()


def _upgrade(connection: Connection) -> None:
    if not _is_current(connection):
        command.upgrade(_alembic(connection), "head")


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
