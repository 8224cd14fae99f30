"""AT-18: an agreement made on paper goes the same way to the court: scan, keyed-in terms, two e-signed applications."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from agreements.certificate import TITLE as CERTIFICATE
from agreements.verify.archive import members
from agreements.verify.confinement import confined
from agreements.verify.report import Result
from rooms.ids import CaseId
from server.app_keys import BUNDLES, CASES, COURT_PAPERS, SIGNING
from server.applications.papers import papers_for
from server.storage.codes import SimulatedCode
from server.submissions.bundling import CaseBundles
from tests.server.http.callers import ask, bearer, stores_of
from tests.server.http.case_office import CaseOffice
from tests.server.papers.applying import ADDRESS
from tests.server.papers.table import INK, PAPERS_S
from tests.tab import Json

OWN = "/api/v1/session/application"
TERMS = "一、被申请人于2026年11月30日前向申请人支付工资12,345.00元。\n二、双方再无其他劳动争议。"


async def begun(office: CaseOffice, days_ago: int = 0) -> tuple[str, Json]:
    """The paper agreement is on file and in effect; its parties have links."""
    case = (await office.open("wangmin", lane="OFFLINE", court=office.court))["id"]
    paper = await office.file("wangmin", case, what="sealed_scan")
    signed_on = (office.clock.at - timedelta(days=days_ago)).date().isoformat()
    await office.does("wangmin", case, "offline_agreement", paper=paper, signed_on=signed_on)
    return case, await office.plan("wangmin", case, days=1)


async def until(office: CaseOffice, case: str, fits: Callable[[Json], bool]) -> Json:
    async with asyncio.timeout(PAPERS_S):
        while not fits(now := (await office.ask("wangmin", "GET", f"/cases/{case}/application")).json):  # noqa: ASYNC110 - as a page looks again: HTTP tells nobody
            await asyncio.sleep(0.2)
    return now


async def code(office: CaseOffice, name: str) -> str:
    sent: tuple[SimulatedCode, ...] = await stores_of(office.node).codes.live(office.clock.at)
    return next(one.code for one in reversed(sent) if one.name == name)


async def signs(office: CaseOffice, token: str, name: str) -> None:
    """Read, confirm and sign everything of the own sitting."""
    headers = bearer(token)

    async def step(**said: object) -> None:
        answer = await ask(office.node, "POST", OWN, headers, json={"said": said})
        assert answer.status == 200, answer.json

    await office.pass_time(minutes=2)
    state = (await ask(office.node, "GET", OWN, headers)).json
    papers = [one for one in state["papers"] if one["id"] in state["own"]["papers"]]
    assert len(papers) == 2
    for one in papers:
        where = {"paper": one["id"], "digest": one["digest"]}
        for page in range(1, one["pages"] + 1):
            await step(step="read", **where, page=page, seconds=60)
        await step(step="confirm", **where, sentence=one["sentence"], esign_version=one["esign_version"])
    await step(step="code")
    digests = [one["digest"] for one in papers]
    await step(step="sign", id=f"press-{token[:8]}", digests=digests, code=await code(office, name), ink=INK)


async def test_at18_an_agreement_on_paper_goes_to_the_court_by_two_signatures_online(office: CaseOffice) -> None:
    case, room = await begun(office)
    worker, company = [(await office.party(room, name)).token for name in ("张伟", "李静")]
    desk = f"/cases/{case}/application"
    [court] = [one for one in (await office.ask("wangmin", "GET", desk)).json["courts"] if one["id"] == office.court]
    assert {one["shown"] for one in court["grounds"]} <= {"yes", "elsewhere", "unknown"}
    form = {"route": "confirmation", "court": office.court, "basis": "subject_matter_location"}
    place = re.sub("人民法院$", "", str(court["name"])) + "某工地"
    chosen = {"step": "choose", "version": 0, "form": {**form, "subject_place": place}}
    assert (await office.post("wangmin", desk, {"said": chosen})).status == 200
    for token in (worker, company):
        said = {"step": "address", "address": ADDRESS}
        assert (await ask(office.node, "POST", OWN, bearer(token), json={"said": said})).status == 200
    version = (await office.ask("wangmin", "GET", desk)).json["version"]
    bare = await office.post("wangmin", desk, {"said": {"step": "freeze", "version": version}})
    assert bare.code == "application.terms"
    keyed = {**chosen, "version": version, "form": {**form, "subject_place": place, "terms": TERMS}}
    assert (await office.post("wangmin", desk, {"said": keyed})).status == 200
    freeze = {"step": "freeze", "version": version + 1}
    assert (await office.post("wangmin", desk, {"said": freeze})).status == 200
    await until(office, case, lambda now: now["stage"] == "signing")
    await signs(office, worker, "张伟")
    await signs(office, company, "李静")
    await until(office, case, lambda now: all(one["stage"] == "sealed" for one in now["papers"]))
    await sealed(office, CaseId(case))
    await bundled(office, CaseId(case))


async def test_lr20_late_is_frozen_only_with_a_reason_and_is_told(office: CaseOffice) -> None:
    case, room = await begun(office, days_ago=45)
    desk = f"/cases/{case}/application"
    state = (await office.ask("wangmin", "GET", desk)).json
    assert state["days"]["late"] is True
    assert state["days"]["left"] < 0
    name = next(one["name"] for one in state["courts"] if one["id"] == office.court)
    place = re.sub("人民法院$", "", str(name)) + "某工地"
    form = {"route": "confirmation", "court": office.court, "basis": "subject_matter_location"}
    chosen: Json = {"step": "choose", "version": 0, "form": {**form, "subject_place": place, "terms": TERMS}}
    assert (await office.post("wangmin", desk, {"said": chosen})).status == 200
    for who in ("张伟", "李静"):
        said = {"step": "address", "address": ADDRESS}
        token = (await office.party(room, who)).token
        assert (await ask(office.node, "POST", OWN, bearer(token), json={"said": said})).status == 200
    version = (await office.ask("wangmin", "GET", desk)).json["version"]
    late = await office.post("wangmin", desk, {"said": {"step": "freeze", "version": version}})
    assert late.code == "application.late"
    again = {**chosen, "version": version, "form": {**chosen["form"], "late_reason": "申请人住院。"}}
    assert (await office.post("wangmin", desk, {"said": again})).status == 200
    frozen = await office.post("wangmin", desk, {"said": {"step": "freeze", "version": version + 1}})
    assert frozen.status == 200


async def sealed(office: CaseOffice, case: CaseId) -> None:
    """One package: the digest of the scan, the terms as data, both signatures; and the case goes on (TR23)."""
    async with asyncio.timeout(PAPERS_S):
        while (await office.read("wangmin", case))["state"]["id"] != "applying":  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.1)
    papers = await papers_for(stores_of(office.node), case)
    assert papers.is_complete
    assert papers.application
    raw = await stores_of(office.node).blobs.get(papers.application.sealed.frozen.digest)
    known = await office.node.runner.app[CASES].case(case)
    assert known is not None
    assert known.seal is not None
    scan = next(one for one in known.materials if one.id == known.seal.paper)
    assert f'"agreement_sha256":"{scan.sha256}"'.encode() in raw
    assert b'"origin":"offline"' in raw
    assert TERMS.split("\n")[1].encode() in raw
    assert len(papers.application.sealed.slots) == 2


async def bundled(office: CaseOffice, case: CaseId) -> None:
    """The scan lies where an agreement lies, beside what both signed, and the whole of it checks (AT-4)."""
    app, stores = office.node.runner.app, stores_of(office.node)
    marks = b"%PDF-1.4 certificate.json /ETSI.RFC3161"
    await office.file("wangmin", case, marks, what="certificate", title=CERTIFICATE)
    known = await app[CASES].case(case)
    assert known is not None
    of_case = CaseBundles(stores, app[COURT_PAPERS], app[SIGNING].roots)
    given = await of_case.of_case(known, await papers_for(stores, case), "某某区人民法院")
    assert given is not None
    whole = b"".join((await app[BUNDLES].made(given, office.clock.at)).chunks())
    root = (await app[SIGNING].roots()).encode()
    report = await asyncio.to_thread(confined, whole, trust=(root,), at=datetime.now(UTC))
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    paths = [path.partition("/")[2] for path in members(whole)]
    assert "03_org_certificate.pdf" in paths, "a scan, whatever marks it bears"
    assert {"01_application.pdf", "01_application_evidence.pdf"} <= set(paths)
    assert [path for path in paths if path.startswith("06_") and "evidence" not in path] == [
        "06_service_address_1.pdf",
        "06_service_address_2.pdf",
    ]
    assert sum(path.startswith("02_agreement.") for path in paths) == 1
