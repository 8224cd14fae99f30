"""A court's case from its entry to its end, as the organisation, the mediator and the worker see it."""

from datetime import UTC, date, datetime, timedelta

from playwright.async_api import FilePayload, expect

from tests import uploads
from tests.browser.conftest import Doorstep
from tests.browser.devices import DESKTOP, MEDIATOR, PHONE
from tests.browser.people import Mediator, Party, Person
from tests.browser.served import CLERK, USERNAME, Json, Served
from tests.browser.test_case_page import END, bearer, deed, fill, submit
from tests.browser.test_every_page import AXE, EXAMINE, GRAVE, PICTURES, SPILLS
from tests.node import PASSWORD, id_number

ADMIN = "liguan"
COURT_CASE_NO = "（2026）苏0102民初77号"
WORKER, COMPANY = "何小川", "某某物流有限公司"
SLIP = "工资条.pdf"
SESSION_IN = timedelta(days=4)


def today() -> date:
    """In the courthouse."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


async def sound(person: Person, stop: str) -> None:
    """Nothing grave for axe, nothing wider than the screen; a picture is kept."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await person.page.screenshot(path=PICTURES / f"cases-{stop}.png", animations="disabled", full_page=True)
    await person.page.evaluate(AXE.read_text())
    found = await person.page.evaluate(EXAMINE)
    assert [one for one in found if one["impact"] in GRAVE] == []
    assert not await person.page.evaluate(SPILLS)


async def registered_mediator(served: Served) -> str:
    """Its id. Without the court's confirmation a court's case goes to nobody (规则 §27)."""
    await served.add_clerk()
    of = ("--role", "admin", "--name", "李管理", "--password-stdin")
    await served.command("user", "add", ADMIN, *of, typed=PASSWORD)
    admin, clerk = await bearer(served, ADMIN), await bearer(served, CLERK)
    _, forms = await served.ask("GET", "/api/v1/case-forms", None, admin)
    [court] = [one["id"] for one in forms["courts"] if one["zh"] == served.cast.court]
    [host] = [one["id"] for one in forms["mediators"] if one["zh"] == served.cast.mediator]
    entry = {"court": court, "subject_kind": "mediator", "subject": host, "register_no": "17"}
    status, listed = await served.ask("POST", "/api/v1/register", entry, admin)
    assert status == 201, listed
    term = {"answer": "confirm", "valid_from": f"{today().year}-01-01", "valid_to": f"{today().year}-12-31"}
    status, answer = await served.ask("POST", f"/api/v1/register/{listed['entries'][0]['id']}", term, clerk)
    assert status == 200, answer
    return str(host)


async def log_in(person: Person, username: str) -> None:
    await person.page.goto(f"{person.url}/login")
    await person.see("login-username").fill(username)
    await person.see("login-password").fill(PASSWORD)
    await person.press("login-submit")
    await person.page.wait_for_url(lambda address: "/login" not in address)


async def enter(admin: Person, court: str) -> str:
    """Both sides have agreed, by phone and on paper; gives the case's address."""
    await admin.press("new-case")
    await expect(admin.see("lane")).to_be_visible()
    await sound(admin, "intake")
    page, see = admin.page, admin.see
    await see("lane").select_option("WEITUO")
    await see("court").select_option(label=court)
    await see("procedure").select_option("ordinary")
    await see("court-case-no").fill(COURT_CASE_NO)
    await see("material-received").fill(today().isoformat())
    await see("cause").select_option("wages")
    await see("participants.0.who.name").fill(WORKER)
    await see("participants.0.who.id_no").fill(id_number())
    await see("participants.1.who.name").fill(COMPANY)
    await see("participants.1.who.uscc").fill("91320100MA0DEM005D")
    await see("participants.1.who.representative").fill("李静")
    await see("participants.1.who.title").fill("人事经理")
    await agreed(admin, "participants.0", "phone")
    await see("participants.1.consent.yes").check()
    await admin.press("create-case")
    await expect(see("participants.1.consent.how")).to_have_attribute("aria-invalid", "true")
    await see("participants.1.consent.how").select_option("written")
    await see("material-received").fill((today() + timedelta(days=1)).isoformat())
    await admin.press("create-case")
    await expect(see("material-received")).to_have_attribute("aria-invalid", "true")
    await see("material-received").fill(today().isoformat())
    await admin.press("create-case")
    await expect(see("case-page")).to_be_visible()
    return page.url


