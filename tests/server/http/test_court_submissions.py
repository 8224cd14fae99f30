"""Late applications, and receipts that come back as files: the court's desk and the case's page (TR24, LR-20)."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime

from agreements.ids import Digest
from law.beijing import BEIJING
from rooms.cases.words import Route
from rooms.ids import CaseId
from server.audit.facts import SubmissionMade
from server.ids import CourtId, SubmissionId, new_id
from server.storage.messages import Progress
from server.storage.submissions import Submission, SubmissionChannel, numbered
from tests.server.http.callers import Answer, ask, audit, bearer, stores_of
from tests.server.http.case_office import COMPANY, PAPER, CaseOffice, OwnSide, clock_of, participants
from tests.server.http.test_case_clocks import offline
from tests.server.http.test_offline_application import begun
from tests.tab import Json


async def applying(office: CaseOffice) -> Json:
    """A case whose parties have signed the application on paper: its thirty days run."""
    return await applied(office, (await offline(office))["id"])


async def applied(office: CaseOffice, case: str) -> Json:
    await office.does("admin", case, "route", route="confirmation")
    paper = await office.file("admin", case)
    for one in participants(await office.read("admin", case)):
        await office.does("admin", case, "application", participant=one, paper=paper)
    return await office.read("admin", case)


async def handed_in(
    office: CaseOffice, case: Json, *, late: bool, channel: SubmissionChannel, route: Route = Route.CONFIRMATION
) -> Submission:
    """As `server.submissions` leaves it behind, with a small stand-in for the bundle."""
    stores = stores_of(office.node)
    one = Submission(
        id=SubmissionId(new_id()),
        case=CaseId(case["id"]),
        court=CourtId(office.court),
        position=1,
        number=numbered(case["case_no"], 1),
        route=route,
        sha256=await stores.blobs.put(PAPER),
        size=len(PAPER),
        files=(),
        channel=channel,
        late=late,
        by=office.ids["admin"],
        at=office.clock.at,
    )
    made = SubmissionMade(one.id, one.number, one.court, one.route, one.sha256, one.channel, one.late, one.by)
    await stores.submissions.add(one, (made,), case["version"])
    return one


async def act(office: CaseOffice, one: Submission, **said: object) -> Answer:
    version = (await office.ask("clerk", "GET", f"/court/submissions/{one.id}")).json["version"]
    return await office.post("clerk", f"/court/submissions/{one.id}/acts", {"act": said, "version": version})


async def decide(office: CaseOffice, one: Submission, decision: str, title: str) -> Answer:
    """The court's answer with its document, dated today."""
    version = (await office.ask("clerk", "GET", f"/court/submissions/{one.id}")).json["version"]
    head = {"decision": decision, "title": title, "on": office.clock.at.date().isoformat(), "version": str(version)}
    octets = {**await office.headers("clerk"), "Content-Type": "application/octet-stream"}
    path = f"/api/v1/court/submissions/{one.id}/decision"
    return await ask(office.node, "POST", path, octets, params=head, data=PAPER)


async def test_lr20_what_comes_late_waits_until_the_court_lets_it_in_with_its_reason(office: CaseOffice) -> None:
    case = await applying(office)
    last = datetime.fromisoformat(clock_of(case, "confirmation")["due"]).replace(tzinfo=BEIJING)
    await office.pass_time(days=(last - office.clock.at).days + 2)
    one = await handed_in(office, case, late=True, channel=SubmissionChannel.DESK)
    ahead = (await office.ask("admin", "GET", f"/cases/{case['id']}/submission")).json
    assert (ahead["late"], ahead["submissions"][0]["standing"]) == (True, "waiting")
    [row] = (await office.ask("clerk", "GET", "/court/submissions")).json["submissions"]
    assert (row["late"], row["standing"]) == (True, "waiting")
    early = await act(office, one, do="accept", court_case_no="1", on="2026-12-30")
    assert early.code == "submission.not_admitted"
    blank = await act(office, one, do="admit", reason=" ")
    assert blank.code == "text.blank"
    admitted = await act(office, one, do="admit", reason="因系统故障未能按期提交，准许。")
    assert admitted.status == 200, admitted.json
    assert (admitted.json["standing"], admitted.json["override"]) == ("submitted", "因系统故障未能按期提交，准许。")
    assert admitted.json["admitted_at"] is not None
    assert (await act(office, one, do="admit", reason="再次")).code == "submission.not_late"
    kinds = [record.kind for record in await audit(office.node, one.case)]
    assert kinds.index("submission.made") < kinds.index("case.submitted") < kinds.index("submission.received")


