"""People at their browsers: each does what the page offers, as a person would."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, WebSocket, expect

from tests.browser.served import USERNAME, Room, Seat
from tests.node import PASSWORD

LONG_MS = 20_000
TURN_MS = 15_000
"""How long the other side may take to show what was done here, on two cores shared with three browsers."""


@dataclass
class Person:
    """Somebody with one tab. `faults` collects what a page may never do: throw, or break its own policy."""

    page: Page
    url: str
    phone: bool = False
    faults: list[str] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)
    """Those that are open."""

    def see(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    async def press(self, testid: str) -> None:
        await (self.see(testid).tap() if self.phone else self.see(testid).click())

    async def measure(self, expression: str, *args: object) -> Any:  # noqa: ANN401 - whatever the page says
        return await self.page.evaluate(f"(args) => {expression}", args)

    async def until(self, expression: str, *args: object, timeout_ms: float = TURN_MS) -> None:
        """Waits until the page finds `expression` (with `args`) true."""
        await self.page.wait_for_function(f"(args) => {expression}", arg=args, timeout=timeout_ms, polling=50)

    async def listens(self) -> None:
        """From now on, and until the page is loaded anew; before that nothing is known of what it heard."""
        await self.measure("window.probe.listen()")

    async def hears(self, hz: int, timeout_ms: float = TURN_MS) -> None:
        """A fresh syllable of that tone, its pitch within 5 Hz."""
        await self.listens()
        await self.measure("window.probe.deafen()")
        await self.until("Math.abs(window.probe.pitch(args[0]) - args[0]) < 5", hz, timeout_ms=timeout_ms)

    async def hears_no_more(self, hz: int, timeout_ms: float = TURN_MS) -> None:
        """Of one who was heard before, for two syllables long not a trace above -80 dB."""
        await self.until("window.probe.silentFor(args[0]) > 1600", hz, timeout_ms=timeout_ms)

    async def sees_moving(self, seat: str, frames: int = 8, timeout_ms: float = TURN_MS) -> None:
        """That many more frames in the seat's tile than now."""
        shown = await self.measure("window.probe.frames(args[0])", seat)
        await self.until("window.probe.frames(args[0]) > args[1]", seat, max(shown, 0) + frames, timeout_ms=timeout_ms)

    def tile(self, seat: str) -> Locator:
        return self.page.locator(f'[data-testid=tile][data-seat="{seat}"]')

    def line(self, text: str) -> Locator:
        return self.see("chat-line").filter(has_text=text)

    async def open_tab(self, name: str) -> None:
        await self.press(f"tab-{name}")
        await expect(self.see(f"tab-{name}")).to_have_attribute("aria-selected", "true")

    async def say(self, text: str) -> None:
        await self.see("chat-input").fill(text)
        await self.press("chat-send")

    async def lines(self) -> list[str]:
        return await self.page.locator("[data-testid=chat-line] .text").all_inner_texts()

    async def at_table(self, timeout_ms: float = TURN_MS) -> None:
        await expect(self.see("joint-room")).to_be_visible(timeout=timeout_ms)
        await expect(self.see("joint-room")).to_have_attribute("data-media", "connected", timeout=LONG_MS)

    async def enter(self) -> None:
        """From the device check into lobby or room."""
        await expect(self.see("device-check")).to_be_visible()
        await self.press("enter")


