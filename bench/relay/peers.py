"""Our own server as a measured process: with a plane of ours, or as a bare loop."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Protocol

from bench.relay.clients import PROFILES, SEATS_PER_ROOM, Client
from bench.relay.generator import Plan
from bench.relay.pins import on_core
from bench.relay.refusals import Refused
from bench.relay.server import BARE
from signaling.media.srtp import OPENSSL_NAMES
from tests.signaling.media.rawclient import Answer, key_for

LINE_BYTES = 1 << 20
Connection = tuple[Client, Plan]


class Peer(Protocol):
    """A running server that forwards between the four people of each room."""

    name: str
    pid: int
    wants_consent: bool
    """Whether it forgets who has sent no signed check for a while."""

    async def seat_room(self, number: int) -> list[Connection]:
        """Four people join a new room, each hears and sees the three others."""
        ...

    async def ping(self) -> None:
        """Asks for a sign of life on the way that its signalling takes."""
        ...

    async def close(self) -> None:
        """Ends the process."""
        ...


class OwnServer:
    """`bench.relay.server`, asked over its pipe."""

    wants_consent = True

    def __init__(self, name: str, process: asyncio.subprocess.Process, profile: str) -> None:
        self.name = name
        self._profile = profile
        self.pid = process.pid
        self._process = process
        self._asking = asyncio.Lock()

    async def ask(self, question: Mapping[str, object]) -> dict[str, Any]:
        """One line there, one back."""
        assert self._process.stdin
        assert self._process.stdout
        async with self._asking:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            line = await self._process.stdout.readline()
        if not line:
            raise Refused(f"{self.name} ended with {await self._process.wait()}")
        told: dict[str, Any] = json.loads(line)
        return told

    async def ping(self) -> None:
        await self.ask({"ping": True})

    async def seat_room(self, number: int) -> list[Connection]:
        return await asyncio.gather(*(self._seat(f"r{number}", f"r{number}s{at}") for at in range(SEATS_PER_ROOM)))

    async def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def _seat(self, room: str, seat: str) -> Connection:
        client = Client(profiles=PROFILES[self._profile])
        told = await self.ask({"room": room, "seat": seat, "offer": client.offer()})
        await client.connect(told["answer"])
        return client, client.plan()


class BareServer(OwnServer):
    """Forwards what it gets as it is, so the people of a room share a key."""

    wants_consent = False

    async def seat_room(self, number: int) -> list[Connection]:
        del number
        clients = [Client() for _ in range(SEATS_PER_ROOM)]
        profile = OPENSSL_NAMES[PROFILES[self._profile]]
        key = key_for(profile)
        ports = {client.address[1] for client in clients}
        told = await self.ask({"peers": {str(port): sorted(ports - {port}) for port in ports}})
        for client in clients:
            client.answer = Answer("", "", int(told["port"]), {})
            client.use_keys(profile, send=key, receive=key)
        return [(client, client.plan()) for client in clients]


async def start_own(plane: str, loop: str, core: int, profile: str = "gcm") -> OwnServer:
    """Our server on one core. Raises Refused where it does not start."""
    with on_core(core):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.relay.server", plane, loop),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=LINE_BYTES,
            start_new_session=True,
        )
    name = plane if loop == "uvloop" else f"{plane}, {loop}"
    server = (BareServer if plane == BARE else OwnServer)(name, process, profile)
    await server.ping()
    return server
