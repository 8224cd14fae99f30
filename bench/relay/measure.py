"""What is measured of a peer: what a join costs it, then what forwarding costs it at each number of rooms."""

import asyncio
import os
import time
from dataclasses import dataclass

from bench.figures import Times
from bench.relay.clients import OTHERS, SEATS_PER_ROOM, Client, consenting
from bench.relay.generator import Generator, Played
from bench.relay.peers import Peer
from bench.relay.pins import Meter, make_load

PING_SECONDS = 0.05
QUIET_ROUNDS = 60
"""Rests of 0.3 s, at most, in which what an overloaded server still holds may come out."""
TOLERATED_LOSS_PERCENT = 0.1


@dataclass(frozen=True)
class Joining:
    """What new people cost: each one with all their connections (one at ours, two at Janus), before any media."""

    peer: str
    seats: int
    seats_before: int
    joins_per_second: float
    cpu_ms_per_join: float
    server_cores: float
    resident_kib_per_join: float


@dataclass(frozen=True)
class Row:
    """One load.

    `waited`: seconds a second in which a thread of the server was ready and its core did something else, be it another
    thread of it or other work of the machine (then the times are not the server's). `too_late_percent`: over 200 ms.
    `resident_kib_growth_per_seat`: since before the load, so mostly the rings for retransmissions.

    `generator_*` are the limits of the measurement: where it is always busy or has lost packets itself, the loss is not
    the server's.
    """

    peer: str
    rooms: int
    out_per_second: float
    cpu_us_per_out: float
    cores: float
    waited: float
    loss_percent: float
    too_late_percent: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    ping: Times
    resident_mib: float
    resident_kib_growth_per_seat: float
    asked_again: int
    repeated: int
    transport_feedback: int
    reports_sent: int
    reports_received: int
    key_frames_asked: int
    unopened: int
    load_average: float
    generator_busy: float
    generator_late_ms: float
    generator_lost: int

    @property
    def is_whole(self) -> bool:
        """Hardly anything was lost, or so late that it is lost for a conversation: a long queue is no gain."""
        return self.loss_percent + self.too_late_percent <= TOLERATED_LOSS_PERCENT


class House:
    """A peer with the people who have joined it, and the generator that plays them."""

    def __init__(self, peer: Peer, generator: Generator) -> None:
        self.peer = peer
        self.generator = generator
        self.rooms: list[list[int]] = []
        self.profile = ""
        self._clients: list[list[Client]] = []

    async def grow(self, rooms: int) -> Joining | None:
        """Seats people until there are so many rooms; None when there were enough already."""
        before, count = len(self.rooms), rooms - len(self.rooms)
        if count <= 0:
            return None
        meter, began = Meter.of(self.peer.pid), time.perf_counter()
        seated = [await self.peer.seat_room(before + at) for at in range(count)]
        seconds, after = time.perf_counter() - began, Meter.of(self.peer.pid)
        for connections in seated:
            self.rooms.append([self.generator.add(plan) for _, plan in connections])
            self._clients.append([client for client, _ in connections])
            self.profile = connections[0][0].profile.name
        seats, cpu_s = count * SEATS_PER_ROOM, after.cpu_s - meter.cpu_s
        return Joining(
            peer=self.peer.name,
            seats=seats,
            seats_before=before * SEATS_PER_ROOM,
            joins_per_second=seats / seconds,
            cpu_ms_per_join=cpu_s / seats * 1000,
            server_cores=cpu_s / seconds,
            resident_kib_per_join=(after.resident_kib - meter.resident_kib) / seats,
        )

    async def load(self, rooms: int, seconds: float) -> Row:
        """So many of the rooms talk for some seconds; the others are silent."""
        handles = [handle for room in self.rooms[:rooms] for handle in room]
        clients = [client for room in self._clients[:rooms] for client in room]
        before = Meter.of(self.peer.pid)
        pings: list[float] = []
        beside = [asyncio.create_task(self._pinging(pings))]
        if self.peer.wants_consent:
            beside.append(asyncio.create_task(consenting(clients)))
        played = await asyncio.to_thread(self._play, handles, seconds)
        after = Meter.of(self.peer.pid)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        row = _row(self.peer.name, rooms, seconds, before, after, played, pings)
        await self._settle(handles)
        return row

    async def close(self) -> None:
        """Ends the peer and forgets its people."""
        await self.peer.close()
        for handles, clients in zip(self.rooms, self._clients, strict=True):
            for handle in handles:
                self.generator.remove(handle)
            for client in clients:
                client.close()

    async def _settle(self, handles: list[int]) -> None:
        for _ in range(QUIET_ROUNDS):
            if not (await asyncio.to_thread(self._play, handles, 0.0)).received:
                return

    def _play(self, handles: list[int], seconds: float) -> Played:
        make_load()
        return self.generator.play(handles, seconds)

    async def _pinging(self, took: list[float]) -> None:
        while True:
            began = time.perf_counter()
            await self.peer.ping()
            took.append(time.perf_counter() - began)
            await asyncio.sleep(PING_SECONDS)


def _row(name: str, rooms: int, seconds: float, before: Meter, after: Meter, played: Played, pings: list[float]) -> Row:
    cpu_s, expected = after.cpu_s - before.cpu_s, played.sent * OTHERS
    return Row(
        peer=name,
        rooms=rooms,
        out_per_second=played.received / seconds,
        cpu_us_per_out=cpu_s / max(1, played.received) * 1e6,
        cores=cpu_s / seconds,
        waited=(after.waited_s - before.waited_s) / seconds,
        loss_percent=100 * (1 - played.received / max(1, expected)),
        too_late_percent=100 * played.too_late / max(1, played.samples),
        p50_ms=played.age_ms(0.5),
        p95_ms=played.age_ms(0.95),
        p99_ms=played.age_ms(0.99),
        ping=Times.of(pings),
        resident_mib=after.resident_kib / 1024,
        resident_kib_growth_per_seat=(after.resident_kib - before.resident_kib) / (rooms * SEATS_PER_ROOM),
        asked_again=played.asked_again,
        repeated=played.repeated,
        transport_feedback=played.transport_feedback,
        reports_sent=played.reports_sent,
        reports_received=played.reports_received,
        key_frames_asked=played.key_frames_asked,
        unopened=played.unopened,
        load_average=os.getloadavg()[0],
        generator_busy=played.busy,
        generator_late_ms=played.late_ms,
        generator_lost=played.overflowed,
    )
