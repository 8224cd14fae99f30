"""The agreement from the first word to the court: drafted, signed on a desktop and a phone, sealed, taken, verified."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Download, Page, expect

from tests.browser.applicants import apply
from tests.browser.clerks import submit
from tests.browser.conftest import Doorstep, seat_all
from tests.browser.devices import APPLICANT, MEDIATOR, PHONE
from tests.browser.keys import Keys, KeySigner
from tests.browser.people import Person, Table
from tests.browser.served import CLERK, Served
from tests.browser.signers import SEAL_MS, Drafter, Signer
from tests.browser.test_every_page import AXE, EXAMINE, GRAVE, SPILLS
from tests.node import PASSWORD

ROOT_OF_TRUST = Path("authority") / "root.cert.pem"
FACTS = "申请人于2024年3月入职，被申请人未付2025年10月至12月的工资。"


async def draft(table: Table) -> Drafter:
    """A payment and three instalments, with all that has to be there."""
    drafter, room = Drafter(table.mediator), table.room
    await drafter.begin()
    await drafter.fill(drafter.part("head"), facts=FACTS)
    await table.mediator.page.locator("details.fold > summary").nth(1).click()
    for seat in (room.applicant, room.respondent):
        await drafter.fill(drafter.part(f"party:{seat.id}"), domicile="某某市海沧区某某路1号")
    sides = {"payer": room.respondent.id, "payee": room.applicant.id}
    await drafter.fill(
        await drafter.add("payment"), **sides, item="工资", amount="１２，３４５", due="2027-01-31", method="cash"
    )
    plan = await drafter.add("instalments")
    await drafter.fill(plan, **sides, total="9000", periods="3", first_due="2027-02-28", method="cash")
    await expect(plan.get_by_test_id("instalment")).to_have_count(3)
    await drafter.fill(plan, **{"amount.1": "4000", "amount.2": "3000", "amount.3": "2000"})
    return drafter


async def say(worker: Person, company: Person, mediator: Person) -> None:
    """One agrees to a clause; a suggestion to it is taken over, and that yes was to an earlier wording."""
    await worker.see("accept").first.click()
    await expect(worker.see("accepted-by").first).to_have_attribute("data-current", "true")
    clause = company.see("paper-part").filter(has=company.see("accepted"))
    await clause.get_by_test_id("suggest").tap()
    await clause.get_by_test_id("suggest-field").select_option("amount")
    await clause.get_by_test_id("suggest-value").fill("12346")
    await clause.get_by_test_id("suggest-send").tap()
    keys = Keys(mediator)
    await keys.press("adopt")
    await expect(mediator.page.get_by_test_id("suggestion")).to_be_focused()
    await expect(worker.see("accepted-by").first).to_have_attribute("data-current", "false")
    await worker.see("wording").first.click()
    await expect(worker.see("difference").locator("ins").first).to_be_visible()


async def sound(*people: Person) -> None:
    """Nothing grave for axe, nothing wider than the screen."""
    for person in people:
        await person.page.evaluate(AXE.read_text())
        found = await person.page.evaluate(EXAMINE)
        assert [one for one in found if one["impact"] in GRAVE] == []
        assert not await person.page.evaluate(SPILLS)


async def inspect(person: Person, _stop: str) -> None:
    await sound(person)


async def move_by_keys(mediator: Person) -> None:
    """The second clause up and down again; a button that can do no more hands the keys on to the one beside it."""
    keys = Keys(mediator)
    await expect(mediator.see("all-saved")).to_have_attribute("data-settled", "true")
    kinds = [await clause.get_attribute("data-kind") for clause in await mediator.see("clause").all()]
    await mediator.see("clause").last.focus()
    await keys.to("clause-up")
    await keys.keyboard.press("Enter")
    await expect(mediator.see("clause").first).to_have_attribute("data-kind", str(kinds[-1]))
    await expect(mediator.see("clause").first.get_by_test_id("clause-down")).to_be_focused()
    await keys.keyboard.press("Enter")
    await expect(mediator.see("clause").first).to_have_attribute("data-kind", str(kinds[0]))
    await expect(mediator.see("clause").last.get_by_test_id("clause-up")).to_be_focused()
    await keys.press("clause-remove")
    await expect(mediator.see("confirm-stay")).to_be_focused()
    await keys.keyboard.press("Escape")
    await expect(mediator.see("clause").last.get_by_test_id("clause-remove")).to_be_focused()


async def freeze_by_keys(mediator: Person) -> None:
    keys = Keys(mediator)
    await expect(mediator.see("missing-line")).to_have_count(0)
    await keys.press("freeze")
    await keys.press("confirm-go")
    await expect(mediator.see("ceremony")).to_be_visible(timeout=SEAL_MS)
    await keys.kept()


async def saved(page: Page, testid: str, folder: Path, nth: int = 0) -> Path:
    async with page.expect_download() as started:
        await page.get_by_test_id(testid).nth(nth).click()
    file: Download = await started.value
    path = folder / file.suggested_filename
    await file.save_as(path)
    return path


@pytest.mark.timeout(360)
async def test_at66_an_agreement_goes_from_the_first_word_to_the_court(
    served: Served, doorstep: Doorstep, tmp_path: Path
) -> None:
    await served.add_clerk()
    table = await seat_all(served, doorstep)
    mediator, worker, company = table.people
    drafter = await draft(table)
    court = drafter.part("head").locator('[data-field="court"]')
    await court.locator("select").select_option(label=served.cast.court)
    # The parties read along in plain sentences, and have something to say.
    await expect(worker.see("draft-paper")).to_contain_text("12,345.00元")
    await move_by_keys(mediator)
    await say(worker, company, mediator)
    await sound(mediator, worker)
    await company.see("comments").first.locator("summary").tap()
    await company.see("comment-text").first.fill("可以现金支付。")
    await company.see("comment-send").first.tap()
    await Keys(mediator).press("settle")
    await Keys(mediator).kept()
    await freeze_by_keys(mediator)

    first, second, last = Signer(worker), Signer(company), KeySigner(mediator)
    codes = await asyncio.gather(*(Signer(who).begin() for who in table.people))
    assert len(set(codes)) == 1
    await asyncio.gather(first.read(), second.read(), last.read())
    await sound(worker)
    # Three at once, the mediator as far as it goes before the parties have signed.
    await asyncio.gather(
        first.sign(table.room.applicant.name, served.code),
        second.sign(table.room.respondent.name, served.code),
        last.confirm(),
    )
    await second.leave()
    await sound(worker)
    await expect(mediator.see("own-waits")).to_have_count(0)
    await last.finish(served.cast.mediator, served.code)
    for who in table.people:
        await Signer(who).sealed()
    await sound(mediator)

    papers = [await saved(who.page, "paper-save", tmp_path) for who in (worker, mediator)]
    assert papers[0].read_bytes() == papers[1].read_bytes()
    await worker.see("paper-view").first.click()
    await expect(worker.see("page").first).to_have_attribute("data-loaded", "true")
    await worker.press("text-toggle")
    await expect(worker.see("pdf-page").first).to_have_attribute("data-page", "1")
    await expect(worker.see("pdf-text").first).to_contain_text("12,346.00")
    bundle = await taken_by_the_clerk(served, doorstep, tmp_path)
    trusted = ("--trust", str(served.data / ROOT_OF_TRUST))
    for file in (papers[0], bundle):
        await served.command("verify", str(file), *trusted)
    case = await apply(served, table, await doorstep.come(Person, APPLICANT, PHONE), inspect)
    await submit(served, doorstep, table, case, inspect)


async def taken_by_the_clerk(served: Served, doorstep: Doorstep, folder: Path) -> Path:
    clerk = await doorstep.come(Person, MEDIATOR, {"viewport": {"width": 1366, "height": 768}})
    await clerk.page.goto(f"{served.url}/login")
    await clerk.see("login-username").fill(CLERK)
    await clerk.see("login-password").fill(PASSWORD)
    await clerk.press("login-submit")
    await clerk.page.wait_for_url("**/c")
    await clerk.see("court-open").first.click()
    await expect(clerk.see("verdict")).to_be_visible(timeout=SEAL_MS)
    await expect(clerk.see("checked-signature").first.locator("[data-result]")).to_be_visible()
    await expect(clerk.see("not-proved").locator("li").first).to_be_visible()
    await clerk.see("page").first.scroll_into_view_if_needed()
    await expect(clerk.see("page").first).to_have_attribute("data-loaded", "true")
    return await saved(clerk.page, "court-download", folder)


@pytest.mark.timeout(180)
async def test_what_is_typed_survives_a_lost_line_and_a_refusal_makes_all_void(
    served: Served, doorstep: Doorstep
) -> None:
    table = await seat_all(served, doorstep)
    mediator, worker, company = table.people
    drafter = await draft(table)
    first = mediator.see("clause").first.locator('[data-field="item"]')
    await mediator.page.context.set_offline(True)
    await first.locator("input").fill("2025年10月至12月工资")
    await first.locator("input").blur()
    await expect(first).to_have_attribute("data-state", "waiting")
    await expect(mediator.see("freeze")).to_be_disabled()
    await mediator.page.context.set_offline(False)
    await expect(first).to_have_attribute("data-state", "saved")
    await expect(worker.see("draft-paper")).to_contain_text("2025年10月至12月工资")
    await drafter.freeze()

    await expect(worker.see("sign-until")).to_be_visible()
    signer, phone = Signer(worker), await doorstep.come(Person, APPLICANT, PHONE)
    await signer.begin()
    await signer.read()
    await signer.confirm()
    await signer.ask_code()
    await signer.draw_by(phone)
    # The line breaks as the button is pressed: it goes on by itself, and signs once.
    await worker.page.context.set_offline(True)
    await signer.press(await served.code(table.room.applicant.name))
    await expect(worker.see("sign-pending")).to_be_visible()
    await worker.page.context.set_offline(False)
    await expect(signer.signed).to_be_visible(timeout=SEAL_MS)
    await Signer(company).begin()
    await company.press("refuse")
    await company.see("reason").fill("金额不对")
    await company.press("reason-go")
    for who in table.people:
        await expect(who.see("fallen")).to_contain_text("金额不对")
