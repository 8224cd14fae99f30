"""What people do with an agreement: write it, read it, sign it. Each as the page offers it."""

import io
import re
from collections.abc import Awaitable, Callable
from functools import partial
from math import sin

import zxingcpp
from PIL import Image
from playwright.async_api import Locator, expect

from tests.browser.people import LONG_MS, Person

Code = Callable[[str], Awaitable[str]]
"""The code that came for the person of that name."""
STROKES, POINTS = 3, 21
SEAL_MS = 60_000
"""From the last signature to the sealed papers, on two cores shared with three browsers."""

GROUP = "document.querySelector('[data-testid=group-step]')?.dataset.group ?? null"
"""The group of clauses that is before the eyes."""
NEXT_GROUP = "document.querySelector('[data-testid=group-step]')?.dataset.group !== args[0]"
"""The page has gone on from that group of clauses, to the next or to the whole."""


class Drafter:
    """The mediator at the form."""

    def __init__(self, person: Person) -> None:
        self.person = person

    async def begin(self) -> None:
        await self.person.open_tab("agreement")
        await self.person.press("agreement-open")
        await expect(self.person.see("draft-desk")).to_be_visible()

    async def add(self, kind: str) -> Locator:
        """A new clause; it is the last one."""
        before = await self.person.see("clause").count()
        await self.person.press(f"add-{kind}")
        await expect(self.person.see("clause")).to_have_count(before + 1)
        return self.person.see("clause").last

    async def fill(self, place: Locator, **values: str) -> None:
        """Each field, and it is saved."""
        for name, value in values.items():
            field = place.locator(f'[data-field="{name}"]')
            control = field.locator("input, select, textarea")
            if await control.evaluate("control => control.tagName") == "SELECT":
                await control.select_option(value)
            else:
                await control.fill(value)
                await control.blur()
            await expect(field).to_have_attribute("data-state", "saved")

    def part(self, ref: str) -> Locator:
        return self.person.page.locator(f'.form[data-part="{ref}"]')

    async def freeze(self) -> None:
        await expect(self.person.see("missing-line")).to_have_count(0)
        await self.person.press("freeze")
        await self.person.press("confirm-go")


async def nothing() -> None:
    """Nothing befalls the page."""


