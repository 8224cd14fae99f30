"""Somebody who has a keyboard and no mouse."""

from playwright.async_api import expect

from tests.browser.people import Person
from tests.browser.signers import GROUP, NEXT_GROUP, SEAL_MS, Code, Signer

MOST_STOPS = 150
HELD = "document.activeElement !== document.body && document.activeElement.isConnected"
# What a script moved the focus to (a heading, say) is no stop and needs no ring.
FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return {
    testid: at.dataset.testid || "", tag: at.tagName, text: at.textContent.trim().slice(0, 40),
    seen: at.tabIndex < 0 || ((ringed || style.boxShadow !== "none") && box.width > 0 && box.height > 0),
  };
}"""
# Where the scrolling came to rest: the last page of which half a screen is before the eyes, and as much more as lies
# between two states that the page is told of.
RESTED = """async () => {
  const pages = Array.from(document.querySelectorAll("[data-testid=page]"));
  for (let top = NaN; top !== pages[0].getBoundingClientRect().top; ) {
    top = pages[0].getBoundingClientRect().top;
    for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  }
  const edge = pages[0].closest("[role=tabpanel]").getBoundingClientRect().bottom;
  const before = ({ top, height }) => edge - top > innerHeight / 2 + height / 20;
  return pages.filter((page) => before(page.getBoundingClientRect())).length;
}"""
READ = "Number(document.querySelector('[data-testid=read-progress]')?.dataset.read) >= args[0]"


class Keys:
    """Somebody without a mouse."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keyboard = person.page.keyboard

    async def to(self, testid: str, key: str = "Tab") -> None:
        """Tab by tab (or back, by `Shift+Tab`), each stop visible, until that control has the focus."""
        stops = []
        for _ in range(MOST_STOPS):
            focused = await self.person.page.evaluate(FOCUSED)
            assert focused["seen"], focused
            if focused["testid"] == testid:
                return
            stops.append(focused)
            await self.keyboard.press(key)
        raise AssertionError((testid, stops))

    async def fill(self, testid: str, text: str) -> None:
        await self.to(testid)
        await self.keyboard.type(text)

    async def press(self, testid: str, key: str = "Enter") -> None:
        await expect(self.person.see(testid).first).to_be_visible()
        await self.to(testid)
        await self.keyboard.press(key)

    async def kept(self) -> None:
        """The page has changed under the keys, and they are still somewhere in it."""
        await self.person.page.wait_for_function(HELD)


class KeySigner:
    """Reads, confirms and signs by a typed name, with keys; after each step they are where the page went on."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keys = Keys(person)

    async def press(self, testid: str, key: str = "Enter") -> None:
        await self.keys.press(testid, key)
        await self.keys.kept()

    async def read(self) -> None:
        """Screen by screen, as long as the last of the pages takes."""
        pages, seen = await self.person.see("page").count(), 0
        await self.keys.to("page-reader")
        while seen < pages:
            seen = await self.person.measure(f"({RESTED})()")
            await self.person.until(READ, seen)
            # Seconds count while the last page is before the eyes, and not below it.
            if seen < pages:
                await self.keys.keyboard.press("PageDown")
        await expect(self.person.see("read-next")).to_be_enabled()
        await self.press("read-next")

    async def confirm(self) -> None:
        await expect(self.person.see("group-text")).to_be_visible()
        while (group := await self.person.measure(GROUP)) is not None:
            await self.press("group-yes")
            await self.person.until(NEXT_GROUP, group)
            await self.keys.kept()
        await self.press("confirm-sentence", "Space")
        await self.press("confirm-button")

    async def finish(self, name: str, code: Code) -> None:
        await self.press("send-code")
        await expect(self.person.see("code-digits")).to_be_focused()
        await self.keys.keyboard.type(await code(name))
        await self.press("ink-typing")
        await self.keys.to("ink-typed", "Shift+Tab")
        await self.keys.keyboard.type(name)
        await self.press("sign-button")
        await expect(Signer(self.person).signed).to_be_visible(timeout=SEAL_MS)
        await self.keys.kept()
