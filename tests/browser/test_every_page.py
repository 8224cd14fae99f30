"""Every page and state, on desktop and phone, in both languages: accessible, wholly translated, kept as a picture."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.browser.agreement_gallery import AgreementGallery
from tests.browser.conftest import Doorstep, Launch
from tests.browser.court_gallery import CourtGallery
from tests.browser.gallery import SIZES, Gallery
from tests.browser.people import Person
from tests.browser.served import LATIN, ROOT, Served, started

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "screenshots"
GRAVE = {"serious", "critical"}
CHINESE = re.compile("[\\u3000-\\u303f\\u4e00-\\u9fff\\uff00-\\uffef]+")
NAMES = re.compile(r"（\d{4}）\w+第\d+号(?:之\w|-收\d+)?|人民法院|测试|平台认证")
"""Names that are Chinese in every language: a case's number, and what certificates made here are called, a court."""
# The watermark is no text to be read but decoration, hidden from who listens (WCAG 1.4.3 leaves such out).
EXAMINE = """async () => {
  const page = { include: [["html"]], exclude: [["[data-testid=watermark]"]] };
  const { violations } = await axe.run(page, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.html.slice(0, 160)) }));
}"""
# All that is read, aloud or on the screen, but what is Chinese on purpose: the language switch, ready messages.
WORDS = """() => {
  const words = [document.title];
  const walk = (element) => {
    if (element.lang && element.lang.startsWith("zh") && element !== document.documentElement) return;
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) return;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) words.push(element.getAttribute(name) || "");
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) words.push(child.textContent);
      else if (child.nodeType === Node.ELEMENT_NODE) walk(child);
    }
  };
  walk(document.documentElement);
  return words;
}"""
SPILLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


FOLDERS: dict[type[Gallery], str] = {Gallery: "", AgreementGallery: "agreement-", CourtGallery: "court-"}


class Inspector:
    """Looks at each page it is led to; `faults` is what was found."""

    def __init__(self, folder: str, language: str) -> None:
        self.folder = PICTURES / folder
        self.language = language
        self.faults: list[str] = []
        self.seen = 0

    async def look(self, person: Person, stop: str) -> None:
        self.seen += 1
        await person.page.screenshot(path=self.folder / f"{self.seen:02d}-{stop}.png", animations="disabled")
        for found in await person.page.evaluate(EXAMINE):
            if found["impact"] in GRAVE:
                self.faults.append(f"{stop}: {found['id']} {found['at']}")
        if await person.page.evaluate(SPILLS):
            self.faults.append(f"{stop}: wider than the screen")
        if self.language == "en":
            words = await person.page.evaluate(WORDS)
            self.faults += [
                f"{stop}: not translated: {text.strip()}" for text in words if CHINESE.search(NAMES.sub("", text))
            ]


@pytest.fixture(scope="module")
async def abroad(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A server whose people have Latin names, so that every Chinese character is ours."""
    server = await started(tmp_path_factory.mktemp("abroad"), cast=LATIN)
    yield server
    await server.kill()


# Two walks show both sizes and both languages; the other two pictures of every page are for `make test-long`.
WALKS = (
    ("desktop", "zh"),
    ("phone", "en"),
    pytest.param("desktop", "en", marks=pytest.mark.long),
    pytest.param("phone", "zh", marks=pytest.mark.long),
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("size", "language"), WALKS)
async def test_nothing_serious_is_wrong_with_any_page(
    served: Served, abroad: Served, launch: Launch, size: str, language: str
) -> None:
    server = served if language == "zh" else abroad
    assert await walked(Gallery, server, launch, size, language) > 40


# The tests of the agreement itself walk a desktop and a phone in Chinese, from the first word to the court; all the
# pictures of that are for `make test-long`.
@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desktop", "zh"), ("desktop", "en"), ("phone", "zh")])
@pytest.mark.parametrize(("kind", "stops"), [(AgreementGallery, 25), (CourtGallery, 35)], ids=["agreement", "court"])
async def test_nothing_serious_is_wrong_with_what_shows_an_agreement_and_what_goes_to_the_court(
    served: Served, abroad: Served, launch: Launch, size: str, language: str, kind: type[Gallery], stops: int
) -> None:
    server = served if language == "zh" else abroad
    assert await walked(kind, server, launch, size, language) > stops


async def walked(kind: type[Gallery], server: Served, launch: Launch, size: str, language: str) -> int:
    """How many stops the walk had; nothing was wrong at any."""
    doorstep = Doorstep(launch, server.url, always=(AXE,))
    inspector = Inspector(f"{FOLDERS[kind]}{size}-{language}", language)
    await kind(server, doorstep, SIZES[size], language, inspector.look).walk()
    await doorstep.leave()
    assert doorstep.faults() == []
    assert inspector.faults == [], "\n".join(inspector.faults)
    return inspector.seen
