"""A case that a court sent and that failed, lived over HTTP and sockets, with words planted wherever none may leave."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from tests import uploads
from tests.node import Node, Party, let_in
from tests.server.http.callers import ask, bearer
from tests.server.http.case_office import CaseOffice, participants
from tests.tab import Json, Tab

OCTETS = {"Content-Type": "application/octet-stream"}
REPORT = {
    "basics": "双方到场，各自陈述。\n用人单位对工作时间有异议。",
    "reasons": "对加班时长的认定分歧较大。",
    "cost_conduct": "无。",
    "court_matters": "无。",
}
ADDRESS = "江苏省南京市玄武区送达路8号"


def planted(number: int) -> str:
    """A word that stands nowhere else, as a file name and as chat too."""
    return f"密语{number:02d}麒麟"


PLANTED = tuple(planted(number) for number in range(1, 21))
OFFERED = "98765.43"
"""The offer in the draft: an amount that is nobody's claim."""


@dataclass
class FailedCase:
    """What was filed by whom, as bytes, by title."""

    office: CaseOffice
    id: str
    worker: str
    company: str
    filed: dict[str, bytes] = field(default_factory=dict)

    async def file(self, title: str, content: bytes, **head: str) -> str:
        """A paper, filed by the mediator for whoever brought it; gives its id."""
        query = {"title": title, "what": "evidence", "form": "scan", **head}
        headers = {**OCTETS, **await self.office.headers("wangmin")}
        path = f"/api/v1/cases/{self.id}/materials"
        answer = await ask(self.office.node, "POST", path, headers, params=query, data=content)
        assert answer.status == 201, answer.json
        self.filed[title] = content
        return str(answer.json["id"])

    async def take(self, who: str, path: str, **query: str) -> tuple[int, bytes]:
        """A file of the case, as that person gets it."""
        node, headers = self.office.node, await self.office.headers(who)
        url = f"{node.url}/api/v1/cases/{self.id}/{path}"
        async with node.http.get(url, headers=headers, params=query) as response:
            return response.status, await response.read()


def of_detail(office: CaseOffice, detail: Json) -> FailedCase:
    """The case of that page."""
    worker, company = participants(detail)
    return FailedCase(office, detail["id"], worker, company)


async def accepted(office: CaseOffice) -> FailedCase:
    """Up to a mediator's acceptance, with notes of the office at every step."""
    case = await office.open("admin", **office.of_court(summary=planted(1)))
    failed = of_detail(office, case)
    worker, company = failed.worker, failed.company
    for one in (worker, company):
        await office.does("admin", case["id"], "rank", participant=one, ranked=[office.ids["wangmin"]])
    await office.does("admin", case["id"], "appoint", host=office.ids["wangmin"], chosen_by="parties")
    await office.does("wangmin", case["id"], "accept", relations=[], note=planted(2))
    at = office.clock.at.isoformat()
    for number, one, result in ((3, worker, "reached"), (4, company, "no_answer"), (5, company, "reached")):
        tried = {"participant": one, "channel": "phone", "result": result, "at": at, "note": planted(number)}
        await office.does("wangmin", case["id"], "contact", **tried)
    await office.does("wangmin", case["id"], "suspend", reason="other", note=planted(6))
    await office.does("wangmin", case["id"], "resume")
    return failed


async def served(failed: FailedCase) -> None:
    """Both agree to electronic service; the worker alone to data going to the court, and has an address."""
    office, on = failed.office, failed.office.clock.at.date().isoformat()
    for one, step in ((failed.worker, "e_service"), (failed.company, "e_service"), (failed.worker, "data_return")):
        said = {"participant": one, "step": step, "given": True, "how": "written", "on": on}
        await office.does("wangmin", failed.id, "consent", **said)
    who = {"kind": "person", "name": "张伟", "phone": "13800001234", "domicile": ADDRESS}
    changed = await office.puts_right("wangmin", failed.id, failed.worker, **who)
    assert changed.status == 200, changed.json


async def papers_filed(failed: FailedCase) -> None:
    """Papers of both sides, of the court, and one of the organisation's own."""
    await failed.file("劳动合同", uploads.pdf(2), owner=failed.worker, use="record")
    await failed.file("工资条: 2月/3月?", uploads.picture(), owner=failed.worker, use="from_court")
    await failed.file("考勤表", uploads.pdf(3), owner=failed.company, use="record")
    await failed.file(planted(18), uploads.chinese_pdf(planted(18)), owner=failed.worker, use="record")
    await failed.file("和解方案", uploads.chinese_pdf(planted(1)), owner=failed.company)
    await failed.file("起诉状副本", uploads.pdf(4), what="other", use="from_court")
    await decided_by_statement(failed)
    await failed.file("委托函", uploads.pdf(1), what="court_letter")
    await failed.file(planted(7), uploads.chinese_pdf(planted(8)), what="other")


