"""Private zones as a node and its operator see them: what is due, and deleting before the day."""

from collections.abc import Callable
from datetime import datetime

from rooms.ids import RoomId
from server.stores import Stores
from server.zones.deletion import ZoneDeletion
from server.zones.zone import PrivateZone


class ZonesRefused(Exception):
    """Nothing to destroy; the message is a sentence for the operator."""


def zone_deletion(stores: Stores, clock: Callable[[], datetime]) -> ZoneDeletion:
    """What deletes zones, on these stores."""
    return ZoneDeletion(stores.zone_keys, stores.private_files, stores.zone_deletions, clock)


async def destroy_early(
    stores: Stores, room: RoomId, channel: str | None, clock: Callable[[], datetime]
) -> tuple[PrivateZone, ...]:
    """Delete a closed room's zones (None: all that are left) before their day; raises ZonesRefused."""
    planned = await stores.zone_deletions.planned(room)
    left = [one.zone for one in planned if one.destroyed_at is None and channel in {None, one.zone.channel}]
    if not left:
        raise ZonesRefused(
            "没有可销毁的保密区：房间不存在、尚未关闭，或内容已经销毁。"
            "There is nothing to destroy: no such room, it is not closed yet, or all is destroyed already."
        )
    deletion = zone_deletion(stores, clock)
    for zone in left:
        await deletion.delete(zone, scheduled=False)
    return tuple(left)
