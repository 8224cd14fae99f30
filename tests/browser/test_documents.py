"""Documents between three people at their browsers: brought, shown to all, followed on a phone, refused."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import FilePayload, expect

from tests import uploads
from tests.browser import devices
from tests.browser.conftest import Doorstep, Launch
from tests.browser.people import Party, Person, Table
from tests.browser.served import Served
from tests.browser.test_every_page import AXE, EXAMINE, GRAVE, PICTURES, SPILLS

pytestmark = pytest.mark.timeout(300)

DRAWN_MS = 60_000
"""How long pages may take to be drawn, by a process that lets sound and picture go first."""
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SELECTED = """(() => {
  getSelection().selectAllChildren(document.querySelector("[data-testid=pdf-text]"));
  return getSelection().toString().replace(/\\s/g, "");
})()"""
"""What somebody would copy who selects the whole page."""
INKED = """(() => {
  const canvas = document.querySelector("[data-testid=pdf-page] canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, at) => at % 4 === 0 && value < 128).length;
})()"""
"""How many dark points the page has."""


@pytest.fixture
async def examined(served: Served, launch: Launch) -> AsyncIterator[Table]:
    """All at the table, their browsers with axe, which an old one could not run."""
    doorstep = Doorstep(launch, served.url, always=(AXE,))
    room = await served.make_room()
    phone = await doorstep.come(Party, devices.RESPONDENT, devices.PHONE)
    table = Table(room, await doorstep.mediator(), await doorstep.applicant(), phone)
    await asyncio.gather(
        table.mediator.open_room(room.id),
        table.applicant.come_to_lobby(room.applicant),
        table.respondent.come_to_lobby(room.respondent),
    )
    await table.begin()
    yield table
    await doorstep.leave()
    assert doorstep.faults() == []


def payload(name: str, kind: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType=kind, buffer=content)


async def bring(person: Person, name: str, kind: str, content: bytes) -> None:
    """Through the file dialog, as the page opens it."""
    await person.open_tab("documents")
    async with person.page.expect_file_chooser() as choosing:
        await person.press("upload-file")
    await (await choosing.value).set_files(payload(name, kind, content))


async def listed(person: Person, name: str) -> None:
    await expect(person.see("document").filter(has_text=name)).to_be_visible(timeout=DRAWN_MS)


async def sees_page(person: Person, page: int) -> None:
    """The picture of that page, loaded."""
    await expect(person.see("page-picture")).to_have_attribute("data-page", str(page))
    await person.until("(document.querySelector('[data-testid=page-picture]') || {}).naturalWidth > 1000")


async def sound(person: Person, name: str) -> None:
    """Nothing serious is wrong with the page as it stands; kept as a picture."""
    folder = PICTURES / "documents"
    await person.page.screenshot(path=folder / f"{name}.png", animations="disabled")
    found = [each for each in await person.page.evaluate(EXAMINE) if each["impact"] in GRAVE]
    assert (name, found) == (name, [])
    assert not await person.page.evaluate(SPILLS), name


async def test_everybody_leafs_along_and_may_go_their_own_way(examined: Table) -> None:
    mediator, worker, phone = examined.people
    await bring(worker, "工资条.png", PNG, uploads.picture("PNG", size=(1200, 1600)))
    await bring(worker, "劳动合同.pdf", PDF, uploads.pdf(3))
    await listed(worker, "劳动合同.pdf")
    await expect(phone.see("give-document")).to_have_count(0)
    given = worker.see("document").filter(has_text="劳动合同.pdf").get_by_test_id("give-document")
    await given.click()
    await expect(given).to_be_checked()
    await sound(worker, "list-desktop")
    await expect(phone.see("fresh")).to_contain_text("2")
    await phone.open_tab("documents")
    await listed(phone, "劳动合同.pdf")
    await expect(phone.see("fresh")).to_have_count(0)
    await sound(phone, "list-phone")

    await mediator.open_tab("documents")
    await mediator.see("document").filter(has_text="劳动合同.pdf").get_by_test_id("look").click()
    await mediator.press("next-page")
    await sees_page(mediator, 2)
    await expect(phone.see("document-viewer")).to_have_count(0)
    await mediator.press("show-this")
    for person in examined.people:
        await sees_page(person, 2)
        await expect(person.see("shown-banner")).to_be_visible()
    await sound(mediator, "showing-desktop")
    await sound(worker, "following-desktop")
    await sound(phone, "following-phone")

    await mediator.press("next-page")
    for person in examined.people:
        await sees_page(person, 3)
    await expect(mediator.see("next-page")).to_be_disabled()

    await phone.press("previous-page")
    await sees_page(phone, 2)
    await expect(phone.see("follow")).to_be_visible()
    # Two presses turn two pages, however late the first is shown.
    await mediator.press("previous-page")
    await mediator.press("previous-page")
    await sees_page(worker, 1)
    await sees_page(phone, 2)
    await sound(phone, "own-way-phone")
    await phone.press("follow")
    await sees_page(phone, 1)
    await expect(phone.see("stop-showing")).to_have_count(0)

    await mediator.press("stop-showing")
    for person in (worker, phone):
        await expect(person.see("document-viewer")).to_have_count(0)
        await expect(person.see("shown-banner")).to_have_count(0)
    await sees_page(mediator, 1)


async def test_never_lost_a_phone_uploads_over_a_broken_line_and_turns_pages_with_a_finger(table: Table) -> None:
    mediator, _, phone = table.people
    await phone.page.route("**/api/v1/session/documents", lambda route: route.abort(), times=1)
    await bring(phone, "合同.pdf", PDF, uploads.pdf(2))
    await listed(phone, "合同.pdf")
    await expect(phone.see("upload")).to_have_count(0)
    await phone.see("document").get_by_test_id("look").tap()
    await sees_page(phone, 1)
    await swipe(phone, -200)
    await sees_page(phone, 2)
    await swipe(phone, 200)
    await sees_page(phone, 1)
    await phone.press("show-this")
    await sees_page(mediator, 1)
    await swipe(phone, -200)
    await sees_page(mediator, 2)
    await phone.press("close-document")
    await expect(phone.see("document-viewer")).to_have_count(0)
    await expect(phone.see("shown-banner")).to_be_visible()
    await phone.press("follow")
    await sees_page(phone, 2)
    await phone.press("zoom-in")
    await swipe(phone, 200)
    await sees_page(phone, 2)


async def swipe(phone: Person, across: int) -> None:
    """A finger on the page that goes sideways."""
    await phone.see("page-picture").evaluate(
        """(picture, across) => {
          const touch = (x) => new Touch({ identifier: 1, target: picture, clientX: x, clientY: 400 });
          const tell = (name, touches, changedTouches) =>
            picture.dispatchEvent(new TouchEvent(name, { bubbles: true, touches, changedTouches }));
          tell("touchstart", [touch(180)], [touch(180)]);
          tell("touchend", [], [touch(180 + across)]);
        }""",
        across,
    )


async def test_threat10_what_cannot_be_taken_is_refused_with_a_sentence_and_can_be_dismissed(examined: Table) -> None:
    worker = examined.applicant
    hostile = [
        ("假的.pdf", PDF, b"MZ\x90\x00" + bytes(500), "只接受 PDF、JPEG、PNG 或 WebP"),
        ("加密.pdf", PDF, uploads.locked_pdf(user="geheim"), "密码"),
        ("炸弹.png", PNG, uploads.huge_png(), "4000 万像素"),
        ("太长.pdf", PDF, uploads.pdf(61), "最多 60 页"),
        ("半张.jpg", JPEG, uploads.picture(size=(800, 600))[:2000], "已损坏"),
    ]
    for name, kind, content, sentence in hostile:
        await bring(worker, name, kind, content)
        await expect(worker.see("upload").filter(has_text=name)).to_contain_text(sentence, timeout=DRAWN_MS)
    await sound(worker, "refused-desktop")
    for _ in hostile:
        await worker.see("upload-forget").first.click()
    await expect(worker.see("upload")).to_have_count(0)
    await expect(worker.see("document")).to_have_count(0)


async def test_threat9_a_name_is_text_and_a_file_can_be_dropped(table: Table) -> None:
    mediator, worker, _ = table.people
    name = "<img src=x onerror=alert(1)>.png"
    await worker.open_tab("documents")
    data = await worker.page.evaluate_handle(
        """([name, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
          return transfer;
        }""",
        [name, list(uploads.picture("PNG"))],
    )
    await worker.see("documents-panel").dispatch_event("drop", {"dataTransfer": data})
    for person in (worker, mediator):
        await person.open_tab("documents")
        await expect(person.see("document").locator("h3")).to_have_text(name)
    async with mediator.page.expect_download() as saving:
        await mediator.see("save-original").click()
    saved = await (await saving.value).path()
    assert saved.read_bytes() == uploads.picture("PNG")


async def test_text_of_a_pdf_is_selected_where_pdf_js_runs_and_the_picture_stands_for_the_rest(examined: Table) -> None:
    mediator, worker, phone = examined.people
    lines = ("劳动合同", "月工资人民币八千五百元", "双方各执一份")
    await bring(worker, "劳动合同.pdf", PDF, uploads.chinese_pdf(*lines))
    await bring(worker, "工资条.png", PNG, uploads.picture("PNG", size=(1200, 1600)))
    await listed(worker, "劳动合同.pdf")
    await listed(worker, "工资条.png")
    await worker.see("document").filter(has_text="劳动合同.pdf").get_by_test_id("show").click()
    for person in examined.people:
        await sees_page(person, 1)
    await expect(phone.see("text-toggle")).to_have_count(0)

    await mediator.press("text-toggle")
    await expect(mediator.see("pdf-page")).to_have_attribute("data-page", "1")
    await expect(mediator.see("page-picture")).to_have_count(0)
    assert await mediator.measure(SELECTED) == "".join(lines)
    assert await mediator.measure(INKED) > 1000
    await mediator.press("zoom-in")
    await sound(mediator, "text-desktop")
    await mediator.press("text-toggle")
    await sees_page(mediator, 1)

    await worker.page.route("**/original", lambda route: route.fulfill(body=b"%PDF-1.7 torn"))
    await worker.press("text-toggle")
    await expect(worker.see("text-failed")).to_have_text("这份文件只能看图片。")
    await sees_page(worker, 1)
    await worker.press("show")
    await expect(worker.see("text-failed")).to_have_count(0)
    await expect(worker.see("text-toggle")).to_have_count(0)


async def test_the_tabs_are_turned_by_arrow_keys(table: Table) -> None:
    mediator = table.mediator
    await mediator.see("tab-people").focus()
    for name in ("chat", "documents", "ledger", "minutes", "agreement", "people"):
        await mediator.page.keyboard.press("ArrowRight")
        await expect(mediator.see(f"tab-{name}")).to_be_focused()
        await expect(mediator.see(f"tab-{name}")).to_have_attribute("aria-selected", "true")
    await mediator.page.keyboard.press("ArrowLeft")
    await expect(mediator.see("tab-agreement")).to_be_focused()
