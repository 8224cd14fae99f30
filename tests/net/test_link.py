"""The link measured by real sockets: it does what its numbers say, within the tolerances written here."""

import asyncio
import socket
import statistics
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from tests.net.lane import CLEAR, Conditions
from tests.net.profiles import PROFILES
from tests.net.weaknetwork import PHONE, PHONE_ELSEWHERE, SERVER, WeakNetwork

HEAD = struct.Struct("!Id")
IP_AND_UDP_BYTES = 28
LAST_WAIT_S = 0.6
"""Longer than any queue and delay here."""


class Arrival(NamedTuple):
    number: int
    sent_at: float
    came_at: float
    sender: tuple[str, int]

    @property
    def way_ms(self) -> float:
        return (self.came_at - self.sent_at) * 1000


class Catcher(asyncio.DatagramProtocol):
    """Notes what arrives: both ends are in one process, so one clock measures one way."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.came = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        number, sent_at = HEAD.unpack_from(data)
        self.arrivals.append(Arrival(number, sent_at, time.monotonic(), addr))
        self.came.set()


class Ends(NamedTuple):
    """A UDP socket at each side that sends to the other; what the other catches."""

    phone: asyncio.DatagramTransport
    server: asyncio.DatagramTransport
    at_phone: Catcher
    at_server: Catcher


@asynccontextmanager
async def two_ends(network: WeakNetwork) -> AsyncIterator[Ends]:
    loop = asyncio.get_running_loop()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    phone = network.phone_socket(socket.SOCK_DGRAM)
    phone.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    server.bind((SERVER, 0))
    phone.bind((PHONE, 0))
    phone_name = phone.getsockname()
    phone.connect(server.getsockname())
    server.connect(phone_name)
    server.setblocking(False)
    phone_way, at_phone = await loop.create_datagram_endpoint(Catcher, sock=phone)
    server_way, at_server = await loop.create_datagram_endpoint(Catcher, sock=server)
    yield Ends(phone_way, server_way, at_phone, at_server)
    phone_way.close()
    server_way.close()


async def send(way: asyncio.DatagramTransport, count: int, size_bytes: int, per_second: float) -> None:
    """Numbered datagrams of that size, headers included, at that pace; returns when the last must have come."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in range(count):
        await asyncio.sleep(begun + number / per_second - loop.time())
        way.sendto(HEAD.pack(number, time.monotonic()).ljust(size_bytes - IP_AND_UDP_BYTES, b"."))
    await asyncio.sleep(LAST_WAIT_S)


async def both_ways(ends: Ends, count: int, size_bytes: int, per_second: float) -> None:
    await asyncio.gather(*(send(way, count, size_bytes, per_second) for way in (ends.phone, ends.server)))


async def test_delay_and_jitter_within_5_ms(network: WeakNetwork) -> None:
    await network.shape(Conditions(delay_ms=50, jitter_ms=20), Conditions(delay_ms=120))
    async with two_ends(network) as ends:
        await both_ways(ends, 100, 200, 100)
        up = [arrival.way_ms for arrival in ends.at_server.arrivals]
        down = [arrival.way_ms for arrival in ends.at_phone.arrivals]
    assert len(up) == len(down) == 100
    assert min(down) >= 120
    assert min(up) >= 50
    # The lower half: the upper one tells of a busy machine as well.
    assert statistics.median(down) == pytest.approx(120, abs=5)
    assert statistics.quantiles(up, n=4)[0] == pytest.approx(56, abs=5)
    assert statistics.median(up) == pytest.approx(61, abs=5)


async def test_loss_within_2_of_a_hundred_each_way_on_its_own(network: WeakNetwork) -> None:
    await network.shape(Conditions(loss=0.10), Conditions(loss=0.20))
    async with two_ends(network) as ends:
        await both_ways(ends, 2000, 100, 2000)
        arrived = [[arrival.number for arrival in at.arrivals] for at in (ends.at_server, ends.at_phone)]
    assert [1 - len(numbers) / 2000 for numbers in arrived] == [
        pytest.approx(0.1, abs=0.02),
        pytest.approx(0.2, abs=0.02),
    ]
    assert arrived == [sorted(numbers) for numbers in arrived]


