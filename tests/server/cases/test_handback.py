"""The failed case's hand-back: what leaves, what never does, and to whom each paper goes back (AT-17, AT-39)."""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import select, update

from agreements.canonical import canonical_bytes
from agreements.ids import Digest
from agreements.termination import TerminationNotice, termination_letter
from law.zone import Zone, ZoneDisagrees
from rooms.ids import CaseId
from server.audit.heads import Head, verify_heads
from server.cases.ended import ended
from server.cases.handback import papers
from server.http.case_sealing import letters_of
from server.storage.case_tables import CaseTexts, Materials
from server.storage.database import open_engine, writing
from tests import uploads
from tests.agreements.render.reading import copied
from tests.agreements.seal.programs import ran
from tests.node import PASSWORD
from tests.server.cases import failed_case
from tests.server.cases.confided import FORTY, confided
from tests.server.cases.failed_case import ADDRESS, OFFERED, PLANTED, REPORT, FailedCase
from tests.server.cases.own_notices import papers_of, side_of, verified
from tests.server.http.callers import ask, audit, bearer, stores_of
from tests.server.http.case_office import CaseOffice, case_office
from tests.tab import Json

WORKER, COMPANY = "1_申请人_张伟", "2_被申请人_南京某某电子有限公司"
OFFICE = "江苏省南京市玄武区调解路1号"
WINDOWS = set('<>:"\\|?*')


@dataclass
class Story:
    """The case after its end; what was refused before; the ZIP as its mediator took it."""

    case: FailedCase
    before: dict[str, tuple[int, str]]
    content: bytes

    @property
    def members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as file:
            return {name: file.read(name) for name in file.namelist()}

    def data(self, name: str) -> Json:
        return dict(json.loads(self.members[name]))


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CaseOffice]:
    async with case_office(tmp_path_factory.mktemp("cases")) as office:
        await office.register("wangmin")
        await located(office, OFFICE)
        yield office


@pytest.fixture(scope="module")
async def story(office: CaseOffice) -> Story:
    case = await failed_case.accepted(office)
    await failed_case.papers_filed(case)
    await failed_case.talked(case)
    await failed_case.served(case)
    before = {}
    for path in ("papers/report", "papers/termination-notice", "export"):
        before[path] = await refusal(case, path)
    await failed_case.terminated(case)
    status, content = await case.take("wangmin", "export")
    assert status == 200, content
    return Story(case, before, content)


async def located(office: CaseOffice, address: str) -> None:
    """The organisation says where it is."""
    answer = await office.post("admin", "/organisation", {"kind": "union", "address": address})
    assert answer.status == 200, answer.json


