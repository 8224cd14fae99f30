"""Rooms of four with their full media and, meanwhile, signalling: what the server needs, and what people feel."""

import asyncio
import json
import math
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from bench.relay.clients import SEATS_PER_ROOM
from bench.room.house import House, Room, opened_house
from bench.room.probes import Signalling, measured

ANSWER_BYTES = 1 << 20


@dataclass(frozen=True)
class Media:
    """What the generator got back, and the age of its packets then."""

    sent: int
    received: int
    p50_ms: float
    p99_ms: float

    @property
    def loss_percent(self) -> float:
        expected = self.sent * (SEATS_PER_ROOM - 1)
        return 100 * (1 - self.received / expected)


@dataclass(frozen=True)
class Row:
    """Some seconds of one server. `media` is None while nobody sends any: the same rooms, sockets and questions.

    `quiet_cpu_s`: what the same server had needed without media, just before; `bare_us`: what a bare recvfrom/sendto
    loop needs for one of these packets.
    """

    rooms: int
    seconds: float
    media: Media | None
    signalling: Signalling
    loop_lag_ms: float
    cpu_s: float
    memory_mib: float
    faults: int
    quiet_cpu_s: float = math.nan
    bare_us: float = math.nan

    @property
    def cores(self) -> float:
        return self.cpu_s / self.seconds

    @property
    def us_per_packet(self) -> float | None:
        """CPU on top of the quiet server's, for each packet that came out and arrived."""
        if self.media is None or not self.media.received:
            return None
        return (self.cpu_s - self.quiet_cpu_s) / self.media.received * 1e6


class Generator:
    """`bench.room.generator`, asked from here."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, question: Mapping[str, object]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return answer

    async def connect(self, room: Room) -> None:
        """A peer connection for everybody in the room."""
        offers = (await self.ask({"clients": len(room.people)}))["offers"]
        offered = zip(room.people, offers, strict=True)
        await self.ask({"answers": [await person.answer_to(sdp) for person, sdp in offered]})

    async def load(self, seconds: float) -> Media:
        return Media(**await self.ask({"seconds": seconds}))


@asynccontextmanager
async def running_generator() -> AsyncIterator[Generator]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.room.generator", stdin=-1, stdout=-1, limit=ANSWER_BYTES
    )
    try:
        yield Generator(process)
    finally:
        process.kill()
        await process.wait()


async def full_room(house: House) -> Room:
    """Everybody at the table."""
    room = await house.open_room()
    for token in await asyncio.gather(*map(house.prepared, room.invites)):
        party = await house.come(token)
        await room.let_in(party)
        room.parties.append(party)
    return room


async def rows_of(count: int, seconds: float, bare_us: float) -> list[Row]:
    """That many rooms on a new server, first without media, then with it."""
    async with opened_house() as house, running_generator() as generator:
        rooms = [await full_room(house) for _ in range(count)]
        quiet = await _row(house, rooms, seconds)
        for room in rooms:
            await generator.connect(room)
        loaded = await _row(house, rooms, seconds, generator)
        return [replace(row, quiet_cpu_s=quiet.cpu_s, bare_us=bare_us) for row in (quiet, loaded)]


async def _row(house: House, rooms: list[Room], seconds: float, generator: Generator | None = None) -> Row:
    await house.metrics()
    before = house.usage()
    signalling, media = await asyncio.gather(
        measured(house, rooms, seconds), generator.load(seconds) if generator else _nothing()
    )
    after, metrics = house.usage(), await house.metrics()
    return Row(
        rooms=len(rooms),
        seconds=seconds,
        media=media,
        signalling=signalling,
        loop_lag_ms=metrics["loop_lag_seconds"] * 1000,
        cpu_s=after.cpu_s - before.cpu_s,
        memory_mib=after.memory_mib,
        faults=int(metrics.get("dropped_fault", 0)),
    )


async def _nothing() -> None:
    """No media."""
