"""The case page as a mediator works with it: what is due and why, calls, a refused authority, a session, the end."""

import asyncio
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import Doorstep
from tests.browser.devices import DESKTOP
from tests.browser.served import USERNAME, Json, Served
from tests.node import PASSWORD, id_number
from tests.uploads import pdf

ADMIN = "zhouzhu"
COMPANY = {
    "kind": "company",
    "name": "某某电子有限公司",
    "uscc": "91320100MA0DEM005D",
    "representative": {"name": "李静", "title": "人事经理", "phone": "025-12345678"},
}
END = {
    "basics": "劳动报酬争议，调解一次。",
    "reasons": "双方对数额分歧较大。",
    "cost_conduct": "无",
    "court_matters": "无",
}


async def bearer(served: Served, username: str) -> str:
    _, login = await served.ask("POST", "/api/v1/login", {"username": username, "password": PASSWORD})
    return f"Bearer {login['token']}"


async def deed(served: Served, who: str, case: Json, do: str, **said: object) -> Json:
    body = {"deed": {"do": do, "version": case["version"], **said}}
    status, after = await served.ask("POST", f"/api/v1/cases/{case['id']}/deeds", body, who)
    assert status == 200, after
    return after


def today() -> str:
    """In Beijing."""
    return (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()


async def opened(served: Served, who: str, lane: str) -> Json:
    """A case on file in which both sides agreed to mediate."""
    consent = {"given": True, "how": "written", "on": today()}
    worker = {"kind": "person", "name": "张伟", "id_no": id_number()}
    draft = {
        "lane": lane,
        "cause": "wages",
        "received_on": today(),
        "participants": [
            {"standing": "applicant", "who": worker, "consent": consent},
            {"standing": "respondent", "who": COMPANY, "consent": consent},
        ],
        "alike_seen": True,
    }
    status, case = await served.ask("POST", "/api/v1/cases", draft, who)
    assert status == 201, case
    return case


async def agreed_case(served: Served, page: Page) -> Json:
    """An agreement made on paper, stamped and on file."""
    who = await bearer(served, USERNAME)
    case = await opened(served, who, "OFFLINE")
    filing = f"{served.url}/api/v1/cases/{case['id']}/materials?title=调解协议书&what=sealed_scan&form=scan"
    headers = {"Authorization": who, "Content-Type": "application/octet-stream"}
    paper = await (await page.request.post(filing, headers=headers, data=pdf(1))).json()
    _, case = await served.ask("GET", f"/api/v1/cases/{case['id']}", None, who)
    return await deed(served, who, case, "offline_agreement", paper=paper["id"], signed_on=today())


async def accepted_case(served: Served) -> Json:
    """A case of the organisation's own, in which both sides agreed and the mediator disclosed nothing."""
    of = ("--role", "admin", "--name", "周主任", "--password-stdin")
    await served.command("user", "add", ADMIN, *of, typed=PASSWORD)
    admin, mediator = await bearer(served, ADMIN), await bearer(served, USERNAME)
    case = await opened(served, admin, "SELF")
    _, me = await served.ask("GET", "/api/v1/me", None, mediator)
    _, forms = await served.ask("GET", "/api/v1/case-forms", None, admin)
    [host] = [one["id"] for one in forms["mediators"] if one["zh"] == me["name"]]
    case = await deed(served, admin, case, "appoint", host=host, chosen_by="organisation")
    return await deed(served, mediator, case, "accept", relations=[])


async def fill(page: Page, name: str, value: str) -> None:
    """One field of the open form."""
    field = page.get_by_test_id("deed-dialog").locator(f'[data-field="{name}"]')
    select = field.locator("select")
    if await select.count():
        await select.select_option(value)
    else:
        await field.locator("input, textarea").fill(value)


async def submit(page: Page) -> None:
    await page.get_by_test_id("deed-submit").click()
    await expect(page.get_by_test_id("deed-dialog")).to_have_count(0)


async def test_a_mediator_takes_a_case_from_its_deadlines_to_its_end(served: Served, doorstep: Doorstep) -> None:
    case = await accepted_case(served)
    mediator = await doorstep.mediator(DESKTOP)
    await mediator.log_in()
    page = mediator.page
    await page.goto(f"{served.url}/m/cases/{case['id']}")
    await expect(mediator.see("case-page")).to_be_visible()
    await expect(mediator.see("next-due")).to_contain_text("天后")
    await see_why(page)
    await record_a_call(page)
    await keep_what_was_typed_when_somebody_was_quicker(served, page, case)
    await put_the_worker_right_though_somebody_was_quicker(served, page, case)
    await refuse_full_authority(page)
    await plan_a_session(page)
    await end_it(page)
    await enter_a_result(served, page)


async def see_why(page: Page) -> None:
    """Rule, source and arithmetic, and what is unsettled about them."""
    clock = page.locator('[data-clock="period"]')
    await clock.locator("summary").click()
    await expect(clock.get_by_test_id("clock-why")).to_contain_text("起算日")
    await expect(clock.get_by_test_id("clock-unsettled")).to_be_visible()


async def record_a_call(page: Page) -> None:
    await page.get_by_test_id("contact-note").fill("约定明日下午回复")
    await page.get_by_test_id("contact-no-answer").click()
    await expect(page.get_by_test_id("contact")).to_contain_text("约定明日下午回复")


async def keep_what_was_typed_when_somebody_was_quicker(served: Served, page: Page, case: Json) -> None:
    """409 `case.changed`: the page shows the case as it is then, and the form keeps the rest."""
    respondent, applicant = (case["participants"][place]["id"] for place in (1, 0))
    await page.locator(f'[data-participant="{respondent}"]').get_by_test_id("set-mode").click()
    await fill(page, "mode", "assisted_site")
    who = await bearer(served, USERNAME)
    _, now = await served.ask("GET", f"/api/v1/cases/{case['id']}", None, who)
    await deed(served, who, now, "mode", participant=applicant, mode="remote_av")
    await page.get_by_test_id("deed-submit").click()
    await expect(page.get_by_test_id("deed-changed")).to_be_visible()
    await expect(page.get_by_test_id("deed-dialog").locator('[data-field="mode"] select')).to_have_value(
        "assisted_site"
    )
    await submit(page)
    await expect(page.locator(f'[data-participant="{respondent}"]')).to_contain_text("到协助点参加")


async def put_the_worker_right_though_somebody_was_quicker(served: Served, page: Page, case: Json) -> None:
    """The number stays masked and on file untyped; what another wrote meanwhile is shown and not lost."""
    worker, form = case["participants"][0]["id"], page.get_by_test_id("correction-dialog")
    card = page.locator(f'[data-participant="{worker}"]')
    await card.get_by_test_id("correct").click()
    await expect(form.get_by_test_id("correct-idNo")).to_have_value("")
    await expect(form).to_contain_text(f"110101********{id_number()[-4:]}")
    await form.get_by_test_id("correct-domicile").fill("南京市玄武区示范路1号")
    who = await bearer(served, USERNAME)
    _, now = await served.ask("GET", f"/api/v1/cases/{case['id']}", None, who)
    other = {"kind": "person", "domicile": "别人填的地址", "phone": "13900001234"}
    path = f"/api/v1/cases/{case['id']}/participants/{worker}"
    status, after = await served.ask("POST", path, {"version": now["version"], "who": other}, who)
    assert status == 200, after
    await form.get_by_test_id("correction-submit").click()
    await expect(form.get_by_test_id("correction-changed")).to_be_visible()
    await expect(form).to_contain_text("刚被改为：别人填的地址")
    await form.get_by_test_id("correction-submit").click()
    await expect(form).to_have_count(0)
    await card.locator("summary").first.click()
    for known in ("南京市玄武区示范路1号", f"110101********{id_number()[-4:]}", "139****1234"):
        await expect(card).to_contain_text(known)


async def refuse_full_authority(page: Page) -> None:
    """全权代理 is no authority: the server says so beside the field."""
    await page.get_by_test_id("add-agent").first.click()
    await page.get_by_test_id("agent-name").fill("孙律")
    await page.get_by_test_id("agent-type").select_option(index=1)
    await page.get_by_test_id("agent-dialog").locator('input[value="yes"]').check()
    await page.get_by_test_id("agent-authority-text").fill("全权代理")
    await page.get_by_test_id("agent-submit").click()
    await expect(page.get_by_test_id("agent-authority-text")).to_have_attribute("aria-invalid", "true")
    await page.keyboard.press("Escape")


async def plan_a_session(page: Page) -> None:
    await page.get_by_test_id("plan-session").click()
    day = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()
    await page.get_by_test_id("session-day").fill(day)
    await page.get_by_test_id("session-submit").click()
    await expect(page.get_by_test_id("session")).to_have_count(1)
    async with page.expect_download() as coming:
        await page.get_by_test_id("session-calendar").click()
    file = await (await coming.value).path()
    assert b"BEGIN:VEVENT" in await asyncio.to_thread(file.read_bytes)
    await page.get_by_test_id("to-room").click()
    await page.get_by_test_id("to-case").click()
    await expect(page.get_by_test_id("case-page")).to_be_visible()


async def end_it(page: Page) -> None:
    """Without the four fields nothing ends; with them the notice and the export are there."""
    await page.locator('[data-deed="terminate"] button').click()
    await page.get_by_test_id("deed-submit").click()
    await expect(page.get_by_test_id("deed-dialog").locator("[aria-invalid]")).to_have_count(5)
    await fill(page, "ground", "G5_TOO_FAR")
    for name, text in END.items():
        await fill(page, f"report.{name}", text)
    await submit(page)
    await expect(page.get_by_test_id("case-state")).to_have_attribute("data-state", "terminated")
    await expect(page.get_by_test_id("case-paper-export")).to_be_visible()


async def enter_a_result(served: Served, page: Page) -> None:
    """What was agreed and the sum; a sum that is none is refused at its field; then the report is there."""
    case = await agreed_case(served, page)
    await page.goto(f"{served.url}/m/cases/{case['id']}")
    await page.get_by_test_id("enter-result").click()
    await expect(page.get_by_test_id("deed-follow-up")).to_contain_text("尚未选择")
    await page.get_by_test_id("deed-submit").click()
    await expect(page.get_by_test_id("deed-dialog").locator(".error")).to_have_count(3)
    await fill(page, "result", "agreement_full")
    await fill(page, "content", "公司于本月底前支付张伟工资，双方再无其他争议。")
    await fill(page, "amount", "一万二")
    await page.get_by_test_id("deed-dialog").locator('[data-field="performed_at_once"] input[value="no"]').check()
    await page.get_by_test_id("deed-submit").click()
    await expect(page.locator('[data-field="amount"] input')).to_have_attribute("aria-invalid", "true")
    await fill(page, "amount", "12,345.67")
    await submit(page)
    papers = page.get_by_test_id("case-papers")
    await papers.locator("summary").first.click()
    await expect(papers).to_contain_text("12,345.67")
    async with page.expect_download() as coming:
        await page.get_by_test_id("case-paper-report").click()
    file = await (await coming.value).path()
    assert (await asyncio.to_thread(file.read_bytes)).startswith(b"%PDF")
