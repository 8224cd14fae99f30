"""The process that is measured: our media with a plane by name, or a bare loop that forwards the same packets.

`python -m bench.relay.server python|native|bare asyncio|uvloop`. Speaks JSON lines, an answer for each question:
`{"room", "seat", "offer"}` → `{"answer"}`, `{"ping"}` → `{"pong"}`, anything else → the counters. The bare loop takes
`{"peers": {port: [port, …]}}` → `{"port"}`, as often as there are new ones. Ends when its standard input does.
"""

import asyncio
import gc
import importlib
import json
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any

import uvloop

from rooms.hearing import Hearing
from rooms.ids import Medium, RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.plane import Plane
from signaling.media.quality import Quality
from signaling.media.slots import Slot

BUFFER_BYTES = 4 << 20
LINE_BYTES = 1 << 20
PLANES = {"python": ("signaling.media.relay", "RelayPlane"), "native": ("signaling.media.native", "NativePlane")}
BARE = "bare"

Json = dict[str, Any]


class Unheeded:
    """Takes the events of the media and does nothing with them."""

    def media_heard(self, room: RoomId, seat: SeatId) -> None:
        """Not measured."""

    def media_silent(self, room: RoomId, seat: SeatId) -> None:
        """Not measured."""

    def slots_changed(self, room: RoomId, seat: SeatId, slots: tuple[Slot, ...]) -> None:
        """Not measured."""

    def speaking(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        """Not measured."""

    def forwarding(self, room: RoomId, hearings: frozenset[Hearing]) -> None:
        """Not measured."""

    def quality(self, room: RoomId, lines: Mapping[SeatId, Quality]) -> None:
        """Not measured."""


def plane_of(name: str) -> Callable[[], Plane]:
    """A kind of plane by its name. Raises ImportError where this machine has none (the native one needs a compiler)."""
    module, kind = PLANES[name]
    made: Callable[[], Plane] | None = getattr(importlib.import_module(module), kind, None)
    if made is None:
        raise ImportError(f"{module} has no {kind}")
    return made


class Rooms:
    """Everybody of a room hears and sees everybody else of it."""

    def __init__(self, control: MediaControl) -> None:
        self._control = control
        self._seats: dict[RoomId, set[SeatId]] = {}

    async def answer(self, room: RoomId, seat: SeatId, offer: str) -> str:
        seats = self._seats.setdefault(room, set())
        seats.add(seat)
        hears = {Hearing(a, b, medium) for a in seats for b in seats if a != b for medium in Medium}
        self._control.reroute(room, frozenset(hears))
        return await self._control.answer(room, seat, offer)


class BareLoop:
    """`recvfrom` and `sendto`, nothing else: what the kernel and Python's socket calls alone cost."""

    def __init__(self) -> None:
        self._peers: dict[tuple[str, int], list[tuple[str, int]]] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        asyncio.get_running_loop().add_reader(self._socket, self._forward)

    def answer(self, peers: dict[str, list[int]]) -> int:
        for port, others in peers.items():
            self._peers[("127.0.0.1", int(port))] = [("127.0.0.1", other) for other in others]
        return int(self._socket.getsockname()[1])

    def _forward(self) -> None:
        for _ in range(64):
            try:
                datagram, address = self._socket.recvfrom(2048)
            except BlockingIOError:
                return
            for other in self._peers.get(address, ()):
                self._socket.sendto(datagram, other)


async def serve(name: str) -> None:
    """Answers questions until there are no more."""
    lines = asyncio.StreamReader(limit=LINE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    if name == BARE:
        bare = BareLoop()
        while line := await lines.readline():
            asked = json.loads(line)
            say({"port": bare.answer(asked["peers"])} if "peers" in asked else {"pong": True})
        return
    control = MediaControl(MediaConfig(host="127.0.0.1"), plane_of(name)(), Unheeded())
    await control.start()
    gc.freeze()  # as our server does at its start
    rooms = Rooms(control)
    while line := await lines.readline():
        say(await answered(json.loads(line), rooms, control))
    await control.close()


async def answered(asked: Json, rooms: Rooms, control: MediaControl) -> Json:
    if "offer" in asked:
        return {"answer": await rooms.answer(RoomId(asked["room"]), SeatId(asked["seat"]), asked["offer"])}
    return {"pong": True} if "ping" in asked else dict(control.stats())


def say(told: Json) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    if sys.argv[2] == "uvloop":
        uvloop.run(serve(sys.argv[1]))
    else:
        asyncio.run(serve(sys.argv[1]))
