"""A walk through what comes after the agreement: application, service address, handing in, the court's desk."""

from dataclasses import dataclass

from playwright.async_api import expect

from agreements.certificate import TITLE as CERTIFICATE
from agreements.joint.competence import place_of
from tests import uploads
from tests.browser.applicants import KEEPER, Applicant, stamped
from tests.browser.clerks import filed
from tests.browser.gallery import Gallery
from tests.browser.people import LONG_MS, Person, Table
from tests.browser.served import CLERK
from tests.browser.signers import SEAL_MS, Drafter, Signer
from tests.node import PASSWORD


@dataclass
class CourtGallery(Gallery):
    """The same walk for every size and language: what is typed is neither Chinese nor English."""

    async def walk(self) -> None:
        await self.served.add_clerk()
        table = await self.seated()
        await self._sign(table)
        case = await stamped(self.served, table, "1.pdf")
        await self._keeper(case)
        await self._apply(table, case)
        await self._hand_in(table, case)

    async def _sign(self, table: Table) -> None:
        mediator, worker, company = table.people
        drafter, room = Drafter(mediator), table.room
        await drafter.begin()
        head = drafter.part("head")
        await head.locator('[data-field="court"] select').select_option(label=self.served.cast.court)
        await drafter.fill(head, facts="2025-10, 2025-11, 2025-12: 9000.00")
        await mediator.page.locator("details.fold > summary").nth(1).click()
        for seat in (room.applicant, room.respondent):
            await drafter.fill(drafter.part(f"party:{seat.id}"), domicile=place_of(self.served.cast.court))
        sides = {"payer": room.respondent.id, "payee": room.applicant.id}
        await drafter.fill(
            await drafter.add("payment"), **sides, item="9/2025", amount="9000", due="2027-01-31", method="cash"
        )
        await drafter.freeze()
        signers = [Signer(one) for one in (worker, company, mediator)]
        names = (room.applicant.name, room.respondent.name, self.served.cast.mediator)
        for signer, name in zip(signers, names, strict=True):
            await signer.begin()
            await signer.read()
            await signer.confirm()
            await signer.ask_code()
            await signer.type_name(name)
            await signer.press(await self.served.code(name))
            await expect(signer.signed).to_be_visible(timeout=SEAL_MS)
            await signer.leave()
        await signers[0].sealed()

    async def _keeper(self, case: str) -> None:
        """The keeper of the seal at the case: the certificate looked at and sealed."""
        keeper = await self.speaking(await self.doorstep.mediator(self.options))
        await keeper.page.goto(f"{self.served.url}/login")
        await keeper.see("login-username").fill(KEEPER)
        await keeper.see("login-password").fill(PASSWORD)
        await keeper.press("login-submit")
        await keeper.page.wait_for_url(lambda address: "/login" not in address)
        await keeper.page.goto(f"{self.served.url}/m/cases/{case}")
        await expect(keeper.see("certificate-section")).to_be_visible(timeout=LONG_MS)
        await keeper.see("certificate-section").scroll_into_view_if_needed()
        await self.look(keeper, "keeper-certificate")
        await keeper.press("certificate-seal")
        await keeper.see("certificate-section").scroll_into_view_if_needed()
        await self.look(keeper, "keeper-password-missing")

    async def _apply(self, table: Table, case: str) -> None:
        mediator, worker, company = table.people
        first, second = Applicant(worker), Applicant(company)
        await self._choose(mediator, first, second, case)
        await self._fill_in(mediator, first, second)
        await self._sitting(table, first, second)

    async def _choose(self, mediator: Person, first: Applicant, second: Applicant, case: str) -> None:
        """A service address that lacks what is needed; a ground that lacks its place, then one that stands."""
        worker = first.person
        await first.come()
        await second.come()
        await expect(worker.see("address-form")).to_be_visible()
        await self.look(worker, "address")
        await worker.press("address-send")
        await worker.see("address-electronic").check()
        await worker.see("address-sms_phone").fill("13800001234")
        await worker.see("address-email").fill("a@example.cn")
        await expect(worker.see("address-first")).to_be_visible()
        await self.look(worker, "address-missing")
        await mediator.page.goto(f"{mediator.url}/m/cases/{case}")
        await expect(mediator.see("application-form")).to_be_visible(timeout=LONG_MS)
        await mediator.see("desk-application").scroll_into_view_if_needed()
        await self.look(mediator, "application-form")
        await mediator.see("application-court").select_option(label=self.served.cast.court)
        await mediator.see("application-basis").select_option("subject_matter_location")
        await mediator.press("application-choose")
        await expect(mediator.see("application-refused")).to_be_focused()
        await self.look(mediator, "application-refused")
        await mediator.see("application-basis").select_option("domicile_applicant")
        await mediator.see("desk-application").scroll_into_view_if_needed()
        await self.look(mediator, "application-chosen")
        await mediator.press("application-choose")
        await expect(mediator.see("application-waits")).to_be_visible()

    async def _fill_in(self, mediator: Person, first: Applicant, second: Applicant) -> None:
        worker = first.person
        await first.fill_in(electronic=True)
        await self.look(worker, "address-given")
        await second.fill_in(electronic=False)
        await expect(mediator.see("application-freeze")).to_be_enabled(timeout=LONG_MS)
        await mediator.see("desk-application").scroll_into_view_if_needed()
        await self.look(mediator, "application-ready")
        await mediator.press("application-freeze")

    async def _sitting(self, table: Table, first: Applicant, second: Applicant) -> None:
        mediator, worker, _ = table.people
        await expect(worker.see("sitting")).to_be_visible(timeout=SEAL_MS)
        await self.look(worker, "sitting-read")
        await self.look(mediator, "application-signing")
        await mediator.press("application-reopen")
        await self.look(mediator, "application-reopen-dialog")
        await mediator.press("reason-stay")
        await first.read()
        await self.look(worker, "sitting-sentences")
        for sentence in await worker.page.locator("[data-testid^=sentence-]").all():
            await sentence.check()
        await worker.press("sentences-go")
        await expect(worker.see("sitting-send")).to_be_visible()
        await self.look(worker, "sitting-code")
        await worker.press("sitting-send")
        await expect(worker.see("sitting-digits")).to_be_visible()
        await self.look(worker, "sitting-sign")
        await worker.press("ink-typing")
        await worker.see("ink-typed").fill(table.room.applicant.name)
        await worker.see("sitting-digits").fill(await self.served.code(table.room.applicant.name))
        await worker.press("sitting-press")
        await expect(worker.see("application-signed")).to_be_visible(timeout=LONG_MS)
        await self.look(worker, "application-signed")
        await second.read()
        await second.sign(table.room.respondent.name, self.served.code)
        await expect(mediator.see("application-sealed")).to_be_visible(timeout=SEAL_MS)
        await mediator.see("desk-application").scroll_into_view_if_needed()
        await self.look(mediator, "application-sealed")

    async def _hand_in(self, table: Table, case: str) -> None:
        mediator, worker, _ = table.people
        await mediator.page.reload()
        await expect(mediator.see("lacks")).to_be_visible(timeout=LONG_MS)
        await mediator.see("submission").scroll_into_view_if_needed()
        await self.look(mediator, "submission-lacks")
        await filed(self.served, case, CERTIFICATE, "certificate")
        await self._own_case(worker)
        await mediator.page.reload()
        await expect(mediator.see("nothing-lacks")).to_be_visible(timeout=LONG_MS)
        await mediator.see("preview").locator("summary").click()
        await mediator.see("preview").scroll_into_view_if_needed()
        await self.look(mediator, "submission-preview")
        await mediator.press("hand-in")
        await self.look(mediator, "submission-dialog")
        await mediator.press("submit-confirm")
        await expect(mediator.see("receipt-number")).to_be_visible(timeout=SEAL_MS)
        await mediator.see("receipt-number").scroll_into_view_if_needed()
        await self.look(mediator, "submission-handed-in")
        await self._court(mediator, worker)

    async def _own_case(self, worker: Person) -> None:
        await worker.page.goto(f"{self.served.url}/case")
        await expect(worker.see("own-submission")).to_be_visible(timeout=LONG_MS)
        await self.look(worker, "own-case")
        content = uploads.chinese_pdf("2025-10")
        await worker.see("give-file").set_input_files(
            {"name": "3.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        await expect(worker.see("give-3.pdf")).to_be_checked()
        await worker.see("court-papers").scroll_into_view_if_needed()
        await self.look(worker, "own-court-papers")
        await worker.see("own-submission").locator("summary").click()
        await worker.see("own-submission").scroll_into_view_if_needed()
        await self.look(worker, "own-submission-preview")
        if await worker.see("own-notice-open").count():
            await worker.see("own-notice-open").first.click()
            await self.look(worker, "own-notices")

    async def _court(self, mediator: Person, worker: Person) -> None:
        clerk = await self.speaking(await self.doorstep.mediator(self.options))
        await clerk.page.goto(f"{self.served.url}/login")
        await clerk.see("login-username").fill(CLERK)
        await clerk.see("login-password").fill(PASSWORD)
        await clerk.press("login-submit")
        await expect(clerk.see("submission-open").first).to_be_visible()
        await self.look(clerk, "court-desk")
        await clerk.see("submission-open").first.click()
        await expect(clerk.see("act-receive")).to_be_visible()
        await self.look(clerk, "court-submission")
        await clerk.press("act-receive")
        await expect(clerk.see("act-receive")).to_have_count(0)
        await clerk.page.locator("[aria-labelledby=court-acts]").scroll_into_view_if_needed()
        await self.look(clerk, "court-acts")
        await clerk.see("read-paper").first.click()
        await expect(clerk.see("page").first).to_have_attribute("data-loaded", "true", timeout=SEAL_MS)
        await clerk.see("watermarked").scroll_into_view_if_needed()
        await self.look(clerk, "court-read")
        await self._correct(mediator, clerk)
        await self._answer(clerk, worker)

    async def _correct(self, mediator: Person, clerk: Person) -> None:
        """What the court asks to be put right, and the second submission."""
        await clerk.press("act-correction")
        await clerk.press("act-submit")
        await self.look(clerk, "court-correction-dialog")
        await clerk.see("act-points").fill("1. 1/2\n2. 2/2")
        await clerk.press("act-submit")
        await expect(clerk.see("court-act")).to_have_count(0)
        await self.look(clerk, "court-corrected")
        await mediator.page.reload()
        await expect(mediator.see("correction-text")).to_be_visible(timeout=LONG_MS)
        await mediator.see("submission").scroll_into_view_if_needed()
        await self.look(mediator, "submission-correction")
        await mediator.press("hand-in")
        await self.look(mediator, "submission-again-dialog")
        await mediator.see("submit-note").fill("1, 2: OK")
        await mediator.press("submit-confirm")
        await expect(mediator.see("submission-row")).to_have_count(2, timeout=SEAL_MS)

    async def _answer(self, clerk: Person, worker: Person) -> None:
        await clerk.page.goto(f"{self.served.url}/c")
        await clerk.see("submission-open").first.click()
        await expect(clerk.see("correction-answer")).to_be_visible()
        await self.look(clerk, "court-resubmission")
        await clerk.press("act-accept")
        await self.look(clerk, "court-accept-dialog")
        await clerk.see("act-number").fill("(2026) 1")
        await clerk.press("act-submit")
        await expect(clerk.see("court-act")).to_have_count(0)
        await clerk.press("act-decide")
        await clerk.press("decision-submit")
        await self.look(clerk, "court-decide-dialog")
        await clerk.page.keyboard.press("Escape")
        await clerk.see("accesses").scroll_into_view_if_needed()
        await self.look(clerk, "court-accesses")
        await worker.page.reload()
        await expect(worker.see("own-submission")).to_be_visible(timeout=LONG_MS)
        await worker.see("own-submission").scroll_into_view_if_needed()
        await self.look(worker, "own-submission")
