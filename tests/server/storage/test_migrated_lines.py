"""Lines and documents of before there were channels are joint, and come through the migration whole."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from server.storage.database import MIGRATIONS, migrate, open_engine, reading, writing

LINE = """
    INSERT INTO chat_lines (room, seq, author, message, zone, at, text)
    VALUES (:room, :seq, 'zhang', :id, 'Z2', '2026-03-02 01:30:00', :text)
"""
DOCUMENT = """
    INSERT INTO documents
    VALUES ('d1', 'r1', 'zhang', 's', 'd', 'image/png', 9, 'h', 'Z2', '2026-03-02 01:30:00')
"""


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database as of the migration before, without its references: rows alone matter here."""
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")

    def upgraded(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")

    async with writing(engine) as connection:
        await connection.run_sync(upgraded)
    yield engine
    await engine.dispose()


async def test_lines_and_documents_of_before_are_joint(old: AsyncEngine) -> None:
    said = [(room, seq, f"第{seq}句") for room in ("r1", "r2") for seq in (1, 2, 3)]
    async with old.connect() as connection:
        await connection.exec_driver_sql("COMMIT")
        await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        await connection.exec_driver_sql("BEGIN")
        for room, seq, words in said:
            row = {"room": room, "seq": seq, "id": f"m{seq}", "text": words}
            await connection.execute(text(LINE), row)
        await connection.execute(text(DOCUMENT))
        await connection.commit()
    await migrate(old)
    async with reading(old) as connection:
        kept = text("SELECT room, seq, text, channel, tag FROM chat_lines ORDER BY room, seq")
        lines = await connection.execute(kept)
        assert [tuple(row) for row in lines] == [(*line, "joint", None) for line in said]
        documents = await connection.execute(text("SELECT id, channel, sealed FROM documents"))
        assert [tuple(row) for row in documents] == [("d1", "joint", None)]
