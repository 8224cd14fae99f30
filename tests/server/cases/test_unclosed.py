"""AT-39, where nobody ends the session: who forgets to close a room keeps no private key by it."""

import json
from dataclasses import replace

import pytest

from agreements.agreement import Freezing
from rooms.cases.deeds.ending import Withdrew
from rooms.cases.words import Ground
from rooms.effects import Effect
from rooms.ids import PersonId
from rooms.minutes.acts import Written
from rooms.minutes.minutes import Ended, EntryId, EntryKind
from rooms.room import Phase, Room
from server.keeper import RoomKeeper
from server.minutes.desk import MinutesDesk
from server.minutes.ending import MinutesEnding
from server.minutes.keeper import MinutesKeeper
from server.minutes.moves import written
from server.papers.keeper import anybody
from server.private_zones import zone_deletion
from server.unclosed import UnclosedRooms
from server.zones.refusals import ZoneDestroyed
from server.zones.zone import PrivateZone
from tests.server.cases.office import MORNING, CaseOffice
from tests.server.storage.office import PEOPLE, planned_room


class Nobody:
    """Nobody is connected: there is no socket to close and no media to stop."""

    def __init__(self) -> None:
        self.ran: list[Effect] = []

    async def run(self, room: Room, effect: Effect) -> None:
        assert room.id
        self.ran.append(effect)


async def kept_open(office: CaseOffice) -> tuple[Room, RoomKeeper, UnclosedRooms, PrivateZone]:
    """A session that began, with a note among the mediators, which everybody left without a word."""
    planned = planned_room(MORNING)
    await office.stores.rooms.create(planned, office.mediator, PEOPLE, MORNING)
    begun = replace(planned, phase=Phase.JOINT, version=1)
    await office.stores.rooms.commit(planned, begun, MORNING, ())
    notes = PrivateZone(begun.id, "notes")
    await office.stores.zone_keys.key(notes)
    rooms = RoomKeeper(office.stores.rooms, office.clock)
    await rooms.start(Nobody())
    minutes = MinutesKeeper(
        office.stores.minutes, office.stores.blobs, rooms, MinutesDesk(office.stores).begun, office.clock
    )
    ending = MinutesEnding(minutes, rooms, office.clock)
    said = Written(office.clock(), PersonId("m"), EntryId("entry-0001"), EntryKind.NOTICE, PersonId("m"), "告知权利。")
    await minutes.change(begun.id, anybody, lambda kept: written(kept, said))
    return begun, rooms, UnclosedRooms(rooms, office.cases.keeper, office.clock, ending.by_nobody), notes


async def phase(rooms: RoomKeeper, room: Room) -> Phase:
    now = await rooms.room(room.id)
    assert now is not None
    return now.phase


async def unsigned(office: CaseOffice, room: Room) -> str:
    """What its minutes say of why they are not signed; their text is kept, to be printed and sealed."""
    kept = await office.stores.minutes.load(room.id)
    assert kept is not None
    assert isinstance(kept.minutes.stage, Ended)
    assert isinstance(kept.paper.stage, Freezing)
    document = json.loads(await office.stores.blobs.get(kept.paper.stage.document))
    (why,) = document["unsigned"]
    return str(why)


async def test_at39_the_key_of_a_room_that_nobody_closed_is_destroyed_on_its_day(office: CaseOffice) -> None:
    room, rooms, unclosed, notes = await kept_open(office)
    office.clock.forward(days=14)
    await unclosed.look()
    assert await phase(rooms, room) is Phase.JOINT
    assert await office.stores.zone_deletions.planned(room.id) == ()
    office.clock.forward(days=1)
    await unclosed.look()
    assert await phase(rooms, room) is Phase.CLOSED
    assert "未签名：会谈无人结束，由系统按期关闭" in await unsigned(office, room)
    deletion = zone_deletion(office.stores, office.clock)
    office.clock.forward(days=29)
    await deletion.look()
    assert await office.stores.zone_keys.find(notes)
    office.clock.forward(days=1)
    await deletion.look()
    with pytest.raises(ZoneDestroyed):
        await office.stores.zone_keys.find(notes)
    await rooms.close()


async def test_a_case_that_ends_closes_its_rooms(office: CaseOffice) -> None:
    room, rooms, unclosed, notes = await kept_open(office)
    await unclosed.look()
    assert await phase(rooms, room) is Phase.JOINT
    office.cases.tell_too(unclosed.case_changed)
    case = await office.case(room.case)
    await office.cases.keeper.submit(room.case, Withdrew(case.parties[0].id, Ground.UNWILLING, None, office.host))
    assert await phase(rooms, room) is Phase.CLOSED
    assert "案件已经结束" in await unsigned(office, room)
    (planned,) = await office.stores.zone_deletions.planned(room.id)
    assert planned.zone == notes
    await rooms.close()
