"""Rooms come back as they were committed, once, with what was said and what is owed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from law.zone import Zone
from rooms.chat import JOINT, ChatLine
from rooms.effects import EndSession, RecordFact, Reroute, SendViews, StoreLine
from rooms.facts import LineStored, PhaseChanged
from rooms.ids import MessageId, RoomId, SeatId, SessionId
from rooms.room import EndReason, Phase, Place, Room
from server.audit.facts import RoomCreated, decoded
from server.storage.audit import AuditStore
from server.storage.desk import DeskStore
from server.storage.rooms import AlreadySaid, StaleRoom
from tests.server.storage.office import NOW, Office

CHEN = SeatId("chen")
END = EndSession(CHEN, SessionId("tab"), EndReason.TAKEN_OVER, media=True)


def said(room: Room, message: str) -> tuple[Room, StoreLine]:
    """The room after the mediator said a line, and the order to keep it."""
    conversation = room.conversation(JOINT)
    line = ChatLine(conversation.seq + 1, MessageId(message), CHEN, Zone.JOINT, NOW, "你好 <b>\n😀")
    spoken = room.with_conversation(replace(conversation, seq=line.seq))
    return replace(spoken, version=room.version + 1), StoreLine(line)


async def test_a_room_is_loaded_as_it_was_created(office: Office) -> None:
    room = await office.open_room()
    assert await office.rooms.load(room.id) == room
    assert await office.rooms.load(RoomId("nobody")) is None
    assert await office.rooms.open_rooms() == (room.id,)


async def test_a_new_case_begins_its_chain_with_the_creation(office: Office) -> None:
    room = await office.open_room()
    record, *_ = await AuditStore(office.engine, office.keys.node).records(room.case)
    fact = decoded(record.kind, record.v, record.body)
    seats = tuple(seat.id for seat in room.seats)
    assert fact == RoomCreated(room.id, "（2026）朝劳调字第00001号", "SELF", by=office.mediator, seats=seats)
    assert record.at == NOW


async def test_a_step_is_stored_with_lines_facts_and_lasting_effects(office: Office) -> None:
    room = await office.open_room()
    after, line = said(room, "m1")
    fact = LineStored(CHEN, 1, Zone.JOINT)
    pending = await office.rooms.commit(room, after, NOW, (line, RecordFact(fact), END, Reroute(), SendViews()))
    assert await office.rooms.load(room.id) == after
    assert await office.rooms.lines(room.id, JOINT, 0) == (line.line,)
    assert [entry.effect for entry in pending] == [END]
    assert await office.rooms.pending() == pending
    records = await AuditStore(office.engine, office.keys.node).records(room.case)
    assert decoded(records[-1].kind, records[-1].v, records[-1].body) == fact


async def test_a_stale_step_stores_nothing(office: Office) -> None:
    room = await office.open_room()
    audit = AuditStore(office.engine, office.keys.node)
    recorded = await audit.records(room.case)
    first, line = said(room, "m1")
    await office.rooms.commit(room, first, NOW, (line,))
    second, other = said(room, "m2")
    with pytest.raises(StaleRoom):
        await office.rooms.commit(room, second, NOW, (other, RecordFact(LineStored(CHEN, 1, Zone.JOINT)), END))
    assert await office.rooms.load(room.id) == first
    assert await office.rooms.lines(room.id, JOINT, 0) == (line.line,)
    assert await office.rooms.pending() == ()
    assert await audit.records(room.case) == recorded


async def test_a_line_sent_again_long_after_is_known_and_changes_nothing(office: Office) -> None:
    room = await office.open_room()
    first, line = said(room, "m1")
    await office.rooms.commit(room, first, NOW, (line,))
    second, again = said(first, "m1")
    with pytest.raises(AlreadySaid):
        await office.rooms.commit(first, second, NOW, (again,))
    assert await office.rooms.load(room.id) == first


async def test_effects_are_recorded_where_the_room_stays_as_it_was(office: Office) -> None:
    room = await office.open_room()
    assert await office.rooms.commit(room, room, NOW, (SendViews(),)) == ()
    [first] = await office.rooms.commit(room, room, NOW, (END,))
    [second] = await office.rooms.commit(room, room, NOW, (END,))
    assert first.key != second.key
    assert await office.rooms.load(room.id) == room


async def test_an_effect_waits_until_it_is_done_and_may_be_done_twice(office: Office) -> None:
    room = await office.open_room()
    first, second = await office.rooms.commit(room, room, NOW, (END, END))
    await office.rooms.done(first.key)
    await office.rooms.done(first.key)
    assert await office.rooms.pending() == (second,)


async def test_lines_come_in_order_from_after_the_last_one_known(office: Office) -> None:
    room = await office.open_room()
    for n in range(1, 6):
        after, line = said(room, f"m{n}")
        await office.rooms.commit(room, after, NOW, (line,))
        room = after
    assert [line.seq for line in await office.rooms.lines(room.id, JOINT, 2, limit=2)] == [3, 4]
    assert [line.id for line in await office.rooms.lines(room.id, JOINT, 4)] == ["m5"]
    assert await office.rooms.lines(room.id, JOINT, 5) == ()


async def test_a_closed_room_is_no_longer_open_and_its_chain_is_signed(office: Office) -> None:
    room = await office.open_room()
    closed = replace(room, phase=Phase.CLOSED, version=1)
    await office.rooms.commit(room, closed, NOW, (RecordFact(PhaseChanged(Phase.CLOSED, by=CHEN)),))
    assert await office.rooms.open_rooms() == ()
    audit = AuditStore(office.engine, office.keys.node)
    [head] = await audit.heads(room.case)
    assert (head.seq, head.at) == (len(await audit.records(room.case)), NOW)
    assert await audit.verify(room.case) == []


async def test_busy_rooms_take_turns(office: Office) -> None:
    rooms = [await office.open_room() for _ in range(8)]

    async def talk(room: Room) -> Room:
        for n in range(10):
            after, line = said(room, f"m{n}")
            await office.rooms.commit(room, after, NOW, (line,))
            room = after
        return room

    async with asyncio.timeout(30):
        after = await asyncio.gather(*(talk(room) for room in rooms))
    assert [await office.rooms.load(room.id) for room in rooms] == after


async def test_who_is_cancelled_while_a_step_is_stored_leaves_nothing_behind(office: Office) -> None:
    room = await office.open_room()
    ends: list[object] = []
    for passes in range(0, 900, 6):  # of the event loop, until the wait is cancelled: from before to after the commit
        after, line = said(room, f"m{passes}")
        commit = asyncio.create_task(office.rooms.commit(room, after, NOW, (line,)))
        for _ in range(passes):
            await asyncio.sleep(0)
        commit.cancel()
        ends += await asyncio.gather(commit, return_exceptions=True)
        async with asyncio.timeout(5):
            stored = await office.rooms.load(room.id)
            assert stored in {room, after}
            await office.rooms.done("nothing")  # a write: would wait for a transaction that was left open
        room = stored
    assert any(isinstance(end, asyncio.CancelledError) for end in ends)
    assert len(await office.rooms.lines(room.id, JOINT, 0)) == room.chat_seq


async def test_the_desk_lists_the_mediators_rooms_by_day_and_those_that_are_open(office: Office) -> None:
    desk = DeskStore(office.engine)
    tomorrow = await office.open_room(NOW + timedelta(days=1))
    today = await office.open_room(NOW)
    waiting = replace(today.seats[1], place=Place.LOBBY)
    busy = replace(today.with_seat(waiting), version=1)
    await office.rooms.commit(today, busy, NOW, ())

    [row] = await desk.rooms_between(office.mediator, NOW, NOW + timedelta(days=1))
    assert (row.room, row.waiting, row.case_no) == (busy, 1, "（2026）朝劳调字第00002号")
    assert (row.mediator_name, row.organisation_name) == ("陈调解", "朝阳区劳动争议调解中心")
    assert [row.room.id for row in await desk.open_rooms(office.mediator)] == [today.id, tomorrow.id]
    assert await desk.row(today.id) == row
    assert await desk.row(RoomId("nobody")) is None

    closed = replace(tomorrow, phase=Phase.CLOSED, version=1)
    await office.rooms.commit(tomorrow, closed, NOW, ())
    assert [row.room.id for row in await desk.open_rooms(office.mediator)] == [today.id]
