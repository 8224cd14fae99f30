"""The one who leads is lost, or stops the session: everybody waits safely, and is where they were when it goes on."""

import asyncio
import json
import time
from dataclasses import dataclass, replace

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import AGENT, APPLICANT, DESKTOP, MEDIATOR, PHONE, RESPONDENT
from tests.browser.people import Mediator, Party, Person, Table
from tests.browser.served import Served
from tests.browser.signers import SEAL_MS, Signer
from tests.browser.test_every_page import PICTURES
from tests.uploads import picture

CO_MEDIATOR = "孙丽"
HOST_LOST_S = 30
DRAWN_MS = 60_000
LATEST_S = 20
"""For a dropped line to be noticed, and for what follows to be shown."""


async def waits(party: Person, why: str) -> None:
    """On the page that says why it stands still; nobody is heard there."""
    await expect(party.see("lobby-state")).to_have_attribute("data-state", why, timeout=(HOST_LOST_S + LATEST_S) * 1000)
    await expect(party.see("joint-room")).to_have_count(0)


class CoMediator(Mediator, Party):
    """Comes by a link, has no account, and leads when it has to."""


@dataclass
class Led:
    """A table at which a co-mediator sits too."""

    table: Table
    co: CoMediator


@pytest.fixture
async def led(served: Served, doorstep: Doorstep) -> Led:
    room = await served.make_room(through_gate=False)
    seat = await served.add_seat(room, CO_MEDIATOR, role="co_mediator", side="neutral")
    await served.clear_all(room)
    table = Table(room, await doorstep.mediator(), await doorstep.applicant(), await doorstep.respondent())
    co = await doorstep.come(CoMediator, AGENT, DESKTOP)
    await asyncio.gather(
        table.mediator.open_room(room.id),
        table.applicant.come_to_lobby(room.applicant),
        table.respondent.come_to_lobby(room.respondent),
        co.come_to_lobby(seat),
    )
    await table.mediator.press("begin-joint")
    await asyncio.gather(*(person.at_table() for person in (*table.people, co)))
    return Led(table, co)


@pytest.mark.timeout(300)
async def test_a_lost_mediator_leaves_nobody_at_the_table_and_a_co_mediator_takes_over(
    doorstep: Doorstep, led: Led
) -> None:
    table, co = led.table, led.co
    parties = (table.applicant, table.respondent)
    await table.applicant.press("toggle-microphone")
    await asyncio.gather(*(party.hears(MEDIATOR.hz) for party in parties), table.applicant.hears(RESPONDENT.hz))
    lost_at = time.monotonic()
    await table.mediator.page.close()
    for party in parties:
        await expect(party.see("host-away")).to_have_count(0)
    await asyncio.gather(*(waits(party, "host_lost") for party in parties))
    assert time.monotonic() - lost_at > HOST_LOST_S
    await expect(table.applicant.page.locator("h1")).to_have_text("调解员掉线了")
    await table.applicant.hears_no_more(RESPONDENT.hz)
    await expect(co.see("interrupted-page")).to_be_visible()
    await expect(co.see("resume")).to_have_count(0)
    await co.press("take-over")
    for party in parties:
        await expect(party.see("lobby-state")).to_have_attribute("data-state", "host_lost")
    await goes_on(co, parties, lost=1)
    await expect(table.applicant.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await asyncio.gather(*(party.hears(AGENT.hz) for party in parties), co.hears(RESPONDENT.hz))
    await gives_a_new_link(table, co)
    await the_mediator_comes_back(doorstep, table, co)


async def gives_a_new_link(table: Table, co: CoMediator) -> None:
    """The old one is dead at once; by the new one the way in begins again, before who leads now."""
    seat, respondent = table.room.respondent, table.respondent
    await co.lead("host-seats")
    card = co.see("seats-dialog").locator(f'[data-testid=seat][data-seat="{seat.id}"]')
    link = card.get_by_test_id("invite-url")
    await expect(link).to_have_value(seat.url)
    await card.scroll_into_view_if_needed()
    await co.page.screenshot(path=PICTURES / "seats-dialog.png", animations="disabled")
    await card.get_by_test_id("renew").click()
    await co.press("renew-dialog-confirm")
    await expect(respondent.see("end-page")).to_have_attribute("data-reason", "revoked")
    await expect(link).not_to_have_value(seat.url)
    fresh = replace(seat, url=await link.input_value())
    await expect(co.see("add-seat")).to_be_visible()
    await co.press("seats-close")
    await respondent.walk_in(fresh, "online_mediation")
    await co.open_tab("people")
    await co.waiting(seat.name).get_by_test_id("check-call").click()
    await co.press("leave-table-go")
    await expect(co.see("check-panel")).to_contain_text(seat.name)
    await co.compare()
    await co.clear()
    await co.admit(seat.name)
    await respondent.at_table()
    await respondent.hears(AGENT.hz)


async def the_mediator_comes_back(doorstep: Doorstep, table: Table, co: CoMediator) -> None:
    """By the account, straight to the table; the co-mediator goes on leading."""
    again = await doorstep.mediator()
    await again.open_room(table.room.id)
    await expect(again.see("tile")).to_have_count(4)
    await again.press("open-host")
    await expect(again.see("host-menu")).to_be_visible()
    await expect(again.see("host-seats")).to_have_count(0)
    await co.press("open-host")
    await expect(co.see("host-seats")).to_be_visible()


async def goes_on(mediator: Mediator, parties: tuple[Party, ...], lost: int = 0) -> None:
    """Nobody is asked anything again, and each is back at the table; who is lost keeps the place there."""
    await mediator.press("resume")
    await asyncio.gather(*(person.at_table() for person in (mediator, *parties)))
    await expect(mediator.see("tile")).to_have_count(1 + len(parties) + lost)


@pytest.mark.timeout(240)
async def test_a_suspended_session_has_a_page_with_its_reason_goes_on_and_ends_with_unsigned_minutes(
    table: Table, served: Served, doorstep: Doorstep
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
    await one_signs_the_minutes(table, served, await doorstep.come(Person, APPLICANT, PHONE))
    await ends_unsigned(table)


async def one_signs_the_minutes(table: Table, served: Served, phone: Person) -> None:
    """Written, read back, confirmed by all and fixed; then one of them signs, drawing on a telephone."""
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
    await signer.confirm()
    await signer.ask_code()
    await signer.draw_by(phone)
    await signer.press(await served.code(table.room.applicant.name))
    await expect(signer.signed).to_be_visible(timeout=SEAL_MS)


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
