"""A client of the room written from docs/protocol.md alone: the socket, the lines, the media, the coming back.

It shares nothing with the server's code; what it believes is what the page says in §3 to §8.
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable
from typing import Self

import aiohttp
import socketio
from aiortc import MediaStreamTrack

from tests.stranger.door import Json, Refusal
from tests.stranger.network import Network
from tests.stranger.peer import Peer, Slot

WAIT_S = 10.0
BEAT_S = 1.0
PAUSES_S = (0.1, 5.0)


class Dropped(Exception):
    """The socket broke before the answer came; whether the command was carried out is not known."""


class Person:
    """One tab of one seat. `view`, `slots`, `speaking`, `listeners` and `lines` are what the server last pushed.

    Over a `network` the socket and the media take that way; the socket comes back by itself when it broke.
    """

    def __init__(self, url: str, token: str, network: Network | None = None) -> None:
        self.view: Json = {}
        self.slots: dict[str, str] = {}
        self.speaking: list[str] = []
        self.grades: dict[str, int] = {}
        self.listeners: list[str] = []
        self.lines: list[Json] = []
        self.chat: dict[str, int] = {}
        self.ended: str | None = None
        self.peer: Peer | None = None
        self._url = network.url if network else url
        self.token = token
        self._network = network
        self._switches: Json | None = None
        self.in_room = False
        self._offers = 0
        self._answers: dict[int, str] = {}
        self._turned_away: Refusal | None = None
        self._unanswered: set[asyncio.Future[Json]] = set()
        self._one_line_at_a_time = asyncio.Lock()
        self._news = asyncio.Event()
        self._broken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._http = aiohttp.ClientSession()  # the library leaves one open when a connection fails
        self._io = socketio.AsyncClient(reconnection=False, http_session=self._http)
        self._io.on("connect", self._connected)
        self._io.on("connect_error", self._refused)
        self._io.on("disconnect", self._disconnected)
        self._io.on("*", self._pushed)

    # The socket

    async def connect(self) -> Self:
        """Raises Refusal when the token is void."""
        await self._open()
        self._tasks = [asyncio.create_task(work) for work in (self._beats(), self._confirmations(), self._returns())]
        return self

    async def _open(self) -> None:
        try:
            await self._io.connect(self._url, auth=self._auth, transports=["websocket"], wait_timeout=WAIT_S)
        except socketio.exceptions.ConnectionError:
            if self._turned_away:
                raise self._turned_away from None
            raise

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._io.disconnect()
        await self._http.close()
        if self.peer:
            await self.peer.close()
        faults = [end for end in ends if isinstance(end, Exception) and not isinstance(end, Refusal)]
        assert faults == []

    @property
    def connected(self) -> bool:
        return bool(self._io.connected)

    @property
    def chat_seq(self) -> int:
        """Up to which line of the joint conversation this tab has them all."""
        return self.chat.get("joint", 0)

    @property
    def me(self) -> str:
        return str(self.view["you"]["seat"])

    def seat(self, seat: str) -> Json | None:
        return next((row for row in self.view.get("seats", ()) if row["seat"] == seat), None)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until what was pushed makes it hold."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                await self._news.wait()

    async def command(self, event: str, **payload: object) -> None:
        """Done durably when it returns. Raises Refusal, or Dropped."""
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._unanswered.add(answer)
        try:
            await self._io.emit(event, payload, callback=answer.set_result)
            async with asyncio.timeout(WAIT_S):
                said = await answer
        except socketio.exceptions.BadNamespaceError as error:
            raise Dropped from error
        finally:
            self._unanswered.discard(answer)
        if not said["ok"]:
            raise Refusal(said["code"], said["message"])

    async def enter(self, *, microphone: bool = True, camera: bool = True) -> None:
        self._switches = {"microphone": microphone, "camera": camera}
        await self.command("room.enter", **self._switches)
        self.in_room = True

    async def leave(self) -> None:
        """Goes; the end of the session may come in the place of an answer."""
        with contextlib.suppress(Dropped):
            await self.command("room.leave")
        await self.until(lambda: self.ended == "left")

    async def say(self, text: str) -> None:
        """Sends a line until it is stored, however often the socket breaks."""
        line = secrets.token_urlsafe(12)
        async with self._one_line_at_a_time:
            while True:
                try:
                    return await self.command("chat.send", id=line, text=text, channel="joint", tag="")
                except Dropped:
                    await self.until(lambda: self.in_room)

    # Media

    async def offer(self, microphone: MediaStreamTrack | None = None, camera: MediaStreamTrack | None = None) -> Peer:
        """A new peer connection, in the place of a former one."""
        former, self.peer = self.peer, Peer(microphone, camera)
        answer = await self.answer_to(await self.peer.offer())
        if former:
            await former.close()
        return await self.peer.accept(self._network.led_here(answer) if self._network else answer)

    async def answer_to(self, sdp: str) -> str:
        self._offers += 1
        number = self._offers
        await self.command("media.offer", offer=number, sdp=sdp)
        await self.until(lambda: number in self._answers)
        return self._answers[number]

    async def slot_of(self, seat: str, kind: str) -> Slot:
        """Where that seat's sound or picture comes, once the server says so."""
        await self.until(lambda: self._slot(seat, kind) is not None)
        slot = self._slot(seat, kind)
        assert slot is not None
        return slot

    async def hears(self, seat: str, hz: float) -> None:
        """Waits until that seat's tone is heard, within 5 Hz."""
        slot = await self.slot_of(seat, "audio")
        async with asyncio.timeout(WAIT_S):
            while abs((await slot.pitch() or 0.0) - hz) > 5:
                pass

    def _slot(self, seat: str, kind: str) -> Slot | None:
        mids = [mid for mid, held in self.slots.items() if held == seat]
        slots = [self.peer.slot(mid) for mid in mids] if self.peer else []
        return next((slot for slot in slots if slot.kind == kind), None)

    # What the socket brings

    def _auth(self) -> Json:
        return {"token": self.token, "chat": self.chat}

    async def _connected(self) -> None:
        self.view = {}  # versions count on one connection
        if self._switches:
            with contextlib.suppress(Dropped):
                await self.enter(**self._switches)
        self._changed()

    def _refused(self, error: Json | str) -> None:
        if isinstance(error, dict):  # a text is the library's, about the transport
            self._turned_away = Refusal(error["data"]["code"], error["data"]["message"])

    def _disconnected(self, _reason: str) -> None:
        self.in_room = False
        for answer in self._unanswered:
            if not answer.done():
                answer.set_exception(Dropped())
        self._broken.set()
        self._changed()

    def _pushed(self, event: str, payload: Json) -> None:
        match event:
            case "room.view":
                self._replace_view(payload)
            case "chat.lines":
                self._take_lines(payload["lines"])
            case "media.answer":
                self._answers[payload["offer"]] = payload["sdp"]
            case "media.slots":
                self.slots = {row["mid"]: row["seat"] for row in payload["slots"]}
            case "media.speaking":
                self.speaking = payload["seats"]
            case "media.audience":
                self.listeners = [row["seat"] for row in payload["listeners"]]
            case "media.quality":
                self.grades = {row["seat"]: row["grade"] for row in payload["lines"]}
            case "session.ended":
                self.ended = payload["reason"]
            case "agreement.view" | "agreement.fields" | "minutes.view" | "fairness.clock":
                return  # told to everybody at the table, and none of this client's business
            case other:
                raise AssertionError(other, payload)
        self._changed()

    def _replace_view(self, view: Json) -> None:
        if view["version"] >= self.view.get("version", 0):
            self.view = view

    def _take_lines(self, lines: list[Json]) -> None:
        self.lines += lines
        after = {row["channel"]: row["after"] for row in self.view["channels"]}
        for line in lines:
            channel = line["channel"]
            if line["seq"] == max(self.chat.get(channel, 0), after.get(channel, 0)) + 1:
                self.chat[channel] = line["seq"]

    def _changed(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # What goes on by itself

    async def _beats(self) -> None:
        while True:
            if self._io.connected:
                await self._io.emit("beat", {})
            await asyncio.sleep(BEAT_S)

    async def _confirmations(self) -> None:
        confirmed = 0
        while True:
            while not (self.in_room and self.chat_seq > confirmed):
                await self._news.wait()
            confirmed = self.chat_seq
            try:
                await self.command("chat.received", channel="joint", seq=confirmed)
            except Dropped:
                confirmed = 0

    async def _returns(self) -> None:
        """Connects again after each break, whoever closed; the libraries do not when the server says goodbye."""
        while True:
            await self._broken.wait()
            self._broken.clear()
            pause_s, longest_s = PAUSES_S
            while self.ended is None and not self.connected:
                await asyncio.sleep(pause_s * random.uniform(0.5, 1.5))  # noqa: S311  # spreads, hides nothing
                pause_s = min(2 * pause_s, longest_s)
                with contextlib.suppress(socketio.exceptions.ConnectionError):
                    await self._open()
