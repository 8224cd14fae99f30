"""The one who leads is lost, or stops the session: everybody waits safely, and is where they were when it goes on."""

import asyncio
import json
import time

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import APPLICANT, MEDIATOR, RESPONDENT
from tests.browser.people import Mediator, Party, Person, Table
from tests.browser.served import Served
from tests.browser.signers import Signer
from tests.browser.test_every_page import PICTURES
from tests.uploads import picture

HOST_LOST_S = 30
DRAWN_MS = 60_000
LATEST_S = 20
"""For a dropped line to be noticed, and for what follows to be shown."""


async def waits(party: Person, why: str) -> None:
    """On the page that says why it stands still; nobody is heard there."""
    await expect(party.see("lobby-state")).to_have_attribute("data-state", why, timeout=(HOST_LOST_S + LATEST_S) * 1000)
    await expect(party.see("joint-room")).to_have_count(0)


@pytest.mark.timeout(240)
async def test_a_lost_mediator_leaves_nobody_at_the_table_and_finds_everybody_there_again(
    doorstep: Doorstep, table: Table
) -> None:
    parties = (table.applicant, table.respondent)
    await table.applicant.press("toggle-microphone")
    await asyncio.gather(*(party.hears(MEDIATOR.hz) for party in parties), table.applicant.hears(RESPONDENT.hz))
    lost_at = time.monotonic()
    await table.mediator.page.close()
    for party in parties:
        await expect(party.see("host-away")).to_be_visible()
    await asyncio.gather(*(waits(party, "host_lost") for party in parties))
    assert time.monotonic() - lost_at > HOST_LOST_S
    await expect(table.applicant.page.locator("h1")).to_have_text("调解员掉线了")
    await table.applicant.hears_no_more(RESPONDENT.hz)
    again = await doorstep.mediator()
    await again.log_in()
    await again.page.goto(f"{again.url}/m/rooms/{table.room.id}")
    await again.press("enter-room")
    await again.enter()
    await expect(again.see("interrupted-page")).to_be_visible()
    await expect(again.see("interrupted-person")).to_have_count(2)
    for party in parties:
        await expect(party.see("lobby-state")).to_have_attribute("data-state", "host_lost")
    await goes_on(again, parties)
    await expect(table.applicant.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await asyncio.gather(*(party.hears(MEDIATOR.hz) for party in parties), again.hears(RESPONDENT.hz))


async def goes_on(mediator: Mediator, parties: tuple[Party, ...]) -> None:
    """Nobody is asked anything again, and each is back at the table."""
    await mediator.press("resume")
    await asyncio.gather(*(person.at_table() for person in (mediator, *parties)))
    await expect(mediator.see("tile")).to_have_count(3)


@pytest.mark.timeout(240)
async def test_a_suspended_session_has_a_page_with_its_reason_goes_on_and_ends_with_unsigned_minutes(
    table: Table, served: Served
) -> None:
    parties = (table.applicant, table.respondent)
    await table.respondent.hears(APPLICANT.hz)
    await table.mediator.lead("host-suspend")
    await table.mediator.see("reason").fill("等待补充工资流水")
    await table.mediator.press("reason-go")
    await expect(table.mediator.see("interrupted-page")).to_contain_text("等待补充工资流水")
    for party in parties:
        await waits(party, "suspended")
        await expect(party.see("suspended-note")).to_have_text("原因：等待补充工资流水")
    await table.respondent.hears_no_more(APPLICANT.hz)
    await table.respondent.page.reload()
    await waits(table.respondent, "suspended")
    await goes_on(table.mediator, parties)
    await table.respondent.hears(APPLICANT.hz)
    await one_signs_the_minutes(table, served)
    await ends_unsigned(table)


async def one_signs_the_minutes(table: Table, served: Served) -> None:
    """Written, read back, confirmed by all and fixed; then one of them signs."""
    mediator, worker = table.mediator, table.applicant
    for person in table.people:
        await person.open_tab("minutes")
    await mediator.see("minutes-text").fill("11月的工资还没有发。")
    await mediator.press("minutes-send")
    await expect(worker.see("minutes-entries")).to_contain_text("11月的工资还没有发。")
    await mediator.see("minutes-result").select_option("continued")
    await mediator.press("minutes-head-save")
    await mediator.press("minutes-offer")
    for person in table.people:
        if person.phone:
            await person.press("minutes-whole")
        await person.press("confirm-all")
        await expect(person.see("minutes-checked")).to_be_visible()
    await mediator.press("minutes-freeze")
    signer = Signer(worker)
    await signer.begin()
    await signer.read()
    await signer.sign(table.room.applicant.name, served.code)


async def ends_unsigned(table: Table) -> None:
    """The dialog says who has not signed, and takes no end without a reason."""
    await table.mediator.ask_to_end()
    await table.mediator.press("confirm-go")
    dialog = table.mediator.see("reason-dialog")
    await expect(dialog).to_contain_text(f"未签：{table.room.respondent.name}")
    await expect(dialog).not_to_contain_text(table.room.applicant.name)
    await table.mediator.page.screenshot(path=PICTURES / "end-unsigned.png", animations="disabled")
    await table.mediator.press("reason-go")
    for party in (table.applicant, table.respondent):
        await expect(party.see("end-page")).to_have_attribute("data-reason", "closed")


@pytest.mark.alone
async def test_threat3_who_is_removed_gets_no_file_any_more_a_second_later(served: Served, table: Table) -> None:
    removed, seat = table.respondent, table.room.respondent.id
    await table.applicant.open_tab("documents")
    await table.applicant.see("file-input").set_input_files(
        {"name": "工资条.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    asked: list[str] = []
    removed.page.on("request", lambda request: asked.append(request.url))
    await removed.open_tab("documents")
    await removed.see("document").get_by_test_id("look").tap(timeout=DRAWN_MS)
    await removed.until("(document.querySelector('[data-testid=page-picture]') || {}).naturalWidth > 0")
    token = json.loads(await removed.page.evaluate("sessionStorage.getItem('seat.session')"))["token"]
    path = next(url for url in asked if "/documents/" in url and "/pages/" in url)
    assert await fetched(path, token) == 200
    await table.mediator.hears(RESPONDENT.hz)
    removed_at = await table.mediator.remove(seat, "多次打断，先离场。")
    await expect(removed.see("end-page")).to_have_attribute("data-reason", "removed", timeout=1000)
    assert await fetched(path, token) == 401
    assert removed.sockets == []
    await table.mediator.hears_no_more(RESPONDENT.hz)
    assert await table.mediator.measure("window.probe.lastHeard(args[0])", RESPONDENT.hz) - removed_at < 1000


async def fetched(url: str, token: str) -> int:
    async with (
        aiohttp.ClientSession() as http,
        http.get(url, headers={"Authorization": f"Bearer {token}"}) as response,
    ):
        return response.status
