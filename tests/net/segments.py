"""Sends pictures through the native plane to a listener behind a route with a given MTU, and says what came.

`python -m tests.net.segments MTU` → one JSON line: packets that came, calls that sent them, packets that were refused.
A process of its own, since it leaves into a new network namespace.
"""

import asyncio
import json
import socket
import struct
import subprocess
import sys

from signaling.media.native import NativePlane
from tests.net.namespaces import leave
from tests.signaling.media.rawclient import vp8_payload
from tests.signaling.media.rig import PICTURE, PICTURE_SLOT, Rig

PACKETS = 120
BURST = 40
LISTENER = "127.0.0.2"
UDP_SEGMENT = 103


def move(rig: Rig, peer: int) -> None:
    """The peer is behind the narrow route from now on."""
    client = rig.peers[peer]
    client.socket.close()
    client.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.socket.setblocking(False)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    client.socket.bind((LISTENER, 0))
    rig.plane.set_addresses(peer, [client.address])


def send_at_once(rig: Rig, packets: list[bytes]) -> None:
    """All in one call, so that the relay reads them in one batch."""
    size = struct.pack("@H", len(packets[0]))
    there = ("127.0.0.1", rig.plane.ports[0])
    rig.peers[1].socket.sendmsg([b"".join(packets)], [(socket.SOL_UDP, UDP_SEGMENT, size)], 0, there)


async def bursts() -> dict[str, int]:
    rig = Rig(NativePlane(1))
    rig.start(host="0.0.0.0")  # noqa: S104  # in a namespace where nobody else is
    move(rig, 3)
    rig.route(PICTURE_SLOT, 1, PICTURE)
    came = 0
    for first in range(1, PACKETS + 1, BURST):
        numbers = range(first, first + BURST)
        packets = (rig.picture_packet(1, number, vp8_payload(number, key=True, body=bytes(1100))) for number in numbers)
        send_at_once(rig, [rig.peers[1].seal(packet) for packet in packets])
        came += await rig.heard(3)
    counted = {name: rig.counted(name) for name in ("send_calls", "packets_out", "dropped_send")}
    rig.close()
    return counted | {"came": came}


if __name__ == "__main__":
    leave()
    subprocess.run(("ip", "link", "set", "lo", "up"), check=True)
    route = ("ip", "route", "replace", "local", LISTENER, "dev", "lo", "table", "local", "mtu", "lock", sys.argv[1])
    subprocess.run(route, check=True)
    print(json.dumps(asyncio.run(bursts())))
