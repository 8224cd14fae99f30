"""The whole way, as it is meant: from the mediator's login to three people who see, hear and write to each other."""

import asyncio
import re

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import APPLICANT, MEDIATOR, RESPONDENT
from tests.browser.people import Mediator, Party
from tests.browser.served import Seat, Served
from tests.node import id_number
from tests.uploads import picture

COMPANY, CREDIT_CODE = "某某电子（南京）有限公司", "91350100M000100Y43"
MOST_SCREENS = 5
DRAWN_MS = 60_000


async def create_room(mediator: Mediator) -> None:
    """Through the form at the desk; a worker on one side, a company on the other."""
    await mediator.press("new-room")
    await mediator.see("cause").select_option("wages")
    await mediator.see("applicants.0.name").fill("张伟")
    await mediator.see("applicants.0.id_no").fill(id_number())
    await mediator.see("respondents.0.name").fill(COMPANY)
    await mediator.see("respondents.0.uscc").fill(CREDIT_CODE)
    await mediator.see("respondents.0.representative").fill("李静")
    await mediator.see("respondents.0.title").fill("人事经理")
    await mediator.see("applicants.0.agreed").select_option("in_person")
    await mediator.see("respondents.0.agreed").select_option("phone")
    await expect(mediator.see("title")).to_have_value(f"张伟与{COMPANY}劳动报酬争议")
    await mediator.press("create-room")
    await mediator.page.wait_for_url("**/m/rooms/*")


async def copied_seat(mediator: Mediator, place: int, name: str, digits: str | None) -> Seat:
    """That person's link as it is in the clipboard, ready to be sent."""
    card = mediator.see("seat").nth(place)
    await expect(card).to_contain_text(name)
    await card.get_by_test_id("copy-link").click()
    await expect(mediator.see("toast").filter(has_text=name)).to_be_visible()
    copied = await mediator.page.evaluate("navigator.clipboard.readText()")
    assert copied == await card.get_by_test_id("invite-url").input_value()
    return Seat(str(await card.get_attribute("data-seat")), name, copied, digits)


async def walk_in(party: Party, seat: Seat) -> list[str]:
    """The headings of all screens from the link to the lobby."""
    screens = []

    async def look(testid: str) -> None:
        await expect(party.see(testid)).to_be_visible()
        screens.append(await party.page.locator("h1").inner_text())

    await party.page.goto(seat.url)
    await look("invitation")
    await party.say_who(seat.digits)
    await look("consents")
    await party.consent("online_mediation")
    await look("device-check")
    await party.enter()
    await look("lobby")
    return screens


async def test_the_mediator_hears_and_reads_that_somebody_waits(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    mediator, worker = await doorstep.mediator(), await doorstep.applicant()
    await mediator.open_room(room.id)
    before = await mediator.measure("probe.rung.length")
    await worker.come_to_lobby(room.applicant)
    await mediator.until("probe.rung.slice(-2).join() === '587,784'")
    assert await mediator.measure("probe.rung.length") == before + 2, "once for one person"
    await expect(mediator.page).to_have_title(re.compile("^（1人等候）"))
    await mediator.admit(room.applicant.name)
    await expect(mediator.page).not_to_have_title(re.compile("人等候"))


async def shows_identity(party: Party) -> None:
    """Taken with the telephone's camera, in the lobby; the page says who sees it."""
    photo = FilePayload(name="IMG_0001.jpg", mimeType="image/jpeg", buffer=picture("JPEG"))
    await expect(party.see("own-credentials")).to_contain_text("只有调解员和您能看到")
    # Who comes for a company is also asked for its authority; the own card comes first.
    card = party.page.locator('[data-testid=credential-paper][data-paper="id_card"]')
    camera = card.get_by_test_id("credential-camera-input")
    await expect(camera).to_have_attribute("capture", "environment")
    await camera.set_input_files(photo)
    await expect(party.see("credential")).to_be_visible(timeout=DRAWN_MS)
    await party.until("document.documentElement.scrollWidth <= window.innerWidth")


async def checked_alone(mediator: Mediator, party: Party, name: str, other: Party) -> None:
    """The gate of one: the two hear each other, whoever waits hears neither; the document is before the camera."""
    await other.listens()
    await mediator.call(name)
    await expect(party.see("lobby-state")).to_have_attribute("data-state", "check")
    await party.hears(MEDIATOR.hz)
    assert await other.measure("window.probe.lastHeard(args[0])", MEDIATOR.hz) == 0
    # The last four digits were right; with the face alone they identify nobody.
    await expect(mediator.see("check-identity")).to_have_text("后四位已核对")
    await mediator.press("check-clear")
    await expect(mediator.see("check-refusal")).to_contain_text(name)
    await mediator.compare()
    await mediator.clear()
    await expect(party.see("lobby-state")).to_have_attribute("data-state", "cleared")
    await expect(mediator.waiting(name)).to_have_attribute("data-cleared", "true")


async def test_at12_three_people_come_together_from_login_and_links_through_the_gate(
    served: Served, doorstep: Doorstep
) -> None:
    mediator, worker, company = await doorstep.mediator(), await doorstep.applicant(), await doorstep.respondent()
    await mediator.log_in()
    await create_room(mediator)
    seats = (await copied_seat(mediator, 0, "张伟", id_number()[-4:]), await copied_seat(mediator, 1, "李静", None))
    await mediator.press("enter-room")
    await mediator.enter()
    await expect(mediator.see("alone")).to_be_visible()
    for screens in await asyncio.gather(walk_in(worker, seats[0]), walk_in(company, seats[1])):
        assert len(set(screens)) == len(screens) <= MOST_SCREENS
    for party in (worker, company):
        await expect(party.see("lobby")).to_contain_text("调解员王敏已到场")
        await expect(party.see("lobby")).to_contain_text("调解员会先请您核验身份")
    await expect(mediator.waiting("张伟")).to_contain_text("未核验")
    await expect(mediator.waiting("李静")).to_contain_text(COMPANY)
    await shows_identity(company)
    await expect(worker.see("credential")).to_have_count(0)
    await mediator.press("begin-joint")
    await expect(mediator.see("toast").filter(has_text="张伟")).to_be_visible()
    await checked_alone(mediator, worker, "张伟", company)
    for party in (worker, company):
        await expect(party.see("lobby")).to_be_visible()
    await mediator.call("李静")
    await mediator.until("(document.querySelector('[data-testid=credential] img') || {}).naturalWidth > 0")
    await mediator.press("compared-paper")
    await expect(mediator.see("check-identity")).to_contain_text("本人上传的证件已与本人比对")
    await mediator.clear()
    await mediator.press("begin-joint")
    people = ((mediator, MEDIATOR, ""), (worker, APPLICANT, seats[0].id), (company, RESPONDENT, seats[1].id))
    await asyncio.gather(*(person.at_table() for person, _, _ in people))
    for person, _, _ in people:
        others = [each for each in people if each[0] is not person]
        await expect(person.see("tile")).to_have_count(3)
        for _, likeness, seat in others:
            await person.hears(likeness.hz)
            if seat:
                await person.sees_moving(seat)
    for person, likeness, _ in people:
        await person.open_tab("chat")
        await person.say(f"我的声音是{likeness.hz}赫兹")
        await expect(person.line(str(likeness.hz))).to_have_attribute("data-state", "delivered")
    said = [f"我的声音是{likeness.hz}赫兹" for _, likeness, _ in people]
    for person, _, _ in people:
        assert await person.lines() == said
