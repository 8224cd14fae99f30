"""One writer for each room: step, store, then the effects, one by one in order (architecture.md §3.2).

The lock covers step and commit. Effects run behind it in a chain of the room, so a slow one delays later effects of the
same room and nothing else; `submit` returns when the effects of its own input are done. What a room waits for (`due`)
comes to it as an input when its time has come.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from rooms.chat import Channel, ChatLine
from rooms.effects import LASTING, Effect, RecordFact, Reroute, SendViews, StoreDocument, StoreLine
from rooms.ids import RoomId
from rooms.inputs import Elapsed, Input, NodeStarted
from rooms.refusals import Refusal
from rooms.room import Phase, Room
from rooms.step import step
from rooms.timing import due
from server.storage.rooms import AlreadySaid

log = structlog.get_logger()

SWEEP_S = 30.0
"""Between two looks at the outbox. An effect that is under way may then be done twice, which each allows."""
LOOK_S = 1.0
"""Between two looks at the clock while a room waits for its time: the clock may be set."""


class Pending(Protocol):
    """A lasting effect that waits in the outbox until it is done."""

    @property
    def key(self) -> str: ...
    @property
    def room(self) -> RoomId: ...
    @property
    def effect(self) -> Effect: ...


class RoomBook(Protocol):
    """Where rooms are durable; `server.storage.rooms.RoomStore` in life."""

    async def load(self, room: RoomId) -> Room | None: ...
    async def open_rooms(self) -> tuple[RoomId, ...]: ...
    async def commit(
        self, before: Room, after: Room, at: datetime, effects: tuple[Effect, ...]
    ) -> tuple[Pending, ...]: ...
    async def pending(self) -> tuple[Pending, ...]: ...
    async def done(self, key: str) -> None: ...
    async def lines(self, room: RoomId, channel: Channel, after: int) -> tuple[ChatLine, ...]: ...


class Runner(Protocol):
    """Carries effects out; each may run twice."""

    async def run(self, room: Room, effect: Effect) -> None: ...


Changed = Callable[[Room, Room], Awaitable[None]]
"""Told of a stored change: the room before and after it."""


class RoomUnknownError(LookupError):
    """There is no room of that id."""


@dataclass(slots=True)
class _Kept:
    """A room in memory. `last` are the effects that were ordered last; those ordered next wait for them."""

    room: Room
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: "asyncio.Task[None] | None" = None
    timer: asyncio.TimerHandle | None = None
    """Looks at the clock for what the room waits for."""


class RoomKeeper:
    """All open rooms of this node, each with its lock and the chain of its effects."""

    def __init__(self, book: RoomBook, clock: Callable[[], datetime]) -> None:
        self._book = book
        self._clock = clock
        self._runner: Runner | None = None
        self._changed: tuple[Changed, ...] = ()
        self._kept: dict[RoomId, _Kept] = {}
        self._loading = asyncio.Lock()
        self._closing = False
        self._running: set[asyncio.Task[Refusal | None] | asyncio.Task[None]] = set()

    def tell(self, *changed: Changed) -> None:
        """Who is told, in order, that a room has changed, before whoever changed it goes on."""
        self._changed = changed

    async def start(self, runner: Runner) -> tuple[Room, ...]:
        """Take up every open room, finish what the outbox still holds; returns the rooms."""
        self._runner = runner
        rooms = []
        for room_id in await self._book.open_rooms():
            await self.submit(room_id, NodeStarted(self._clock()))
            rooms.append(self._kept[room_id].room)
        await self._work_off(runner)
        return tuple(rooms)

    async def sweep(self) -> None:
        """Until cancelled: every SWEEP_S try again what the outbox still holds because it failed."""
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                if self._runner is not None:
                    await self._work_off(self._runner)
            except Exception:
                log.exception("outbox.failed")

    async def _work_off(self, runner: Runner) -> None:
        for left in await self._book.pending():
            room = await self.room(left.room)
            if room is not None:
                await runner.run(room, left.effect)
            await self._book.done(left.key)

    async def close(self) -> None:
        """Wait until all effects that were ordered are done; no room's time comes any more."""
        self._closing = True
        for kept in self._kept.values():
            _disarm(kept)
        await asyncio.gather(*self._running, return_exceptions=True)

    async def submit(self, room: RoomId, event: Input) -> None:
        """Durable and its effects done on return; raises Refusal, or RoomUnknownError.

        Whoever waits here may be cancelled (a closed socket); what was begun is done to its end all the same.
        """
        task = asyncio.get_running_loop().create_task(self._write(room, event))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        refusal = await asyncio.shield(task)
        if refusal is not None:
            raise refusal

    def note(self, room: RoomId, event: Input) -> None:
        """Submit without waiting for the end of it, and without telling anybody of a refusal."""
        task = asyncio.get_running_loop().create_task(self._noted(room, event))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _noted(self, room: RoomId, event: Input) -> None:
        try:
            refusal = await self._write(room, event)
        except Exception:
            log.exception("note.failed", room=room, event_kind=type(event).__name__)
        else:
            if refusal is not None:
                log.warning("note.refused", room=room, event_kind=type(event).__name__, code=refusal.code)

    def _arm(self, kept: _Kept) -> None:
        """One timer for each room that waits for something."""
        _disarm(kept)
        until = due(kept.room)
        if until is not None and not self._closing:
            wait_s = min(max((until - self._clock()).total_seconds(), 0.0), LOOK_S)
            kept.timer = asyncio.get_running_loop().call_later(wait_s, self._look, kept, until)

    def _look(self, kept: _Kept, until: datetime) -> None:
        now = self._clock()
        if now < until:
            self._arm(kept)
            return
        # Should the room go on waiting for what has come, it is not asked at once again.
        kept.timer = asyncio.get_running_loop().call_later(LOOK_S, self._arm, kept)
        self.note(kept.room.id, Elapsed(now))

    async def _write(self, room_id: RoomId, event: Input) -> Refusal | None:
        while True:
            kept = await self._take(room_id)
            async with kept.lock:
                if self._kept.get(room_id) is not kept:
                    continue
                try:
                    outcome = step(kept.room, event)
                except Refusal as refusal:
                    return refusal
                before = kept.room
                ordered = await self._commit(kept, outcome.room, outcome.effects)
                after = kept.room
                if after is not before:
                    self._arm(kept)
            await self._tell(before, after)
            if ordered is not None:
                await ordered
            elif kept.room.phase is Phase.CLOSED:
                self._forget(room_id)
            return outcome.refusal

    async def room(self, room: RoomId) -> Room | None:
        """The current value, or None where there is no such room."""
        kept = self._kept.get(room)
        if kept is not None:
            return kept.room
        stored = await self._book.load(room)
        if stored is None or stored.phase is Phase.CLOSED:
            return stored
        return (await self._take(room)).room

    def peek(self, room: RoomId) -> Room | None:
        """The current value where the room is in memory already."""
        kept = self._kept.get(room)
        return kept.room if kept else None

    def rooms(self) -> tuple[Room, ...]:
        """All rooms in memory."""
        return tuple(kept.room for kept in self._kept.values())

    async def lines(self, room: RoomId, channel: Channel, after: int) -> tuple[ChatLine, ...]:
        """Stored lines of that channel with `seq > after`, in order."""
        return await self._book.lines(room, channel, after)

    async def _tell(self, before: Room, after: Room) -> None:
        for changed in self._changed:
            try:
                await changed(before, after)
            except Exception:
                log.exception("room.untold", room=after.id)

    async def _take(self, room_id: RoomId) -> _Kept:
        kept = self._kept.get(room_id)
        if kept is not None:
            return kept
        async with self._loading:
            if room_id not in self._kept:
                room = await self._book.load(room_id)
                if room is None:
                    raise RoomUnknownError(room_id)
                kept = self._kept[room_id] = _Kept(room)
                self._arm(kept)
            return self._kept[room_id]

    def _forget(self, room_id: RoomId) -> None:
        kept = self._kept.pop(room_id, None)
        if kept is not None:
            _disarm(kept)

    async def _commit(self, kept: _Kept, after: Room, effects: tuple[Effect, ...]) -> asyncio.Task[None] | None:
        if after == kept.room and not effects:
            return None
        try:
            pending = await self._book.commit(kept.room, after, self._clock(), effects)
        except AlreadySaid:
            return None
        except Exception:
            await self._recover(kept)
            raise
        kept.room = after
        keys = {entry.effect: entry.key for entry in pending}
        outward = tuple(effect for effect in effects if not isinstance(effect, RecordFact | StoreLine | StoreDocument))
        return self._order(kept, outward, keys)

    async def _recover(self, kept: _Kept) -> None:
        """Stored or not, we cannot know (a full disk): go by what the book says, outside too."""
        room_id = kept.room.id
        try:
            stored = await self._book.load(room_id)
        except Exception:
            log.exception("room.unreadable", room=room_id)
            stored = None
        if stored is None:
            self._forget(room_id)
            return
        kept.room = stored
        self._arm(kept)
        await self._order(kept, (Reroute(), SendViews()), {})

    def _order(self, kept: _Kept, effects: tuple[Effect, ...], keys: dict[Effect, str]) -> asyncio.Task[None]:
        """Effects behind those ordered before; the task ends when they are done."""
        task = asyncio.get_running_loop().create_task(self._carry_out(kept, kept.last, kept.room, effects, keys))
        kept.last = task
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _carry_out(
        self,
        kept: _Kept,
        before: asyncio.Task[None] | None,
        room: Room,
        effects: tuple[Effect, ...],
        keys: dict[Effect, str],
    ) -> None:
        if before is not None:
            await before
        for effect in effects:
            await self._one(room, effect, keys)
        if room.phase is Phase.CLOSED and kept.last is asyncio.current_task():
            self._forget(room.id)

    async def _one(self, room: Room, effect: Effect, keys: dict[Effect, str]) -> None:
        """A fault of ours is logged and stops nothing behind it; a lasting effect then stays in the outbox."""
        assert self._runner is not None  # noqa: S101 - start() came first
        try:
            await self._runner.run(room, effect)
            if isinstance(effect, LASTING):
                await self._book.done(keys[effect])
        except Exception:
            log.exception("effect.failed", room=room.id, effect=type(effect).__name__)


def _disarm(kept: _Kept) -> None:
    if kept.timer is not None:
        kept.timer.cancel()
        kept.timer = None
