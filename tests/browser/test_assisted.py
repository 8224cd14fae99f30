"""Two people at one phone (AT-37): one seat and one picture, but each answers for themselves and is checked alone."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import APPLICANT, PHONE
from tests.browser.people import LONG_MS, Party
from tests.browser.served import Served

FIRST, SECOND = "赵强", "孙丽"
DECLARED = ("declare-false-mediation", "declare-no-recording")


async def answers(party: Party, name: str, *consents: str, others: str = "") -> None:
    """That person's own notice, declarations and consents; nothing is taken over from who answered before."""
    await expect(party.page.locator("h1")).to_contain_text(name)
    await expect(party.see("hand-over")).to_contain_text(name)
    await expect(party.see("notice-state")).not_to_have_text(re.compile("已读完"))
    for what in (*DECLARED, "company-alone", "company-others"):
        await expect(party.see(what)).not_to_be_checked()
    for item in ("online_mediation", "e_signature"):
        await expect(party.see(f"consent-{item}")).to_have_attribute("aria-checked", "false")
    await party.see("notice").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    for what in (*DECLARED, "company-others" if others else "company-alone"):
        await party.see(what).check()
    if others:
        await party.see("company-who").fill(others)
    for item in consents:
        await party.press(f"consent-{item}")
    await expect(party.see("notice-state")).to_have_text(re.compile("已读完"), timeout=LONG_MS)
    await party.press("submit-consents")


@pytest.mark.timeout(180)
async def test_at37_two_people_at_one_phone_answer_and_are_checked_each_for_themselves(
    served: Served, doorstep: Doorstep
) -> None:
    room = await served.make_room(through_gate=False)
    seat = await served.add_seat(room, FIRST, SECOND, role="party", side="applicant")
    mediator, phone = await doorstep.mediator(), await doorstep.come(Party, APPLICANT, PHONE)
    await mediator.open_room(room.id)
    await phone.open_link(seat.url)
    await phone.say_who(None)
    await answers(phone, FIRST, "online_mediation", "e_signature")
    await answers(phone, SECOND, "online_mediation", others="我们的女儿")
    await phone.enter()
    await expect(phone.see("lobby")).to_be_visible()

    await mediator.call(FIRST)
    await expect(phone.see("lobby-state")).to_have_attribute("data-state", "check")
    people = [mediator.see("check-person").filter(has_text=name) for name in (FIRST, SECOND)]
    await expect(people[0].get_by_test_id("check-company")).to_contain_text("没有别人")
    await expect(people[1].get_by_test_id("check-company")).to_contain_text("我们的女儿")
    await people[0].get_by_test_id("compared").click()
    await expect(people[0].get_by_test_id("check-identity")).to_have_attribute("data-identity", "document")
    await mediator.press("check-clear")
    await expect(mediator.see("check-refusal")).to_contain_text(SECOND)
    await people[1].get_by_test_id("compared").click()
    await expect(mediator.see("compared")).to_have_count(0)
    await mediator.clear()

    await mediator.press("begin-joint")
    await phone.at_table()
    await mediator.hears(APPLICANT.hz)
    await expect(mediator.see("tile")).to_have_count(2)
    for name in (FIRST, SECOND):
        await expect(mediator.tile(seat.id)).to_contain_text(name)
        await expect(mediator.row(seat.id)).to_contain_text(name)
