"""A phone's network as a test has it in hand: good, bad, gone, changed.

The test's own process is the server's side. The phone's side is another namespace; `phone_command` starts programs
there, `phone_socket` opens sockets. Nothing leads from either to anywhere else.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple, Self

from tests.net.lane import CLEAR, DARK, Conditions
from tests.net.linkprocess import PHONE_DEVICE
from tests.net.namespaces import coming_back, leave, visiting

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = "10.78.0.1"
PHONE, PHONE_ELSEWHERE = "10.78.0.2", "10.78.0.77"
START_S = 10.0


class Line(NamedTuple):
    """Between the server and one phone; each has a device and a range of its own at the server's end."""

    device: str
    gateway: str
    """The server's address in this range. It answers at SERVER on every line."""
    phone: str
    elsewhere: str
    """Where the phone is after it changed networks."""


FIRST = Line("weak-server", SERVER, PHONE, PHONE_ELSEWHERE)
SECOND = Line("weak-second", "10.79.0.1", "10.79.0.2", "10.79.0.77")

UDP_BLOCKED = """
table inet weak {
    chain arriving {
        type filter hook prerouting priority 0
        iifname "%s" meta l4proto udp counter drop
    }
}
"""


class WeakNetwork:
    """The link and both its ends. Made by `weak_network`."""

    def __init__(self, process: asyncio.subprocess.Process, line: Line = FIRST) -> None:
        self._process = process
        self.line = line

    @property
    def phone_command(self) -> tuple[str, ...]:
        """What to put before a command to have it run at the phone's side."""
        return ("nsenter", "--target", str(self._process.pid), "--net")

    def phone_socket(self, kind: socket.SocketKind) -> socket.socket:
        """A socket of the phone, not blocking, not yet bound."""
        with visiting(self._process.pid):
            made = socket.socket(socket.AF_INET, kind)
        made.setblocking(False)
        return made

    async def shape(self, up: Conditions, down: Conditions) -> dict[str, Any]:
        """Sets both directions; gives the link's counters since its start."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"up": asdict(up), "down": asdict(down)}).encode() + b"\n")
        return await self._answer()

    async def clear(self) -> dict[str, Any]:
        return await self.shape(CLEAR, CLEAR)

    async def go_dark(self) -> dict[str, Any]:
        return await self.shape(DARK, DARK)

    async def move_phone(self, address: str) -> None:
        """The phone has this address and no other from now on: Wi-Fi is left, another network is there."""
        await self.lose_address()
        await self._at_phone("ip", "addr", "add", f"{address}/24", "dev", PHONE_DEVICE)
        # A phone believes to be online when it has somewhere to send what is for everywhere.
        await self._at_phone("ip", "route", "add", "default", "dev", PHONE_DEVICE)

    async def lose_address(self) -> None:
        """The phone is in no network: nothing leaves it and nothing finds it."""
        await self._at_phone("ip", "addr", "flush", "dev", PHONE_DEVICE)

    @asynccontextmanager
    async def asleep(self) -> AsyncIterator[None]:
        """The lid is shut: nothing at the phone's side runs, and it is in no network. Do not talk to it meanwhile."""
        stopped: set[int] = set()
        while late := set(self._running_there()) - stopped:
            for process in late:
                os.kill(process, signal.SIGSTOP)
            stopped |= late
        try:
            await self.go_dark()
            yield
        finally:
            await self.clear()
            for process in stopped:
                os.kill(process, signal.SIGCONT)

    def _running_there(self) -> Iterator[int]:
        """Processes at the phone's side but for the link itself, which is not the phone's."""
        there = Path(f"/proc/{self._process.pid}/ns/net").readlink()
        for process in Path("/proc").glob("[0-9]*"):
            # Processes end while one looks.
            with contextlib.suppress(OSError):
                if (process / "ns/net").readlink() == there and int(process.name) != self._process.pid:
                    yield int(process.name)

    async def block_udp(self) -> None:
        """Whatever the phone sends by UDP vanishes without a word."""
        await run("nft", "-f", "-", typed=UDP_BLOCKED % self.line.device)

    async def unblock_udp(self) -> None:
        await run("nft", "flush", "ruleset")

    async def _at_phone(self, *command: str) -> None:
        await run(*self.phone_command, *command)

    async def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        async with asyncio.timeout(START_S):
            line = await self._process.stdout.readline()
        assert line, "the link is not there (its standard error says why): it needs /dev/net/tun and namespaces(7)"
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def lay(self) -> Self:
        """Both ends up and clear."""
        await self._answer()
        await run("ip", "link", "set", "lo", "up")
        await run("ip", "addr", "add", f"{self.line.gateway}/24", "dev", self.line.device)
        await run("ip", "link", "set", self.line.device, "addrgenmode", "none", "up")
        await self._at_phone("ip", "link", "set", "lo", "up")
        await self._at_phone("ip", "link", "set", PHONE_DEVICE, "addrgenmode", "none", "up")
        await self.move_phone(self.line.phone)
        return self

    async def take_up(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


async def run(*command: str, typed: str = "") -> None:
    """Runs a command of the system. Raises AssertionError with what it said."""
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}  # where `ip` and `nft` are kept
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdin=-1, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate(typed.encode())
    assert process.returncode == 0, f"{' '.join(command)}: {said.decode()}"


@asynccontextmanager
async def weak_network() -> AsyncIterator[WeakNetwork]:
    """Takes this process (its main thread, and what it starts) into a namespace of its own, and a phone beside it."""
    with coming_back():
        leave()
        async with phone_line(FIRST) as network:
            yield network


@asynccontextmanager
async def phone_line(line: Line) -> AsyncIterator[WeakNetwork]:
    """One phone more beside the namespace this process is in."""
    command: Sequence[str] = (sys.executable, "-m", "tests.net.linkprocess", line.device)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=-1, stdout=-1)
    network = WeakNetwork(process, line)
    try:
        yield await network.lay()
    finally:
        await network.take_up()
