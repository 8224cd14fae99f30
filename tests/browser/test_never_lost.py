"""Nobody is lost: reloads, ten seconds without network, a killed server."""

import asyncio
import time

from playwright.async_api import expect

from tests.browser.devices import APPLICANT
from tests.browser.people import Person, Table


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
