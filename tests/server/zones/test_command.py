"""Private zones at the operator's terminal: looked at, and destroyed before their day."""

from datetime import timedelta
from pathlib import Path

import pytest

from law.beijing import day_of
from rooms.ids import RoomId
from server.config import load_config
from server.private_zones import ZonesRefused, destroy_early
from server.stores import opened_stores
from server.zones.zone import PrivateZone
from tests.server.operator import Operator
from tests.server.storage.office import NOW
from tests.server.zones.furniture import furnish, opened_room


async def test_zones_are_listed_and_destroyed_before_their_day(command: Operator, tmp_path: Path) -> None:
    config = load_config(None, data=tmp_path / "data")
    async with opened_stores(config) as stores:
        room = await opened_room(stores)
        caucus, notes, still_open = (PrivateZone(room.id, channel) for channel in ("caucus.c1", "notes", "whisper"))
        await furnish(stores, config.database, [caucus, notes])
        await stores.zone_keys.key(still_open)

    destroy = ("zones", "destroy", "--data", config.data, room.id, "--channel", "caucus.c1")
    done = await command(*destroy, typed="y\n")
    assert (done.code, "已销毁 1 个保密区" in done.out) == (0, True)

    listed = (await command("zones", "list", "--data", config.data)).out
    lines = {line.split("│")[2].strip(): line for line in listed.splitlines() if room.id in line}
    assert lines.keys() == {"caucus.c1", "notes", "whisper"}
    assert ["有" in lines[each] for each in ("caucus.c1", "notes", "whisper")] == [False, True, True]
    assert day_of(NOW + timedelta(days=30)).isoformat() in lines["notes"]

    async with opened_stores(config) as stores:
        assert await stores.zone_keys.living() == (notes, still_open)
        facts = [one.body for one in await stores.audit.records(room.case) if one.kind == "zone.destroyed"]
        with pytest.raises(ZonesRefused, match="没有可销毁的保密区"):
            await destroy_early(stores, room.id, "caucus.c1", lambda: NOW)
        with pytest.raises(ZonesRefused):
            await destroy_early(stores, RoomId("nobody"), None, lambda: NOW)
    assert len(facts) == 1
    assert '"scheduled":false' in facts[0]
