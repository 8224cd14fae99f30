"""One writer for each room: order, durability before effects, and what a fault or a cancelled caller leaves behind."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rooms import inputs
from rooms.caucus import Summons
from rooms.effects import EndSeat
from rooms.ids import RoomId
from rooms.refusals import Refusal
from rooms.room import EndReason, Phase, Presence, Room
from server.keeper import RoomKeeper, RoomUnknownError
from server.storage.rooms import AlreadySaid
from tests.fakes import MemoryBook, MemoryPending, Recorder
from tests.rooms.stories import (
    CAUCUS,
    COMPANY,
    LATER,
    MEDIATOR,
    NOON,
    WORKER,
    after,
    entered,
    everyone_at_the_table,
    identified,
    room,
    said,
)

ROOM = RoomId("room")


def now() -> datetime:
    return datetime.now(UTC)


async def kept(book: MemoryBook, recorder: Recorder) -> RoomKeeper:
    keeper = RoomKeeper(book, now)
    await keeper.start(recorder)
    recorder.done.clear()
    return keeper


async def test_an_input_is_stored_before_its_effects_and_both_before_the_return() -> None:
    book, recorder = MemoryBook({ROOM: room()}), Recorder()
    keeper = await kept(book, recorder)
    await keeper.submit(ROOM, entered(MEDIATOR))
    stored = book.rooms[ROOM]
    assert stored.phase is Phase.LOBBY
    assert recorder.done == [(stored.version, "SendViews")]


async def test_effects_of_a_room_run_in_the_order_of_its_steps() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    recorder.gate = asyncio.Event()
    book.committed = asyncio.Semaphore(0)
    saying = [asyncio.create_task(keeper.submit(ROOM, said(WORKER, str(n), f"m-{n}"))) for n in range(20)]
    for _ in saying:
        await book.committed.acquire()
    assert recorder.done == [], "steps do not wait for effects"
    recorder.gate.set()
    await asyncio.gather(*saying)
    versions = [version for version, _ in recorder.done]
    assert versions == sorted(versions)
    assert [line.seq for line in book.said] == list(range(1, 21))


async def test_a_cancelled_caller_loses_neither_the_step_nor_its_effects() -> None:
    book, recorder = (
        MemoryBook(
            {
                ROOM: after(everyone_at_the_table()),
            }
        ),
        Recorder(),
    )
    keeper = await kept(book, recorder)
    book.gate = asyncio.Event()
    caller = asyncio.create_task(keeper.submit(ROOM, said(WORKER)))
    await asyncio.sleep(0)
    caller.cancel()
    book.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await keeper.close()
    assert [line.text for line in book.said] == ["您好"]
    assert [name for _, name in recorder.done] == ["SendViews"]
    assert (await keeper.room(ROOM)) == book.rooms[ROOM]


async def test_a_failed_commit_changes_nothing_and_the_next_one_works() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    book.fail = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await keeper.submit(ROOM, said(WORKER))
    assert book.said == []
    assert [name for _, name in recorder.done] == ["Reroute", "SendViews"], "outside goes by what is stored"
    await keeper.submit(ROOM, said(WORKER))
    assert len(book.said) == 1


async def test_a_line_stored_long_ago_counts_as_said() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    book.fail = AlreadySaid()
    await keeper.submit(ROOM, said(WORKER))
    assert (book.said, recorder.done) == ([], [])


async def test_a_broken_effect_stops_none_behind_it_and_stays_in_the_outbox() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder(broken=EndSeat)
    keeper = await kept(book, recorder)
    await keeper.submit(ROOM, inputs.Removed(NOON, MEDIATOR, WORKER, "原因"))
    assert [name for _, name in recorder.done] == ["Reroute", "SendViews"]
    assert [entry.effect for entry in book.outbox.values()] == [EndSeat(WORKER, EndReason.REMOVED, NOON, "原因")]


async def test_what_the_outbox_holds_is_done_at_the_start() -> None:
    left = MemoryPending("7.0", ROOM, EndSeat(WORKER, EndReason.REMOVED, NOON))
    book, recorder = MemoryBook({ROOM: room()}, {left.key: left}), Recorder()
    await RoomKeeper(book, now).start(recorder)
    assert ("EndSeat" in [name for _, name in recorder.done], book.outbox) == (True, {})


async def test_after_a_restart_everybody_has_yet_to_come_back() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    again = await keeper.room(ROOM)
    assert again is not None
    assert {seat.presence for seat in again.seats} == {Presence.RECONNECTING}
    assert [seat.place for seat in again.seats] == [seat.place for seat in after(everyone_at_the_table()).seats]


async def test_a_refusal_reaches_the_caller_with_or_without_a_change() -> None:
    book, recorder = MemoryBook({ROOM: room()}), Recorder()
    keeper = await kept(book, recorder)
    with pytest.raises(Refusal, match=r"identity\.digits_wrong"):
        await keeper.submit(ROOM, identified(WORKER, right=False))
    assert book.rooms[ROOM] != room()
    with pytest.raises(Refusal, match=r"not_permitted"):
        await keeper.submit(ROOM, said(WORKER))


async def test_a_closed_room_leaves_the_memory_and_can_still_be_read() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    await keeper.submit(ROOM, inputs.Closed(NOON, MEDIATOR))
    assert keeper.peek(ROOM) is None
    closed = await keeper.room(ROOM)
    assert closed is not None
    assert closed.phase is Phase.CLOSED
    with pytest.raises(Refusal):
        await keeper.submit(ROOM, entered(WORKER))


@dataclass
class Clock:
    """One that a test sets."""

    now: datetime = LATER

    def __call__(self) -> datetime:
        return self.now


CALLED = inputs.CaucusOpened(LATER, MEDIATOR, CAUCUS, (WORKER,), comes=True)


def summons(value: Room) -> Summons:
    caucus = value.caucus(CAUCUS)
    assert caucus is not None
    (invitation,) = caucus.invited
    return invitation.state


async def unanswered(book: MemoryBook) -> None:
    """Waits until the call has lapsed."""
    async with asyncio.timeout(10):
        while summons(book.rooms[ROOM]) is Summons.CALLING:
            await book.committed.acquire()


async def test_what_a_room_waits_for_comes_to_it_in_its_time() -> None:
    book, recorder, clock = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder(), Clock()
    keeper = RoomKeeper(book, clock)
    await keeper.start(recorder)
    await keeper.submit(ROOM, CALLED)
    assert summons(book.rooms[ROOM]) is Summons.CALLING
    clock.now += timedelta(seconds=31)
    await unanswered(book)
    assert summons(book.rooms[ROOM]) is Summons.NO_ANSWER
    await keeper.close()


async def test_a_room_that_is_taken_up_again_waits_on() -> None:
    called = after([*everyone_at_the_table(), CALLED])
    book, clock = MemoryBook({ROOM: called}), Clock(LATER + timedelta(seconds=31))
    keeper = RoomKeeper(book, clock)
    await keeper.start(Recorder())
    await unanswered(book)
    await keeper.close()


async def test_a_note_that_is_refused_or_fails_reaches_nobody() -> None:
    book, recorder = MemoryBook({ROOM: after(everyone_at_the_table())}), Recorder()
    keeper = await kept(book, recorder)
    stored = book.rooms[ROOM]
    keeper.note(ROOM, inputs.Admitted(NOON, WORKER, COMPANY))
    keeper.note(RoomId("nowhere"), inputs.Closed(NOON, MEDIATOR))
    await keeper.close()
    assert book.rooms[ROOM] == stored


async def test_there_is_no_room_that_is_not_in_the_book() -> None:
    keeper = await kept(MemoryBook(), Recorder())
    assert await keeper.room(RoomId("nowhere")) is None
    with pytest.raises(RoomUnknownError):
        await keeper.submit(RoomId("nowhere"), entered(MEDIATOR))
