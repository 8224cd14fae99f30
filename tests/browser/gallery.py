"""A walk through every page and state there is, for whoever wants to look at each."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Doorstep, Someone
from tests.browser.devices import APPLICANT, DESKTOP, PHONE, RESPONDENT, Options
from tests.browser.people import Mediator, Party, Person, Table
from tests.browser.served import USERNAME, Room, Served
from tests.node import PASSWORD
from tests.uploads import picture

Look = Callable[[Person, str], Awaitable[None]]


@dataclass
class Gallery:
    """One walk. `look` is called at each stop with the person whose page it is and the stop's name."""

    served: Served
    doorstep: Doorstep
    options: Options
    language: str
    look: Look

    async def walk(self) -> None:
        room = await self.served.make_room(through_gate=False)
        mediator = await self.speaking(await self.doorstep.mediator(self.options))
        applicant = await self.speaking(await self.doorstep.come(Party, APPLICANT, self.options))
        respondent = await self.speaking(await self.doorstep.come(Party, RESPONDENT, self.options))
        await self._desk(mediator, room)
        await asyncio.gather(self._way_in(applicant, room), respondent.walk_in(room.respondent, "online_mediation"))
        await self._lobby(mediator, applicant, room)
        await self._check(mediator, applicant, room)
        await self._table(mediator, applicant, respondent, room)
        await self._caucus(mediator, applicant, respondent, room)
        await self._rest(mediator, applicant, respondent)
        await self._losses(mediator, applicant, room)
        await self._ends(mediator, applicant, respondent, room)

    async def seated(self) -> Table:
        """Three people whom the mediator has let begin, at the table of a room past its gate."""
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
        return Table(room, mediator, applicant, respondent)

    async def speaking(self, person: Someone) -> Someone:
        await person.page.goto(self.served.url)
        await expect(person.see("home")).to_be_visible()
        await person.press(f"lang-{self.language}")
        await expect(person.see(f"lang-{self.language}")).to_have_attribute("aria-pressed", "true")
        return person

    async def _desk(self, mediator: Mediator, room: Room) -> None:
        page, url = mediator.page, self.served.url
        await self.look(mediator, "home")
        await page.goto(f"{url}/no/such/page")
        await expect(page.locator("h1")).to_be_visible()
        await self.look(mediator, "not-found")
        await page.goto(f"{url}/login")
        await mediator.press("login-submit")
        await self.look(mediator, "login-missing")
        await mediator.see("login-username").fill(USERNAME)
        await mediator.see("login-password").fill("wrong")
        await mediator.press("login-submit")
        await expect(mediator.see("login-failure")).to_be_visible()
        await self.look(mediator, "login-wrong")
        await mediator.see("login-password").fill(PASSWORD)
        await mediator.press("login-submit")
        await expect(mediator.see("desk-room").first).to_be_visible()
        await self.look(mediator, "desk")
        await mediator.press("nav-cases")
        await expect(mediator.see("case-row").first).to_be_visible()
        await self.look(mediator, "cases")
        await mediator.press("nav-today")
        await expect(mediator.see("desk-room").first).to_be_visible()
        await mediator.press("account-menu")
        await self.look(mediator, "desk-account")
        await page.keyboard.press("Escape")
        await mediator.press("new-room")
        await expect(mediator.see("new-room-form")).to_be_visible()
        await self.look(mediator, "new-room")
        await mediator.press("create-room")
        await expect(page.locator("[aria-invalid]").first).to_be_visible()
        await self.look(mediator, "new-room-faults")
        await page.goto(f"{url}/m/rooms/{room.id}")
        await expect(mediator.see("seat").first).to_be_visible()
        await self.look(mediator, "preparation")
        for opener, dialog in (("qr-enlarge", "qr"), ("renew", "renew"), ("revoke", "revoke")):
            await mediator.see(opener).first.click()
            await expect(mediator.see(f"{dialog}-dialog")).to_be_visible()
            await self.look(mediator, f"preparation-{dialog}")
            await page.keyboard.press("Escape")
        await mediator.press("enter-room")
        await expect(mediator.see("device-check")).to_be_visible()
        await self.look(mediator, "check-mediator")
        await mediator.enter()
        await mediator.at_table()
        await self.look(mediator, "room-alone")

    async def _way_in(self, party: Party, room: Room) -> None:
        await party.page.goto(f"{self.served.url}/j/{'x' * 32}")
        await expect(party.see("link-trouble")).to_be_visible()
        await self.look(party, "link-unknown")
        await party.open_link(room.applicant.url)
        await self.look(party, "invitation")
        await party.press("not-me")
        await self.look(party, "invitation-not-me")
        await party.page.reload()
        await party.say_who("0000")
        await expect(party.page.locator("[aria-invalid]")).to_be_visible()
        await self.look(party, "invitation-wrong-digits")
        await party.say_who(room.applicant.digits)
        await expect(party.see("consents")).to_be_visible()
        await self.look(party, "consents")
        await party.press("submit-consents")
        await expect(party.page.get_by_role("alert").filter(has_text="…").or_(party.see("consents"))).to_be_visible()
        await self.look(party, "consents-missing")
        await party.consent("online_mediation", "e_signature")
        await expect(party.see("device-check").locator("video")).to_be_visible()
        await self.look(party, "check")
        await party.enter()
        await expect(party.see("lobby")).to_be_visible()
        await self.look(party, "lobby")

    async def _lobby(self, mediator: Mediator, applicant: Party, room: Room) -> None:
        await expect(mediator.see("waiting-person")).to_have_count(2)
        await self.look(mediator, "room-queue")
        await mediator.waiting(room.applicant.name).get_by_test_id("hold").click()
        await self.look(mediator, "room-hold-dialog")
        await mediator.see("reason").fill("Please wait until 14:30.")
        await mediator.press("reason-go")
        await expect(applicant.see("hold-reason")).to_be_visible()
        await self.look(applicant, "lobby-held")

    async def _check(self, mediator: Mediator, applicant: Party, room: Room) -> None:
        await mediator.call(room.applicant.name)
        await expect(applicant.see("lobby-state")).to_have_attribute("data-state", "check")
        await applicant.sees_moving(room.mediator)
        await self.look(applicant, "lobby-check")
        await mediator.press("check-clear")
        await expect(mediator.see("check-refusal")).to_be_visible()
        await self.look(mediator, "room-check")
        await mediator.see("use-code").click()
        await self.look(mediator, "room-check-code")
        await mediator.press("spoken-close")
        await mediator.compare()
        await mediator.press("check-clear")
        await expect(mediator.see("check-cleared")).to_be_visible()
        await self.look(mediator, "room-check-cleared")
        await mediator.press("check-leave")
        await expect(applicant.see("lobby-state")).to_have_attribute("data-state", "cleared")
        await self.look(applicant, "lobby-cleared")
        await mediator.call(room.respondent.name)
        await mediator.compare()
        await mediator.clear()

    async def _table(self, mediator: Mediator, applicant: Party, respondent: Party, room: Room) -> None:
        await self.look(mediator, "room-opening")
        await mediator.press("begin-joint")
        await asyncio.gather(*(person.at_table() for person in (mediator, applicant, respondent)))
        await applicant.sees_moving(room.mediator)
        await self.look(applicant, "room-joint")
        for person, text in ((applicant, "3000 + 2000 = 5000"), (mediator, "5000?"), (respondent, "4500.")):
            await person.open_tab("chat")
            await person.say(text)
            await expect(applicant.line(text)).to_be_visible()
        await applicant.press("toggle-microphone")
        await applicant.press("toggle-camera")
        await expect(mediator.tile(room.applicant.id).get_by_test_id("tile-note")).to_be_visible()
        await mediator.sees_moving(room.respondent.id)
        await self.look(mediator, "room-chat")
        await self.look(respondent, "room-chat-party")
        await mediator.open_tab("people")
        await self.look(mediator, "room-people")
        if respondent.phone:
            await respondent.press("enlarge")
            await self.look(respondent, "room-enlarged")
            await respondent.press("enlarge")
        await self._documents(mediator, respondent)
        await respondent.press("leave")
        await self.look(respondent, "room-leave-dialog")
        await respondent.press("confirm-stay")
        await mediator.page.keyboard.press("?")
        await expect(mediator.see("shortcuts-dialog")).to_be_visible()
        await self.look(mediator, "room-shortcuts")
        await mediator.page.keyboard.press("Escape")
        manage = mediator.row(room.respondent.id).get_by_test_id("manage")
        await manage.click()
        await self.look(mediator, "room-acts")
        await manage.click()
        await mediator.press("open-host")
        await self.look(mediator, "room-host-menu")
        await mediator.press("host-menu-close")
        await applicant.press("open-more")
        await self.look(applicant, "room-more")
        await applicant.press("more-close")

    async def _caucus(self, mediator: Mediator, applicant: Party, respondent: Party, room: Room) -> None:
        await mediator.open_tab("people")
        await mediator.press("caucus-new")
        await mediator.page.locator(f'[data-testid=caucus-seat][data-seat="{room.applicant.id}"]').check()
        await self.look(mediator, "caucus-dialog")
        await mediator.press("caucus-go")
        await expect(applicant.see("caucus-call")).to_be_visible()
        await self.look(applicant, "caucus-called")
        await self.look(mediator, "caucus-calling")
        await applicant.press("caucus-accept")
        for person in (applicant, mediator):
            await expect(person.see("talks-frame")).to_have_attribute("data-place", "caucus")
        await applicant.open_tab("chat")
        await applicant.say("8000")
        await applicant.sees_moving(room.mediator)
        await self.look(applicant, "caucus-party")
        await self.look(mediator, "caucus-mediator")
        await expect(respondent.see("mediator-away")).to_be_visible()
        await self.look(respondent, "caucus-left-behind")
        await mediator.press("caucus-leave")
        await expect(applicant.see("call-mediator")).to_be_visible()
        await applicant.press("call-mediator")
        await expect(mediator.see("caucus-wants")).to_be_visible()
        await self.look(mediator, "caucus-wanted")
        await self.look(applicant, "caucus-without-mediator")
        await mediator.press("caucus-close")
        await self.look(mediator, "caucus-close-dialog")
        await mediator.press("confirm-go")
        await expect(applicant.see("caucus-back")).to_be_visible()
        await self.look(applicant, "caucus-back")
        await expect(applicant.see("talks-frame")).to_have_attribute("data-place", "joint")

    async def _rest(self, mediator: Mediator, applicant: Party, respondent: Party) -> None:
        await mediator.lead("host-rest")
        await self.look(mediator, "break-dialog")
        await mediator.press("break-go")
        await expect(applicant.see("break-banner")).to_be_visible()
        await self.look(applicant, "break")
        await mediator.lead("end-rest")
        await expect(applicant.see("break-banner")).to_have_count(0)
        await mediator.lead("host-suspend")
        await mediator.see("reason").fill("14:30")
        await self.look(mediator, "suspend-dialog")
        await mediator.press("reason-go")
        await expect(mediator.see("interrupted-page")).to_be_visible()
        await self.look(mediator, "suspended-mediator")
        await expect(respondent.see("suspended-note")).to_be_visible()
        await self.look(respondent, "suspended")
        await mediator.press("resume")
        await asyncio.gather(*(person.at_table() for person in (mediator, applicant, respondent)))

    async def _documents(self, mediator: Mediator, respondent: Party) -> None:
        await respondent.open_tab("documents")
        await self.look(respondent, "documents-none")
        brought = (("payslip.png", "image/png", picture("PNG")), ("program.pdf", "application/pdf", b"MZ" * 99))
        files = [FilePayload(name=name, mimeType=kind, buffer=content) for name, kind, content in brought]
        await respondent.see("file-input").set_input_files(files)
        await expect(respondent.see("upload-reason")).to_be_visible(timeout=60_000)
        await expect(respondent.see("document")).to_be_visible()
        await self.look(respondent, "documents-list")
        await respondent.press("show")
        await expect(mediator.see("page-picture")).to_be_visible()
        await self.look(mediator, "documents-following")
        await expect(respondent.see("page-picture")).to_be_visible()
        await self.look(respondent, "documents-showing")
        await mediator.press("close-document")
        await self.look(mediator, "documents-closed")
        await respondent.press("stop-showing")
        await respondent.press("close-document")

    async def _losses(self, mediator: Mediator, applicant: Party, room: Room) -> None:
        await applicant.page.context.set_offline(True)
        await expect(applicant.see("line-banner")).to_be_visible()
        await self.look(applicant, "room-offline")
        await applicant.page.context.set_offline(False)
        await expect(applicant.see("line-banner")).to_have_count(0)
        other = await self.speaking(await self.doorstep.come(Party, RESPONDENT, self.options, allowed=False))
        await other.open_link(room.respondent.url)
        await other.say_who(None)
        await expect(other.see("trouble-both")).to_be_visible()
        await self.look(other, "check-blocked")
        await other.enter()
        await expect(other.see("knocking")).to_be_visible()
        await self.look(other, "knocking")
        await expect(mediator.see("knock")).to_be_visible()
        await self.look(mediator, "room-knock")
        await mediator.see("device-refuse").click()
        await expect(other.see("end-page")).to_be_visible()
        await self.look(other, "end-device-refused")

    async def _ends(self, mediator: Mediator, applicant: Party, respondent: Party, room: Room) -> None:
        await respondent.press("leave")
        await respondent.press("confirm-go")
        await expect(respondent.see("end-page")).to_be_visible()
        await self.look(respondent, "end-left")
        await mediator.act(room.applicant.id, "remove")
        await self.look(mediator, "room-remove-dialog")
        await mediator.see("reason").fill("OK")
        await mediator.press("reason-go")
        await expect(applicant.see("end-page")).to_be_visible()
        await self.look(applicant, "end-removed")
        await mediator.ask_to_end()
        await self.look(mediator, "room-end-dialog")
        await mediator.press("confirm-go")
        await expect(mediator.see("end-page")).to_be_visible()
        await self.look(mediator, "end-closed")
        await mediator.press("to-desk")
        await expect(mediator.see("seat").first).to_be_visible()
        await self.look(mediator, "preparation-closed")
        await respondent.page.goto(room.respondent.url)
        await expect(respondent.see("own-state")).to_be_visible()
        await self.look(respondent, "link-closed")


SIZES = {"desktop": DESKTOP, "phone": PHONE}