def text_of(pdf: bytes, folder: Path) -> str:
    """As pdftotext reads it, without any space."""
    (folder / "paper.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", folder / "paper.pdf", "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_at17_nothing_is_handed_back_while_the_case_runs(story: Story) -> None:
    assert set(story.before.values()) == {(409, "handback.not_failed")}


def test_at17_at39_none_of_twenty_words_from_talks_drafts_and_notes_is_in_the_export(
    story: Story, tmp_path: Path
) -> None:
    assert len(PLANTED) == 20
    for name, content in story.members.items():
        read = text_of(content, tmp_path) if name.endswith(".pdf") else content.decode(errors="replace")
        found = [word for word in (*PLANTED, OFFERED) if word in read or word in name or word.encode() in content]
        assert found == [], name


async def test_at39_none_of_forty_confided_or_conceded_words_is_in_the_export_the_audit_or_the_log(
    office: CaseOffice, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert len({line["text"] for line in FORTY}) == 40
    case = failed_case.of_detail(office, await office.open("wangmin", take=True))
    await confided(case)
    await failed_case.terminated(case)
    status, content = await case.take("wangmin", "export")
    assert status == 200, content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        read = {name: file.read(name) for name in file.namelist()}
    texts = {name: text_of(each, tmp_path) for name, each in read.items() if name.endswith(".pdf")}
    texts |= {name: each.decode() for name, each in read.items() if name not in texts}
    texts["audit"] = "\n".join(record.body for record in await audit(office.node))
    texts["log"] = "".join(capfd.readouterr())
    assert "/api/v1/cases/{case}/export" in texts["log"], "there is a log"
    for name, text in texts.items():
        # As it stands there, and as a printed page breaks it into lines.
        whole = "".join(text.split())
        assert [line["id"] for line in FORTY if line["text"] in text or line["text"] in whole] == [], name


def test_at17_only_what_the_list_allows_is_inside(story: Story) -> None:
    assert list(story.members) == [
        "说明.txt",
        "调解情况复函.pdf",
        "report.json",
        f"告知书/{WORKER}.pdf",
        f"告知书/{COMPANY}.pdf",
        "consents.json",
        "contacts.json",
        f"当事人材料/{WORKER}/01_劳动合同.pdf",
        f"当事人材料/{WORKER}/02_工资条_ 2月_3月_.jpg",
        f"当事人材料/{COMPANY}/01_考勤表.pdf",
        "法院文书/01_起诉状副本.pdf",
        f"当事人材料/{COMPANY}/02_证人证言.pdf",
        "法院文书/02_委托函.pdf",
        "proof/head.json",
        "manifest.json",
    ]


def test_at17_each_party_gets_its_own_papers_byte_for_byte_and_nobody_elses(story: Story) -> None:
    filed, folder = story.case.filed, {WORKER: set[bytes](), COMPANY: set[bytes]()}
    for name, content in story.members.items():
        if name.startswith("当事人材料/"):
            folder[name.split("/")[1]].add(content)
    assert folder[WORKER] == {filed["劳动合同"], filed["工资条: 2月/3月?"]}
    assert folder[COMPANY] == {filed["考勤表"], filed["证人证言"]}
    assert story.members["法院文书/02_委托函.pdf"] == filed["委托函"]


def test_every_file_is_listed_with_its_digest_and_can_be_unpacked_on_windows(story: Story) -> None:
    members, listed = story.members, story.data("manifest.json")["files"]
    assert [one["path"] for one in listed] == list(members)[:-1]
    for one in listed:
        assert one["sha256"] == hashlib.sha256(members[one["path"]]).hexdigest()
        assert one["size"] == len(members[one["path"]])
        if one["path"] != "说明.txt":
            assert f"{one['sha256']}  {one['path']}" in members["说明.txt"].decode()
        assert all(len(part) <= 80 and not WINDOWS & set(part) for part in one["path"].split("/"))


async def test_at39_no_paper_of_another_zone_leaves_and_one_whose_row_was_changed_is_shown_to_nobody(
    story: Story, office: CaseOffice
) -> None:
    stores, engine = stores_of(office.node), open_engine(office.node.config.database)
    line, case = await stores.case_desk.line(CaseId(story.case.id)), await stores.case_book.load(CaseId(story.case.id))
    assert line
    assert case
    told = await ended(stores, line, case)
    for zone in Zone:
        moved = replace(told, materials=tuple(replace(one, zone=zone) for one in told.materials))
        assert bool(papers(moved)) == (zone is Zone.CASE), zone
    changed = update(Materials).where(Materials.case_id == story.case.id)
    async with writing(engine) as connection:
        notes = (await connection.execute(select(CaseTexts.zone).where(CaseTexts.case_id == story.case.id))).scalars()
        assert set(notes) == {Zone.CASE, Zone.MEDIATORS}, "what was noted of a try to reach somebody is the mediator's"
        await connection.execute(changed.values(zone=Zone.CAUCUS))
    with pytest.raises(ZoneDisagrees):
        await ended(stores, line, case)
    async with writing(engine) as connection:
        await connection.execute(changed.values(zone=Zone.CASE))
    await engine.dispose()


async def test_asked_again_after_the_hand_back_and_a_move_of_the_office_it_gives_the_same_bytes(story: Story) -> None:
    await story.case.office.pass_time(minutes=1)
    await located(story.case.office, "搬迁后的新址2号")
    await story.case.office.does("admin", story.case.id, "hand_back", receipt="立案庭签收")
    assert await story.case.take("clerk", "export") == (200, story.content)


async def test_the_signed_end_of_the_chain_holds_against_the_records(story: Story, office: CaseOffice) -> None:
    told = story.data("proof/head.json")
    public = bytes.fromhex(told.pop("public_key"))
    head = Head(
        **{
            **told,
            "at": datetime.fromisoformat(told["at"]).astimezone(UTC),
            "signature": bytes.fromhex(told["signature"]),
        }
    )
    assert public == stores_of(office.node).audit.public_key
    assert verify_heads(await audit(office.node, story.case.id), (head,), public) == []


async def test_every_download_stands_in_the_audit_chain_with_its_digest(story: Story, office: CaseOffice) -> None:
    _, report = await story.case.take("clerk", "papers/report")
    bodies = [json.loads(one.body) for one in await audit(office.node, story.case.id) if one.kind == "case_file.taken"]
    taken = [(one["who"], one["file"], one["sha256"]) for one in bodies]
    assert (office.ids["clerk"], "report", hashlib.sha256(report).hexdigest()) in taken
    assert (office.ids["wangmin"], "export", hashlib.sha256(story.content).hexdigest()) in taken


def test_the_report_tells_the_court_what_came_of_it(story: Story) -> None:
    report = story.data("report.json")
    assert (report["result"]["id"], report["ground"]["ground"]["id"]) == ("failed", "G5_TOO_FAR")
    assert report["ground"]["item"].endswith("第二十五条第（五）项")
    assert report["said"] == REPORT
    assert [(one["party"], one["tries"]) for one in report["contacts"]] == [(1, 1), (2, 2)]
    assert [one["minutes"] for one in report["sessions"]] == [95]
    assert [one["reason"]["id"] for one in report["period"]["rests"]] == ["other"]
    assert [(one["party"], one["address"]) for one in report["addresses"]] == [(1, ADDRESS)]
    assert [one["title"] for one in report["materials"]] == [
        "劳动合同",
        "工资条: 2月/3月?",
        "考勤表",
        "起诉状副本",
        "证人证言",
        "委托函",
    ]


def test_the_report_prints_what_its_data_say(story: Story) -> None:
    text = copied(story.members["调解情况复函.pdf"])
    parts = (
        "某某区人民法院：",
        "申请人：张伟",
        "分歧较大，难以达成协议",
        "1次，合计1小时35分",
        *REPORT["basics"].split(),
        ADDRESS,
        f"地址：{OFFICE}",
    )
    assert [said for said in parts if said not in text] == []


@pytest.mark.parametrize("name", [WORKER, COMPANY])
def test_a_notice_goes_to_each_party_by_name_and_says_what_comes_next(story: Story, name: str) -> None:
    text = copied(story.members[f"告知书/{name}.pdf"])
    assert [each for each in (WORKER, COMPANY) if f"{each.split('_')[2]}：" in text] == [name]
    assert "由法院继续审理" in text
    assert OFFICE in text


async def test_one_notice_for_all_or_for_one_party(story: Story) -> None:
    _, both = await story.case.take("wangmin", "papers/termination-notice")
    assert "张伟、南京某某电子有限公司：" in copied(both)
    status, one = await story.case.take("wangmin", "papers/termination-notice", participant=story.case.worker)
    assert (status, one) == (200, story.members[f"告知书/{WORKER}.pdf"])
    status, answer = await story.case.take("wangmin", "papers/termination-notice", participant="nobody")
    assert (status, json.loads(answer)["code"]) == (404, "participant.unknown")
    report, told = await verified(story.case.office, one)
    assert (report.verdict, report.kind) == ("holds", "termination"), report
    assert [line for line in report.lines if line.result != "holds"] == []
    assert (told["ground"], told["to"], told["fields"]) == ("分歧较大，难以达成协议", ["张伟"], [])
    text = copied(one)
    parts = (
        told["ground_cited"],
        "法定事由",
        "终止日期",
        "投诉和反映意见某某区人民法院",
        "没有加盖本组织的电子印章",
        "（盖章）",
    )
    assert [said for said in parts if said not in text] == []


async def test_the_keeper_of_the_seal_seals_the_notice_and_files_it(story: Story, tmp_path: Path) -> None:
    office, path = story.case.office, f"/cases/{story.case.id}/termination-notice"
    assert (await office.post("sealer", path, {"password": PASSWORD})).code == "seal.none"
    profile = {"kind": "union", "address": OFFICE}
    assert (await office.post("admin", "/organisation", profile | {"seal_serial": "3201020000001"})).status == 200
    assert (await office.post("sealer", path, {"password": "no"})).code == "seal.password"
    filed = await office.post("sealer", path, {"password": PASSWORD})
    assert (filed.status, filed.json["title"]) == (201, "终止调解告知书")
    assert (await office.post("admin", "/organisation", profile)).status == 200
    pdf = await stores_of(office.node).blobs.get(filed.json["sha256"])
    assert await behind_the_link(story) == pdf
    report, told = await verified(office, pdf)
    assert (report.verdict, report.kind) == ("holds", "termination"), report
    assert [field["kind"] for field in told["fields"]] == ["organisation"]
    assert "加盖本组织的电子印章。" in copied(pdf)
    await another_notice_is_not_served(story, str(filed.json["sha256"]), told)
    (tmp_path / "notice.pdf").write_bytes(pdf)
    assert ran("pdfsig", "-nocert", tmp_path / "notice.pdf").stdout.count(b"Signature is Valid.") == 2


async def behind_the_link(story: Story) -> bytes:
    """The notice as the worker gets it; the company's own is unknown to the worker, and the chain has who took it."""
    office = story.case.office
    [session] = (await office.read("wangmin", story.case.id))["sessions"]
    room = (await office.ask("wangmin", "GET", f"/rooms/{session['room']}")).json
    worker, company = [await side_of(office, room, name) for name in ("张伟", "李静")]
    [mine], [theirs] = await papers_of(worker), await papers_of(company)
    path = "/api/v1/session/case/notices/{}/paper"
    assert (await ask(office.node, "GET", path.format(theirs), bearer(worker.token))).code == "notice.unknown"
    async with office.node.http.get(office.node.url + path.format(mine), headers=bearer(worker.token)) as response:
        assert response.status == 200, await response.text()
        paper = await response.read()
    stores = stores_of(office.node)
    records = [one for one in await stores.audit.records(CaseId(story.case.id)) if one.kind == "case_file.taken"]
    assert hashlib.sha256(paper).hexdigest() in str(records[-1].body)
    return paper


async def another_notice_is_not_served(story: Story, sha256: str, told: Json) -> None:
    """As filed until 2026-11-23 the notice is found; one sealed here for another case or the other party is not."""
    app, engine = story.case.office.node.runner.app, open_engine(story.case.office.node.config.database)
    elsewhere = TypeAdapter(TerminationNotice).validate_python({**told, "number": "（2026）别案", "fields": ()})
    other = await letters_of(app).platform(termination_letter(elsewhere), canonical_bytes(elsewhere))
    own = hashlib.sha256(story.members[f"告知书/{WORKER}.pdf"]).hexdigest()
    async with writing(engine) as connection:
        of_seal = Materials.case_id == story.case.id, Materials.sha256 == sha256
        filed = (await connection.execute(select(Materials.id).where(*of_seal))).scalar_one()
    for change, served in (
        ({"kind": "other"}, sha256),
        ({"sha256": hashlib.sha256(other).hexdigest()}, own),
        ({"sha256": hashlib.sha256(story.members[f"告知书/{COMPANY}.pdf"]).hexdigest()}, own),
        ({"sha256": sha256, "title": "终止"}, own),
        ({"title": told["title"], "owner": story.case.worker}, own),
        ({"owner": None, "kind": "termination_notice"}, sha256),
    ):
        async with writing(engine) as connection:
            await connection.execute(update(Materials).where(Materials.id == filed).values(change))
        assert hashlib.sha256(await behind_the_link(story)).hexdigest() == served, change
    await engine.dispose()


async def test_a_paper_that_the_case_takes_no_more_leaves_no_file(story: Story) -> None:
    office = story.case.office
    [session] = (await office.read("wangmin", story.case.id))["sessions"]
    room = (await office.ask("wangmin", "GET", f"/rooms/{session['room']}")).json
    side, content = await side_of(office, room, "张伟"), uploads.chinese_pdf("晚到的工资条")
    headers = {**bearer(side.token), "Content-Type": "application/octet-stream", "X-File-Name": "late.pdf"}
    refused = await ask(office.node, "POST", "/api/v1/session/case/court-papers", headers, data=content)
    assert (refused.status, refused.code) == (409, "state.other"), refused.json
    assert not await stores_of(office.node).blobs.has(Digest(hashlib.sha256(content).hexdigest()))


def test_consents_and_tries_are_told_without_what_was_noted(story: Story) -> None:
    consents = story.data("consents.json")["consents"]
    assert {(one["party"], one["step"]["id"], one["given"]) for one in consents} >= {
        (1, "online_mediation", True),
        (1, "e_service", True),
        (2, "data_return", False),
    }
    [first, *_] = story.data("contacts.json")["contacts"]
    assert sorted(first) == ["at", "channel", "name", "party", "result"]


async def test_at31_a_returned_application_goes_back_with_its_reason_and_no_report_of_talks(office: CaseOffice) -> None:
    returned = failed_case.of_detail(office, await office.open("admin", agreed=False))
    await office.does("admin", returned.id, "return", reason="not_organisation_scope", note=PLANTED[0])
    assert (await returned.take("sealer", "papers/report"))[0] == 200
    status, content = await returned.take("admin", "export")
    story = Story(returned, {}, content)
    assert (status, story.data("report.json")["returned"]["id"]) == (200, "not_organisation_scope")
    assert (story.data("report.json")["result"]["id"], story.data("report.json")["said"]) == ("declined", None)
    assert [name for name in story.members if name.startswith("告知书/")] == [f"告知书/{WORKER}.pdf"]
    assert "调解申请退回告知书" in copied(story.members[f"告知书/{WORKER}.pdf"])
    report = copied(story.members["调解情况报告.pdf"])
    assert [said for said in ("本组织案卷：", "不予受理", "不属于本调解组织受理范围") if said not in report] == []
    assert not any(PLANTED[0].encode() in member for member in story.members.values())


async def test_a_case_that_a_party_left_waits_for_its_report_and_then_for_names_that_can_be_printed(
    office: CaseOffice,
) -> None:
    failed = failed_case.of_detail(office, await office.open("wangmin", take=True))
    await office.does("wangmin", failed.id, "withdraw", participant=failed.worker, ground="G4_UNWILLING")
    assert await refusal(failed, "export") == (409, "handback.report_missing")
    await office.does("wangmin", failed.id, "report", report={**REPORT, "basics": "双方未能见面😀。"})
    assert "双方未能见面〔U+1F600〕。" in copied((await failed.take("wangmin", "papers/report"))[1])
    who = {"kind": "person", "name": "张\U0002a6a5", "phone": "13800001234"}
    await office.puts_right("wangmin", failed.id, failed.worker, **who)
    assert await refusal(failed, "papers/report") == (409, "handback.unprintable")


async def refusal(case: FailedCase, path: str) -> tuple[int, str]:
    status, answer = await case.take("wangmin", path)
    return status, str(json.loads(answer)["code"])
