"""The last metres of the media path, which a test can cut: UDP between the browsers and the server's port."""

import asyncio
from typing import Self, cast

Address = tuple[str, int]


class Cable(asyncio.DatagramProtocol):
    """Listens where the server says its media port is, and passes on to where it really is, for each browser apart."""

    def __init__(self, far: Address) -> None:
        self.far = far
        self.cut: set[Address] = set()
        """Browsers (by the address they send from) whose packets get lost, both ways."""
        self.worn: set[Address] = set()
        """Browsers of whose packets each fourth one gets lost, both ways; the handshake's are spared."""
        self._passed = 0
        self._ends: dict[Address, asyncio.DatagramTransport] = {}
        self._opening: set[asyncio.Task[None]] = set()

    @classmethod
    async def laid(cls, near: Address, far: Address) -> Self:
        _, cable = await asyncio.get_running_loop().create_datagram_endpoint(lambda: cls(far), near)
        return cable

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Python 3.11's own transport does not say that it is one.
        self._near = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, sender: Address) -> None:
        if self._loses(data, sender):
            return
        end = self._ends.get(sender)
        if end is not None:
            end.sendto(data)
        elif not self._opening:
            # The browser asks again at once: this packet may get lost, as packets do.
            self._opening.add(task := asyncio.create_task(self._open(sender)))
            task.add_done_callback(self._opening.discard)

    async def _open(self, browser: Address) -> None:
        end, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _FarEnd(self, browser), remote_addr=self.far
        )
        self._ends[browser] = end

    def bring(self, data: bytes, browser: Address) -> None:
        if not self._loses(data, browser):
            self._near.sendto(data, browser)

    def _loses(self, data: bytes, browser: Address) -> bool:
        if browser in self.worn and data[0] >= 128:
            self._passed += 1
            return self._passed % 4 == 0
        return browser in self.cut

    @property
    def browsers(self) -> set[Address]:
        return set(self._ends)

    def close(self) -> None:
        for end in (*self._ends.values(), self._near):
            end.close()


class _FarEnd(asyncio.DatagramProtocol):
    """What the server sends to one browser."""

    def __init__(self, cable: Cable, browser: Address) -> None:
        self.cable = cable
        self.browser = browser

    def datagram_received(self, data: bytes, _sender: Address) -> None:
        self.cable.bring(data, self.browser)
