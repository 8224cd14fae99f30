"""A real server, and people who come into its rooms the way docs/protocol.md says."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bench.process import Usage
from tests.browser.served import USERNAME, Served, started
from tests.node import PASSWORD, person
from tests.stranger.client import Person
from tests.stranger.door import Door, Refusal, new_device_key

PARTIES = ("张伟", "李静", "周涛")
"""With the mediator a room of four."""

Json = dict[str, Any]


def room_of_four() -> Json:
    """What the desk sends for a new room."""
    return {
        "title": "张伟与某某电子有限公司劳动报酬争议",
        "cause": "wages",
        "scheduled_at": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
        "applicants": [person(PARTIES[0])],
        "respondents": [person(name) for name in PARTIES[1:]],
    }


@dataclass
class Room:
    """A room whose mediator sits at the table; `invites` are the links' secrets of those who may still come."""

    id: str
    mediator: Person
    invites: list[str]
    parties: list[Person] = field(default_factory=list)
    _check: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def people(self) -> list[Person]:
        return [self.mediator, *self.parties]

    async def let_in(self, party: Person) -> None:
        """From the lobby through the check to the table."""
        await party.until(lambda: bool(party.view))
        async with self._check:
            await self.mediator.command("check.call", seat=party.me)
            await self.mediator.command("check.clear", seat=party.me)
            if self.mediator.view["phase"] in {"lobby", "check"}:
                # Refused while somebody waits who is not cleared; who is cleared last opens it for all.
                with suppress(Refusal):
                    await self.mediator.command("joint.open")
            else:
                await self.mediator.command("seat.admit", seat=party.me)
        await party.until(lambda: party.view["you"]["place"] == "joint")


class House:
    """The server's process, a mediator's login, and everybody who has come."""

    def __init__(self, served: Served, http: aiohttp.ClientSession) -> None:
        self._served = served
        self._http = http
        self._door = Door(served.url, http)
        self._account = ""
        self._came: list[Person] = []

    async def log_in(self) -> None:
        self._account = await self._door.login(USERNAME, PASSWORD)

    def usage(self) -> Usage:
        """Of the server."""
        assert self._served.process is not None
        return Usage.of(self._served.process.pid)

    async def open_room(self) -> Room:
        """A new room, its mediator at the table."""
        made = await self._door.ask("POST", "/rooms", f"Bearer {self._account}", room_of_four())
        token = await self._door.mediator(self._account, made["id"])
        invites = [row["invite"]["url"].rsplit("/", 1)[1] for row in made["people"] if row["invite"]]
        return Room(made["id"], await self._seated(token), invites)

    async def prepared(self, invite: str) -> str:
        """Somebody behind the link, who reads and declares what is asked and is identified; gives the token."""
        token = await self._door.party(invite, new_device_key())
        await self._door.proved(token, await self._door.prepared(invite, token), self._account)
        return token

    async def come(self, token: str) -> Person:
        """Somebody who is prepared, into the lobby."""
        return await self._seated(token)

    async def about(self) -> None:
        """The smallest question there is over HTTP."""
        await self._door.ask("GET", "/about")

    async def metrics(self) -> dict[str, float]:
        """What /metrics says, by name and, for the relay's counters, by theirs. Reading resets the worst loop lag."""
        async with self._http.get(f"{self._served.url}/metrics") as response:
            text = await response.text()
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return {sample.labels.get("counter", sample.name): sample.value for sample in samples}

    async def close(self) -> None:
        # Somebody who gave up waiting complains on leaving; `Times.failed` has told it already.
        await asyncio.gather(*(each.close() for each in self._came), return_exceptions=True)
        await self._served.kill(signal.SIGTERM)

    async def _seated(self, token: str) -> Person:
        came = Person(self._served.url, token)
        self._came.append(came)
        await came.connect()
        await came.enter()
        return came


@asynccontextmanager
async def opened_house() -> AsyncIterator[House]:
    """A server on a new folder and free ports, with SQLite as an operator has it."""
    with tempfile.TemporaryDirectory(prefix="bench-room-") as folder:
        async with aiohttp.ClientSession() as http:
            house = House(await started(Path(folder)), http)
            try:
                await house.log_in()
                yield house
            finally:
                await house.close()
