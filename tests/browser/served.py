"""A server in a process of its own, as an operator starts it, on free ports and a folder of its own."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from tests.browser import commands
from tests.browser.gate import clear
from tests.node import PASSWORD, free_port, id_number, person

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "server")
START_S = 60.0
USERNAME = "wangmin"
CLERK = "zhaoshu"

Json = dict[str, Any]


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Seat:
    """One person's seat as the mediator's desk shows it."""

    id: str
    name: str
    url: str
    digits: str | None


@dataclass(frozen=True)
class Room:
    """A room made at the desk with one person on each side."""

    id: str
    title: str
    mediator: str
    applicant: Seat
    respondent: Seat


@dataclass(frozen=True)
class Cast:
    """The names in a server's rooms."""

    organisation: str
    mediator: str
    applicant: str
    respondent: str
    company: str
    title: str
    court: str
    """Where it lies is read from its name, so that this ends in Chinese in every language."""
    clerk: str
    keeper: str


CHINESE = Cast(
    "某某市总工会劳动争议调解中心",
    "王敏",
    "张伟",
    "李静",
    "某某电子有限公司",
    "张伟与某某电子有限公司劳动报酬争议",
    "某某市海沧区人民法院",
    "赵书",
    "钱印",
)
LATIN = Cast(
    "Labour Mediation Centre",
    "Wang Min",
    "Zhang Wei",
    "Li Jing",
    "Example Electronics Ltd",
    "Zhang Wei, unpaid wages",
    "Haicang人民法院",
    "Zhao Shu",
    "Qian Yin",
)


@dataclass
class Served:
    """`mediation-room serve` on a data folder; may be killed and started again on the same ports."""

    data: Path
    port: int
    media_port: int
    host: str = "127.0.0.1"
    """Where it listens. Browsers are told 127.0.0.1 for media in any case: a cable may lie between."""

    cast: Cast = CHINESE
    has_clerk: bool = False
    process: asyncio.subprocess.Process | None = None
    said: list[str] = field(default_factory=list)
    _reader: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def insecure_url(self) -> str:
        """The same server by a name that only our browsers resolve; to them it is not safe."""
        return f"http://room.test:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        settings = {
            "DATA": str(self.data),
            "HOST": self.host,
            "PORT": str(self.port),
            "MEDIA_HOST": self.host,
            "MEDIA_PORT": str(self.media_port),
            "MEDIA_ADDRESSES": "127.0.0.1",
            "PUBLIC_URL": self.url,
            "ALLOWED_ORIGINS": self.insecure_url,
            "HELP_PHONE": "025-12345678",
            "ORGANISATION": self.cast.organisation,
        }
        return os.environ | {f"MEDIATION_ROOM_{name}": value for name, value in settings.items()}

    async def start(self) -> None:
        """Returns once the server says that it is open."""
        process = await asyncio.create_subprocess_exec(
            *COMMAND, "serve", cwd=ROOT, env=self.environment, stdout=-1, stderr=asyncio.subprocess.STDOUT
        )
        opened = asyncio.get_running_loop().create_future()
        self.process = process
        self._reader = asyncio.create_task(self._read(process, opened))
        try:
            async with asyncio.timeout(START_S):
                await opened
        except TimeoutError:
            await self.kill()
            raise

    async def _read(self, process: asyncio.subprocess.Process, opened: asyncio.Future[None]) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.said.append(line.decode())
            if "The room is open" in self.said[-1] and not opened.done():
                opened.set_result(None)
        if not opened.done():
            opened.set_exception(RuntimeError("".join(self.said)))

    async def kill(self, with_signal: int = signal.SIGKILL) -> None:
        assert self.process is not None
        assert self._reader is not None
        self.process.send_signal(with_signal)
        await self.process.wait()
        await self._reader

    async def add_mediator(self) -> None:
        """By the command an operator has; the server need not be down."""
        of = ("--name", self.cast.mediator, "--short-name", "某劳", "--password-stdin")
        await self.command("user", "add", USERNAME, *of, typed=PASSWORD)

    async def add_clerk(self) -> None:
        """A clerk of the court, once; with the first one the court is on file."""
        if self.has_clerk:
            return
        self.has_clerk = True
        of = ("--role", "clerk", "--court", self.cast.court, "--name", self.cast.clerk, "--password-stdin")
        await self.command("user", "add", CLERK, *of, typed=PASSWORD)

    async def code(self, signer: str) -> str:
        """The newest code of that person that was not really sent, as the operator reads it."""
        said = await self.command("outbox")
        found = re.search(rf"{re.escape(signer)}\W+(\d{{6}})\b", said)
        assert found, said
        return found[1]

    async def command(self, *words: str, typed: str = "") -> str:
        """What one of the operator's commands said; it must have done its work."""
        return await commands.given(words, self.environment, typed)

    async def ask(self, method: str, path: str, body: object = None, authorization: str = "") -> tuple[int, Json]:
        headers = {"Authorization": authorization} if authorization else {}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, f"{self.url}{path}", json=body, headers=headers) as response,
        ):
            return response.status, await response.json(content_type=None)

    async def log_in(self) -> str:
        """What goes into the Authorization header of the mediator."""
        _, login = await self.ask("POST", "/api/v1/login", {"username": USERNAME, "password": PASSWORD})
        return f"Bearer {login['token']}"

    async def make_room(self, applicant: str = "", title: str = "", *, through_gate: bool = True) -> Room:
        """By HTTP, for tests whose subject is what comes after. `through_gate`: everybody is cleared already."""
        draft = {
            "title": title or self.cast.title,
            "cause": "wages",
            "scheduled_at": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
            "applicants": [person(applicant or self.cast.applicant, id_no=id_number())],
            "respondents": [person(self.cast.respondent)],
        }
        status, made = await self.ask("POST", "/api/v1/rooms", draft, await self.log_in())
        assert status < 300, made
        if through_gate:
            clear(self.data, made["id"])
        rows: Sequence[Json] = made["people"]

        def seat(side: str, digits: str | None) -> Seat:
            row = next(row for row in rows if row["side"] == side)
            return Seat(row["seat"], row["name"], row["invite"]["url"], digits)

        mediator = next(row["seat"] for row in rows if row["role"] == "mediator")
        return Room(made["id"], made["title"], mediator, seat("applicant", id_number()[-4:]), seat("respondent", None))

    async def add_seat(self, room: Room, *names: str, **seat: object) -> Seat:
        """One more, as the mediator's desk adds it; several `names` share a device."""
        draft = {"persons": [{"name": name} for name in names], **seat}
        status, made = await self.ask("POST", f"/api/v1/rooms/{room.id}/seats", draft, await self.log_in())
        assert status < 300, made
        row = next(row for row in made["people"] if row["name"] == "、".join(names))
        return Seat(row["seat"], row["name"], row["invite"]["url"], None)

    async def clear_all(self, room: Room) -> None:
        """Everybody in that room, while the server is down for a moment: a room it has taken up is its own."""
        await self.kill()
        clear(self.data, room.id)
        await self.start()


async def started(data: Path, host: str = "127.0.0.1", cast: Cast = CHINESE) -> Served:
    served = Served(data, await free_port(), free_udp_port(), host, cast)
    await served.add_mediator()
    await served.start()
    return served
