"""Whatever a device lacks, the page says why and what to do, and there is a way in without it."""

import pytest
from playwright.async_api import expect

from tests.browser import devices
from tests.browser.conftest import Doorstep
from tests.browser.devices import DESKTOP, PHONE, RESPONDENT, Options
from tests.browser.people import Party
from tests.browser.served import Room, Served

WECHAT: Options = {
    **PHONE,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 XWEB/3185 MMWEBSDK/20210902 Mobile Safari/537.36 MicroMessenger/8.0.15",
}
NO_CAPTURE = devices.HERE / "no_capture.js"
NO_CAMERA = devices.HERE / "no_camera.js"


async def at_check(party: Party, room: Room, origin: str = "") -> None:
    await party.open_link(room.respondent.url.replace(party.url, origin) if origin else room.respondent.url)
    await party.say_who(None)
    await expect(party.see("device-check")).to_be_visible()


async def reads_and_writes(served: Served, doorstep: Doorstep, room: Room, party: Party) -> None:
    """Into the lobby, to the table, and what the mediator writes is there to read and to answer."""
    mediator = await doorstep.mediator()
    await mediator.open_room(room.id)
    await party.enter()
    await expect(party.see("lobby")).to_be_visible()
    await mediator.admit(room.respondent.name)
    await expect(party.see("joint-room")).to_be_visible()
    await mediator.open_tab("chat")
    await mediator.say("您能看到吗")
    await expect(party.line("您能看到吗")).to_be_visible()
    await party.say("能")
    await expect(mediator.line("能").last).to_contain_text("能")
    await expect(mediator.tile(room.respondent.id).get_by_test_id("tile-note")).to_have_text("摄像头已关闭")
    await expect(mediator.tile(room.respondent.id).get_by_test_id("tile-muted")).to_be_visible()
    await party.sees_moving(room.mediator)


@pytest.mark.parametrize(
    ("options", "step"), [(DESKTOP, "点地址栏左边的图标"), (PHONE, "选“权限”")], ids=["desktop", "phone"]
)
async def test_blocked_devices_are_explained_with_steps_and_text_remains(
    served: Served, doorstep: Doorstep, options: Options, step: str
) -> None:
    room = await served.make_room()
    party = await doorstep.come(Party, RESPONDENT, options, allowed=False)
    await at_check(party, room)
    await expect(party.see("trouble-both")).to_have_attribute("data-trouble", "blocked")
    await expect(party.see("trouble-both")).to_contain_text(step)
    await expect(party.see("enter")).to_have_text("只用文字进入")
    await party.page.context.grant_permissions(["camera", "microphone"])
    await party.press("retry-both")
    await expect(party.see("trouble-both")).to_have_count(0)
    await expect(party.see("enter")).to_have_text("进入等候室")


async def test_a_blocked_person_reads_and_writes(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    party = await doorstep.come(Party, RESPONDENT, PHONE, scripts=(devices.OLD_BROWSER,), allowed=False)
    await at_check(party, room)
    await reads_and_writes(served, doorstep, room, party)


async def test_a_missing_camera_leaves_the_voice(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    mediator = await doorstep.mediator()
    party = await doorstep.come(Party, RESPONDENT, DESKTOP, scripts=(NO_CAMERA,))
    await mediator.open_room(room.id)
    await at_check(party, room)
    await expect(party.see("trouble-camera")).to_have_attribute("data-trouble", "missing")
    await expect(party.see("enter")).to_have_text("只用声音进入")
    await party.enter()
    await mediator.admit(room.respondent.name)
    await party.at_table()
    await mediator.hears(RESPONDENT.hz)


async def test_an_in_app_browser_without_devices_shows_the_way_out_and_a_way_in(
    served: Served, doorstep: Doorstep
) -> None:
    room = await served.make_room()
    party = await doorstep.come(Party, RESPONDENT, WECHAT, scripts=(devices.OLD_BROWSER, NO_CAPTURE))
    await at_check(party, room)
    trouble = party.see("trouble-both")
    await expect(trouble).to_have_attribute("data-trouble", "unsupported")
    await expect(trouble).to_contain_text("在浏览器打开")
    await party.press("copy-link")
    assert await party.page.evaluate("navigator.clipboard.readText()") == room.respondent.url
    await expect(party.see("enter")).to_have_text("只用文字进入")
    await reads_and_writes(served, doorstep, room, party)


async def test_a_page_not_served_securely_says_so_and_lets_one_write(served: Served, doorstep: Doorstep) -> None:
    room = await served.make_room()
    party = await doorstep.come(Party, RESPONDENT, PHONE)
    await at_check(party, room, served.insecure_url)
    await expect(party.see("trouble-both")).to_have_attribute("data-trouble", "insecure")
    await expect(party.see("trouble-both")).to_contain_text("https")
    await reads_and_writes(served, doorstep, room, party)
