"""A link and who holds it: several tabs, several devices, several people in one browser, and links that are no good."""

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import DESKTOP, PHONE, RESPONDENT
from tests.browser.people import Mediator, Party, Table
from tests.browser.served import Served
from tests.node import id_number

WRONG = "0000"
TRIES = 5


async def test_a_second_tab_takes_over_and_the_first_says_so(table: Table) -> None:
    first, seat = table.applicant, table.room.applicant
    second = Party(await first.page.context.new_page(), first.url)
    await second.open_link(seat.url)
    await expect(second.see("id-tail")).to_have_count(0)
    await second.say_who(None)
    await second.enter()
    await second.at_table()
    await expect(first.see("end-page")).to_have_attribute("data-reason", "taken_over")
    await expect(table.mediator.see("tile")).to_have_count(3)
    await table.mediator.sees_moving(seat.id)
    await first.press("rejoin")
    await first.say_who(None)
    await first.enter()
    await first.at_table()
    await expect(second.see("end-page")).to_have_attribute("data-reason", "taken_over")


async def knocking(doorstep: Doorstep, table: Table) -> Party:
    """The respondent's link on another device, which has to wait."""
    other = await doorstep.come(Party, RESPONDENT, DESKTOP)
    await other.open_link(table.room.respondent.url)
    await other.say_who(None)
    await other.enter()
    await expect(other.see("knocking")).to_contain_text("调解员同意后")
    await expect(table.respondent.see("joint-room")).to_be_visible()
    return other


async def test_another_device_waits_for_the_nod_and_then_has_the_place(doorstep: Doorstep, table: Table) -> None:
    other = await knocking(doorstep, table)
    await table.mediator.see("knock").get_by_test_id("device-allow").click()
    await other.at_table()
    await expect(table.respondent.see("end-page")).to_be_visible()
    await expect(table.mediator.see("tile")).to_have_count(3)
    await asyncio.gather(table.mediator.sees_moving(table.room.respondent.id), other.sees_moving(table.room.mediator))


async def test_a_refused_device_is_told_and_the_first_one_stays(doorstep: Doorstep, table: Table) -> None:
    other = await knocking(doorstep, table)
    await table.mediator.see("knock").get_by_test_id("device-refuse").click()
    await expect(other.see("end-page")).to_have_attribute("data-reason", "device_refused")
    await table.mediator.sees_moving(table.room.respondent.id)


