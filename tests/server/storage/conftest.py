"""A migrated database in a folder of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.keys import open_keys
from server.storage.cases import CaseStore
from server.storage.database import open_engine
from server.storage.rooms import RoomStore
from server.storage.sessions import AccountRole, AccountStore
from server.zones.keys import open_zone_keys
from tests.foundation import lay
from tests.server.storage.office import CHINA, NOW, Office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    lay(tmp_path / "rooms.db")
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'rooms.db'}")
    keys, zone_keys = open_keys(tmp_path / "keys"), open_zone_keys(tmp_path / "zone-keys")
    organisation = await CaseStore(engine).add_organisation("朝阳区劳动争议调解中心", "朝")
    mediator = await AccountStore(engine).create(
        organisation, "chen", name="陈调解", role=AccountRole.MEDIATOR, password_hash="argon2", at=NOW
    )
    yield Office(engine, keys, organisation, mediator, RoomStore(engine, keys, CHINA, zone_keys), zone_keys)
    await engine.dispose()
