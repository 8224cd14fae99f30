"""What one writer of each room holds in memory, with a lock for each (architecture.md §3.2): agreements, minutes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from rooms.ids import RoomId
from rooms.room import Room

Kept = TypeVar("Kept")
Result = TypeVar("Result")


@dataclass(slots=True)
class Held(Generic[Kept]):
    """The stored value in memory; None: the room has none yet."""

    kept: Kept | None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Shelf(Generic[Kept]):
    """Values by room, each read from its book when it is first wanted, and let go when its room is over."""

    def __init__(self, load: Callable[[RoomId], Awaitable[Kept | None]], peek: Callable[[RoomId], Room | None]) -> None:
        self._load = load
        self._peek = peek
        self._held: dict[RoomId, Held[Kept]] = {}
        self._loading = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()

    def at(self, room: RoomId) -> Held[Kept] | None:
        """What is in memory of that room."""
        return self._held.get(room)

    async def held(self, room: RoomId) -> Held[Kept]:
        """What is in memory of that room, read from the book where it was not."""
        found = self._held.get(room)
        if found is not None:
            return found
        async with self._loading:
            self._let_go()
            if room not in self._held:
                self._held[room] = Held(await self._load(room))
            return self._held[room]

    @asynccontextmanager
    async def locked(self, room: RoomId) -> AsyncIterator[Held[Kept]]:
        """The value with nobody else at it."""
        while True:
            held = await self.held(room)
            async with held.lock:
                if self._held.get(room) is held:
                    yield held
                    return

    def forget(self, room: RoomId) -> None:
        """Stored or not, we cannot know (a full disk): go by what the book says."""
        self._held.pop(room, None)

    def soon(self, doing: Coroutine[None, None, None]) -> None:
        """Begins what nobody waits for but `close`."""
        self._keep(asyncio.get_running_loop().create_task(doing))

    async def to_its_end(self, writing: Coroutine[None, None, Result]) -> Result:
        """Whoever waits may be cancelled (a closed socket); what was begun is done to its end all the same."""
        task = asyncio.get_running_loop().create_task(writing)
        self._keep(task)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for the steps under way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _keep(self, task: "asyncio.Task[Any]") -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _let_go(self) -> None:
        """What belongs to rooms that are over needs no memory; it is read from the book."""
        for room, held in tuple(self._held.items()):
            if self._peek(room) is None and not held.lock.locked():
                del self._held[room]
