"""The process that is measured: our media server, or a bare loop that forwards the same packets for comparison.

Speaks JSON lines: `{"room", "seat", "offer"}` in, `{"answer"}` out for the relay; `{"peers": {port: [port, ...]}}` in,
`{"port"}` out for the baseline. Ends when its standard input does.
"""

import asyncio
import json
import select
import socket
import sys

import uvloop

from rooms.hearing import Hearing
from rooms.ids import Medium, RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.relay import RelayPlane
from signaling.media.slots import Slot

BUFFER_BYTES = 4 << 20


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


async def relay() -> None:
    """Joins everyone of a room to everyone else of it."""
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    control = MediaControl(MediaConfig(host="127.0.0.1"), RelayPlane(), Unheeded())
    await control.start()
    rooms: dict[RoomId, set[SeatId]] = {}
    while line := await lines.readline():
        asked = json.loads(line)
        if "offer" in asked:
            room, seat = RoomId(asked["room"]), SeatId(asked["seat"])
            seats = rooms.setdefault(room, set())
            seats.add(seat)
            hears = {Hearing(a, b, medium) for a in seats for b in seats if a != b for medium in Medium}
            control.reroute(room, frozenset(hears))
            print(json.dumps({"answer": await control.answer(room, seat, asked["offer"])}), flush=True)
        else:
            print(json.dumps(control.stats()), flush=True)
    await control.close()


def baseline() -> None:
    """`recvfrom` and `sendto`, nothing else: what the kernel and Python's socket calls alone cost."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
    sock.bind(("127.0.0.1", 0))
    sock.setblocking(False)
    peers = {("127.0.0.1", int(port)): [("127.0.0.1", to) for to in others] for port, others in _peers().items()}
    print(json.dumps({"port": sock.getsockname()[1]}), flush=True)
    while True:
        ready, _, _ = select.select([sock, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        for _ in range(64):
            try:
                datagram, address = sock.recvfrom(2048)
            except BlockingIOError:
                break
            for other in peers.get(address, ()):
                sock.sendto(datagram, other)


def _peers() -> dict[str, list[int]]:
    peers: dict[str, list[int]] = json.loads(sys.stdin.readline())["peers"]
    return peers


if __name__ == "__main__":
    if sys.argv[1] == "baseline":
        baseline()
    elif sys.argv[1] == "uvloop":
        uvloop.run(relay())
    else:
        asyncio.run(relay())