async def test_rate_within_3_of_a_hundred_and_the_queue_is_bounded(network: WeakNetwork) -> None:
    await network.shape(Conditions(rate_kbit=1000, queue_ms=200), Conditions(rate_kbit=100, queue_ms=300))
    async with two_ends(network) as ends:
        await both_ways(ends, 250, 1000, 200)  # 1600 kbit/s each way
        up, down = ends.at_server.arrivals, ends.at_phone.arrivals
    assert kbit(up, 1000) == pytest.approx(1000, rel=0.03)
    assert kbit(down, 1000) == pytest.approx(100, rel=0.03)
    # One packet more than fits in the queue is on its way: 8 ms, and 80 ms.
    assert statistics.median(arrival.way_ms for arrival in up) == pytest.approx(208, rel=0.1)
    assert statistics.median(arrival.way_ms for arrival in down) == pytest.approx(380, rel=0.15)


def kbit(arrivals: list[Arrival], size_bytes: int) -> float:
    """What came in a second, once the queue was full."""
    late = arrivals[len(arrivals) // 4 :]
    return (len(late) - 1) * size_bytes * 8 / 1000 / (late[-1].came_at - late[0].came_at)


async def test_three_megabits_each_way_cost_less_than_a_third_of_a_core(network: WeakNetwork) -> None:
    wide = PROFILES["wi-fi"].conditions()
    before = await network.shape(wide, wide)
    begun = time.monotonic()
    async with two_ends(network) as ends:
        await both_ways(ends, 750, 1000, 375)
        lasted_s = time.monotonic() - begun - LAST_WAIT_S
        assert len(ends.at_server.arrivals) > 735
    after = await network.clear()
    assert (after["cpu_s"] - before["cpu_s"]) / lasted_s < 0.33


async def test_a_blackout_ends_as_it_began(network: WeakNetwork) -> None:
    async with two_ends(network) as ends:
        await network.go_dark()
        await both_ways(ends, 50, 200, 200)
        assert ends.at_phone.arrivals == ends.at_server.arrivals == []
        await network.clear()
        ends.phone.sendto(HEAD.pack(1, time.monotonic()))
        await asyncio.wait_for(ends.at_server.came.wait(), 2)


async def test_a_phone_that_moved_sends_from_its_new_address_only(network: WeakNetwork) -> None:
    caught = Catcher()
    server, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: caught, (SERVER, 0))
    phone = network.phone_socket(socket.SOCK_DGRAM)
    phone.connect(server.get_extra_info("sockname"))
    await network.move_phone(PHONE_ELSEWHERE)
    moved = network.phone_socket(socket.SOCK_DGRAM)
    moved.connect(server.get_extra_info("sockname"))
    moved.send(HEAD.pack(1, time.monotonic()))
    await asyncio.wait_for(caught.came.wait(), 2)
    assert [arrival.sender[0] for arrival in caught.arrivals] == [PHONE_ELSEWHERE]
    with pytest.raises(OSError, match=r"unreachable|Invalid argument|Cannot assign"):
        phone.send(HEAD.pack(2, time.monotonic()))
    for each in (phone, moved):
        each.close()
    server.close()


async def test_blocked_udp_vanishes_and_tcp_goes_through(network: WeakNetwork) -> None:
    await network.block_udp()
    async with two_ends(network) as ends:
        await send(ends.phone, 50, 200, 200)
        assert ends.at_server.arrivals == []
    with socket.create_server((SERVER, 0)) as server, network.phone_socket(socket.SOCK_STREAM) as phone:
        connected = asyncio.get_running_loop().sock_connect(phone, server.getsockname())
        await asyncio.wait_for(connected, 2)


async def test_the_phone_reaches_nothing_but_the_server(network: WeakNetwork) -> None:
    await network.shape(CLEAR, CLEAR)
    phone = network.phone_socket(socket.SOCK_STREAM)
    with pytest.raises((TimeoutError, OSError)):
        await asyncio.wait_for(asyncio.get_running_loop().sock_connect(phone, ("192.0.2.1", 80)), 0.5)
    phone.close()