async def agreed(person: Person, path: str, how: str) -> None:
    await person.see(f"{path}.consent.yes").check()
    await person.see(f"{path}.consent.how").select_option(how)


async def chosen(served: Served, case: str, host: str) -> None:
    """Both sides told the office by phone whom they want."""
    who = await bearer(served, ADMIN)
    _, now = await served.ask("GET", f"/api/v1/cases/{case}", None, who)
    for participant in [one["id"] for one in now["participants"]]:
        now = await deed(served, who, now, "rank", participant=participant, ranked=[host])


async def reachable(served: Served, case: str) -> None:
    """How each side takes part is asked before a session is planned (规则 §16)."""
    who = await bearer(served, USERNAME)
    _, now = await served.ask("GET", f"/api/v1/cases/{case}", None, who)
    for participant in [one["id"] for one in now["participants"]]:
        now = await deed(served, who, now, "mode", participant=participant, mode="remote_av")


async def appoint(admin: Person, mediator: str) -> None:
    await admin.page.reload()
    await admin.page.locator('[data-deed="appoint"] button').click()
    await admin.page.locator('[data-field="host"] select').select_option(label=mediator)
    await fill(admin.page, "chosen_by", "parties")
    await submit(admin.page)
    await expect(admin.see("case-state")).to_have_attribute("data-state", "accept_pending")


async def find(person: Person, words: str) -> None:
    """The one case in the list with that number or name; the address keeps what was looked for."""
    await person.page.goto(f"{person.url}/m/cases")
    await person.see("case-search").fill(words)
    await person.page.wait_for_url("**/m/cases?text=*")
    await expect(person.see("case-row")).to_have_count(1)


async def accept(mediator: Mediator) -> None:
    """With something to tell, which each side has to know."""
    await mediator.see("case-open").click()
    await mediator.page.locator('[data-deed="accept"] button').click()
    await mediator.see("deed-dialog").get_by_label("有其他关系").check()
    await fill(mediator.page, "note", "曾给被申请人讲过一次安全课。")
    await submit(mediator.page)
    await expect(mediator.see("case-state")).to_have_attribute("data-state", "active")


async def plan(mediator: Mediator) -> None:
    await mediator.page.reload()
    await mediator.press("plan-session")
    await mediator.see("session-day").fill((today() + SESSION_IN).isoformat())
    await mediator.press("session-submit")
    await expect(mediator.see("session")).to_have_count(1)


async def file(mediator: Mediator, name: str, what: str, use: str | None = None) -> None:
    """A paper of the company, on the case's file."""
    await mediator.press("add-material")
    content = uploads.chinese_pdf(name)
    paper: FilePayload = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}
    await mediator.see("material-input").set_input_files(paper)
    await mediator.see("material-what").select_option(what)
    await mediator.see("material-form").select_option("scan")
    await mediator.see("material-owner").select_option(label=f"{COMPANY}（被申请人）")
    if use is not None:
        await mediator.see("material-use").select_option(use)
        await sound(mediator, "filing")
    await mediator.press("material-submit")
    await expect(mediator.see("material-dialog")).to_have_count(0)


async def keep_back_by_statement(mediator: Mediator) -> None:
    """For a party without a link the desk says, by what that party signed, which papers the court does not get."""
    await file(mediator, "考勤表", "evidence", "record")
    fate = mediator.see("material-fate")
    await expect(fate).to_have_attribute("data-fate", "record")
    await file(mediator, "声明", "statement")
    await mediator.press("choose-material")
    await mediator.page.locator('[data-field="given"]').get_by_label("否").check()
    await mediator.page.locator('[data-field="statement"] select').select_option(label="声明")
    await sound(mediator, "statement")
    await submit(mediator.page)
    await expect(fate).to_have_attribute("data-fate", "kept_back")