async def test_three_links_work_side_by_side_in_one_browser(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    mediator = await doorstep.mediator()
    await mediator.open_room(room.id)
    parties = [Party(await mediator.page.context.new_page(), served.url) for _ in range(2)]
    for party, seat in zip(parties, (room.applicant, room.respondent), strict=True):
        await party.come_to_lobby(seat)
        await mediator.admit(seat.name)
        await party.at_table()
    for party, seat in zip(parties, (room.applicant, room.respondent), strict=True):
        await party.page.reload()
        await party.at_table()
        own = party.page.locator("[data-testid=tile][data-self=true]")
        await expect(own).to_have_attribute("data-seat", seat.id)
        await party.open_tab("chat")
        await party.say(f"这里是{seat.name}")
    await mediator.open_tab("chat")
    for seat in (room.applicant, room.respondent):
        await expect(mediator.line(f"这里是{seat.name}")).to_contain_text(seat.name)
    await expect(mediator.see("tile")).to_have_count(3)


async def test_a_revoked_link_says_so_and_ends_the_wait_of_who_came_by_it(served: Served, doorstep: Doorstep) -> None:
    room, mediator, party = await served.make_room(), await doorstep.mediator(), await doorstep.respondent()
    await party.come_to_lobby(room.respondent)
    await mediator.log_in()
    await mediator.page.goto(f"{served.url}/m/rooms/{room.id}")
    await mediator.page.locator(f'[data-seat="{room.respondent.id}"]').get_by_test_id("revoke").click()
    await mediator.press("revoke-dialog-confirm")
    await expect(party.see("end-page")).to_have_attribute("data-reason", "revoked")
    await party.page.goto(room.respondent.url)
    await expect(party.see("link-trouble")).to_have_attribute("data-trouble", "revoked")
    await expect(party.see("help-phone")).to_be_visible()


async def test_a_link_that_never_was_has_a_page_of_its_own(served: Served, doorstep: Doorstep) -> None:
    party = await doorstep.respondent()
    await party.page.goto(f"{served.url}/j/{'x' * 32}")
    await expect(party.see("link-trouble")).to_have_attribute("data-trouble", "unknown")


async def test_wrong_digits_are_counted_down_and_lock_the_link(served: Served, doorstep: Doorstep) -> None:
    room, party = await served.make_room(), await doorstep.applicant(PHONE)
    await party.open_link(room.applicant.url)
    for left in reversed(range(TRIES)):
        await party.say_who(WRONG)
        if left:
            await expect(party.page.get_by_text(f"还可以试{left}次")).to_be_visible()
            await expect(party.see("id-tail")).to_be_focused()
    await expect(party.see("link-trouble")).to_have_attribute("data-trouble", "locked")
    await party.page.goto(room.applicant.url)
    await expect(party.see("link-trouble")).to_have_attribute("data-trouble", "locked")


async def test_an_unfit_digit_costs_no_try(served: Served, doorstep: Doorstep) -> None:
    room, party = await served.make_room(through_gate=False), await doorstep.applicant()
    await party.open_link(room.applicant.url)
    await party.say_who("12")
    await expect(party.see("id-tail")).to_have_attribute("aria-invalid", "true")
    await party.say_who(id_number()[-4:])
    await expect(party.see("consents")).to_be_visible()


async def test_without_the_required_consent_the_way_ends_at_the_consents(served: Served, doorstep: Doorstep) -> None:
    room, party = await served.make_room(through_gate=False), await doorstep.respondent()
    await party.open_link(room.respondent.url)
    await party.say_who(None)
    await party.consent("e_signature")
    await expect(party.see("consent-online_mediation")).to_be_focused()
    await expect(party.page.get_by_role("alert").filter(has_text="必需")).to_be_visible()
    await expect(party.see("help-phone")).to_be_visible()


async def test_a_reason_for_not_yet_is_read_in_the_lobby(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    mediator, party = await doorstep.mediator(), await doorstep.respondent()
    await asyncio.gather(mediator.open_room(room.id), party.come_to_lobby(room.respondent))
    await mediator.waiting(room.respondent.name).get_by_test_id("hold").click()
    await mediator.see("reason").fill("正在核对材料，请稍候。")
    await mediator.press("reason-go")
    await expect(party.see("hold-reason")).to_contain_text("正在核对材料")
    # Who was asked to wait is not swept in with the others; being called again ends the wait.
    await mediator.call(room.respondent.name)
    await mediator.press("check-leave")
    await expect(party.see("hold-reason")).to_have_count(0)
    await mediator.admit(room.respondent.name)
    await party.at_table()


async def test_leaving_leads_back_to_the_lobby_and_the_end_leads_to_the_case(served: Served, table: Table) -> None:
    mediator: Mediator = table.mediator
    party = table.respondent
    await party.press("leave")
    await party.press("confirm-go")
    await expect(party.see("end-page")).to_have_attribute("data-reason", "left")
    await expect(mediator.see("tile")).to_have_count(2)
    await party.press("rejoin")
    await party.say_who(None)
    await party.enter()
    await expect(party.see("lobby")).to_be_visible()
    await mediator.press("end-for-all")
    await mediator.press("confirm-go")
    for person in table.people:
        await expect(person.see("end-page")).to_have_attribute("data-reason", "closed")
    await party.press("to-own-case")
    await expect(party.see("own-case")).to_have_attribute("data-state", "active")
    await party.page.goto(table.room.respondent.url)
    await expect(party.see("own-case")).to_be_visible()
    await expect(party.see("own-back")).to_have_count(0)
