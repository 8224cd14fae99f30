"""A line that loses packets: who has it is told in words, the others by a sign beside the name."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.cable import Cable
from tests.browser.conftest import Doorstep, Launch, seat_two
from tests.browser.people import LONG_MS
from tests.browser.served import started

FAR = "127.0.0.3"


@pytest.mark.alone
async def test_a_weak_line_is_told_in_words_and_shown_to_the_others(tmp_path: Path, launch: Launch) -> None:
    server = await started(tmp_path, FAR)
    cable = await Cable.laid(("127.0.0.1", server.media_port), (FAR, server.media_port))
    doorstep = Doorstep(launch, server.url)
    table = await seat_two(server, doorstep)
    others = cable.browsers
    await table.respondent.come_to_lobby(table.room.respondent)
    await table.admit(table.respondent)
    weak, seat = table.respondent, table.room.respondent.id
    sign = table.mediator.tile(seat).get_by_test_id("line-sign")
    await expect(sign).to_have_attribute("data-grade", "3", timeout=LONG_MS)
    await expect(sign).to_contain_text("网络良好 · 上行丢包0%")
    cable.worn = cable.browsers - others
    await expect(weak.see("weak-line")).to_contain_text("网络较弱", timeout=LONG_MS)
    await expect(sign).to_have_attribute("data-grade", "1", timeout=LONG_MS)
    await expect(table.mediator.row(seat).get_by_test_id("line-words")).to_contain_text("网络较弱 · 上行丢包")
    beside = table.applicant.tile(seat).get_by_test_id("line-sign")
    await expect(beside).to_have_attribute("data-grade", "1")
    await expect(beside).to_have_text("网络较弱")
    await asyncio.gather(*(who.sees_moving(seat) for who in (table.mediator, table.applicant)))
    cable.worn = set()
    await expect(weak.see("weak-line")).to_have_count(0, timeout=LONG_MS)
    await doorstep.leave()
    cable.close()
    await server.kill()
    assert doorstep.faults() == []