async def test_a_receipt_comes_back_as_a_file_and_is_held_against_what_was_handed_in(office: CaseOffice) -> None:
    case = await applying(office)
    one = await handed_in(office, case, late=False, channel=SubmissionChannel.FILE)
    path = f"/cases/{case['id']}/submissions/{one.id}"
    headers = await office.headers("admin")
    url = f"{office.node.url}/api/v1{path}/receipt.json"
    async with office.node.http.get(url, headers=headers) as response:
        told = json.loads(await response.read())
    assert (told["number"], told["sha256"], "received_at" in told) == (one.number, one.sha256, False)

    async def bring(**other: object) -> Answer:
        octets = {**headers, "Content-Type": "application/octet-stream"}
        content = json.dumps({**told, **other}).encode()
        return await ask(office.node, "POST", f"/api/v1{path}/receipt", octets, data=content)

    signed = {"received_at": office.clock.at.isoformat(), "received_by": "立案庭 陈静"}
    assert (await bring()).code == "receipt.unreadable"
    assert (await bring(**signed, sha256="0" * 64)).code == "receipt.other"
    assert (await bring(**signed, more="x")).code == "receipt.unreadable"
    future = {**signed, "received_at": "2036-01-01T00:00:00+08:00"}
    assert (await bring(**future)).code == "receipt.other"
    brought = await bring(**signed)
    assert brought.status == 200, brought.json
    [row] = brought.json["submissions"]
    assert row["received_at"] is not None
    kept = await stores_of(office.node).submissions.one(one.id)
    assert kept is not None
    assert (kept.received_by, kept.sha256) == ("立案庭 陈静", Digest(one.sha256))


async def test_at9_without_any_adapter_the_organisation_keys_in_the_whole_way_to_the_court_and_back(
    office: CaseOffice,
) -> None:
    """The court works outside this server: its acts are entered from its papers, none is made up."""
    case, today = await applying(office), office.clock.at.date().isoformat()
    name = case["id"]
    sent = await office.does("admin", name, "submit", on=today, receipt="EMS 1023")
    assert sent["state"]["id"] == "submitted"
    await office.does("admin", name, "correction", note="补交营业执照", until=None)
    again = await office.does("admin", name, "corrected", note="已补交")
    assert again["state"]["id"] == "submitted"
    twice = await office.tries("admin", name, "correction", note="再补", until=None)
    assert twice.code == "correction.once"
    accepted = await office.does("admin", name, "court_accept", court_case_no="（2026）苏0102民特9号", on=today)
    assert accepted["state"]["id"] == "court_review"
    await office.does("admin", name, "court_verified", on=today)
    ruling = await office.file("admin", name, title="民事裁定书", what="court_decision")
    decided = await office.does("admin", name, "court_decision", decision="confirmed", on=today, paper=ruling)
    assert decided["state"]["id"] == "confirmed"
    for one in participants(decided):
        decided = await office.does("admin", name, "served", participant=one, how="written", on=today)
    assert decided["state"]["id"] == "performing"
    assert (await office.ask("clerk", "GET", "/court/submissions")).status == 200


WAIT_S = 20.0
OWN = "/api/v1/session/case/withdrawal"
REASON = "公司已经全部付清"


@dataclass(frozen=True)
class Back:
    """The two sides of an application that may be asked back, each behind its own link."""

    office: CaseOffice
    worker: OwnSide
    company: OwnSide

    async def seen(self, side: OwnSide) -> Json:
        answer = await ask(self.office.node, "GET", OWN, bearer(side.token))
        assert answer.status == 200, answer.json
        return dict(answer.json)

    async def asks(self, side: OwnSide, *, wanted: bool = True, **other: object) -> Answer:
        said = {"wanted": wanted, "version": (await self.seen(side))["version"], **other}
        return await ask(self.office.node, "POST", OWN, bearer(side.token), json=said)


async def asked_back(back: Back, case: str, one: Submission) -> None:
    """Each page tells it; the reason stays with who gave it, the court and the mediator. Nothing moves."""
    office, worker, company = back.office, back.worker, back.company
    [own] = (await back.seen(worker))["own"]
    assert (own["name"], own["person"], own["asked"]) == ("张伟", "张伟", False)
    foreign = await back.asks(company, signer=own["signer"])
    assert (foreign.status, foreign.code) == (409, "application.not_signer")
    stale = await back.asks(worker, version=1)
    assert (stale.status, stale.code) == (409, "case.changed")
    asked = await back.asks(worker, note=REASON)
    assert asked.status == 200, asked.json
    assert (asked.json["own"][0]["asked"], asked.json["wishes"][0]["reason"]) == (True, REASON)
    twice = await back.asks(worker)
    assert (twice.status, twice.code) == (409, "withdrawal.asked_already")
    [told] = (await back.seen(company))["wishes"]
    assert (told["party"], told["person"], told["reason"]) == ("张伟", "张伟", None)
    for who in ("wangmin", "admin"):
        page = await office.read(who, case)
        assert [row["reason"] for row in page["withdrawal"]["wishes"]] == [REASON]
        assert (page["withdrawal"]["by_paper"], page["state"]["id"]) == (False, "submitted")
        assert any("张伟" in line["text"]["zh"] for line in page["timeline"] if line["kind"] == "case.withdrawal_asked")
    [row] = [
        each
        for each in (await office.ask("clerk", "GET", "/court/submissions")).json["submissions"]
        if each["id"] == one.id
    ]
    at_court = (await office.ask("clerk", "GET", f"/court/submissions/{one.id}")).json
    assert (row["withdrawal"], at_court["wishes"]) == (True, asked.json["wishes"])
    dropped = await back.asks(worker, wanted=False)
    assert (dropped.status, dropped.json["wishes"]) == (200, [])
    assert (await back.asks(company)).status == 200
    kinds = [record.kind for record in await audit(office.node, one.case)]
    assert [kind for kind in kinds if "withdrawal" in kind] == [
        *("case.withdrawal_asked", "case.withdrawal_dropped", "case.withdrawal_asked")
    ]


