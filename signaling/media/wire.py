"""What the pure-Python plane reads and writes: one UDP socket, ICE-TCP streams beside it, and the counters of both.

No exception leaves the reader: whatever a datagram does, it is counted under a reason and the next one is read.
"""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable

from signaling.media.plane import Address
from signaling.media.sources import MAPPED
from signaling.media.stream import LONGEST_BYTES, Stream

log = logging.getLogger(__name__)

BURST = 64
"""Datagrams read in one turn of the loop, so that signalling gets its turn under load."""
BUFFER_BYTES = 4 * 1024 * 1024

Way = tuple[str, int] | Address
"""Where a datagram comes from: `(ip, port)` as the UDP socket gives it, or the address of a stream."""
Taker = Callable[[bytes, Way, float], None]


class Counts:
    """Monotonic counters; `drops` by reason."""

    __slots__ = ("bytes_in", "bytes_out", "drops", "packets_in", "packets_out", "retransmitted")

    def __init__(self) -> None:
        self.packets_in = self.bytes_in = self.packets_out = self.bytes_out = self.retransmitted = 0
        self.drops: Counter[str] = Counter()

    def all(self) -> dict[str, int]:
        """As `plane.Plane.stats` gives them."""
        counted = {name: int(getattr(self, name)) for name in self.__slots__ if name != "drops"}
        return counted | {f"dropped_{reason}": count for reason, count in self.drops.items()}


class Wire:
    """Reads on the running event loop (asyncio's or uvloop's) once `open`. `taker` is given everything that comes."""

    def __init__(self, clock: Callable[[], float], ended: Callable[[Address], None]) -> None:
        self.counts = Counts()
        self.socket: socket.socket | None = None
        self.streams: dict[Address, Stream] = {}
        self._clock = clock
        self.taker: Taker = _nobody
        self._ended = ended
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_dual = False

    @property
    def port(self) -> int:
        """The bound UDP port; 0 when there is none."""
        return int(self.socket.getsockname()[1]) if self.socket is not None else 0

    def open(self, host: str, port: int) -> None:
        """Binds the port (0: a free one) and begins to read. Raises OSError when the port cannot be had."""
        self._is_dual = ":" in host
        sock = socket.socket(socket.AF_INET6 if self._is_dual else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            if self._is_dual:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            sock.bind((host, port))
        except OSError:
            sock.close()
            raise
        self.socket = sock
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(sock, self._read_burst)

    def close(self) -> None:
        """Closes the port and every stream."""
        if self.socket is not None and self._loop is not None:
            self._loop.remove_reader(self.socket)
            self.socket.close()
        self.socket = None
        for address in list(self.streams):
            self.end_stream(address)

    def adopt(self, descriptor: int, address: Address) -> None:
        """Reads frames from a connected TCP socket from now on, in place of what came from this address before."""
        self.end_stream(address)
        self.streams[address] = Stream(descriptor, address, self._take_frame, self._end)

    def end_stream(self, address: Address) -> None:
        """Closes a stream; nobody is told."""
        stream = self.streams.pop(address, None)
        if stream is not None:
            stream.close()

    def way(self, address: Address) -> Way:
        """How the socket names an address."""
        if address.stream:
            return address
        return (MAPPED + address.ip if self._is_dual and ":" not in address.ip else address.ip), address.port

    @staticmethod
    def address(way: Way) -> Address:
        """What a way is called outside: an IPv4 address is one, however the socket names it."""
        if isinstance(way, Address):
            return way
        ip, port = way
        return Address(ip.removeprefix(MAPPED) if "." in ip else ip, port)

    def send(self, datagram: bytes, way: Way, *, is_media: bool) -> bool:
        """Sends what is not on the hot path; whether it left, or will."""
        if isinstance(way, Address):
            stream = self.streams.get(way)
            is_sent = stream is not None and stream.send(datagram, is_media=is_media)
        else:
            is_sent = self._sent(datagram, way)
        if is_sent:
            self.counts.packets_out += 1
            self.counts.bytes_out += len(datagram)
        else:
            self.counts.drops["stream" if isinstance(way, Address) else "send"] += 1
        return is_sent

    def _sent(self, datagram: bytes, way: tuple[str, int]) -> bool:
        if self.socket is None:
            return False
        try:
            self.socket.sendto(datagram, way)
        except OSError:
            return False
        return True

    def _read_burst(self) -> None:
        for _ in range(BURST):
            if self.socket is None:
                return
            try:
                datagram, source = self.socket.recvfrom(LONGEST_BYTES + 1)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # an ICMP error of an earlier send: nothing was read, the next may be fine
                self.counts.drops["socket"] += 1
                continue
            self._take(datagram, source[:2])

    def _take(self, datagram: bytes, way: Way) -> None:
        self.counts.packets_in += 1
        self.counts.bytes_in += len(datagram)
        try:
            self.taker(datagram, way, self._clock())
        except Exception:
            # The edge: a fault of ours must not end the reading of every other call on this port.
            self.counts.drops["fault"] += 1
            log.exception("media: a datagram of %d bytes was dropped", len(datagram))

    def _take_frame(self, stream: Stream, datagram: bytes) -> None:
        self._take(datagram, stream.address)

    def _end(self, stream: Stream) -> None:
        if self.streams.get(stream.address) is stream:
            del self.streams[stream.address]
            self._ended(stream.address)


def _nobody(_datagram: bytes, _way: Way, _now: float) -> None:
    """Nothing is read before there is a taker."""
