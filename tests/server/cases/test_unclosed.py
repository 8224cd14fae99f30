"""AT-39, where nobody ends the session: who forgets to close a room keeps no private key by it."""

from dataclasses import replace

import pytest

from rooms.cases.deeds.ending import Withdrew
from rooms.cases.words import Ground
from rooms.effects import Effect
from rooms.room import Phase, Room
from server.keeper import RoomKeeper
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
    return begun, rooms, UnclosedRooms(rooms, office.cases.keeper, office.clock), notes


async def phase(rooms: RoomKeeper, room: Room) -> Phase:
    now = await rooms.room(room.id)
    assert now is not None
    return now.phase


async def test_at39_the_key_of_a_room_that_nobody_closed_is_destroyed_on_its_day(office: CaseOffice) -> None:
    room, rooms, unclosed, notes = await kept_open(office)
    office.clock.forward(days=14)
    await unclosed.look()
    assert await phase(rooms, room) is Phase.JOINT
    assert await office.stores.zone_deletions.planned(room.id) == ()
    office.clock.forward(days=1)
    await unclosed.look()
    assert await phase(rooms, room) is Phase.CLOSED
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
    (planned,) = await office.stores.zone_deletions.planned(room.id)
    assert planned.zone == notes
    await rooms.close()
