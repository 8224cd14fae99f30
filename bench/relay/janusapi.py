"""Janus' API over a Unix socket: one JSON document in each packet, answers known by their transaction."""

import asyncio
import itertools
import json
import socket
from pathlib import Path
from typing import Any, Self

from bench.relay.refusals import Refused

ANSWER_BYTES = 1 << 18
WAIT_SECONDS = 10.0
PLUGIN = "janus.plugin.videoroom"

Json = dict[str, Any]


class JanusApi:
    """A connection to one Janus; any number of questions may be open at a time."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._numbers = itertools.count(1)
        self._open: dict[str, asyncio.Future[Json]] = {}
        self._up: dict[int, asyncio.Event] = {}
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connected(cls, path: Path) -> Self:
        """Raises OSError while nobody listens there."""
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sock.setblocking(False)
        try:
            sock.connect(str(path))
        except OSError:
            sock.close()
            raise
        return cls(sock)

    async def ask(self, what: str, **more: object) -> Json:
        """The final answer to a question. Raises Refused with Janus' own reason."""
        transaction = str(next(self._numbers))
        answer = self._open[transaction] = asyncio.get_running_loop().create_future()
        self._socket.send(json.dumps({"janus": what, "transaction": transaction, **more}).encode())
        async with asyncio.timeout(WAIT_SECONDS):
            told: Json = await answer
        data = told.get("plugindata", {}).get("data", {})
        if told["janus"] == "error" or "error_code" in data:
            raise Refused(f"Janus refuses {what} {more}: {told.get('error', data)}")
        return told

    async def session(self) -> int:
        """A new session."""
        return int((await self.ask("create"))["data"]["id"])

    async def handle(self, session: int) -> int:
        """A new handle of the video room, which has one peer connection."""
        number = int((await self.ask("attach", session_id=session, plugin=PLUGIN))["data"]["id"])
        self._up[number] = asyncio.Event()
        return number

    async def message(self, session: int, handle: int, body: Json, jsep: Json | None = None) -> Json:
        """A message to the video room; its answer, perhaps with a `jsep`."""
        more = {"jsep": jsep | {"trickle": False}} if jsep else {}
        return await self.ask("message", session_id=session, handle_id=handle, body=body, **more)

    async def is_up(self, handle: int) -> None:
        """Waits until the handle's connection has its keys. Raises TimeoutError."""
        async with asyncio.timeout(WAIT_SECONDS):
            await self._up[handle].wait()

    async def close(self) -> None:
        """Hangs up."""
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        self._socket.close()

    async def _read(self) -> None:
        readable = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._socket, readable.set)
        try:
            while True:
                await readable.wait()
                readable.clear()
                self._read_all()
        finally:
            loop.remove_reader(self._socket)

    def _read_all(self) -> None:
        while True:
            try:
                packet = self._socket.recv(ANSWER_BYTES)
            except BlockingIOError:
                return
            if not packet:
                return
            self._take(json.loads(packet))

    def _take(self, told: Json) -> None:
        if told["janus"] == "webrtcup":
            self._up[told["sender"]].set()
        if told["janus"] == "ack":
            return
        waiting = self._open.pop(told.get("transaction", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(told)
