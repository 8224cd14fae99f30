"""One browser tab of a real node's client, as far as the socket goes."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import socketio

WAIT_S = 10.0

Json = dict[str, Any]


@dataclass
class Tab:
    """One browser tab, as far as the socket goes. Everything pushed is kept in order, a changed agreement whole."""

    token: str
    url: str
    client: socketio.AsyncClient = field(default_factory=lambda: socketio.AsyncClient(reconnection=False))
    pushes: list[tuple[str, Json]] = field(default_factory=list)
    chat: dict[str, int] = field(default_factory=dict)
    """The highest sequence held, by channel."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _beats: asyncio.Task[None] | None = None

    async def connect(self, transport: str = "websocket") -> Self:
        self.client.on("*", self._pushed)
        self.client.on("disconnect", self._closed)
        await self.client.connect(
            self.url, auth={"token": self.token, "chat": self.chat}, transports=[transport], wait_timeout=WAIT_S
        )
        self._beats = asyncio.get_running_loop().create_task(self._beat())
        return self

    async def _beat(self) -> None:
        """As every client: still here, once a second, for as long as the socket is open."""
        with contextlib.suppress(socketio.exceptions.BadNamespaceError):
            while self.client.connected:
                await self.client.emit("beat", {})
                await asyncio.sleep(1.0)

    async def call(self, event: str, **payload: object) -> Json:
        answer = await self.client.call(event, payload, timeout=WAIT_S)
        assert isinstance(answer, dict)
        return answer

    async def done(self, event: str, **payload: object) -> None:
        answer = await self.call(event, **payload)
        assert answer["ok"] is True, answer

    async def refusal(self, event: str, **payload: object) -> str:
        answer = await self.call(event, **payload)
        assert answer["ok"] is False, answer
        assert answer["message"]["zh"]
        assert answer["message"]["en"]
        return str(answer["code"])

    async def enter(self, *, microphone: bool = True, camera: bool = True) -> None:
        await self.done("room.enter", microphone=microphone, camera=camera)

    async def says(self, text: str, channel: str = "joint", *, tag: str = "", line: str = "") -> None:
        """A line, under an id of its own or `line`."""
        await self.done("chat.send", id=line or secrets.token_hex(8), text=text, channel=channel, tag=tag)

    async def until(
        self, event: str, fits: Callable[[Json], bool] = lambda _: True, since: int = 0, wait_s: float = WAIT_S
    ) -> Json:
        """The first push of that kind from number `since` on that fits; waits for it."""
        async with asyncio.timeout(wait_s):
            while True:
                self._news.clear()
                for name, payload in self.pushes[since:]:
                    if name == event and fits(payload):
                        return payload
                await self._news.wait()

    async def view(self, fits: Callable[[Json], bool] = lambda _: True, since: int = 0) -> Json:
        return await self.until("room.view", fits, since)

    async def closed(self, wait_s: float = WAIT_S) -> None:
        async with asyncio.timeout(wait_s):
            while self.client.connected:
                self._news.clear()
                await self._news.wait()

    def lines(self, channel: str = "joint") -> list[Json]:
        every = (line for name, payload in self.pushes if name == "chat.lines" for line in payload["lines"])
        return [line for line in every if line["channel"] == channel]

    def seen(self, event: str) -> list[Json]:
        return [payload for name, payload in self.pushes if name == event]

    async def leave(self) -> None:
        if self._beats is not None:
            self._beats.cancel()
        await self.client.disconnect()

    async def _pushed(self, event: str, payload: Json) -> None:
        if event == "agreement.fields":
            event, payload = "agreement.view", self.seen("agreement.view")[-1] | payload
        self.pushes.append((event, payload))
        if event == "chat.lines":
            for line in payload["lines"]:
                self.chat[line["channel"]] = max(self.chat.get(line["channel"], 0), line["seq"])
        self._news.set()

    async def _closed(self, *_reason: object) -> None:
        self._news.set()


async def turned_away(url: str, auth: object) -> Json:
    """What a socket is told that may not connect."""
    client = socketio.AsyncClient(reconnection=False)
    told: list[Json] = []
    client.on("connect_error", told.append)
    with contextlib.suppress(socketio.exceptions.ConnectionError):
        await client.connect(url, auth=auth, transports=["websocket"], wait_timeout=WAIT_S)
    await client.disconnect()
    return dict(told[0]["data"])
