"""What nearly every test begins with, made once in a process: an empty database, and the hash of a password.

To migrate takes as long as a short test, and a hash is meant to take long. Both are the product's own; that a folder
with nothing in it gets its schema is shown by tests/server/storage/test_database.py and every command that is typed.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher

from server.config import Config
from server.storage.database import migrate, open_engine


def laid(config: Config) -> Config:
    """The same, whose data folder has an empty database of this build unless it has one already."""
    file = config.data / "mediation-room.sqlite3"
    if config.database_url is None and not file.exists():
        config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lay(file)
    return config


def lay(file: Path) -> None:
    """An empty database there, its owner's alone as every one of ours."""
    file.touch(0o600)
    file.write_bytes(empty_database())


@cache
def empty_database() -> bytes:
    """A file of SQLite with this build's schema."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        file = Path(folder) / "empty.sqlite3"
        thread.submit(asyncio.run, _migrated(file)).result()  # whoever asks is on a loop of its own
        return file.read_bytes()


async def _migrated(file: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    try:
        await migrate(engine)
    finally:
        await engine.dispose()


@cache
def hashed(password: str) -> str:
    """As `server.accounts` makes it."""
    return PasswordHasher().hash(password)
