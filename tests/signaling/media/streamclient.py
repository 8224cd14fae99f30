"""A client whose UDP is blocked: the same transport over one TCP connection, in frames (RFC 4571)."""

import asyncio
import contextlib

from signaling.media.doorway import PATIENCE_SECONDS
from signaling.media.plane import Address
from tests.signaling.media.rawclient import WAIT_S, RawClient


class StreamClient(RawClient):
    """`dial` first."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def dial(self, port: int, host: str = "127.0.0.1") -> "StreamClient":
        """Connects; a second time is a new connection, and the old one stays open."""
        self.reader, self.writer = await asyncio.open_connection(host, port)
        return self

    async def send_raw(self, datagram: bytes) -> None:
        """One frame."""
        self.writer.write(len(datagram).to_bytes(2) + datagram)
        await self.writer.drain()

    async def receive_raw(self) -> bytes:
        """The next frame. Raises IncompleteReadError when the connection ends."""
        async with asyncio.timeout(WAIT_S):
            return await self.reader.readexactly(int.from_bytes(await self.reader.readexactly(2)))

    async def ended(self) -> bytes:
        """All that comes until the other end has closed."""
        async with asyncio.timeout(WAIT_S + PATIENCE_SECONDS):
            with contextlib.suppress(ConnectionResetError):
                return await self.reader.read()
            return b""

    @property
    def address(self) -> Address:
        """Its end of the TCP connection."""
        ip, port, *_ = self.writer.get_extra_info("sockname")
        return Address(ip, port, stream=True)

    def close(self) -> None:
        """Closes both."""
        super().close()
        self.writer.close()
