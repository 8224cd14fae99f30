"""From the signed application to the court's yes: handed in, looked at, put right once, handed in again, accepted."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final

import aiohttp
from playwright.async_api import expect

from agreements.certificate import TITLE as CERTIFICATE
from tests.browser.conftest import Doorstep
from tests.browser.devices import MEDIATOR
from tests.browser.people import LONG_MS, Person, Table
from tests.browser.served import CLERK, Served
from tests.browser.signers import SEAL_MS
from tests.node import PASSWORD
from tests.server.http.case_office import PAPER

DESKTOP: Final = {"viewport": {"width": 1366, "height": 768}}
Look = Callable[[Person, str], Awaitable[None]]
COURT_NO: Final = "（2026）某0205民特1号"


async def filed(served: Served, case: str, title: str, what: str, content: bytes | None = None) -> None:
    """One more paper on the case's file; without `content` the certificate as the server prints it."""
    path, mediator = f"{served.url}/api/v1/cases/{case}", await served.log_in()
    headers = {"Content-Type": "application/octet-stream", "Authorization": mediator}
    async with aiohttp.ClientSession() as http:
        if content is None:
            async with http.get(f"{path}/certificate", headers=headers) as printed:
                content = await printed.read()
        query = {"title": title, "what": what, "form": "original"}
        async with http.post(f"{path}/materials", params=query, data=content, headers=headers) as answer:
            assert answer.status == 201, await answer.text()


async def unseen(_person: Person, _stop: str) -> None:
    """Nobody looks."""


async def submit(served: Served, doorstep: Doorstep, table: Table, case: str, look: Look = unseen) -> None:
    """TR24 to TR26 as the pages offer them. `look` is called at each stop."""
    mediator, worker, _ = table.people
    await handed_in(served, mediator, case)
    await look(mediator, "submission-handed-in")
    clerk = await come(served, doorstep)
    await look(clerk, "court-desk")
    await looked_at(clerk)
    await look(clerk, "court-submission")
    await act(clerk, "correction", points="补交申请人身份证复印件\n补交营业执照")
    await expect(clerk.see("court-submission-page")).to_have_attribute("data-standing", "correction")
    await handed_in_again(served, mediator, case)
    await clerk.page.goto(f"{served.url}/c")
    await clerk.see("submission-open").first.click()
    await expect(clerk.see("change").first).to_have_attribute("data-change", "new")
    await expect(clerk.see("correction-answer")).to_contain_text("补好了")
    await look(clerk, "court-resubmission")
    await act(clerk, "accept", number=COURT_NO, on=date.today().isoformat())  # noqa: DTZ011 - as the clerk's calendar says
    await expect(clerk.see("court-submission-page")).to_have_attribute("data-standing", "review")
    await expect(clerk.see("accesses")).to_contain_text(served.cast.clerk)
    await mediator.page.reload()
    await expect(mediator.see("submission-row").first).to_have_attribute("data-standing", "review")
    await worker.page.goto(f"{served.url}/case")
    await expect(worker.see("own-submission").get_by_test_id("submission-row").first).to_have_attribute(
        "data-standing", "review"
    )
    await look(worker, "own-submission")
    await asked_back(clerk, worker, look)


async def asked_back(clerk: Person, worker: Person, look: Look) -> None:
    """TR28: what follows is said first; the clerk's open page tells it by itself."""
    await worker.press("withdrawal-ask")
    await expect(worker.see("withdrawal-last")).to_be_visible()
    await look(worker, "withdrawal-dialog")
    await worker.press("withdrawal-dialog-submit")
    await expect(worker.see("own-withdrawal")).to_have_attribute("data-asked", "true")
    await expect(clerk.see("withdrawal-wish")).to_be_visible()
    await look(clerk, "court-withdrawal")


async def handed_in(served: Served, mediator: Person, case: str) -> None:
    """The page says what is missing until nothing is, shows the ten slots, and gives a receipt."""
    await mediator.page.goto(f"{served.url}/m/cases/{case}")
    await expect(mediator.see("lacks")).to_be_visible(timeout=LONG_MS)
    await expect(mediator.see("hand-in")).to_have_count(0)
    await filed(served, case, CERTIFICATE, "certificate")
    await mediator.page.reload()
    await expect(mediator.see("nothing-lacks")).to_be_visible(timeout=LONG_MS)
    await mediator.see("preview").locator("summary").click()
    await expect(mediator.see("slot")).to_have_count(10)
    await expect(mediator.page.locator("[data-slot='1']")).to_have_attribute("data-papers", "1")
    await mediator.press("hand-in")
    await mediator.press("submit-confirm")
    await expect(mediator.see("receipt-number")).to_be_visible(timeout=SEAL_MS)
    await expect(mediator.see("submission-row")).to_have_attribute("data-standing", "submitted")


async def come(served: Served, doorstep: Doorstep) -> Person:
    """The clerk, signed in at the desk."""
    clerk = await doorstep.come(Person, MEDIATOR, DESKTOP)
    await clerk.page.goto(f"{served.url}/login")
    await clerk.see("login-username").fill(CLERK)
    await clerk.see("login-password").fill(PASSWORD)
    await clerk.press("login-submit")
    await clerk.page.wait_for_url("**/c")
    return clerk


async def looked_at(clerk: Person) -> None:
    """The newest, signed for, its first paper read."""
    await clerk.see("submission-open").first.click()
    await clerk.press("act-receive")
    await expect(clerk.see("act-receive")).to_have_count(0)
    await clerk.see("read-paper").first.click()
    await expect(clerk.see("page").first).to_have_attribute("data-loaded", "true", timeout=SEAL_MS)


async def act(clerk: Person, name: str, **said: str) -> None:
    await clerk.press(f"act-{name}")
    for field, value in said.items():
        await clerk.see(f"act-{field}").fill(value)
    await clerk.press("act-submit")
    await expect(clerk.see("court-act")).to_have_count(0)


async def handed_in_again(served: Served, mediator: Person, case: str) -> None:
    """The mediator reads the list, files what is wanted, and says so."""
    await filed(served, case, "身份证复印件", "identity", PAPER)
    await mediator.page.reload()
    await expect(mediator.see("correction-text")).to_contain_text("2. 补交营业执照")
    await mediator.press("hand-in")
    await mediator.see("submit-note").fill("都补好了")
    await mediator.press("submit-confirm")
    await expect(mediator.see("submission-row")).to_have_count(2, timeout=SEAL_MS)
