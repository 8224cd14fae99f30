"""Ports done simply and honestly, for tests of what stands in front of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from agreements.ports import Away
from law.sentence import Sentence
from rooms.chat import Channel, ChatLine
from rooms.effects import LASTING, Effect, StoreLine
from rooms.ids import RoomId
from rooms.inputs import Input
from rooms.room import Phase, Room


@dataclass(frozen=True, slots=True)
class MemoryPending:
    """An outbox entry."""

    key: str
    room: RoomId
    effect: Effect


@dataclass
class MemoryBook:
    """A `RoomBook` that lives as long as the test; `fail` makes the next commit end so, `gate` makes it wait."""

    rooms: dict[RoomId, Room] = field(default_factory=dict)
    outbox: dict[str, MemoryPending] = field(default_factory=dict)
    said: list[ChatLine] = field(default_factory=list)
    committed: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    fail: Exception | None = None
    gate: asyncio.Event | None = None

    async def load(self, room: RoomId) -> Room | None:
        return self.rooms.get(room)

    async def open_rooms(self) -> tuple[RoomId, ...]:
        return tuple(room.id for room in self.rooms.values() if room.phase is not Phase.CLOSED)

    async def commit(
        self,
        before: Room,
        after: Room,
        at: datetime,  # noqa: ARG002 - the port's
        effects: tuple[Effect, ...],
    ) -> tuple[MemoryPending, ...]:
        if self.gate is not None:
            await self.gate.wait()
        if self.fail is not None:
            fault, self.fail = self.fail, None
            raise fault
        assert self.rooms[before.id] == before, "somebody else wrote in between"
        self.rooms[after.id] = after
        self.committed.release()
        self.said += [effect.line for effect in effects if isinstance(effect, StoreLine)]
        made = tuple(
            MemoryPending(f"{after.version}.{n}", after.id, effect)
            for n, effect in enumerate(effects)
            if isinstance(effect, LASTING)
        )
        self.outbox |= {entry.key: entry for entry in made}
        return made

    async def pending(self) -> tuple[MemoryPending, ...]:
        return tuple(self.outbox.values())

    async def done(self, key: str) -> None:
        self.outbox.pop(key, None)

    async def lines(self, room: RoomId, channel: Channel, after: int) -> tuple[ChatLine, ...]:  # noqa: ARG002 - one room is enough
        return tuple(line for line in self.said if line.channel == channel and line.seq > after)


@dataclass
class FontlessPress:
    """What a `RenderPool` says of its faces: away until `glyphs` came; `asked` counts."""

    glyphs: Mapping[int, str] | None = None
    asked: int = 0

    async def coverage(self) -> Mapping[int, str]:
        self.asked += 1
        if self.glyphs is None:
            raise Away("press.fonts", Sentence("缺少字体文件。", "A font file is missing."))
        return self.glyphs


@dataclass
class Recorder:
    """A `Runner` that notes what it was told; `gate` makes it slow, `broken` makes one kind of effect fail."""

    done: list[tuple[int, str]] = field(default_factory=list)
    gate: asyncio.Event | None = None
    broken: type | None = None

    async def run(self, room: Room, effect: Effect) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.broken is not None and isinstance(effect, self.broken):
            raise RuntimeError("broken on purpose")
        self.done.append((room.version, type(effect).__name__))


@dataclass
class Heard:
    """A `Sender` that notes what each socket was sent."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    """`(socket, event)`."""

    async def emit(self, event: str, data: object, *, to: str) -> None:  # noqa: ARG002 - the port's
        self.sent.append((to, event))

    async def hang_up(self, sid: str) -> None:
        self.sent.append((sid, ""))


@dataclass
class OneRoom:
    """`Rooms` with a room that the test changes; notes what it is told."""

    value: Room
    told: list[Input] = field(default_factory=list)

    async def submit(self, room: RoomId, event: Input) -> None:
        assert room == self.value.id
        self.told.append(event)

    async def room(self, room: RoomId) -> Room | None:
        return self.peek(room)

    def peek(self, room: RoomId) -> Room | None:
        return self.value if room == self.value.id else None

    async def lines(self, room: RoomId, channel: Channel, after: int) -> tuple[ChatLine, ...]:  # noqa: ARG002 - the port's
        return ()
