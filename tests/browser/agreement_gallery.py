"""A walk through everything that shows an agreement, from the empty tab to the court, for whoever wants to look."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import expect

from tests.browser.devices import APPLICANT, RESPONDENT
from tests.browser.gallery import Gallery
from tests.browser.people import Mediator, Party
from tests.browser.served import CLERK, Room
from tests.browser.signers import SEAL_MS, Drafter, Signer
from tests.node import PASSWORD

WRONG = "000000"


@dataclass
class AgreementGallery(Gallery):
    """The same walk for every size and language: what is typed is neither Chinese nor English."""

    async def walk(self) -> None:
        await self.served.add_clerk()
        room = await self.served.make_room()
        mediator = await self.speaking(await self.doorstep.mediator(self.options))
        applicant = await self.speaking(await self.doorstep.come(Party, APPLICANT, self.options))
        respondent = await self.speaking(await self.doorstep.come(Party, RESPONDENT, self.options))
        await asyncio.gather(
            mediator.open_room(room.id),
            applicant.come_to_lobby(room.applicant),
            respondent.come_to_lobby(room.respondent),
        )
        await mediator.press("begin-joint")
        await asyncio.gather(mediator.at_table(), applicant.at_table(), respondent.at_table())
        drafter = await self._draft(mediator, applicant, room)
        await self._ceremony(applicant)
        await self._fall(mediator, applicant)
        await drafter.freeze()
        names = (room.applicant.name, room.respondent.name, self.served.cast.mediator)
        signers = [Signer(person) for person in (applicant, respondent, mediator)]
        await asyncio.gather(*(self._read(signer) for signer in signers))
        for signer, name in zip(signers, names, strict=True):
            await self._sign(signer, name)
        await self._papers(mediator, respondent)
        await self._court(mediator)

    async def _draft(self, mediator: Mediator, applicant: Party, room: Room) -> Drafter:
        drafter = Drafter(mediator)
        await mediator.open_tab("agreement")
        await self.look(mediator, "agreement-none")
        await drafter.begin()
        plan = await drafter.add("instalments")
        await self.look(mediator, "draft-empty")
        await mediator.see("clause-remove").click()
        await self.look(mediator, "draft-remove-dialog")
        await mediator.press("confirm-stay")
        sides = {"payer": room.respondent.id, "payee": room.applicant.id}
        await drafter.fill(plan, **sides, total="9000", periods="3", first_due="2027-02-28", method="cash")
        await drafter.fill(plan, **{"amount.1": "4000", "amount.2": "3000", "amount.3": "2000"})
        await plan.get_by_test_id("instalments").scroll_into_view_if_needed()
        await self.look(mediator, "draft-instalments")
        await mediator.see("missing").scroll_into_view_if_needed()
        await self.look(mediator, "draft-missing")
        await self.look(applicant, "draft-paper")
        await applicant.see("comments").first.locator("summary").click()
        await applicant.see("comment-text").first.fill("3 x 3000?")
        await applicant.see("comment-send").first.click()
        await expect(mediator.see("comment")).to_be_visible()
        await mediator.see("comment").scroll_into_view_if_needed()
        await self.look(mediator, "draft-comment")
        court = drafter.part("head").locator('[data-field="court"] select')
        await court.select_option(label=self.served.cast.court)
        await drafter.fill(drafter.part("head"), facts="2025-10, 2025-11, 2025-12: 9000.00")
        await mediator.page.locator("details.fold > summary").nth(1).click()
        for seat in (room.applicant, room.respondent):
            await drafter.fill(drafter.part(f"party:{seat.id}"), domicile="No. 1")
        await mediator.press("freeze")
        await self.look(mediator, "freeze-dialog")
        await mediator.press("confirm-go")
        return drafter

    async def _ceremony(self, applicant: Party) -> None:
        signer = Signer(applicant)
        await expect(applicant.see("ceremony")).to_be_visible(timeout=SEAL_MS)
        await self.look(applicant, "ceremony")
        await signer.begin()
        await expect(applicant.see("page").first).to_have_attribute("data-loaded", "true")
        await self.look(applicant, "ceremony-read")
        await signer.read()
        await self.look(applicant, "ceremony-confirm")
        await signer.confirm()
        await expect(applicant.see("send-code")).to_be_visible()
        await self.look(applicant, "ceremony-code")
        await signer.ask_code()
        if applicant.phone:
            await applicant.press("ink-open")
            await self.look(applicant, "ink-layer")
            await applicant.press("ink-cancel")
        await signer.draw()
        await self.look(applicant, "ceremony-sign")
        await signer.press(WRONG)
        await expect(applicant.see("sign-refused")).to_be_visible()
        await self.look(applicant, "ceremony-refused")
        await applicant.press("refuse")
        await self.look(applicant, "refuse-dialog")
        await applicant.press("reason-stay")
        await signer.leave()

    async def _fall(self, mediator: Mediator, applicant: Party) -> None:
        await self.look(mediator, "ceremony-mediator")
        await mediator.press("reopen")
        await self.look(mediator, "reopen-dialog")
        await mediator.see("reason").fill("9000.00 -> 9500.00")
        await mediator.press("reason-go")
        for person in (mediator, applicant):
            await expect(person.see("fallen")).to_be_visible()
            await self.look(person, "fallen")

    async def _read(self, signer: Signer) -> None:
        await signer.begin()
        await signer.read()

    async def _sign(self, signer: Signer, name: str) -> None:
        await signer.confirm()
        await signer.ask_code()
        await signer.type_name(name)
        await signer.press(await self.served.code(name))
        await expect(signer.signed).to_be_visible(timeout=SEAL_MS)
        await self.look(signer.person, "signed")
        await signer.leave()

    async def _papers(self, mediator: Mediator, respondent: Party) -> None:
        await Signer(respondent).sealed()
        await self.look(respondent, "sealed")
        await respondent.see("paper-view").nth(1).click()
        await expect(respondent.see("page").first).to_have_attribute("data-loaded", "true")
        await self.look(respondent, "sealed-pages")
        await mediator.ask_to_end()
        await mediator.press("confirm-go")
        await expect(respondent.see("end-page")).to_be_visible()
        await self.look(respondent, "end-papers")
        await respondent.press("to-papers")
        await expect(respondent.see("papers-page").get_by_test_id("paper")).to_have_count(3)
        await self.look(respondent, "papers")
        await mediator.press("to-desk")
        await expect(mediator.see("room-papers")).to_be_visible()
        await self.look(mediator, "preparation-papers")

    async def _court(self, mediator: Mediator) -> None:
        page = mediator.page
        await mediator.press("account-menu")
        await mediator.press("log-out")
        await mediator.see("login-username").fill(CLERK)
        await mediator.see("login-password").fill(PASSWORD)
        await mediator.press("login-submit")
        await expect(mediator.see("court-row").first).to_be_visible()
        await self.look(mediator, "court-list")
        await mediator.see("court-open").first.click()
        await expect(mediator.see("verdict")).to_be_visible(timeout=SEAL_MS)
        await self.look(mediator, "court-detail")
        await page.get_by_test_id("checks").scroll_into_view_if_needed()
        await self.look(mediator, "court-checks")
        await page.get_by_test_id("page").first.scroll_into_view_if_needed()
        await expect(mediator.see("page").first).to_have_attribute("data-loaded", "true")
        await self.look(mediator, "court-pages")
