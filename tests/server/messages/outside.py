"""The world that messages go to: an SMS gateway by HTTP and a mail server, both real and both on this machine.

The gateway judges signatures by a few lines of its own, and remembers keys as such gateways do.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

KEY = "a secret that gateway and room share"


def signed(body: bytes, timestamp: int, key: str = KEY) -> dict[str, str]:
    """As the gateway's manual says it."""
    said = str(timestamp).encode() + b"." + body
    return {"X-Timestamp": str(timestamp), "X-Signature": hmac.new(key.encode(), said, hashlib.sha256).hexdigest()}


@dataclass
class SmsGateway:
    """Takes short messages. `mood`: how it answers; "drops" takes the message and hangs up before it says so."""

    port: int = field(default_factory=unused_port)
    mood: Literal["takes", "drops", "refuses", "fails", "redirects"] = "takes"
    elsewhere: str = ""
    phones: list[dict[str, str]] = field(default_factory=list)
    """What really went to telephones, once for each key."""
    asked: list[str] = field(default_factory=list)
    """The key of every request whose signature was good."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sms"

    @asynccontextmanager
    async def up(self) -> AsyncIterator["SmsGateway"]:
        app = web.Application()
        app.add_routes([web.post("/sms", self._take)])
        async with TestServer(app, port=self.port):
            yield self

    async def texts(self, count: int) -> list[dict[str, str]]:
        """What went out, as soon as it is so much."""
        async with asyncio.timeout(10):
            while len(self.phones) < count:
                self.news.clear()
                await self.news.wait()
        return self.phones

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        expected = signed(body, int(request.headers["X-Timestamp"]))["X-Signature"]
        if not hmac.compare_digest(expected, request.headers["X-Signature"]):
            return web.Response(status=401)
        said, key = json.loads(body), request.headers["Idempotency-Key"]
        assert said["id"] == key
        self.asked.append(key)
        if self.mood == "redirects":
            return web.Response(status=307, headers={"Location": self.elsewhere})
        if self.mood in {"refuses", "fails"}:
            return web.Response(status=422 if self.mood == "refuses" else 503)
        if key in {each["id"] for each in self.phones}:
            return web.Response(status=409)
        self.phones.append(said)
        self.news.set()
        if self.mood == "drops" and request.transport is not None:
            request.transport.abort()
        return web.Response(status=202)


@dataclass
class Mailbox:
    """The least of an SMTP server (RFC 5321); letters are kept as they came. `gone` has no such mailboxes."""

    port: int = field(default_factory=unused_port)
    gone: set[str] = field(default_factory=set)
    letters: list[EmailMessage] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settings(self) -> dict[str, Any]:
        return {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"}

    @asynccontextmanager
    async def up(self) -> AsyncIterator["Mailbox"]:
        async with await asyncio.start_server(self._serve, "127.0.0.1", self.port):
            yield self

    async def letter(self, to: str, subject: str) -> EmailMessage:
        """The letter to that address whose subject begins so; waits for it."""
        async with asyncio.timeout(10):
            while True:
                self.news.clear()
                for each in self.letters:
                    if each["To"] == to and str(each["Subject"]).startswith(subject):
                        return each
                await self.news.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 post\r\n")
        while line := await reader.readline():
            verb, answer = line.split()[0].upper() if line.split() else b"", b"250 OK\r\n"
            if verb == b"RCPT" and any(name.encode() in line for name in self.gone):
                answer = b"550 no such mailbox\r\n"
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                text = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n").decode()
                self.letters.append(message_from_string(text, policy=default))
                self.news.set()
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else answer)
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()


def plain(letter: EmailMessage) -> str:
    """What a letter says to a reader."""
    for part in letter.walk():
        if part.get_content_type() == "text/plain":
            said = part.get_payload(decode=True)
            assert isinstance(said, bytes)
            return said.decode()
    raise AssertionError("a letter without words")


def calendar(letter: EmailMessage) -> str:
    """The calendar file of a letter."""
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            said = part.get_payload(decode=True)
            assert isinstance(said, bytes)
            return said.decode()
    raise AssertionError("a letter without a calendar file")
