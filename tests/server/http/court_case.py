"""What lies in a case that goes to a court: told in confidence, entered as undisputed, given by its owner, filed."""

from urllib.parse import quote

from law.beijing import day_of
from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import ConsentRecorded, MaterialFiled
from rooms.cases.ids import MaterialId, Sha256
from rooms.cases.words import ConsentHow, CopyForm, MaterialKind, Office
from rooms.ids import CaseId, SeatId
from rooms.person import Consent
from server.app_keys import CASES, CLOCK
from server.storage.case_book import Filing
from tests import uploads
from tests.node import Node
from tests.server.http.callers import ask, bearer, stores_of
from tests.server.papers.table import Table

SECRETS = tuple(f"密语{number:02d}麒麟" for number in range(1, 21))
"""Said and laid down in Z2, Z4, Z4p and Z5, and in remarks on the draft."""


async def secrets_planted(table: Table) -> None:
    mediator, worker, company = table.tabs
    said = [
        *((mediator, "joint"), (worker, "joint"), (company, "joint"), (worker, "joint")),
        *((worker, "side.applicant"),) * 3,
        *((company, "side.respondent"),) * 3,
        *((mediator, "notes"),) * 4,
    ]
    for word, (tab, channel) in zip(SECRETS, said, strict=False):
        await tab.says(f"方案：{word}", channel)
    headers = {**bearer(worker.token), "Content-Type": "application/octet-stream", "X-File-Name": f"{SECRETS[14]}.pdf"}
    headers["X-File-Name"] = quote(headers["X-File-Name"])
    laid = await ask(table.node, "POST", "/api/v1/session/documents", headers, data=uploads.chinese_pdf(SECRETS[15]))
    assert laid.status == 201, laid.json
    side = {**headers, "X-File-Name": quote("工资条.pdf")}
    for content, channel in ((SLIP, "joint"), (uploads.chinese_pdf(SECRETS[17]), "side.applicant")):
        path = f"/api/v1/session/documents?channel={channel}"
        laid = await ask(table.node, "POST", path, side, data=content)
        assert laid.status == 201, laid.json
    channel = await table.scene.in_caucus(mediator, (table.scene.worker, worker))
    for word, tab in zip(SECRETS[16:18], (worker, mediator), strict=True):
        await tab.says(word, channel)
    await mediator.done("caucus.close", caucus="caucus-1")


SLIP = uploads.pdf(2)
"""Laid on the table by the worker, who gives it to the court; another paper was shown to the own side alone."""
UNDISPUTED = "被申请人自2025年3月起没有支付工资"


async def facts_entered(table: Table) -> None:
    """One that both confirm, and one that stays proposed."""
    await table.mediator.done("fact.propose", id="fact-0001", words=UNDISPUTED, line=None)
    await table.mediator.done("fact.propose", id="fact-0002", words=f"加班{SECRETS[14]}小时", line=None)
    seats = {seat.id: seat for seat in (await table.node.room(table.scene.room)).seats}
    for tab, party in ((table.worker, table.scene.worker), (table.company, table.scene.company)):
        [person] = seats[SeatId(party.seat)].persons
        await tab.done("fact.answer", person=person.id, fact="fact-0001", version=1, confirms=True)


OWN_PAPERS = "/api/v1/session/case/court-papers"


async def given_to_court(table: Table) -> None:
    """The worker gives what it laid before the mediator, and one more, and takes that back; no other can do so."""
    node, worker, company = table.node, bearer(table.worker.token), bearer(table.company.token)
    found = (await ask(node, "GET", OWN_PAPERS, worker)).json
    slip = next(one for one in found["papers"] if one["bytes"] == len(SLIP))
    assert found["open"]
    assert [one["title"] for one in found["papers"]].count("工资条.pdf") == 1, (
        "what was shown in private is not offered"
    )
    assert {one["fate"] for one in found["papers"]} == {"mediation"}
    for headers, paper, code in (
        (company, slip["id"], "material.unknown"),
        (company, "paper-evidence", "material.unknown"),
    ):
        refused = await ask(node, "POST", f"{OWN_PAPERS}/{paper}", headers, json={"given": True})
        assert (refused.status, refused.json["code"]) == (404, code)
    given = await ask(node, "POST", f"{OWN_PAPERS}/{slip['id']}", worker, json={"given": True})
    assert [one["title"] for one in given.json["papers"] if one["fate"] == "given"] == ["工资条.pdf"], given.json
    assert all(one["id"] != slip["id"] for one in given.json["papers"]), "the copy has an id of its own"
    assert [one["document"] for one in given.json["papers"] if one["fate"] == "given"] == [slip["id"]]
    for wanted in (True, False):
        again = await ask(node, "POST", f"{OWN_PAPERS}/paper-evidence", worker, json={"given": wanted})
        assert again.status == 200, again.json
    named = {**worker, "Content-Type": "application/octet-stream", "X-File-Name": "x.webp"}
    refused = await ask(node, "POST", OWN_PAPERS, named, data=uploads.picture("WEBP"))
    assert refused.json["code"] == "court_paper.kind"


async def papers_filed(node: Node, case: CaseId) -> dict[str, bytes]:
    """A party's identity paper and consent, which the court gets, and evidence, which nobody gave to the court."""
    found = await stores_of(node).case_book.load(case)
    assert found is not None
    assert found.host is not None
    by = By(Office.MEDIATOR, found.host)
    filed = {"identity": uploads.pdf(3), "evidence": uploads.pdf(4), "consent": uploads.pdf(5)}
    for name, content in filed.items():
        sha256 = Sha256(await stores_of(node).blobs.put(content))
        form = CopyForm.SCAN
        deed = MaterialFiled(
            MaterialId(f"paper-{name}"),
            found.participants[0].id,
            MaterialKind(name),
            form,
            sha256,
            len(content),
            "application/pdf",
            by,
        )
        await node.runner.app[CASES].submit(case, deed, Filing(titles={deed.material: f"{name} 张伟"}))
    who, on = found.participants[0].id, day_of(node.runner.app[CLOCK]())
    agreed = ConsentRecorded(who, Consent.DATA_RETURN, True, ConsentHow.WRITTEN, on, MaterialId("paper-consent"), by)
    await node.runner.app[CASES].submit(case, agreed)
    return filed
