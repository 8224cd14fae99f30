"""The link, a process of its own: a TUN device here, another in a new network namespace, a lane each way between.

`python -m tests.net.linkprocess DEVICE`: what the one here is called.

It reads orders from its standard input, one JSON object a line: `{"up": {…}, "down": {…}}` with the fields of
`lane.Conditions`. It answers each, and its start, with a line of counters. `up` is from the new namespace (the phone)
to the one it was started in (the server). When the input ends it goes, and the devices and the namespace with it.
"""

import asyncio
import contextlib
import fcntl
import json
import os
import resource
import struct
import sys
from collections import deque

from tests.net.lane import Conditions, Lane
from tests.net.namespaces import leave

PHONE_DEVICE = "weak-phone"
LONGEST_BYTES = 2048
SEEDS = {"up": 1, "down": 2}
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def tun(name: str) -> int:
    """A TUN device of that name in the present namespace: its descriptor gives and takes one IP packet at a time."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


class Way:
    """Lets what is read at one end come out at the other, as its lane says, in the order it came."""

    def __init__(self, lane: Lane, source: int, target: int) -> None:
        self.lane = lane
        self._source = source
        self._target = target
        self._loop = asyncio.get_running_loop()
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._loop.add_reader(source, self._read)

    def _read(self) -> None:
        while True:
            try:
                packet = os.read(self._source, LONGEST_BYTES)
            except OSError:
                return
            out_at = self.lane.take(len(packet), self._loop.time())
            if out_at is not None:
                self._under_way.append((out_at, packet))
                if len(self._under_way) == 1:
                    self._loop.call_at(out_at, self._come_out)

    def _come_out(self) -> None:
        while self._under_way and self._under_way[0][0] <= self._loop.time():
            _, packet = self._under_way.popleft()
            # A device that is down or full loses packets, as devices do.
            with contextlib.suppress(OSError):
                os.write(self._target, packet)
        if self._under_way:
            self._loop.call_at(self._under_way[0][0], self._come_out)


def report(lanes: dict[str, Lane]) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    counted = {
        way: {name: getattr(lane, name) for name in ("passed", "passed_bytes", "lost", "overflowed")}
        for way, lane in lanes.items()
    }
    print(json.dumps(counted | {"cpu_s": used.ru_utime + used.ru_stime}), flush=True)


async def serve(server_device: str) -> None:
    # A network does not get slower because its ends are busy. Root may say so.
    with contextlib.suppress(PermissionError):
        os.nice(-10)
    server = tun(server_device)
    leave()
    phone = tun(PHONE_DEVICE)
    lanes = {way: Lane(seed) for way, seed in SEEDS.items()}
    Way(lanes["up"], phone, server)
    Way(lanes["down"], server, phone)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    report(lanes)
    async for line in orders:
        for way, conditions in json.loads(line).items():
            lanes[way].conditions = Conditions(**conditions)
        report(lanes)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
