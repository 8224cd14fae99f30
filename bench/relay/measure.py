"""One run each of the relay and of the bare loop, in a process of its own."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench.process import Usage
from bench.relay.load import SEATS_PER_ROOM, Tally, run
from tests.signaling.media.rawclient import Answer, RawClient, key_for


@dataclass(frozen=True)
class Row:
    """One run. `join_cpu_ms` is the server's, for offer, ICE, DTLS and keys."""

    server: str
    rooms: int
    out_per_second: float
    cpu_us_per_out: float
    cores: float
    loss_percent: float
    p50_ms: float
    p99_ms: float
    join_cpu_ms: float
    joins_per_second: float


class Server:
    """A measured process and its CPU clock."""

    def __init__(self, kind: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.relay.server", kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, question: Mapping[str, object]) -> dict[str, str]:
        """One line there, one back."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        told: dict[str, str] = json.loads(self._process.stdout.readline())
        return told

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        return Usage.of(self._process.pid).cpu_s

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


async def joined(server: Server, rooms: int) -> list[RawClient]:
    """Four seats in each room, connected."""
    clients = []
    for number in range(rooms * SEATS_PER_ROOM):
        client = RawClient(audio=SEATS_PER_ROOM - 1, video=SEATS_PER_ROOM - 1)
        asked = {"room": f"r{number // SEATS_PER_ROOM}", "seat": f"s{number}", "offer": client.offer()}
        await client.connect(server.ask(asked)["answer"])
        clients.append(client)
    return clients


def measure_relay(kind: str, rooms: int, seconds: float) -> Row:
    """The relay under load, on asyncio's loop or uvloop."""
    server = Server(kind)
    server.ask({"stats": True})
    cpu, began = server.cpu_seconds(), time.perf_counter()
    clients = asyncio.run(joined(server, rooms))
    join_cpu, join_seconds = server.cpu_seconds() - cpu, time.perf_counter() - began
    row = _row(f"relay, {kind}", rooms, seconds, server, clients, join_cpu, join_seconds)
    server.close()
    return row


def measure_baseline(rooms: int, seconds: float) -> Row:
    """The bare loop with the same packets."""
    server = Server("baseline")
    clients = [RawClient() for _ in range(rooms * SEATS_PER_ROOM)]
    peers: dict[int, list[int]] = {}
    for number, client in enumerate(clients):
        key = key_for(client.profile)
        client.use_keys(client.profile, send=key, receive=key)
        first = number - number % SEATS_PER_ROOM
        others = [other for other in clients[first : first + SEATS_PER_ROOM] if other is not client]
        peers[client.address[1]] = [other.address[1] for other in others]
    port = int(server.ask({"peers": peers})["port"])
    for client in clients:
        client.answer = Answer("", "", port, {})
    row = _row("baseline", rooms, seconds, server, clients, 0.0, 0.0)
    server.close()
    return row


def _row(
    name: str,
    rooms: int,
    seconds: float,
    server: Server,
    clients: list[RawClient],
    join_cpu: float,
    join_seconds: float,
) -> Row:
    cpu = server.cpu_seconds()
    tally: Tally = run(clients, seconds, opened=name != "baseline")
    cpu = server.cpu_seconds() - cpu
    for client in clients:
        client.close()
    expected = tally.sent * (SEATS_PER_ROOM - 1)
    return Row(
        server=name,
        rooms=rooms,
        out_per_second=tally.received / seconds,
        cpu_us_per_out=cpu / max(1, tally.received) * 1e6,
        cores=cpu / seconds,
        loss_percent=100 * (1 - tally.received / expected),
        p50_ms=tally.age_ms(0.5),
        p99_ms=tally.age_ms(0.99),
        join_cpu_ms=join_cpu / len(clients) * 1000,
        joins_per_second=len(clients) / join_seconds if join_seconds else 0.0,
    )
