"""What a node does at its start and its end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rooms.ids import DeviceId, RoomId, SeatId
from server.app_keys import STORES
from server.config import load_config
from server.stores import opened_stores
from server.upkeep import KEPT, upkeep
from tests.node import open_scene, running_node

HOUR = timedelta(hours=1)


async def test_tokens_that_expired_long_ago_are_forgotten_and_others_kept(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        scene = await open_scene(node)
        stores, now = node.runner.app[STORES], datetime.now(UTC)
        account = await stores.accounts.find("wangmin")
        assert account
        for name, expired in (("old", now - KEPT - HOUR), ("new", now - KEPT + HOUR)):
            made = expired - HOUR
            await stores.seat_sessions.open(
                RoomId(scene.room), SeatId(scene.worker.seat), DeviceId("d"), f"seat {name}", made, expired
            )
            await stores.accounts.open_session(account.id, f"account {name}", made, expired)
        async with upkeep(stores, lambda: now):
            before = now - KEPT - 3 * HOUR / 2
            seats = [await stores.seat_sessions.find(f"seat {name}", before) for name in ("old", "new")]
            logins = [await stores.accounts.find_session(f"account {name}", before) for name in ("old", "new")]
    assert [found is not None for found in seats + logins] == [False, True, False, True]


async def test_threat31_every_chain_is_signed_when_a_node_starts_and_when_it_ends(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        scene = await open_scene(node)
        room = await node.runner.app[STORES].rooms.load(RoomId(scene.room))
        assert room
    async with opened_stores(load_config(None, data=tmp_path)) as stores:
        for chain in (None, room.case):
            heads, records = await stores.audit.heads(chain), await stores.audit.records(chain)
            assert heads[-1].seq == records[-1].seq
        signed = [each.heads async for each in stores.audit.verify_all()]
        async with upkeep(stores, lambda: datetime.now(UTC)):
            assert [each.heads async for each in stores.audit.verify_all()] == signed, "an end is signed once"