async def told_by_the_court(back: Back, case: str, version: str, title: str) -> None:
    """AT-16: both sides are told once and have the document, byte for byte; nobody else's link opens it."""
    office, node = back.office, back.office.node
    found = []
    for side in (back.worker, back.company):
        own = await side.own_case()
        found += own["decisions"]
        assert [one["version"] for one in own["notices"]].count(version) == 1
        [paper] = own["decisions"]
        assert (paper["title"], paper["on"], paper["bytes"]) == (title, office.clock.at.date().isoformat(), len(PAPER))
        assert await letter(office, f"/session/case/decisions/{paper['id']}", bearer(side.token)) == (200, PAPER)
    paper = found[0]
    assert found == [paper, paper]
    others = [one["id"] for one in (await office.read("admin", case))["materials"] if one["id"] != paper["id"]]
    assert others
    for unknown in others:
        assert (await letter(office, f"/session/case/decisions/{unknown}", bearer(back.worker.token)))[0] == 404
    _, room = await begun(office)
    stranger = await office.party(room, "张伟")
    foreign = await ask(node, "GET", f"/api/v1/session/case/decisions/{paper['id']}", bearer(stranger.token))
    assert (foreign.status, foreign.code) == (404, "material.unknown")
    looks = [json.loads(one.body) for one in await audit(node, CaseId(case)) if one.kind == "case_file.taken"]
    assert [one["file"] for one in looks if one["file"] == "court-decision"] == ["court-decision"] * 2
    async with asyncio.timeout(WAIT_S):
        while len(laid := await simulated(office, "申请已撤回")) < 2:  # noqa: ASYNC110 - the outbox tells nobody
            await asyncio.sleep(0.05)
    assert {one.name for one in laid} == {"张伟", "李静"}, "in the outbox marked 模拟, where no way out is configured"


async def simulated(office: CaseOffice, subject: str) -> list[Progress]:
    laid = await stores_of(office.node).messages.simulated(None, 100)
    return [progress for progress, content in laid if content.subject == subject]


async def letter(office: CaseOffice, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    async with office.node.http.get(f"{office.node.url}/api/v1{path}", headers=headers) as response:
        return response.status, await response.read()


async def test_tr28_an_application_that_is_withdrawn_leaves_the_way_open_and_its_last_day_where_it_was(
    office: CaseOffice,
) -> None:
    name, room = await begun(office)
    back = Back(office, await office.party(room, "张伟"), await office.party(room, "李静"))
    case, today = await applied(office, name), office.clock.at.date().isoformat()
    one = await handed_in(office, case, late=False, channel=SubmissionChannel.DESK)
    assert not (await back.seen(back.worker))["open"]
    early = await back.asks(back.worker)
    assert (early.status, early.code) == (409, "state.other")
    await office.does("admin", name, "submit", on=today, receipt=one.number)
    last = clock_of(case, "confirmation")["due"]
    page = await back.seen(back.worker)
    assert (page["open"], page["last"], page["by_paper"]) == (True, last, False)
    await asked_back(back, name, one)
    printed = await letter(office, f"/cases/{name}/withdrawal-letter", await office.headers("admin"))
    own = await letter(office, OWN.removeprefix("/api/v1") + "/letter", bearer(back.company.token))
    assert printed == own
    assert own[1].startswith(b"%PDF")
    none = await letter(office, OWN.removeprefix("/api/v1") + "/letter", bearer(back.worker.token))
    assert none[0] == 404, "the letter of the other side is not this one's"

    decided = await decide(office, one, "withdrawn", "准许撤回申请裁定书")
    assert (decided.status, decided.json["standing"]) == (200, "closed"), decided.json
    assert set(decided.json["acts"]) <= {"receive"}
    assert (decided.json["withdrawal"], [row["party"] for row in decided.json["wishes"]]) == (False, [COMPANY["name"]])
    assert (await back.seen(back.worker))["wishes"] == []
    assert (await back.asks(back.company, wanted=False)).code == "state.other"
    over = await act(office, one, do="accept", court_case_no="1", on=today)
    assert over.status == 409, over.json
    await told_by_the_court(back, name, "application-withdrawn-1", "准许撤回申请裁定书")
    ahead = (await office.ask("admin", "GET", f"/cases/{name}/submission")).json
    assert (ahead["state"]["id"], ahead["open"], ahead["ready"]) == ("effective", True, False)
    again = await office.does("admin", name, "route", route="confirmation")
    assert clock_of(again, "confirmation")["due"] == last
