"""A room with private zones whose day is set, as deletion finds them."""

from sqlalchemy import insert

from rooms.room import Room
from server.storage.database import open_engine, writing
from server.storage.sessions import AccountRole
from server.storage.tables import ChatLines
from server.storage.zone_deletions import schedule
from server.stores import Stores
from server.zones.sealing import sealing
from server.zones.zone import PrivateZone
from tests.server.storage.office import NOW, PEOPLE, planned_room


async def opened_room(stores: Stores) -> Room:
    """A planned room of a new organisation."""
    room = planned_room()
    organisation = await stores.cases.add_organisation("朝阳区劳动争议调解中心", "朝")
    mediator = await stores.accounts.create(
        organisation, "chen", name="陈调解", role=AccountRole.MEDIATOR, password_hash="argon2", at=NOW
    )
    await stores.rooms.create(room, mediator, PEOPLE, NOW)
    return room


async def furnish(stores: Stores, database: str, zones: list[PrivateZone]) -> None:
    """A file and a line for each, and the day on which they go."""
    rows = []
    for zone in zones:
        await stores.private_files.put(zone, f"a file of {zone.channel}".encode())
        seal = await sealing(stores.zone_keys, zone)
        row = {"room": zone.room, "channel": zone.channel, "seq": 1, "author": "chen", "message": zone.channel}
        rows.append({**row, "zone": "Z4", "at": NOW, "text": seal.seal_text("八万元", "chat_lines", "1"), "tag": None})
    engine = open_engine(database)
    async with writing(engine) as connection:
        await connection.execute(insert(ChatLines), rows)
        await schedule(connection, zones, NOW)
    await engine.dispose()
