"""The process that test_crash.py kills: real steps and commits at full speed, each printed once it is durable.

`python crash_child.py DATABASE KEYS` forks a worker for each line `SEED` on its standard input and prints `ended` when
it is dead. A worker prints `pid N`, then `at ROOM VERSION` and `said ROOM CHANNEL SEQ MESSAGE` after a commit;
for the outbox `owed KEY`, `doing KEY` and `done KEY`. It is forked, not started: importing takes longer than its work.
"""

import asyncio
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rooms.chat import JOINT, Channel, ChannelKind
from rooms.effects import StoreLine
from rooms.ids import DeviceId, MessageId, RoomId, SessionId
from rooms.inputs import Admitted, ChatSent, EnterRequested, HeldBack, Input, Left
from rooms.room import Phase, Place, Role, Room, Seat
from rooms.step import step
from server.keys import open_keys
from server.storage.database import open_engine
from server.storage.rooms import RoomStore
from server.zones.keys import open_zone_keys
from tests.server.storage.office import CHINA


class Crowd:
    """Everybody of one room, doing at once whatever they may do next."""

    def __init__(self, seed: int, room: RoomId) -> None:
        self._chance = random.Random(f"{seed} {room}")  # noqa: S311 - a story, not a secret
        self._seed = seed
        self._said = 0

    def next_event(self, room: Room) -> Input:
        """Something that is allowed now."""
        return self._chance.choice([event for seat in room.seats for event in self._choices(room, seat)])

    def _choices(self, room: Room, seat: Seat) -> Iterator[Input]:
        at = datetime.now(UTC)
        mediator = room.seats[0]
        if seat.place is Place.JOINT and mediator.place is Place.JOINT and room.phase is Phase.JOINT:
            yield from (self._line(seat, at), self._line(seat, at), self._line_again(seat, at))
        if seat.role is Role.PARTY and seat.place is Place.JOINT:
            yield Left(at, seat.id)
        if seat.place is Place.LOBBY and mediator.place is Place.JOINT:
            yield Admitted(at, mediator.id, seat.id)
            yield HeldBack(at, mediator.id, seat.id, "请稍候")
            if seat.role is Role.PARTY:
                yield self._line(seat, at, Channel(ChannelKind.LOBBY, seat.id))
        if seat.place is Place.OUTSIDE:
            yield self._way_in(seat, at)

    def _way_in(self, seat: Seat, at: datetime) -> Input:
        device, session = DeviceId(f"device of {seat.id}"), SessionId(f"tab {self._chance.random()}")
        return EnterRequested(at, seat.id, device, session, microphone=True, camera=True)

    def _line(self, seat: Seat, at: datetime, channel: Channel = JOINT) -> Input:
        self._said += 1
        return ChatSent(at, seat.id, MessageId(f"m{self._seed}-{self._said}"), "我同意分三期付款。", channel)

    def _line_again(self, seat: Seat, at: datetime) -> Input:
        return ChatSent(at, seat.id, self._chance.choice(seat.recent), "重发") if seat.recent else self._line(seat, at)


async def live(store: RoomStore, room_id: RoomId, seed: int) -> None:
    """One room's writer, for ever."""
    crowd = Crowd(seed, room_id)
    room = await store.load(room_id)
    assert room is not None
    while True:
        after = step(room, event := crowd.next_event(room))
        pending = await store.commit(room, after.room, event_at(event), after.effects)
        room = after.room
        acknowledge(f"at {room.id} {room.version}")
        for effect in after.effects:
            if isinstance(effect, StoreLine):
                acknowledge(f"said {room.id} {effect.line.channel} {effect.line.seq} {effect.line.id}")
        for entry in pending:
            acknowledge(f"owed {entry.key}")
            acknowledge(f"doing {entry.key}")
            await store.done(entry.key)
            acknowledge(f"done {entry.key}")


def event_at(event: Input) -> datetime:
    """When it happened; what comes from a tab is unwrapped already."""
    at = getattr(event, "at", None)
    assert isinstance(at, datetime)
    return at


def acknowledge(line: str) -> None:
    """Short writes to a pipe are whole or absent (POSIX PIPE_BUF)."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


async def work(database: str, keys: str, seed: int) -> None:
    """Every room at once."""
    zone_keys = open_zone_keys(Path(keys).with_name("zone-keys"))
    store = RoomStore(open_engine(f"sqlite+aiosqlite:///{database}"), open_keys(Path(keys)), CHINA, zone_keys)
    async with asyncio.TaskGroup() as writers:
        for room in await store.open_rooms():
            writers.create_task(live(store, room, seed))


def main(database: str, keys: str) -> None:
    """Fork one worker after another."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            acknowledge(f"pid {os.getpid()}")
            asyncio.run(work(database, keys, int(line)))
        _, status = os.waitpid(worker, 0)
        acknowledge(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