async def link_of(served: Served, case: str, name: str) -> str:
    who = await bearer(served, USERNAME)
    _, detail = await served.ask("GET", f"/api/v1/cases/{case}", None, who)
    _, room = await served.ask("GET", f"/api/v1/rooms/{detail['sessions'][0]['room']}", None, who)
    people: list[Json] = room["people"]
    return next(str(one["invite"]["url"]) for one in people if one["name"] == name)


async def read_notices(worker: Party) -> None:
    """Behind the link: a notice counts as read when it is unfolded, and the disclosure is answered."""
    await expect(worker.see("own-unread")).to_be_visible()
    await worker.press("to-own-case")
    await expect(worker.see("own-case")).to_have_attribute("data-state", "active")
    unread = worker.page.locator('[data-testid=own-notice][data-read="false"]')
    before = await unread.count()
    await unread.first.get_by_test_id("own-notice-open").tap()
    await expect(unread).to_have_count(before - 1)
    await expect(worker.see("own-notice-text")).to_be_visible()
    await sound(worker, "party")
    await worker.press("ask-disclosure-yes")
    await expect(worker.see("ask-disclosure")).to_have_count(0)


async def give_to_court(worker: Party) -> None:
    """A paper of one's own is uploaded and given to the court, and taken back; the name says which."""
    content = uploads.chinese_pdf("2026年3月至7月工资条")
    paper: FilePayload = {"name": SLIP, "mimeType": "application/pdf", "buffer": content}
    await worker.see("give-file").set_input_files(paper)
    ticked = worker.see(f"give-{SLIP}")
    await expect(ticked).to_be_checked()
    await worker.see("court-papers").scroll_into_view_if_needed()
    await sound(worker, "given")
    await ticked.tap()
    await expect(ticked).not_to_be_checked()


async def end(mediator: Mediator) -> None:
    await mediator.page.reload()
    await expect(mediator.see("case-page")).to_be_visible()
    await mediator.page.locator('[data-deed="terminate"] button').click()
    await fill(mediator.page, "ground", "G5_TOO_FAR")
    for name, text in END.items():
        await fill(mediator.page, f"report.{name}", text)
    await submit(mediator.page)
    await expect(mediator.see("case-state")).to_have_attribute("data-state", "terminated")


async def test_a_case_of_the_court_goes_from_entry_to_its_end(served: Served, doorstep: Doorstep) -> None:
    host = await registered_mediator(served)
    admin = await doorstep.come(Person, MEDIATOR, DESKTOP)
    await log_in(admin, ADMIN)
    case = (await enter(admin, served.cast.court)).rsplit("/", 1)[1]
    await chosen(served, case, host)
    await appoint(admin, served.cast.mediator)

    mediator = await doorstep.mediator()
    await mediator.log_in()
    await find(mediator, COURT_CASE_NO)
    await accept(mediator)
    await reachable(served, case)
    await plan(mediator)
    await keep_back_by_statement(mediator)

    worker = await doorstep.come(Party, MEDIATOR, PHONE)
    await worker.open_link(await link_of(served, case, WORKER))
    await worker.say_who(id_number()[-4:])
    await worker.consent("online_mediation", "e_signature")
    await read_notices(worker)
    await give_to_court(worker)

    await end(mediator)
    await find(admin, WORKER)
    await expect(admin.see("case-row")).to_have_attribute("data-state", "terminated")
    await sound(admin, "list")
    await worker.page.reload()
    # The room ended with its case: the link asks once more who comes.
    await worker.say_who(id_number()[-4:])
    await expect(worker.see("own-case")).to_have_attribute("data-state", "terminated")
    await expect(worker.page.locator('[data-testid=own-notice][data-read="false"]')).not_to_have_count(0)
