"""What is heard: a tone from one person measured at the others, and its absence."""

import asyncio
import json

import pytest
from playwright.async_api import expect

from tests.browser.devices import APPLICANT, MEDIATOR, RESPONDENT
from tests.browser.people import Table
from tests.browser.served import Served
from tests.tab import turned_away


async def test_everybody_hears_everybody_else_at_the_right_pitch(table: Table) -> None:
    voices = ((table.mediator, MEDIATOR.hz), (table.applicant, APPLICANT.hz), (table.respondent, RESPONDENT.hz))
    await asyncio.gather(*(person.listens() for person in table.people))
    for speaker, hz in voices:
        await asyncio.gather(*(listener.hears(hz) for listener in table.people if listener is not speaker))
        assert await speaker.measure("window.probe.lastHeard(args[0])", hz) == 0


async def test_a_muted_person_is_silent_to_all_and_heard_again_afterwards(table: Table) -> None:
    listeners = (table.mediator, table.respondent)
    await asyncio.gather(*(listener.hears(APPLICANT.hz) for listener in listeners))
    await table.applicant.press("toggle-microphone")
    await asyncio.gather(*(listener.hears_no_more(APPLICANT.hz) for listener in listeners))
    for listener in listeners:
        await expect(listener.tile(table.room.applicant.id).get_by_test_id("tile-muted")).to_be_visible()
    await table.mediator.hears(RESPONDENT.hz)
    await table.applicant.press("toggle-microphone")
    await asyncio.gather(*(listener.hears(APPLICANT.hz) for listener in listeners))


@pytest.mark.alone
async def test_threat3_a_removed_person_is_out_within_a_second_with_sound_socket_and_token(
    served: Served, table: Table
) -> None:
    removed = table.applicant
    token = json.loads(await removed.page.evaluate("sessionStorage.getItem('seat.session')"))["token"]
    listeners = (table.mediator, table.respondent)
    await asyncio.gather(*(listener.hears(APPLICANT.hz) for listener in listeners))
    closed = asyncio.gather(*(socket.wait_for_event("close") for socket in removed.sockets))
    removed_at = await table.mediator.remove(table.room.applicant.id, "请先到调解室外冷静一下。")
    await expect(removed.see("end-page")).to_have_attribute("data-reason", "removed", timeout=1000)
    await asyncio.wait_for(closed, 1.0)
    for listener in listeners:
        await listener.hears_no_more(APPLICANT.hz)
        assert await listener.measure("window.probe.lastHeard(args[0])", APPLICANT.hz) - removed_at < 1000
        await expect(listener.tile(table.room.applicant.id)).to_have_count(0)
    assert (await served.ask("GET", "/api/v1/session", authorization=f"Bearer {token}"))[0] == 401
    refused = await turned_away(served.url, {"token": token, "chat": {}})
    assert refused["code"] == "session.unknown"
    await removed.page.goto(table.room.applicant.url)
    await expect(removed.see("link-trouble")).to_have_attribute("data-trouble", "removed")
