"""Both sides ask the court together, each as the page offers it: choose, fill in, read, confirm, sign once."""

from typing import Final

import aiohttp
from playwright.async_api import expect

from tests.browser.clerks import Look, unseen
from tests.browser.people import LONG_MS, Person, Table
from tests.browser.served import Json, Served
from tests.browser.signers import SEAL_MS, Code, draw_by, write_on_pad
from tests.node import PASSWORD

KEEPER: Final = "qianyin"
ADDRESS: Final = {
    "postal_address": "某某市海沧区某某路1号",
    "recipient": "本人",
    "recipient_phone": "13800001234",
}

NEXT_PAPER: Final = "document.querySelector('[data-testid=paper-reading] h3')?.innerText !== args[0]"
"""The page has gone on from that paper, to the next or to the sentences."""


async def stamped(served: Served, table: Table, title: str = "盖章件") -> str:
    """The organisation stamps what was printed, and its scan is on file: the agreement is in effect. Gives the case."""
    mediator = await served.log_in()
    _, listed = await served.ask("GET", "/api/v1/cases?state=signing", None, mediator)
    named = {table.room.applicant.name, table.room.respondent.name}
    case = next(str(row["id"]) for row in listed["cases"] if named & {*row["applicants"], *row["respondents"]})
    path = f"{served.url}/api/v1/cases/{case}"
    octets = {"Content-Type": "application/octet-stream", "Authorization": mediator}
    query = {"title": title, "what": "sealed_scan", "form": "scan"}
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{path}/agreement/print", headers=octets) as printed:
            scan = await printed.read()
        async with http.post(f"{path}/materials", params=query, data=scan, headers=octets) as filed:
            assert filed.status == 201, await filed.text()
            paper = (await filed.json())["id"]
    keeper = await _keeper(served)
    _, detail = await served.ask("GET", f"/api/v1/cases/{case}", None, keeper)
    deed: Json = {"do": "seal", "version": detail["version"], "paper": paper}
    status, said = await served.ask("POST", f"/api/v1/cases/{case}/deeds", {"deed": deed}, keeper)
    assert status == 200, said
    return case


async def _keeper(served: Served) -> str:
    of = ("--role", "seal_keeper", "--name", served.cast.keeper, "--short-name", "某劳", "--password-stdin")
    await served.command("user", "add", KEEPER, *of, typed=PASSWORD)
    _, login = await served.ask("POST", "/api/v1/login", {"username": KEEPER, "password": PASSWORD})
    return f"Bearer {login['token']}"


class Applicant:
    """A party at the own application."""

    def __init__(self, person: Person) -> None:
        self.person = person

    async def come(self) -> None:
        """By the way that shows in the room once there is something to apply for."""
        await expect(self.person.see("to-application")).to_be_visible(timeout=LONG_MS)
        await self.person.press("to-application")

    async def fill_in(self, *, electronic: bool) -> None:
        person = self.person
        await expect(person.see("address-form")).to_be_visible()
        if electronic:
            await person.see("address-electronic").check()
            await person.see("address-sms_phone").fill("13800001234")
            await expect(person.see("address-rulings")).not_to_be_checked()
        for name, value in ADDRESS.items():
            await person.see(f"address-{name}").fill(value)
        await person.see("address-video").check()
        await person.press("address-send")
        await expect(person.see("address-given")).to_be_visible()

    async def read(self) -> None:
        """Every paper of the sitting, page by page."""
        person = self.person
        await expect(person.see("sitting")).to_be_visible(timeout=SEAL_MS)
        while await person.see("paper-reading").count():
            title = await person.see("paper-reading").locator("h3").inner_text()
            for number in range(1, await person.see("page").count() + 1):
                page = person.page.locator(f'[data-testid=page][data-page="{number}"]')
                await page.evaluate("page => page.scrollIntoView({ block: 'center' })")
                await expect(page).to_have_attribute("data-loaded", "true")
                await expect(person.see("paper-progress")).to_have_attribute("data-read", str(number))
            await expect(person.see("paper-next")).to_be_enabled(timeout=LONG_MS)
            await person.press("paper-next")
            await person.until(NEXT_PAPER, title)

    async def sign(self, name: str, code: Code, phone: Person | None = None) -> None:
        """Drawn here, or on that telephone."""
        person = self.person
        for sentence in await person.page.locator("[data-testid^=sentence-]").all():
            await sentence.check()
        await person.press("sentences-go")
        await person.press("sitting-send")
        await expect(person.see("sitting-digits")).to_be_visible()
        if person.phone:
            await person.press("ink-open")
        await (draw_by(person, phone) if phone else write_on_pad(person))
        if person.phone:
            await person.press("ink-done")
        await person.see("sitting-digits").fill(await code(name))
        await person.press("sitting-press")
        await expect(person.see("application-signed")).to_be_visible(timeout=LONG_MS)


async def choose(mediator: Person, case: str, court: str) -> None:
    """Court and ground from the case page; a ground without its place is refused where it was pressed."""
    await mediator.page.goto(f"{mediator.url}/m/cases/{case}")
    await expect(mediator.see("application-form")).to_be_visible(timeout=LONG_MS)
    await mediator.see("application-court").select_option(label=court)
    await mediator.see("application-basis").select_option("subject_matter_location")
    await mediator.press("application-choose")
    await expect(mediator.see("application-refused")).to_be_focused()
    await expect(mediator.see("application-waits")).to_be_visible()
    await mediator.see("application-basis").select_option("domicile_applicant")
    await expect(mediator.see("application-shown")).to_be_visible()
    await mediator.press("application-choose")
    await expect(mediator.see("application-party")).to_have_count(2)


async def apply(served: Served, table: Table, phone: Person, look: Look = unseen) -> str:
    """From the sealed agreement to the application that both sides have signed; gives the case.

    The first draws on that telephone; `look` is called at each stop.
    """
    mediator, worker, company = table.people
    case = await stamped(served, table)
    first, second = Applicant(worker), Applicant(company)
    await first.come()
    await second.come()
    await choose(mediator, case, served.cast.court)
    await look(worker, "address")
    await first.fill_in(electronic=True)
    await second.fill_in(electronic=False)
    await expect(mediator.see("application-freeze")).to_be_enabled(timeout=LONG_MS)
    await look(mediator, "application-ready")
    await mediator.press("application-freeze")
    drawing = ((first, table.room.applicant, phone), (second, table.room.respondent, None))
    for who, invited, by in drawing:
        await who.read()
        await look(who.person, "sentences")
        await who.sign(invited.name, served.code, by)
    await expect(mediator.see("application-sealed")).to_be_visible(timeout=SEAL_MS)
    return case
