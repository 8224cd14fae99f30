"""Where TCP connections come in (ICE-TCP, RFC 6544): nobody stays who does not at once show a client's signed check.

A stranger costs a descriptor and at most one frame (RFC 4571) of a check's length, for a few seconds. Not a byte more
is read than that frame, so that whoever takes the connection over reads on where its second frame begins.
"""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable

from signaling.media.ice import HEADER_BYTES, LONGEST_CHECK_BYTES
from signaling.media.plane import Address
from signaling.media.sources import plain_ip, source_of
from signaling.media.stream import LENGTH_BYTES, SEND_BUFFER_BYTES

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 5.0
STRANGERS = 256
STRANGERS_OF_A_SOURCE = 32
"""At once. Many people behind one address (a court, a mobile network) may come in the same second."""
ACCEPTED_AT_ONCE = 16
"""In one turn of the loop, so that signalling gets its turn under a flood."""
PAUSE_SECONDS = 0.2
"""After a connection that could not be accepted: the next would fail as well."""
BACKLOG = 128
DEAD_MILLISECONDS = 30_000
"""What the other end does not acknowledge for so long ends the connection: as long as consent lasts (RFC 7675)."""

Welcome = Callable[[socket.socket, bytes, Address], bool]
"""`(connection, first frame, its other end)`: whether the connection was taken over; if not, it is closed."""


class Doorway:
    """Listens on the running event loop once `open`. `drops` counts by reason whom it sent away without a word."""

    def __init__(self, welcome: Welcome, allows: Callable[[str], bool], *, is_proxied: bool = False) -> None:
        self.drops: Counter[str] = Counter()
        self._welcome = welcome
        self._allows = allows
        self._most_of_a_source = STRANGERS if is_proxied else STRANGERS_OF_A_SOURCE
        self._strangers: dict[Stranger, None] = {}
        self._socket: socket.socket | None = None
        self._rest: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """Strangers who are here now."""
        return len(self._strangers)

    @property
    def port(self) -> int:
        """The TCP port it listens on; 0 when it does not."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else 0

    def open(self, host: str, port: int) -> None:
        """Binds the port (0: a free one) and begins to listen. Raises OSError when the port cannot be had."""
        is_dual = ":" in host
        family = socket.AF_INET6 if is_dual else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=host == "::")
        listener.setblocking(False)
        self._socket = listener
        asyncio.get_running_loop().add_reader(listener, self._accept)

    def close(self) -> None:
        """Closes the port and sends every stranger away."""
        if self._rest is not None:
            self._rest.cancel()
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        for stranger in list(self._strangers):
            self._send_away(stranger, "close")

    def _accept(self) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            if self._socket is None:
                return
            try:
                accepted, (ip, port, *_) = self._socket.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # it has gone again, or there are no descriptors: those who wait give theirs back
                self.drops["tcp_accept"] += 1
                self._make_room()
                self._pause(self._socket)
                return
            self._let_in(accepted, Address(plain_ip(ip), port, stream=True))

    def _pause(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(listener)
        self._rest = loop.call_later(PAUSE_SECONDS, lambda: loop.add_reader(listener, self._accept))

    def _let_in(self, accepted: socket.socket, address: Address) -> None:
        """The oldest gives way: who means well speaks within a round trip, who does not has had its time."""
        if not self._allows(address.ip):
            accepted.close()
            self.drops["tcp_budget"] += 1
            return
        source = source_of(address.ip)
        same = [stranger for stranger in self._strangers if stranger.source == source]
        if len(same) >= self._most_of_a_source:
            self._send_away(same[0], "tcp_crowd")
        elif len(self._strangers) >= STRANGERS:
            self._make_room()
        stranger = Stranger(accepted, address, source, self._heard, self._send_away)
        self._strangers[stranger] = None

    def _make_room(self) -> None:
        oldest = next(iter(self._strangers), None)
        if oldest is not None:
            self._send_away(oldest, "tcp_crowd")

    def _heard(self, stranger: "Stranger", frame: bytes) -> None:
        self._strangers.pop(stranger, None)
        accepted = stranger.leave()
        try:
            is_taken = self._welcome(accepted, frame, stranger.address)
        except Exception:
            # The edge: a fault of ours must not end the listening for everybody else.
            self.drops["tcp_fault"] += 1
            log.exception("media: a TCP connection was dropped")
            is_taken = False
        if not is_taken:
            accepted.close()

    def _send_away(self, stranger: "Stranger", reason: str) -> None:
        self._strangers.pop(stranger, None)
        stranger.leave().close()
        self.drops[reason] += 1


class Stranger:
    """A connection of which nothing is known yet. Calls `heard` with its first frame, or `gave_up` with a reason."""

    def __init__(
        self,
        accepted: socket.socket,
        address: Address,
        source: str,
        heard: Callable[["Stranger", bytes], None],
        gave_up: Callable[["Stranger", str], None],
    ) -> None:
        self.address = address
        self.source = source
        self._heard = heard
        self._gave_up = gave_up
        self._socket = accepted
        self._came = b""
        self._loop = asyncio.get_running_loop()
        accepted.setblocking(False)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_MILLISECONDS)
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._loop.add_reader(accepted, self._read)
        self._timer = self._loop.call_later(PATIENCE_SECONDS, gave_up, self, "tcp_slow")

    def leave(self) -> socket.socket:
        """The connection, which nobody watches any more."""
        self._timer.cancel()
        self._loop.remove_reader(self._socket)
        return self._socket

    @property
    def _length(self) -> int:
        """Of the frame's content; 0 while it has not come."""
        return int.from_bytes(self._came[:LENGTH_BYTES]) if len(self._came) >= LENGTH_BYTES else 0

    def _read(self) -> None:
        try:
            came = self._socket.recv(LENGTH_BYTES + self._length - len(self._came))
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            came = b""
        self._came += came
        if not came:
            self._gave_up(self, "tcp_gone")
        elif len(self._came) < LENGTH_BYTES:
            return
        elif not HEADER_BYTES <= self._length <= LONGEST_CHECK_BYTES:
            self._gave_up(self, "tcp_frame")
        elif len(self._came) == LENGTH_BYTES + self._length:
            self._heard(self, self._came[LENGTH_BYTES:])
