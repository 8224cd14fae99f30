"""Joins of people who have read and declared what is asked: socket, lobby, check, admission, keys for the media."""

import asyncio
import time
from dataclasses import dataclass

from bench.figures import Times
from bench.relay.clients import Client
from bench.room.house import PARTIES, House, Room, opened_house


@dataclass(frozen=True)
class Joins:
    """`count` joins, `at_once` at a time. `client_cpu_s` is that of the measuring process."""

    count: int
    at_once: int
    seconds: float
    took: Times
    server_cpu_s: float
    client_cpu_s: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def server_ms_per_join(self) -> float:
        return self.server_cpu_s / self.count * 1000


async def joins_of(count: int, at_once: list[int]) -> list[Joins]:
    """That many joins for each number at a time, all on one new server."""
    async with opened_house() as house:
        return [await _joins(house, count, each) for each in at_once]


async def _joins(house: House, count: int, at_once: int) -> Joins:
    rooms = [await house.open_room() for _ in range(-(-count // len(PARTIES)))]
    # Next to each other come people of different rooms, for a room does one thing at a time.
    invited = [(room, room.invites[number]) for number in range(len(PARTIES)) for room in rooms][:count]
    # What takes people their time, reading, is no work of the server's, and not measured.
    tokens = await asyncio.gather(*(house.prepared(invite) for _, invite in invited))
    waiting = [(room, token) for (room, _), token in zip(invited, tokens, strict=True)]
    took: list[float] = []

    async def take_turns() -> None:
        while waiting:
            room, token = waiting.pop(0)
            began = time.perf_counter()
            await join(house, room, token)
            took.append(time.perf_counter() - began)

    server, began, own = house.usage(), time.perf_counter(), time.process_time()
    await asyncio.gather(*(take_turns() for _ in range(at_once)))
    return Joins(
        count=count,
        at_once=at_once,
        seconds=time.perf_counter() - began,
        took=Times.of(took),
        server_cpu_s=house.usage().cpu_s - server.cpu_s,
        client_cpu_s=time.process_time() - own,
    )


async def join(house: House, room: Room, token: str) -> None:
    """Done when the peer connection has its keys."""
    party = await house.come(token)
    await room.let_in(party)
    client = Client()
    try:
        await client.connect(await party.answer_to(client.offer()))
    finally:
        client.close()
