"""Nobody is lost: reloads, ten seconds without network, a killed server."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.cable import Cable
from tests.browser.conftest import Doorstep, Launch, seat_all, seat_two
from tests.browser.devices import APPLICANT, RESPONDENT
from tests.browser.people import Table
from tests.browser.served import Served, started

FAR = "127.0.0.2"
OFFLINE_S = 10.0
NOTICED_S = 3.0
BACK_S = 15.0


async def chat(table: Table, *texts: str) -> None:
    """Everybody opens the chat; mediator and applicant say these in turn, and all have them."""
    for person in table.people:
        await person.open_tab("chat")
    for number, text in enumerate(texts):
        await table.people[number % 2].say(text)
        for person in table.people:
            await expect(person.line(text)).to_be_visible()


async def all_hold(table: Table, *texts: str) -> None:
    """Those lines, each once, in that order, at each of the three."""
    for person in table.people:
        await expect(person.see("chat-line")).to_have_count(len(texts))
        assert await person.lines() == list(texts)


async def tiles_are_three(table: Table) -> None:
    for person in table.people:
        await expect(person.see("tile")).to_have_count(3)


async def test_a_reloaded_page_is_back_in_its_place_with_its_switches_and_the_whole_chat(table: Table) -> None:
    applicant, seat = table.applicant, table.room.applicant.id
    await chat(table, "第一条", "第二条", "第三条")
    await applicant.press("toggle-microphone")
    await expect(table.mediator.tile(seat).get_by_test_id("tile-muted")).to_be_visible()
    await applicant.page.reload()
    await applicant.at_table()
    await expect(applicant.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await expect(applicant.see("toggle-camera")).to_have_attribute("aria-pressed", "true")
    await expect(applicant.tile(seat)).to_contain_text("张伟")
    await applicant.open_tab("chat")
    await all_hold(table, "第一条", "第二条", "第三条")
    await tiles_are_three(table)
    await expect(table.mediator.tile(seat)).to_have_attribute("data-presence", "here")
    await expect(table.mediator.tile(seat).get_by_test_id("tile-muted")).to_be_visible()
    await applicant.press("toggle-microphone")
    await asyncio.gather(
        table.mediator.hears(APPLICANT.hz),
        table.mediator.sees_moving(seat),
        applicant.sees_moving(table.room.mediator),
        table.respondent.sees_moving(seat),
    )


async def test_a_reload_with_an_unsent_line_sends_it_once(table: Table) -> None:
    await chat(table, "之前")
    await table.applicant.page.context.set_offline(True)
    await table.applicant.say("断网时写的")
    await expect(table.applicant.line("断网时写的")).to_have_attribute("data-state", "failed", timeout=15_000)
    await table.applicant.page.context.set_offline(False)
    await table.applicant.page.reload()
    await table.applicant.at_table()
    await table.applicant.open_tab("chat")
    await all_hold(table, "之前", "断网时写的")


@pytest.fixture
async def own(tmp_path: Path, launch: Launch) -> AsyncIterator[tuple[Served, Doorstep]]:
    """A server that this test may kill, with its people, who leave first."""
    server = await started(tmp_path, FAR)
    doorstep = Doorstep(launch, server.url)
    yield server, doorstep
    await doorstep.leave()
    await server.kill()
    assert doorstep.faults() == []


@pytest.mark.alone
async def test_threat26_ten_seconds_without_network_cost_nothing_but_ten_seconds(own: tuple[Served, Doorstep]) -> None:
    server, doorstep = own
    cable = await Cable.laid(("127.0.0.1", server.media_port), (FAR, server.media_port))
    table = await seat_two(server, doorstep)
    others = cable.browsers
    await table.respondent.come_to_lobby(table.room.respondent)
    await table.admit(table.respondent)
    lost, seat = table.respondent, table.room.respondent.id
    await chat(table, "之前一", "之前二")
    witnesses = (table.mediator, table.applicant)
    await asyncio.gather(*(witness.sees_moving(seat) for witness in witnesses))
    await lost.page.context.set_offline(True)
    cable.cut = cable.browsers - others
    down_at = time.monotonic()
    for witness in witnesses:
        await expect(witness.tile(seat)).to_have_attribute("data-presence", "reconnecting", timeout=NOTICED_S * 1000)
        await expect(witness.tile(seat).get_by_test_id("tile-note")).to_have_text("重新连接中…")
    assert time.monotonic() - down_at < NOTICED_S
    await expect(lost.see("line-banner")).to_contain_text("网络不稳定")
    await lost.say("断网时写的")
    await table.mediator.say("你还在吗")
    await expect(table.applicant.line("你还在吗")).to_be_visible()
    await asyncio.sleep(OFFLINE_S - (time.monotonic() - down_at))  # what this test is about, not a wait for something
    await expect(lost.see("joint-room")).to_be_visible()
    cable.cut = set()
    await lost.page.context.set_offline(False)
    for witness in witnesses:
        await expect(witness.tile(seat)).to_have_attribute("data-presence", "here", timeout=BACK_S * 1000)
    await asyncio.gather(
        *(witness.sees_moving(seat, timeout_ms=BACK_S * 1000) for witness in witnesses),
        *(witness.hears(RESPONDENT.hz, timeout_ms=BACK_S * 1000) for witness in witnesses),
        lost.hears(APPLICANT.hz, timeout_ms=BACK_S * 1000),
    )
    await expect(lost.see("line-banner")).to_have_count(0)
    await tiles_are_three(table)
    await all_hold(table, "之前一", "之前二", "你还在吗", "断网时写的")
    cable.close()


@pytest.mark.alone
async def test_threat22_after_a_killed_server_everybody_is_back_by_themselves(own: tuple[Served, Doorstep]) -> None:
    server, doorstep = own
    cable = await Cable.laid(("127.0.0.1", server.media_port), (FAR, server.media_port))
    table = await seat_all(server, doorstep)
    await chat(table, "之前一", "之前二")
    await table.respondent.hears(APPLICANT.hz)
    await table.applicant.press("toggle-microphone")
    await table.respondent.hears_no_more(APPLICANT.hz)
    heard_at = await table.respondent.measure("window.probe.lastHeard(args[0])", APPLICANT.hz)
    await server.kill()
    await table.applicant.say("服务器不在时写的")
    for person in table.people:
        await expect(person.see("line-banner")).to_be_visible()
        await expect(person.see("joint-room")).to_be_visible()
    await server.start()
    up_at = time.monotonic()
    seats = (table.room.mediator, table.room.applicant.id, table.room.respondent.id)
    pairs = [
        (viewer, seat)
        for viewer, own_seat in zip(table.people, seats, strict=True)
        for seat in seats
        if seat != own_seat
    ]
    within = BACK_S * 1000
    for viewer, seat in pairs:
        await expect(viewer.tile(seat)).to_have_attribute("data-presence", "here", timeout=within)
    await asyncio.gather(*(viewer.sees_moving(seat, frames=3, timeout_ms=within) for viewer, seat in pairs))
    assert time.monotonic() - up_at < BACK_S
    for person in table.people:
        await expect(person.see("line-banner")).to_have_count(0)
        await expect(person.see("joint-room")).to_be_visible()
    await tiles_are_three(table)
    await all_hold(table, "之前一", "之前二", "服务器不在时写的")
    await expect(table.applicant.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await expect(table.mediator.tile(table.room.applicant.id).get_by_test_id("tile-muted")).to_be_visible()
    await table.mediator.hears(RESPONDENT.hz)
    assert await table.respondent.measure("window.probe.lastHeard(args[0])", APPLICANT.hz) == heard_at
    cable.close()
