"""The whole way with the keyboard alone: every control is reached, and one always sees where one is."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Doorstep, Launch, seat_two
from tests.browser.devices import APPLICANT, MEDIATOR, PHONE, Options
from tests.browser.keys import Keys
from tests.browser.people import LONG_MS, Mediator, Party, Person
from tests.browser.served import USERNAME, Served
from tests.browser.test_every_page import AXE, SPILLS
from tests.browser.test_story import COMPANY, CREDIT_CODE
from tests.node import PASSWORD, id_number

LAPTOP_AT_200: Options = {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2}
"""1366 by 768 at a zoom of 200 %, as the browser tells it to the page."""
TWICE_THE_TEXT = "document.documentElement.style.fontSize = '200%'"
UNNAMED = """async () => {
  const rules = ["button-name", "link-name", "label", "select-name", "input-button-name", "aria-input-field-name",
    "aria-toggle-field-name", "aria-command-name", "aria-tab-name", "aria-dialog-name", "image-alt"];
  const { violations } = await axe.run(document, { runOnly: { type: "rule", values: rules } });
  return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}"""
# A control that can be brought before the eyes, lies in the page's width, and is what a finger there would touch.
UNREACHED = """async () => {
  const lost = [];
  const page = document.querySelector("[aria-modal=true]") || document;
  for (const control of page.querySelectorAll("button, a[href], input, select, textarea, summary, [role=switch]")) {
    if (control.disabled || control.tabIndex < 0 || !control.checkVisibility()) continue;
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "center", inline: "nearest" });
    await new Promise((drawn) => requestAnimationFrame(drawn));
    const box = control.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const there = document.elementFromPoint(x, y);
    const within = box.left > -1 && box.right < innerWidth + 1 && box.top > -1 && y < innerHeight;
    const touched = there && (control.contains(there) || control.labels?.[0]?.contains(there));
    const name = control.dataset.testid || control.textContent.trim();
    const instead = there && there.outerHTML.slice(0, 80);
    if (!within || !touched) lost.push(`${name} at ${Math.round(x)},${Math.round(y)}: ${instead}`);
  }
  return lost;
}"""


async def log_in_and_create(mediator: Mediator) -> None:
    keys = Keys(mediator)
    await mediator.page.goto(f"{mediator.url}/login")
    await expect(mediator.see("login-username")).to_be_visible()
    await keys.fill("login-username", USERNAME)
    await keys.fill("login-password", PASSWORD)
    await keys.keyboard.press("Enter")
    await mediator.page.wait_for_url("**/m")
    await keys.press("new-room")
    # The causes come from the server; before that an arrow key in the list has nothing to choose.
    await expect(mediator.page.locator("select option").nth(1)).to_be_attached()
    await keys.to("cause")
    await keys.keyboard.press("ArrowDown")
    await keys.fill("applicants.0.name", "张伟")
    await keys.fill("applicants.0.id_no", id_number())
    await keys.press("applicants.0.agreed", "ArrowDown")
    await keys.fill("respondents.0.name", COMPANY)
    await keys.fill("respondents.0.uscc", CREDIT_CODE)
    await keys.fill("respondents.0.representative", "李静")
    await keys.fill("respondents.0.title", "人事经理")
    await keys.press("respondents.0.agreed", "ArrowDown")
    await keys.press("create-room")
    await mediator.page.wait_for_url("**/m/rooms/*")


async def copied_link(mediator: Mediator) -> str:
    await Keys(mediator).press("copy-link")
    await expect(mediator.see("toast").last).to_be_visible()
    return str(await mediator.page.evaluate("navigator.clipboard.readText()"))


async def walk_in(party: Party, link: str) -> None:
    keys = Keys(party)
    await party.page.goto(link)
    await expect(party.see("invitation")).to_be_visible()
    await keys.fill("id-tail", id_number()[-4:])
    await keys.keyboard.press("Enter")
    await expect(party.see("consents")).to_be_visible()
    await keys.press("notice", "End")
    for what in ("declare-false-mediation", "declare-no-recording", "company-alone"):
        await keys.press(what, "Space")
    await keys.press("consent-online_mediation", "Space")
    await expect(party.see("consent-online_mediation")).to_have_attribute("aria-checked", "true")
    await expect(party.see("notice-state")).to_contain_text("已读完", timeout=LONG_MS)
    await keys.press("submit-consents")
    await expect(party.see("device-check")).to_be_visible()
    await keys.press("toggle-camera", "Space")
    await keys.press("toggle-camera", "Space")
    await keys.press("test-speaker")
    await keys.press("enter")
    await expect(party.see("lobby")).to_be_visible()


async def check_and_begin(mediator: Mediator, party: Party) -> None:
    """The gate, and the joint session after it."""
    keys = Keys(mediator)
    await keys.press("check-call")
    await expect(party.see("lobby-state")).to_have_attribute("data-state", "check")
    for step in ("compared", "check-clear", "check-leave", "begin-joint"):
        await keys.press(step)
    await party.at_table()


async def talk_alone(mediator: Mediator, party: Party) -> None:
    """A private talk, opened, accepted, closed."""
    keys = Keys(mediator)
    await keys.press("caucus-new")
    await keys.press("caucus-seat", "Space")
    await keys.press("caucus-go")
    await expect(party.see("caucus-accept")).to_be_focused()
    await party.page.keyboard.press("Enter")
    for person in (mediator, party):
        await expect(person.see("talks-frame")).to_have_attribute("data-place", "caucus")
    await keys.press("caucus-close")
    await keys.press("confirm-go")
    for person in (mediator, party):
        await expect(person.see("talks-frame")).to_have_attribute("data-place", "joint")


@pytest.mark.timeout(240)
async def test_at66_keys_alone_complete_a_session_from_login_and_link_to_the_end(doorstep: Doorstep) -> None:
    mediator, party = await doorstep.mediator(), await doorstep.applicant()
    await log_in_and_create(mediator)
    link = await copied_link(mediator)
    await Keys(mediator).press("enter-room")
    await expect(mediator.see("device-check")).to_be_visible()
    await Keys(mediator).press("enter")
    await mediator.at_table()
    await walk_in(party, link)
    await check_and_begin(mediator, party)
    await talk_alone(mediator, party)
    for person, text in ((party, "我用键盘"), (mediator, "我也是")):
        await Keys(person).press("open-chat")
        await expect(person.see("chat-input")).to_be_focused()
        await person.page.keyboard.type(text)
        await person.page.keyboard.press("Enter")
    for each in (party, mediator):
        await expect(each.see("chat-line")).to_have_count(2)
    await mute_and_leave(mediator, party)


async def mute_and_leave(mediator: Mediator, party: Party) -> None:
    keys = Keys(party)
    await keys.press("toggle-microphone", "Space")
    await expect(party.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await keys.keyboard.press("Control+d")
    await expect(party.see("toggle-microphone")).to_have_attribute("aria-pressed", "true")
    await keys.press("leave")
    await expect(party.see("confirm-stay")).to_be_focused()
    await keys.keyboard.press("Escape")
    await expect(party.see("leave")).to_be_focused()
    await keys.keyboard.press("Enter")
    await keys.press("confirm-go")
    await expect(party.see("end-page")).to_have_attribute("data-reason", "left")
    ending = Keys(mediator)
    await ending.press("end-for-all")
    await ending.press("confirm-go")
    await expect(mediator.see("end-page")).to_have_attribute("data-reason", "closed")


async def test_the_rooms_own_keys_admit_move_and_can_be_switched_off(served: Served, doorstep: Doorstep) -> None:
    table = await seat_two(served, doorstep)
    mediator, party, late = table.mediator, table.respondent, table.room.respondent
    await party.come_to_lobby(late)
    await expect(mediator.waiting(late.name)).to_be_visible()
    keys = Keys(mediator)
    await keys.keyboard.press("Alt+a")
    await party.at_table()
    await mediator.page.evaluate("document.activeElement.blur()")
    regions = []
    for _ in range(4):
        await keys.keyboard.press("F6")
        regions.append(await mediator.page.evaluate("document.activeElement.className"))
    assert len(set(regions)) == 4
    await keys.keyboard.press("?")
    await expect(mediator.see("shortcuts-dialog")).to_be_visible()
    await keys.press("shortcuts-on", "Space")
    await keys.keyboard.press("Escape")
    await keys.keyboard.press("Control+d")
    await expect(mediator.see("toggle-microphone")).to_have_attribute("aria-pressed", "true")


@pytest.mark.timeout(180)
async def test_at66_at_200_percent_everything_is_named_and_reached_without_scrolling_sideways(
    served: Served, launch: Launch
) -> None:
    room = await served.make_room()
    door = Doorstep(launch, served.url, always=(AXE,))
    mediator = await door.come(Mediator, MEDIATOR, LAPTOP_AT_200)
    party = await door.come(Party, APPLICANT, PHONE)
    await party.page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {TWICE_THE_TEXT} }})")
    faults: list[str] = []

    async def look(person: Person, where: str) -> None:
        if await person.page.evaluate(SPILLS):
            faults.append(f"{where}: wider than the screen")
        for found in (UNNAMED, UNREACHED):
            faults.extend(f"{where}: {fault}" for fault in await person.page.evaluate(found))

    await mediator.open_room(room.id)
    await party.open_link(room.applicant.url)
    await look(party, "invitation")
    await party.say_who(room.applicant.digits)
    await expect(party.see("device-check")).to_be_visible()
    await look(party, "device check")
    await party.enter()
    await expect(mediator.waiting(room.applicant.name)).to_be_visible()
    await look(party, "lobby")
    await look(mediator, "door")
    await mediator.press("begin-joint")
    await party.at_table()
    for person in (mediator, party):
        await look(person, f"table of {person.phone}")
    await mediator.press("caucus-new")
    await mediator.see("caucus-seat").check()
    await look(mediator, "caucus dialog")
    await mediator.press("caucus-go")
    await expect(party.see("caucus-call")).to_be_visible()
    await party.press("caucus-accept")
    for person in (mediator, party):
        await expect(person.see("talks-frame")).to_have_attribute("data-place", "caucus")
        await look(person, f"caucus of {person.phone}")
    await mediator.press("open-host")
    await look(mediator, "host menu")
    await door.leave()
    assert faults == [], "\n".join(faults)
    assert door.faults() == []
