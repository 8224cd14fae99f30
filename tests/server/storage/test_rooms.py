"""Rooms come back as they were committed, once, with what was said and what is owed."""

from dataclasses import replace

from rooms.chat import ChatLine, Zone
from rooms.effects import EndSession, RecordFact, Reroute, SendViews, StoreLine
from rooms.facts import LineStored
from rooms.ids import MessageId, RoomId, SeatId, SessionId
from rooms.room import EndReason, Room
from server.audit.facts import decoded
from server.storage.audit import AuditStore
from tests.server.storage.office import NOW, Office

CHEN = SeatId("chen")
END = EndSession(CHEN, SessionId("tab"), EndReason.TAKEN_OVER, media=True)


def said(room: Room, message: str) -> tuple[Room, StoreLine]:
    line = ChatLine(room.chat_seq + 1, MessageId(message), CHEN, Zone.JOINT, NOW, "你好 <b>")
    return replace(room, version=room.version + 1, chat_seq=line.seq), StoreLine(line)


async def test_a_room_is_loaded_as_it_was_created(office: Office) -> None:
    room = await office.open_room()
    assert await office.rooms.load(room.id) == room
    assert await office.rooms.load(RoomId("nobody")) is None
    assert await office.rooms.open_rooms() == (room.id,)


async def test_a_step_is_stored_with_lines_facts_and_lasting_effects(office: Office) -> None:
    room = await office.open_room()
    after, line = said(room, "m1")
    fact = LineStored(CHEN, 1, Zone.JOINT)
    pending = await office.rooms.commit(room, after, NOW, (line, RecordFact(fact), END, Reroute(), SendViews()))
    assert await office.rooms.load(room.id) == after
    assert await office.rooms.lines(room.id, 0) == (line.line,)
    assert [entry.effect for entry in pending] == [END]
    assert await office.rooms.pending() == pending
    records = await AuditStore(office.engine, office.keys.node).records(room.case)
    assert [decoded(record.kind, record.v, record.body) for record in records][1:] == [fact]