async def decided_by_statement(failed: FailedCase) -> None:
    """The company has no link: by its signed statement the desk gives one paper to the court and keeps one back."""
    witness = await failed.file("证人证言", uploads.pdf(5), owner=failed.company)
    stays = await failed.file(planted(20), uploads.chinese_pdf(planted(20)), owner=failed.company, use="record")
    of_company = {"participant": failed.company}
    case, office = failed.id, failed.office
    early = await office.tries(
        "wangmin", case, "court_paper", **of_company, material=witness, given=True, statement=witness
    )
    assert (early.status, early.json["code"]) == (409, "court_paper.no_statement")
    statement = await failed.file(planted(20), uploads.chinese_pdf(planted(20)), owner=failed.company, what="statement")
    of_company["statement"] = statement
    await office.does("wangmin", case, "court_paper", **of_company, material=witness, given=True)
    detail = await office.does("wangmin", case, "court_paper", **of_company, material=stays, given=False)
    fates = {one["id"]: one["fate"] for one in detail["materials"]}
    assert (fates[witness], fates[stays], fates[statement]) == ("given", "kept_back", None)
    lines = [one["text"]["zh"] for one in detail["timeline"]]
    company = next(one["name"] for one in detail["participants"] if one["id"] == failed.company)
    assert f"凭当事人签名的声明登记材料是否提交法院：{company}，《证人证言》，提交法院，《{planted(20)}》" in lines


async def talked(failed: FailedCase) -> None:
    """A session in a room: chat, documents on the table, a draft with an offer and remarks."""
    office = failed.office
    for one, mode in ((failed.worker, "remote_av"), (failed.company, "audio_only")):
        await office.does("wangmin", failed.id, "mode", participant=one, mode=mode)
    room = await office.plan("wangmin", failed.id, days=2)
    await office.pass_time(days=2)
    async with AsyncExitStack() as leaving:
        mediator, worker, company = await _at_table(failed, room, leaving)
        for number, tab in ((9, mediator), (10, worker), (11, company)):
            await tab.says(f"方案：{planted(number)}")
        for number, tab in ((12, worker), (14, company)):
            await _laid(office.node, tab, planted(number), uploads.chinese_pdf(planted(number + 1)))
        await _given_and_taken_back(office.node, worker)
        await _drafted(mediator, worker, company)
    office.clock.at += timedelta(minutes=95)
    closed = await office.post("wangmin", f"/rooms/{room['id']}/close", {})
    assert closed.status == 200, closed.json


async def _at_table(failed: FailedCase, room: Json, leaving: AsyncExitStack) -> tuple[Tab, Tab, Tab]:
    """Mediator, worker and company, all at the table."""
    node = failed.office.node
    entered = await failed.office.post("wangmin", f"/rooms/{room['id']}/enter", {})
    tabs = [await Tab(str(entered.json["token"]), node.url).connect()]
    await tabs[0].enter()
    for row in (row for row in room["people"] if row["invite"]):
        digits = row["id_no_masked"][-4:] if row["id_no_masked"] else None
        party = Party(node, row["invite"]["url"].rsplit("/", 1)[1], row["seat"], row["seat"].ljust(43, "x"), digits)
        tabs.append(await party.tab())
        await tabs[-1].enter()
        await let_in(node, room["id"], tabs[0], row["seat"])
    for tab in tabs:
        leaving.push_async_callback(tab.leave)
    mediator, worker, company = tabs
    return mediator, worker, company


async def _laid(node: Node, tab: Tab, name: str, content: bytes) -> None:
    headers = {**bearer(tab.token), **OCTETS, "X-File-Name": quote(f"{name}.pdf")}
    answer = await ask(node, "POST", "/api/v1/session/documents", headers, data=content)
    assert answer.status == 201, answer.json


async def _given_and_taken_back(node: Node, tab: Tab) -> None:
    """The worker thought of giving the court what it had shown: it is on file from then on, and stays there.

    What was filed for the record it keeps back beforehand.
    """
    path, own = "/api/v1/session/case/court-papers", bearer(tab.token)
    found = (await ask(node, "GET", path, own)).json["papers"]
    shown = next(one["id"] for one in found if one["title"] == f"{planted(12)}.pdf")
    given = await ask(node, "POST", f"{path}/{shown}", own, json={"given": True})
    assert given.status == 200, given.json
    [copy] = [one["id"] for one in given.json["papers"] if one["fate"] == "given"]
    back = await ask(node, "POST", f"{path}/{copy}", own, json={"given": False})
    assert {one["id"]: one["fate"] for one in back.json["papers"]}[copy] == "kept_back", back.json
    # Only where papers were filed before the talk.
    for record in (one["id"] for one in found if one["fate"] == "record" and one["title"] == planted(18)):
        back = await ask(node, "POST", f"{path}/{record}", own, json={"given": False})
        assert {one["id"]: one["fate"] for one in back.json["papers"]}[record] == "kept_back", back.json


async def _drafted(mediator: Tab, worker: Tab, company: Tab) -> None:
    await mediator.done("agreement.open")
    await mediator.done("draft.set", part="head", field="facts", saw=0, value=planted(16))
    await mediator.done("draft.add", clause="payment-1", kind="payment", after=None)
    for name, value in (("item", planted(17)), ("amount", OFFERED)):
        await mediator.done("draft.set", part="payment-1", field=name, saw=0, value=value)
    for number, tab in ((18, worker), (19, company), (20, mediator)):
        await tab.done("draft.comment", id=f"remark-{number:04d}", part="payment-1", text=planted(number))


async def terminated(failed: FailedCase) -> None:
    """Over, and everybody was told."""
    await failed.office.does("wangmin", failed.id, "terminate", ground="G5_TOO_FAR", report=REPORT)
    async with asyncio.timeout(10):
        while (await failed.take("wangmin", "papers/termination-notice"))[0] != 200:
            await failed.office.pass_time(seconds=1)
