"""Three people with a browser process each, and a server in a process of its own.

For a new test, from cheap to dear: `served` and `doorstep` (people come one by one, with `come`, `mediator`,
`applicant`, `respondent`), `seat_two` or `lobby`, then the fixture `table` (all three sit and see each other: five
seconds of a core). The server and the browser processes stay for the whole run, each room and each person is new, and
`make_room` gives a room whose people are through the gate, so nobody waits for the notice again. A server of one's own
(`started`) is for tests that kill it or cut its line. Whoever is to hear or not to hear says `listens`, `hears` first.
Two files run side by side: a test that holds somebody to seconds, or to silence from a moment on, is marked `alone`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.async_api import Browser, Playwright, async_playwright, expect

from tests.browser import devices
from tests.browser.devices import Likeness, Options
from tests.browser.people import TURN_MS, Mediator, Party, Person, Table, watch
from tests.browser.served import Served, started

Someone = TypeVar("Someone", bound=Person)
Launch = Callable[[Likeness], Awaitable[Browser]]

expect.set_options(timeout=TURN_MS)


@pytest.fixture(scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The server of all tests that leave it running."""
    server = await started(tmp_path_factory.mktemp("data"))
    yield server
    await server.kill()


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest.fixture(scope="session")
async def launch(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Launch]:
    """The browser process of somebody with that voice and face; each is started once."""
    folder: Path = tmp_path_factory.mktemp("devices")
    running: dict[Likeness, Browser] = {}

    async def launched(likeness: Likeness) -> Browser:
        if likeness not in running:
            args = devices.flags(folder, likeness)
            running[likeness] = await playwright.chromium.launch(executable_path=likeness.program, args=args)
        return running[likeness]

    yield launched
    for browser in running.values():
        await browser.close()


class Doorstep:
    """Where people come from; whoever came leaves when the test ends, and must have had no fault."""

    def __init__(self, launch: Launch, url: str, always: tuple[Path, ...] = ()) -> None:
        self._launch = launch
        self._url = url
        self._always = always
        self._came: list[Person] = []

    async def come(
        self,
        kind: type[Someone],
        likeness: Likeness,
        options: Options,
        *,
        scripts: tuple[Path, ...] = (),
        allowed: bool = True,
    ) -> Someone:
        """`scripts` run before the page's own; `allowed`: camera and microphone. Who is not allowed has to be asked."""
        browser = await self._launch(likeness if allowed else replace(likeness, asked=True))
        permissions = ["camera", "microphone"] if allowed else []
        context = await browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=[*permissions, "clipboard-read", "clipboard-write"],
            **options,
        )
        context.set_default_timeout(TURN_MS)
        for script in (devices.PROBE, *self._always, *scripts):
            await context.add_init_script(path=script)
        someone = kind(await context.new_page(), self._url, phone=options is devices.PHONE)
        watch(someone, context)
        self._came.append(someone)
        return someone

    async def mediator(self, options: Options = devices.DESKTOP) -> Mediator:
        return await self.come(Mediator, devices.MEDIATOR, options)

    async def applicant(self, options: Options = devices.DESKTOP) -> Party:
        return await self.come(Party, devices.APPLICANT, options)

    async def respondent(self, options: Options = devices.PHONE) -> Party:
        """On an old phone."""
        return await self.come(Party, devices.RESPONDENT, options, scripts=(devices.OLD_BROWSER,))

    async def leave(self) -> None:
        for someone in self._came:
            await someone.page.context.close()

    def faults(self) -> list[str]:
        return [fault for someone in self._came for fault in someone.faults]


async def lobby(served: Served, doorstep: Doorstep) -> Table:
    """The mediator in a new room; applicant and respondent (on an old phone) wait for admission."""
    room = await served.make_room()
    table = Table(room, await doorstep.mediator(), await doorstep.applicant(), await doorstep.respondent())
    await asyncio.gather(
        table.mediator.open_room(room.id),
        table.applicant.come_to_lobby(room.applicant),
        table.respondent.come_to_lobby(room.respondent),
    )
    return table


async def seat_all(served: Served, doorstep: Doorstep) -> Table:
    """The same people, all at the table."""
    table = await lobby(served, doorstep)
    await table.begin()
    return table


async def seat_two(served: Served, doorstep: Doorstep) -> Table:
    """Mediator and applicant at the table; the respondent has not come yet."""
    room = await served.make_room()
    table = Table(room, await doorstep.mediator(), await doorstep.applicant(), await doorstep.respondent())
    await asyncio.gather(table.mediator.open_room(room.id), table.applicant.come_to_lobby(room.applicant))
    await table.admit(table.applicant)
    return table


@pytest.fixture
async def doorstep(launch: Launch, served: Served) -> AsyncIterator[Doorstep]:
    door = Doorstep(launch, served.url)
    yield door
    await door.leave()
    assert door.faults() == []


@pytest.fixture
async def table(served: Served, doorstep: Doorstep) -> Table:
    return await seat_all(served, doorstep)
