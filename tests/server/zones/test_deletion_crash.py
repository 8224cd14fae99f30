"""Killed with -9 while it deletes: every zone is whole or gone, none comes back, each is on record once."""

import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from rooms.room import Room
from server.audit.facts import ZoneDeleted, decoded
from server.config import load_config
from server.private_zones import zone_deletion
from server.storage.database import open_engine, reading
from server.storage.zone_deletions import zones_of
from server.stores import Stores, opened_stores
from server.zones.refusals import ZoneDestroyed
from server.zones.zone import PrivateZone
from tests.server.storage.office import NOW
from tests.server.zones.furniture import furnish, opened_room

ZONES = 60
KILLS = 12
LONGEST_LIFE_S = 0.25
LATER = NOW + timedelta(days=31)


async def test_killed_at_any_instant_a_zone_is_whole_or_gone_and_never_back(tmp_path: Path) -> None:
    config = load_config(None, data=tmp_path / "data")
    async with opened_stores(config) as stores:
        room = await opened_room(stores)
        zones = [PrivateZone(room.id, f"caucus.{n}") for n in range(ZONES)]
        await furnish(stores, config.database, zones)
        keys = {zone: await stores.zone_keys.find(zone) for zone in zones}
    ended = killed_often(config.data)
    assert -signal.SIGKILL in ended, "none was killed at work"
    assert set(ended) <= {-signal.SIGKILL, 0}
    async with opened_stores(config) as stores:
        half = [zone for zone in zones if not await gone(stores, zone)]
        assert [await stores.zone_keys.find(zone) for zone in half] == [keys[zone] for zone in half]
        assert {zone.channel for zone in half} <= files(config.data), "a key went last"
        await zone_deletion(stores, lambda: LATER).look()
        assert await stores.zone_keys.living() == ()
        assert all([await gone(stores, zone) for zone in zones])
        facts = [decoded(one.kind, one.v, one.body) for one in await stores.audit.records(room.case)]
        assert await stores.audit.verify(room.case) == []
        assert {one.destroyed_at for one in await stores.zone_deletions.planned()} == {LATER}
    recorded = Counter(fact for fact in facts if isinstance(fact, ZoneDeleted))
    assert recorded == {ZoneDeleted(room.id, "caucus", scheduled=True): ZONES}
    assert files(config.data) == set()
    assert await rows_left(config.database, room) == 0
    left = b"".join(path.read_bytes() for path in config.data.rglob("*") if path.is_file())
    assert not any(key in left for key in keys.values())


async def gone(stores: Stores, zone: PrivateZone) -> bool:
    """Whether the zone's key was destroyed."""
    try:
        await stores.zone_keys.find(zone)
    except ZoneDestroyed:
        return True
    return False


def files(data: Path) -> set[str]:
    """Channels that have a file."""
    return {path.parent.name for path in (data / "private-files").rglob("*") if path.is_file()}


async def rows_left(database: str, room: Room) -> int:
    """Zones that have a row."""
    engine = open_engine(database)
    async with reading(engine) as connection:
        found = len(await zones_of(connection, room.id))
    await engine.dispose()
    return found


def killed_often(data: Path) -> list[int]:
    """How the workers of deletion_child.py ended, each killed after a random part of a second."""
    root, chance = Path(__file__).parents[3], random.Random(6)  # noqa: S311 - instants, no secrets
    program, ended = Path(__file__).with_name("deletion_child.py"), []
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(program), str(data)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, env=environment, stdin=pipe, stdout=pipe, bufsize=0) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(KILLS):
            process.stdin.write(f"{LATER.isoformat()}\n".encode())
            pid = int(process.stdout.readline().split()[1])
            if not select.select([process.stdout], [], [], chance.uniform(0.02, LONGEST_LIFE_S))[0]:
                os.kill(pid, signal.SIGKILL)
            ended.append(int(process.stdout.readline().split()[1]))
        process.stdin.close()
    return ended
