"""One ICE-TCP connection (RFC 6544): datagrams in frames (RFC 4571), read as they come and sent while there is room."""

import asyncio
import socket
from collections.abc import Callable

from signaling.media.plane import Address

LONGEST_BYTES = 1500
"""A longer frame is nonsense: it ends the connection."""
READ_BYTES = 16 * 1024
SEND_BUFFER_BYTES = 64 * 1024
"""In the kernel. Media that does not fit is old before it would leave."""
QUEUE_BYTES = 64 * 1024
LENGTH_BYTES = 2


class Stream:
    """Reads frames and writes them. `ended` is called once, and only if the other end or nonsense from it ended it."""

    def __init__(
        self,
        descriptor: int,
        address: Address,
        took: Callable[["Stream", bytes], None],
        ended: Callable[["Stream"], None],
    ) -> None:
        self.address = address
        self._took = took
        self._ended = ended
        self._inbox = b""
        self._queue = b""
        self._is_open = True
        self._socket = socket.socket(fileno=descriptor)
        self._loop = asyncio.get_running_loop()
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._loop.add_reader(self._socket, self._read)

    def send(self, datagram: bytes, *, is_media: bool) -> bool:
        """Sends a frame; False when there is no room for it. Media never waits in a queue, a handshake may."""
        if not self._is_open or len(self._queue) > (0 if is_media else QUEUE_BYTES):
            return False
        frame = len(datagram).to_bytes(LENGTH_BYTES) + datagram
        if self._queue:
            self._queue += frame
            return True
        sent = self._written(frame)
        if sent == 0 and is_media:
            return False
        self._keep(frame[sent:])
        return self._is_open

    def close(self) -> None:
        """Ends it; nobody is told."""
        if self._is_open:
            self._is_open = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._socket.close()

    def _end(self) -> None:
        if self._is_open:
            self.close()
            self._ended(self)

    def _read(self) -> None:
        try:
            read = self._socket.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            read = b""
        if not read:
            self._end()
            return
        self._inbox += read
        self._unframe()

    def _unframe(self) -> None:
        inbox, at = self._inbox, 0
        while self._is_open and len(inbox) - at >= LENGTH_BYTES:
            start = at + LENGTH_BYTES
            size = int.from_bytes(inbox[at:start])
            if size > LONGEST_BYTES:
                self._end()
                return
            if len(inbox) < start + size:
                break
            at = start + size
            if size:  # an empty frame is allowed and means nothing (RFC 4571 §2)
                self._took(self, inbox[start:at])
        self._inbox = inbox[at:]

    def _written(self, frame: bytes) -> int:
        try:
            return self._socket.send(frame)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError:  # the reader notices the end and tells it
            return len(frame)

    def _keep(self, rest: bytes) -> None:
        self._queue = rest
        if rest:
            self._loop.add_writer(self._socket, self._write_on)

    def _write_on(self) -> None:
        self._queue = self._queue[self._written(self._queue) :]
        if not self._queue:
            self._loop.remove_writer(self._socket)
