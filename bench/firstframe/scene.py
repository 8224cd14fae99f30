"""Real browsers at one table: the last party is admitted, and later reloads its page."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser, async_playwright

from bench.room.house import room_of_four
from tests.browser import devices
from tests.browser.devices import APPLICANT, MEDIATOR, RESPONDENT, Likeness
from tests.browser.people import LONG_MS, Mediator, Party, Person
from tests.browser.served import USERNAME, Seat, Served, started
from tests.node import PASSWORD

Someone = TypeVar("Someone", bound=Person)

FACES = (MEDIATOR, APPLICANT, RESPONDENT, Likeness(1010, (150, 110, 140)))
WATCH = Path(__file__).parent / "watch.js"
STEADY_FRAMES = 10
"""Painted before the next thing happens: the picture flows."""


@dataclass(frozen=True)
class FirstFrames:
    """One admission or reload, in milliseconds since the click or the reload.

    `sees` has one for each of the others, `seen` one for each of the others' pages, both in rising order.
    """

    people: int
    moment: str
    sees: list[float]
    seen: list[float]


class Table:
    """A new room with some of its people at it, and `newcomer` in its lobby."""

    def __init__(self, browsers: list[Browser], served: Served) -> None:
        self._browsers = browsers
        self._served = served
        self.others: dict[str, Person] = {}

    async def prepare(self) -> None:
        """Everybody but the last takes a seat."""
        room, mediator_seat, seats = await _made_room(self._served)
        self.mediator = await self._come(Mediator, self._browsers[0])
        await self.mediator.open_room(room)
        self.others[mediator_seat] = self.mediator
        *early, self.seat = seats[: len(self._browsers) - 1]
        for seat, browser in zip(early, self._browsers[1:], strict=False):
            party = await self._come(Party, browser)
            await party.come_to_lobby(seat)
            await self.mediator.admit(seat.name)
            await party.at_table()
            self.others[seat.id] = party
        self.newcomer = await self._come(Party, self._browsers[-1])
        await self.newcomer.come_to_lobby(self.seat)

    async def admission(self) -> FirstFrames:
        await self.mediator.admit(self.seat.name)
        since = float(await self.mediator.measure("window.watch.admittedAt()"))
        await self._flows(since)
        sees = [await _painted(self.newcomer, seat, since) for seat in self.others]
        seen = [await _painted(person, self.seat.id, since) for person in self.others.values()]
        return self._told("admit", since, [times[0] for times in sees], [times[0] for times in seen])

    async def reload(self) -> FirstFrames:
        """The others go on seeing what was on its way for a moment, so the first new frame is the one after a gap."""
        await self.newcomer.page.reload(wait_until="commit")
        since = float(await self.newcomer.measure("window.watch.openedAt()"))
        await self._flows(since)
        sees = [await _painted(self.newcomer, seat, since) for seat in self.others]
        seen = [await _painted(person, self.seat.id, since) for person in self.others.values()]
        return self._told("reload", since, [times[0] for times in sees], [_resumed(since, times) for times in seen])

    async def leave(self) -> None:
        for browser in self._browsers:
            for context in browser.contexts:
                await context.close()

    async def _flows(self, since: float) -> None:
        """The newcomer sees all, and after that all see the newcomer."""
        shows = "window.watch.shows(...args)"
        await self.newcomer.until(shows, list(self.others), STEADY_FRAMES, since, timeout_ms=LONG_MS)
        now = await self.newcomer.measure("Date.now()")
        for person in self.others.values():
            await person.until(shows, [self.seat.id], STEADY_FRAMES, now, timeout_ms=LONG_MS)

    def _told(self, moment: str, since: float, sees: list[float], seen: list[float]) -> FirstFrames:
        return FirstFrames(
            len(self._browsers), moment, sorted(at - since for at in sees), sorted(at - since for at in seen)
        )

    async def _come(self, kind: type[Someone], browser: Browser) -> Someone:
        context = await browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", permissions=["camera", "microphone"], **devices.DESKTOP
        )
        context.set_default_timeout(LONG_MS)
        await context.add_init_script(path=WATCH)
        return kind(await context.new_page(), self._served.url)


async def _painted(person: Person, seat: str, since: float) -> list[float]:
    times: list[float] = await person.measure("window.watch.painted(args[0])", seat)
    return [at for at in times if at > since]


def _resumed(since: float, times: list[float]) -> float:
    """The end of the longest gap."""
    return max(pairwise([since, *times]), key=lambda pair: pair[1] - pair[0])[1]


async def _made_room(served: Served) -> tuple[str, str, list[Seat]]:
    """Its id, the mediator's seat and the parties'."""
    _, login = await served.ask("POST", "/api/v1/login", {"username": USERNAME, "password": PASSWORD})
    status, made = await served.ask("POST", "/api/v1/rooms", room_of_four(), f"Bearer {login['token']}")
    assert status < 300, made
    rows = made["people"]
    parties = [Seat(row["seat"], row["name"], row["invite"]["url"], None) for row in rows if row["invite"]]
    return made["id"], next(row["seat"] for row in rows if row["role"] == "mediator"), parties


@asynccontextmanager
async def opened_browsers(count: int) -> AsyncIterator[tuple[list[Browser], Served]]:
    """A server, and one browser process for each person."""
    with tempfile.TemporaryDirectory(prefix="bench-firstframe-") as name:
        folder = Path(name)
        served = await started(folder / "data")
        async with async_playwright() as playwright:
            try:
                flags = [devices.flags(folder, face) for face in FACES[:count]]
                launch = playwright.chromium.launch
                yield [await launch(executable_path="/usr/bin/chromium", args=args) for args in flags], served
            finally:
                await served.kill()
