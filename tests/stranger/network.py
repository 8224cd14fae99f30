"""A phone's way to the node: TCP and UDP over 127.0.0.1 that can fall silent, or be cut."""

import asyncio
import contextlib
import re
from typing import Self

Address = tuple[str, int]

CANDIDATE = re.compile(r"(a=candidate:\S+ 1 udp \d+ )(\S+) (\d+)", re.IGNORECASE)


class Network(asyncio.DatagramProtocol):
    """Passes on what one client and the node send each other; `up` and `down` count the datagrams that went through."""

    def __init__(self, node_port: int) -> None:
        self.up = 0
        self.down = 0
        self._node_port = node_port
        self._upwards, self._downwards = asyncio.Event(), asyncio.Event()
        self._node_media: Address | None = None
        self._client: Address | None = None
        self._streams: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    async def open(self) -> Self:
        self.flow()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        loop = asyncio.get_running_loop()
        self._media, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def media_port(self) -> int:
        return int(self._media.get_extra_info("sockname")[1])

    def flow(self) -> None:
        self._upwards.set()
        self._downwards.set()

    def hold_answers(self) -> None:
        """What the client sends arrives; what the node sends does not."""
        self._downwards.clear()

    def fall_silent(self) -> None:
        """No coverage: datagrams are lost, streams stay open and deliver nothing."""
        self._upwards.clear()
        self._downwards.clear()

    def cut(self) -> None:
        """Breaks every stream without a goodbye; what it still held is lost."""
        for stream in self._streams:
            stream.transport.abort()
        for pump in self._pumps:
            pump.cancel()

    def led_here(self, answer: str) -> str:
        """The node's SDP answer with this network's address in the place of the node's."""
        found = CANDIDATE.search(answer)
        assert found is not None, answer
        self._node_media = found[2], int(found[3])
        return self.named_in(answer)

    def named_in(self, description: str) -> str:
        """An SDP whose candidates are all at this network's address."""
        return CANDIDATE.sub(rf"\g<1>127.0.0.1 {self.media_port}", description)

    async def close(self) -> None:
        self._media.close()
        self._server.close()
        self.cut()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        await self._server.wait_closed()

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if addr != self._node_media:
            self._client = addr
            self._pass_on(data, self._node_media, self._upwards)
            self.up += self._upwards.is_set()
        else:
            self._pass_on(data, self._client, self._downwards)
            self.down += self._downwards.is_set()

    def _pass_on(self, data: bytes, to: Address | None, gate: asyncio.Event) -> None:
        if to is not None and gate.is_set():
            self._media.sendto(data, to)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            node_reader, node_writer = await asyncio.open_connection("127.0.0.1", self._node_port)
        except ConnectionError:
            writer.close()  # nobody serves there now
            return
        self._streams |= {writer, node_writer}
        for task in (
            asyncio.create_task(self._pump(reader, node_writer, self._upwards)),
            asyncio.create_task(self._pump(node_reader, writer, self._downwards)),
        ):
            self._pumps.add(task)
            task.add_done_callback(self._pumps.discard)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                await gate.wait()
                writer.write(data)
                await writer.drain()
        self._streams.discard(writer)
        writer.close()