async def write_on_pad(person: Person, halfway: Callable[[], Awaitable[None]] = nothing) -> None:
    """Three waves on the pad that is before the eyes; `halfway` is what befalls the page during the first."""
    pad = person.page.locator("[data-testid=ink-pad][data-ready=true]")
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box
    mouse = person.page.mouse
    for stroke in range(STROKES):
        for point in range(POINTS):
            x = box["x"] + box["width"] * (0.15 + 0.25 * stroke + 0.2 * point / POINTS)
            await mouse.move(x, box["y"] + box["height"] * (0.5 + 0.3 * sin(point / 3 + stroke)))
            if point == 0:
                await mouse.down()
            if (stroke, point) == (0, POINTS // 2):
                await halfway()
        await mouse.up()
        await expect(pad).to_have_attribute("data-strokes", str(stroke + 1))


def qr_text(screenshot: bytes) -> str:
    """What the QR code in the picture says."""
    with Image.open(io.BytesIO(screenshot)) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    return str(code.text)


async def draw_by(person: Person, phone: Person) -> None:
    """On the own telephone: by the QR code that this screen shows, which is dead when it was used."""
    await person.press("ink-by-phone")
    await expect(person.see("phone-ink-code")).to_be_visible()
    link = qr_text(await person.see("phone-ink-code").screenshot())
    await phone.page.goto(link)
    await expect(person.see("phone-ink")).to_have_attribute("data-state", "opened")
    assert "#" not in phone.page.url
    await write_on_pad(phone, halfway=partial(narrower, phone))
    # Before the telephone says that it is done, the strokes are seen here, from their first point on.
    picture = person.see("phone-ink").get_by_test_id("ink-picture")
    await expect(picture.locator("path")).to_have_count(STROKES)
    await expect(picture.locator("path").first).to_have_attribute("d", re.compile("^M1[45]"))
    await phone.press("ink-done")
    await expect(phone.see("ink-page-done")).to_be_visible()
    await expect(person.see("ink-pad")).to_have_attribute("data-strokes", str(STROKES))
    await phone.page.goto(link)
    await expect(phone.see("ink-page-dead")).to_be_visible()
    assert "#" not in phone.page.url
    # The address has no secret to load it anew with: what is shown says so.
    await phone.page.reload()
    await expect(phone.see("ink-page-dead")).to_be_visible()


async def narrower(person: Person) -> None:
    """The page gets narrower, and has noticed."""
    size = person.page.viewport_size
    assert size
    await person.page.set_viewport_size({"width": size["width"] - 20, "height": size["height"]})
    await person.measure("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


class Signer:
    """Somebody who reads and signs; on a phone the own way has the whole screen."""

    def __init__(self, person: Person) -> None:
        self.person = person

    async def begin(self) -> str:
        """The short code of the text that is before the eyes."""
        person = self.person
        await expect(person.see("ceremony")).to_be_visible(timeout=SEAL_MS)
        if person.phone:
            await person.press("own-way")
            await expect(person.see("full-screen")).to_be_visible()
        return await person.see("own-steps").get_by_test_id("short-code").inner_text()

    async def read(self) -> None:
        """Page by page, until the server is content."""
        pages = await self.person.see("page").count()
        for number in range(1, pages + 1):
            page = self.person.page.locator(f'[data-testid=page][data-page="{number}"]')
            await page.evaluate("page => page.scrollIntoView({ block: 'center' })")
            await expect(page).to_have_attribute("data-loaded", "true")
            await expect(self.person.see("read-progress")).to_have_attribute("data-read", str(number))
        await expect(self.person.see("read-next")).to_be_enabled()
        await self.person.press("read-next")

    async def confirm(self) -> None:
        """Yes to each group of clauses, then to the whole."""
        await expect(self.person.see("group-text").or_(self.person.see("confirm-step"))).to_be_visible()
        while (group := await self.person.measure(GROUP)) is not None:
            await self.person.press("group-yes")
            await self.person.until(NEXT_GROUP, group)
        await self.person.press("confirm-sentence")
        await self.person.press("confirm-button")

    async def ask_code(self) -> None:
        await self.person.press("send-code")
        await expect(self.person.see("code-digits")).to_be_visible()

    async def draw(self) -> None:
        """On the pad in the page or on the phone's whole screen."""
        if self.person.phone:
            await self.person.press("ink-open")
        await write_on_pad(self.person)
        if self.person.phone:
            await self.person.press("ink-done")
            await expect(self.person.see("ink-picture")).to_be_visible()

    async def draw_by(self, phone: Person) -> None:
        """On the own telephone."""
        await draw_by(self.person, phone)

    async def type_name(self, name: str) -> None:
        await self.person.press("ink-typing")
        await self.person.see("ink-typed").fill(name)

    async def press(self, code: str) -> None:
        await self.person.see("code-digits").fill(code)
        await self.person.press("sign-button")

    async def sign(self, name: str, code: Code) -> None:
        """From the text that was read to the signature that is in the file."""
        await self.confirm()
        await self.finish(name, code)

    async def finish(self, name: str, code: Code) -> None:
        """From the text that was confirmed."""
        await self.ask_code()
        await self.draw()
        await self.press(await code(name))
        await expect(self.signed).to_be_visible(timeout=SEAL_MS)

    @property
    def signed(self) -> Locator:
        """Says so in the own way, or, once it was the last signature, that the papers are on their way."""
        person = self.person
        return person.see("own-signed").or_(person.see("closing")).or_(person.see("sealed")).first

    async def leave(self) -> None:
        """Back to the room, where the own way had the whole screen."""
        if await self.person.see("full-screen-leave").count():
            await self.person.press("full-screen-leave")

    async def sealed(self) -> None:
        await expect(self.person.see("sealed")).to_be_visible(timeout=SEAL_MS)
        await expect(self.person.see("paper")).to_have_count(3, timeout=LONG_MS)
