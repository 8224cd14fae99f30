"""What must not leak: secrets in addresses and referrers; and what must not act: markup in what people write."""

import json
import re
from functools import partial

from playwright.async_api import Dialog, Request, expect

from tests.browser.conftest import Doorstep
from tests.browser.people import Person
from tests.browser.served import Room, Served

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>&lt;b&gt;{{7*7}}"
PAYLOADS = (IMAGE, SCRIPT, "javascript:alert(3)", '"><svg/onload=alert(4)>', "${alert(5)}", "https://evil.test/a?b=<c>")


def recorded(person: Person) -> list[Request]:
    requests: list[Request] = []
    person.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - playwright marks the function
    return requests


async def secrets_of(person: Person) -> list[str]:
    """Everything this tab may speak with."""
    kept = await person.page.evaluate("Object.assign({}, sessionStorage)")
    seat = json.loads(kept["seat.session"])["token"]
    return [seat, *(kept[name] for name in ("account.token", "invite.secret") if name in kept)]


async def test_threat7_secrets_are_in_no_address_but_the_link_and_in_no_referrer(
    served: Served, doorstep: Doorstep
) -> None:
    room = await served.make_room()
    mediator, party = await doorstep.mediator(), await doorstep.respondent()
    asked = {person.page: recorded(person) for person in (mediator, party)}
    await mediator.open_room(room.id)
    await party.come_to_lobby(room.respondent)
    await mediator.admit(room.respondent.name)
    await party.at_table()
    await party.page.reload()
    await party.at_table()
    secrets = [*await secrets_of(mediator), *await secrets_of(party)]
    assert len(secrets) == 4
    documents = [request for request in asked[party.page] if request.url == room.respondent.url]
    assert [request.resource_type for request in documents] == ["document"]
    for request in (each for requests in asked.values() for each in requests):
        assert not (await request.all_headers()).get("referer"), request.url
        if request not in documents:
            assert not any(secret in request.url for secret in secrets), request.url
    for person in (mediator, party):
        shown = await person.page.evaluate(
            "[document.URL, document.referrer, document.title, document.cookie].join(' ')"
        )
        assert not any(secret in shown for secret in secrets)
        assert await person.page.evaluate("document.cookie") == ""
    said = "".join(served.said)
    assert not any(secret in said for secret in secrets)
    assert "/j/" not in re.sub(r"/j/\{\w+\}|/j/\*", "", said)


async def test_threat7_the_link_has_left_the_address_before_anything_is_shown(
    served: Served, doorstep: Doorstep
) -> None:
    room, party = await served.make_room(), await doorstep.applicant()
    await party.open_link(room.applicant.url)
    assert await party.page.evaluate("document.URL") == f"{served.url}/j"
    await party.page.go_back()
    assert room.applicant.url not in party.page.url


async def hostile_table(served: Served, doorstep: Doorstep) -> tuple[Room, Person, Person]:
    """A room whose title and one name are payloads; the mediator and that person are in it."""
    room = await served.make_room(applicant=f"张{IMAGE}", title=f"争议{SCRIPT}")
    mediator, party = await doorstep.mediator(), await doorstep.applicant()
    for person in (mediator, party):
        person.page.on("dialog", partial(opened, person))
    await party.come_to_lobby(room.applicant)
    await mediator.log_in()
    await expect(mediator.see("desk-room-title").filter(has_text=room.title)).to_be_visible()
    await mediator.page.goto(f"{served.url}/m/rooms/{room.id}")
    await expect(mediator.page.get_by_role("heading", name=room.title)).to_be_visible()
    await mediator.press("enter-room")
    await mediator.enter()
    await mediator.admit(room.applicant.name)
    await party.at_table()
    return room, mediator, party


async def opened(person: Person, dialog: Dialog) -> None:
    person.faults.append(f"dialog: {dialog.message}")
    await dialog.dismiss()


async def test_threat9_markup_in_names_titles_and_chat_is_text(served: Served, doorstep: Doorstep) -> None:
    room, mediator, party = await hostile_table(served, doorstep)
    for person in (mediator, party):
        await expect(person.page.get_by_role("heading", name=room.title)).to_be_visible()
        await person.open_tab("chat")
    await expect(mediator.tile(room.applicant.id)).to_contain_text(room.applicant.name)
    for text in PAYLOADS:
        await party.say(text)
        await expect(mediator.line(text)).to_be_visible()
    for person in (mediator, party):
        assert await person.lines() == list(PAYLOADS)
        assert (
            await person.page.locator("img[src=x], [onerror], [onload], main script, main a[href^='http']").count() == 0
        )
        assert await person.measure("window.probe.violations") == []