class Mediator(Person):
    async def log_in(self) -> None:
        await self.page.goto(f"{self.url}/login")
        await self.see("login-username").fill(USERNAME)
        await self.see("login-password").fill(PASSWORD)
        await self.press("login-submit")
        await self.page.wait_for_url("**/m")

    async def open_room(self, room: str) -> None:
        """From the login to the table of that room."""
        await self.log_in()
        await self.page.goto(f"{self.url}/m/rooms/{room}")
        await self.press("enter-room")
        await self.enter()
        await self.at_table()

    def waiting(self, name: str) -> Locator:
        return self.see("waiting-person").filter(has_text=name)

    async def admit(self, name: str) -> None:
        """Somebody who is cleared; the first one begins the session, with all who are there."""
        await expect(self.waiting(name)).to_be_visible()
        begin = self.see("begin-joint")
        await expect(begin.or_(self.waiting(name).get_by_test_id("admit")).first).to_be_visible()
        await (begin if await begin.is_visible() else self.waiting(name).get_by_test_id("admit")).click()
        await expect(self.waiting(name)).to_have_count(0)

    def row(self, seat: str) -> Locator:
        return self.page.locator(f'[data-testid=person][data-seat="{seat}"]')

    async def call(self, name: str) -> None:
        """Somebody who waits, into the check, where only these two hear and see each other."""
        await self.open_tab("people")
        await self.waiting(name).get_by_test_id("check-call").click()
        await expect(self.see("check-panel")).to_contain_text(name)

    async def compare(self) -> None:
        """Each face in the check with its document."""
        faces = self.see("compared")
        for left in reversed(range(await faces.count())):
            await faces.first.click()
            await expect(faces).to_have_count(left)

    async def clear(self) -> None:
        """Whoever is in the check may come to the table; the mediator goes back there first."""
        await self.press("check-clear")
        await expect(self.see("check-cleared")).to_be_visible()
        await self.press("check-leave")
        await expect(self.see("check-panel")).to_have_count(0)

    async def act(self, seat: str, what: str) -> None:
        """One of the things that can be done about somebody."""
        await self.open_tab("people")
        await self.row(seat).get_by_test_id("manage").click()
        await self.row(seat).get_by_test_id(f"act-{what}").click()

    async def ask_to_end(self) -> None:
        """The end for all, which is asked about; on a phone it is behind the button that leads."""
        await (self.lead("host-end") if self.phone else self.press("end-for-all"))

    async def lead(self, what: str) -> None:
        """One of the steps that move the session on."""
        await self.press("open-host")
        await self.press(what)

    async def remove(self, seat: str, reason: str) -> int:
        """When the last button was pressed, in milliseconds since 1970."""
        await self.act(seat, "remove")
        await self.see("reason").fill(reason)
        pressed_at = time.time_ns() // 1_000_000
        await self.press("reason-go")
        return pressed_at


class Party(Person):
    async def open_link(self, link: str) -> None:
        await self.page.goto(link)
        await expect(self.see("invitation")).to_be_visible()

    async def say_who(self, digits: str | None) -> None:
        if digits is not None:
            await self.see("id-tail").fill(digits)
        await self.press("confirm-identity")

    async def read_and_declare(self) -> None:
        """The notice to its end, and every declaration."""
        await expect(self.see("consents")).to_be_visible()
        await self.see("notice").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
        for what in ("declare-false-mediation", "declare-no-recording", "company-alone"):
            await self.see(what).check()
        await expect(self.see("notice-state")).to_have_text(re.compile("已读完|Read to the end"), timeout=LONG_MS)

    async def consent(self, *items: str) -> None:
        await self.read_and_declare()
        for item in items:
            await self.press(f"consent-{item}")
        await self.press("submit-consents")

    async def come_to_lobby(self, seat: Seat) -> None:
        """All the way from the link."""
        await self.open_link(seat.url)
        await self.say_who(seat.digits)
        await self.enter()
        await expect(self.see("lobby")).to_be_visible()

    async def walk_in(self, seat: Seat, *consents: str) -> None:
        """The same with everything that is asked of who comes for the first time."""
        await self.open_link(seat.url)
        await self.say_who(seat.digits)
        await self.consent(*consents)
        await self.enter()
        await expect(self.see("lobby")).to_be_visible()


@dataclass
class Table:
    """A room with all three in it."""

    room: Room
    mediator: Mediator
    applicant: Party
    respondent: Party

    @property
    def people(self) -> tuple[Mediator, Party, Party]:
        return self.mediator, self.applicant, self.respondent

    def seat_of(self, party: Party) -> Seat:
        return self.room.applicant if party is self.applicant else self.room.respondent

    async def begin(self) -> None:
        """All who wait come to the table at once."""
        await self.mediator.press("begin-joint")
        await asyncio.gather(*(person.at_table() for person in self.people))

    async def admit(self, party: Party) -> None:
        await self.mediator.admit(self.seat_of(party).name)
        await party.at_table()


def watch(person: Person, context: BrowserContext) -> None:
    """Keeps every uncaught error and every breach of the content security policy, and who is on the line."""

    def connected(socket: WebSocket) -> None:
        person.sockets.append(socket)
        socket.on("close", lambda _: person.sockets.remove(socket))

    person.page.on("websocket", connected)
    context.on("weberror", lambda error: person.faults.append(str(error.error)))
    breach = re.compile("Content Security Policy")

    def said(message: Any) -> None:  # noqa: ANN401 - playwright's ConsoleMessage
        if breach.search(message.text):
            person.faults.append(message.text)

    context.on("console", said)
