"""A walk through everything that shows an agreement, from the empty tab to the court, for whoever wants to look."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import expect

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
        table = await self.seated()
        room, (mediator, applicant, respondent) = table.room, table.people
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
        await self._say(mediator, applicant)
        await mediator.press("freeze")
        await self.look(mediator, "freeze-dialog")
        await mediator.press("confirm-go")
        return drafter

    async def _say(self, mediator: Mediator, applicant: Party) -> None:
        """What parties say to the draft, two states of it compared, and the mediator's own proposal."""
        await mediator.see("snapshots").locator("summary").first.click()
        await mediator.see("snapshot-name").fill("1.0")
        await mediator.press("snapshot-keep")
        await applicant.see("accept").first.click()
        await expect(applicant.see("accepted-by").first).to_have_attribute("data-current", "true")
        clause = applicant.see("paper-part").filter(has=applicant.see("accepted"))
        await clause.get_by_test_id("suggest").click()
        await clause.get_by_test_id("suggest-field").select_option("total")
        await clause.get_by_test_id("suggest-value").fill("9500")
        await self.look(applicant, "suggest")
        await clause.get_by_test_id("suggest-send").click()
        queued = mediator.see("suggestion").first
        await queued.scroll_into_view_if_needed()
        await queued.get_by_test_id("suggestion-preview").click()
        await expect(queued.get_by_test_id("difference")).to_be_visible()
        await self.look(mediator, "suggestion")
        await queued.get_by_test_id("decline").click()
        await self.look(mediator, "decline-dialog")
        await mediator.see("reason").fill("9000.00")
        await mediator.press("reason-go")
        await expect(clause.get_by_test_id("suggestion")).to_have_attribute("data-state", "declined")
        await clause.get_by_test_id("suggestion").scroll_into_view_if_needed()
        await self.look(applicant, "suggestion-declined")
        await mediator.press("compare")
        await mediator.see("snapshots").scroll_into_view_if_needed()
        await self.look(mediator, "compared")
        await self._propose(mediator, applicant)

    async def _propose(self, mediator: Mediator, applicant: Party) -> None:
        await mediator.see("proposal-desk").locator("summary").first.click()
        await mediator.see("proposal-text").fill("9250.00")
        await mediator.press("proposal-send")
        await self.look(mediator, "proposal-missing")
        await mediator.see("proposal-seat").first.click()
        await mediator.press("proposal-send")
        await expect(applicant.see("proposal")).to_be_visible()
        await applicant.see("proposal").scroll_into_view_if_needed()
        await self.look(applicant, "proposal")
        await applicant.press("proposal-think")
        await expect(mediator.see("proposal-answer")).to_have_attribute("data-answer", "think")
        await mediator.see("proposal").scroll_into_view_if_needed()
        await self.look(mediator, "proposal-answered")

    async def _verify(self, respondent: Party) -> None:
        """The public page: no paper at all, and the agreement with the code of another sheet."""
        async with respondent.page.expect_download() as started:
            await respondent.see("paper-save").first.click()
        sealed = await (await started.value).path()
        await respondent.page.goto(f"{self.served.url}/verify#0000-0000")
        await expect(respondent.see("own-programs")).to_be_visible()
        await self.look(respondent, "verify")
        file = respondent.see("verify-input")
        await file.set_input_files({"name": "1.pdf", "mimeType": "application/pdf", "buffer": b"1"})
        await expect(respondent.see("verify-result")).to_have_attribute("data-told", "unread")
        await self.look(respondent, "verify-unread")
        await file.set_input_files(sealed)
        await expect(respondent.see("verify-result")).to_have_attribute("data-told", "trial", timeout=SEAL_MS)
        await expect(respondent.see("verify-compared")).to_have_attribute("data-same", "false")
        await self.look(respondent, "verify-trial")

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
        await self._verify(respondent)
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
