"""The result of an agreement: entered, corrected, read by those who may, and told to the court as letter and data."""

import io
import json
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from agreements import render
from agreements.draft import Entry, Part
from agreements.ids import Digest, PartId, SignerId
from agreements.kinds import Kind
from rooms.cases.words import Route
from rooms.ids import CaseId
from server.storage.submissions import Submission, SubmissionChannel
from tests.server.cases import failed_case
from tests.server.cases.failed_case import ADDRESS, OFFERED, PLANTED, FailedCase
from tests.server.http import scans
from tests.server.http.callers import ask, audit, bearer, stores_of
from tests.server.http.case_office import MONDAY, CaseOffice, case_office, clock_of, participants, state
from tests.server.http.finished import finished_in
from tests.server.http.test_court_submissions import act, decide, handed_in
from tests.tab import Json

WRONG = {"result": "agreement_partial", "content": "甲方付款，内容有误，待更正。", "performed_at_once": True}
CONTENT = "一、公司于2026年11月30日前支付张伟工资；\n二、双方劳动关系解除，再无其他争议。"
RIGHT = {"result": "agreement_full", "content": CONTENT, "amount": "12,345.67", "performed_at_once": False}
SUIT = "（2026）苏0102民初1号"
AFTER = {"objection_party", "objection_third_person", "enforcement"}
"""Clocks of what is decided."""


@dataclass
class Settled:
    """A case that a court sent and that was settled, its papers before and after, and its pages on the way."""

    case: FailedCase
    room: Json
    before: tuple[int, str]
    agreed: Json
    wrong: Json
    right: Json
    agreement_sha256: str
    copy: bytes


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CaseOffice]:
    async with case_office(tmp_path_factory.mktemp("cases")) as office:
        await office.register("wangmin")
        yield office


@pytest.fixture(scope="module")
async def settled(office: CaseOffice) -> Settled:
    """Talked about in one room, with words planted there; sealed in another."""
    case = await failed_case.accepted(office)
    await failed_case.papers_filed(case)
    await failed_case.talked(case)
    await failed_case.served(case)
    room = await office.plan("wangmin", case.id, days=2)
    paid = (_clause("payment-1", Kind.PAYMENT, amount="12000.00"), _clause("payment-2", Kind.PAYMENT, amount="345.67"))
    made = await finished_in(office.node, room["id"], office.clock.at, clauses=paid)
    contact = {"participant": case.worker, "channel": "phone", "result": "reached", "at": office.clock.at.isoformat()}
    await office.does("wangmin", case.id, "contact", **contact)
    status, copy = await case.take("sealer", "agreement/print")
    assert status == 200
    scan = await office.file(
        "sealer", case.id, scans.scan(scans.sheets(copy)), what="sealed_scan", title="盖章的调解协议书"
    )
    await office.does("sealer", case.id, "seal", paper=scan)
    before = await refusal(case, "papers/report")
    agreed = await office.read("wangmin", case.id)
    wrong = await office.does("wangmin", case.id, "result", **WRONG)
    right = await office.does("admin", case.id, "result", **RIGHT)
    return Settled(case, room, before, agreed, wrong, right, made.agreement.stage.pdf, copy)  # type: ignore[union-attr]


def _clause(name: str, kind: Kind, **values: str) -> Part:
    by = SignerId("by")
    return Part(PartId(name), kind, {field: Entry(value, 1, by, MONDAY) for field, value in values.items()})


async def refusal(case: FailedCase, path: str) -> tuple[int, str]:
    status, answer = await case.take("wangmin", path)
    return status, str(json.loads(answer)["code"])


def text_of(pdf: bytes, folder: Path) -> str:
    """As pdftotext reads it, without any space."""
    (folder / "letter.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-raw", folder / "letter.pdf", "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


async def test_it_is_entered_once_the_agreement_is_in_effect_and_the_form_knows_the_sum(settled: Settled) -> None:
    assert state(settled.agreed) == "effective"
    assert settled.before == (409, "handback.result_missing")
    assert (settled.agreed["agreed_amount"], settled.agreed["result"]) == ("12345.67", None)
    assert settled.agreed["agreed_partly"] is False
    assert "result" in {offer["deed"] for offer in settled.agreed["offers"]}


async def test_the_last_entry_counts_and_both_are_in_the_timeline(settled: Settled) -> None:
    assert settled.wrong["result"]["amount"] is None
    assert settled.right["result"] == {**RIGHT, "amount": "12345.67", "result": settled.right["result"]["result"]}
    assert settled.right["result"]["result"]["id"] == "agreement_full"
    told = [event["text"]["zh"] for event in settled.right["timeline"] if event["kind"] == "case.result_entered"]
    assert told == ["录入调解结果：部分达成协议，已即时履行", "录入调解结果：达成协议，未即时履行"]


async def test_the_court_reads_it_as_a_letter_with_what_the_form_says_and_nothing_of_the_talks(
    settled: Settled, office: CaseOffice, tmp_path: Path
) -> None:
    await office.does("wangmin", settled.case.id, "route", route="court_paper")
    status, pdf = await settled.case.take("clerk", "papers/report")
    assert status == 200
    text = text_of(pdf, tmp_path)
    for said in (
        *("调解情况复函", "某某区人民法院：", "调解结果", "达成协议", "协议生效日期", "协议主要内容和金额"),
        *("一、公司于2026年11月30日前支付张伟工资；", "二、双方劳动关系解除，再无其他争议。"),
        *(
            "金额合计人民币12,345.67元大写：壹万贰仟叁佰肆拾伍元陆角柒分",
            "是否即时履行否",
            "后续申请请求法院出具调解书",
        ),
        *(settled.agreement_sha256, "盖章的调解协议书", ADDRESS, "报告人：周管理", "特此函复。"),
    ):
        assert said in text, said
    for unsaid in ("未成功", "终结日期", "有关情况说明", "劳动合同", "工资条", "甲方付款"):
        assert unsaid not in text, unsaid
    assert [word for word in (*PLANTED, OFFERED) if word in text] == []
    status, data = await settled.case.take("clerk", "papers/report-data")
    with pikepdf.open(io.BytesIO(pdf)) as letter:
        assert (status, letter.attachments["report.json"].get_file().read_bytes()) == (200, data)
    told = json.loads(data)
    assert (told["schema"], told["result"]["id"], told["ground"], told["said"]) == (
        *("result-report/2", "agreement_full"),
        *(None, None),
    )
    assert told["agreement"] == {
        "content": CONTENT,
        "amount_fen": 1234567,
        "performed_at_once": False,
        "follow_up": {"id": "court_paper", "zh": "请求法院出具调解书"},
        "sha256": settled.agreement_sha256,
    }
    assert [one["title"] for one in told["materials"]] == ["盖章的调解协议书"]
    assert [word for word in (*PLANTED, OFFERED) if word.encode() in data] == []


async def test_who_took_the_letter_is_on_record_and_who_has_no_part_in_the_case_takes_none(settled: Settled) -> None:
    assert (await settled.case.take("stranger", "papers/report"))[0] == 404
    assert (await settled.case.take("zhaolei", "papers/report-data"))[0] == 404
    records = await audit(settled.case.office.node, settled.case.id)
    taken = [json.loads(record.body)["file"] for record in records if record.kind == "case_file.taken"]
    assert taken == ["report", "report-data"]


async def test_threat7_what_was_agreed_and_the_sum_lie_sealed(settled: Settled, office: CaseOffice) -> None:
    kept = b"".join(file.read_bytes() for file in office.node.config.data.glob("mediation-room.sqlite3*"))
    assert settled.case.id.encode() in kept
    words = ("再无其他争议", "内容有误", "12345.67", "12,345.67", "1234567")
    assert [word for word in words if word.encode() in kept or json.dumps(word)[1:-1].encode() in kept] == []


async def test_there_is_no_hand_back_of_an_agreement(settled: Settled) -> None:
    assert await refusal(settled.case, "export") == (409, "handback.not_failed")
    assert await refusal(settled.case, "papers/termination-notice") == (409, "handback.not_failed")


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        *((typed, "money.shape") for typed in ("壹万", "12345.678", " 1", "1e3")),
        *((typed, "money.zero") for typed in ("0", "0.00")),
        ("1234567890123", "money.too_large"),
    ],
)
async def test_what_is_no_sum_is_refused_at_its_field(
    settled: Settled, office: CaseOffice, amount: str, code: str
) -> None:
    answer = await office.tries("wangmin", settled.case.id, "result", **{**RIGHT, "amount": amount})
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, "deed.amount")


async def test_only_the_mediator_and_the_organisation_enter_it(settled: Settled, office: CaseOffice) -> None:
    for who in ("clerk", "sealer"):
        answer = await office.tries(who, settled.case.id, "result", **RIGHT)
        assert (answer.status, answer.code) == (403, "access.not_permitted")
    failed = await office.tries("wangmin", settled.case.id, "result", **{**RIGHT, "result": "failed"})
    assert failed.status == 422


async def test_where_no_court_sent_the_case_the_report_stays_in_the_file(office: CaseOffice, tmp_path: Path) -> None:
    today = office.clock.at.date().isoformat()
    case = failed_case.of_detail(office, await office.open(lane="OFFLINE", court=office.court))
    paper = await office.file("admin", case.id, what="sealed_scan", title="线下协议")
    await office.does("admin", case.id, "offline_agreement", paper=paper, signed_on=today)
    due = {"items": [{"name": "交还电脑", "day": today}]}
    planned = await office.does("admin", case.id, "performance", **due)
    nothing_paid = {**RIGHT, "amount": None, "performed_at_once": True}
    early = await office.tries("admin", case.id, "result", **nothing_paid)
    assert (early.status, early.code) == (409, "result.items_open")
    item = planned["performance"][0]["id"]
    await office.does("admin", case.id, "performed", item=item, on=today, paper=paper)
    done = await office.does("admin", case.id, "result", **nothing_paid)
    assert (done["agreed_amount"], participants(done)) == (None, participants(planned))
    text = text_of((await case.take("admin", "papers/report"))[1], tmp_path)
    for said in (
        "调解情况报告",
        "本组织案卷：",
        "没有金钱给付",
        "线下进行，本系统没有记录",
        "是否即时履行是",
        "无（尚未选择）",
        "线下协议",
        "特此报告。",
    ):
        assert said in text, said
    assert ADDRESS not in text
    told = json.loads((await case.take("admin", "papers/report-data"))[1])
    assert (told["to"], told["agreement"]["amount_fen"], told["addresses"]) == (None, None, [])


async def test_at52_a_scan_with_a_page_of_another_version_is_refused_and_the_page_is_named(
    settled: Settled, office: CaseOffice
) -> None:
    first, second = scans.sheets(settled.copy)
    [_, swapped] = scans.sheets(render.print_copy(settled.copy, Digest("0" * 64)))
    blank, answer = Image.new("L", first.size, 255), None
    for pages, code, sheet in (
        ([first, swapped], "scan.other_text", 2),
        ([first, blank], "scan.unmarked", 2),
        ([first, second, first], "scan.twice", 3),
        ([second], "scan.missing", 0),
    ):
        answer = await office.files("sealer", settled.case.id, scans.scan(pages), what="sealed_scan")
        assert (answer.status, answer.code, answer.json["data"]["sheet"]) == (422, code, sheet)
    assert answer is not None
    assert "第1页" in answer.json["detail"]
    assert await office.file("sealer", settled.case.id, scans.scan([second, first]), what="sealed_scan")


async def test_at52_what_was_filed_before_the_text_stood_does_not_stand_for_its_seal(office: CaseOffice) -> None:
    case = await failed_case.accepted(office)
    scan = await office.file("sealer", case.id, scans.scan([Image.new("L", (800, 1100), 255)]), what="sealed_scan")
    await failed_case.talked(case)
    room = await office.plan("wangmin", case.id, days=2)
    await finished_in(office.node, room["id"], office.clock.at)
    answer = await office.tries("sealer", case.id, "seal", paper=scan)
    assert (answer.status, answer.code) == (422, "scan.unmarked")
    assert (await case.take("clerk", "agreement/print"))[0] == 403


async def test_at19_the_certificate_tells_from_the_record_who_was_asked_who_came_and_what_was_signed(
    settled: Settled, office: CaseOffice, tmp_path: Path
) -> None:
    status, pdf = await settled.case.take("wangmin", "certificate")
    assert status == 200
    text = text_of(pdf, tmp_path)
    for said in (
        *("调解组织主持调解的证明", "某某区人民法院：", "一、当事人及征询意见情况", "申请人张伟", "第1次调解会"),
        *("到场：", "张伟（申请人，", "达成协议", "调解协议书编号", "在纸质协议上加盖印章（扫描件在卷）", "特此证明。"),
    ):
        assert said in text, said
    assert settled.agreement_sha256 in text
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        told = json.loads(paper.attachments["certificate.json"].get_file().read_bytes())
        assert [str(field.T) for field in paper.Root.AcroForm.Fields] == ["platform", "closing"]
    assert (told["schema"], told["agreement"]["pdf_sha256"]) == ("mediation-certificate/2", settled.agreement_sha256)
    assert told["parties"][1]["consents"]
    assert not any(planted in text for planted in PLANTED)
    unknown = await office.post("sealer", f"/cases/{settled.case.id}/certificate", {"password": "x"})
    assert unknown.code == "seal.none"
    running = await failed_case.accepted(office)
    status, answer = await running.take("wangmin", "certificate")
    assert (status, json.loads(answer)["code"]) == (409, "certificate.not_effective")


async def test_at15_at16_the_court_issues_its_mediation_paper_and_the_case_goes_on_until_all_is_performed(
    settled: Settled, office: CaseOffice
) -> None:
    """After all the others: the same case, which the court has in litigation, to its end."""
    await office.pass_time(days=21)  # to a day on which the state has the name it has now
    one = await at_the_court(settled, office)
    assert (await decide(office, one, "paper_issued", "民事调解书")).code == "decision.before_review"
    accepted = await act(office, one, do="accept", court_case_no=SUIT, on=day(office))
    assert (accepted.json["court_case_no"], accepted.json["clocks"]) == (SUIT, [])
    assert [each["id"] for each in accepted.json["decisions"]] == [
        *("paper_issued", "rejected", "not_accepted", "withdrawn")
    ]
    assert (await decide(office, one, "confirmed", "民事裁定书")).code == "decision.of_other_route"
    issued = await decide(office, one, "paper_issued", "民事调解书")
    assert (issued.status, issued.json["standing"], issued.json["acts"]) == (200, "confirmed", []), issued.json
    await seen_by_all(settled, office)
    await signed_for_and_performed(settled, office)


def day(office: CaseOffice) -> str:
    return office.clock.at.date().isoformat()


async def at_the_court(settled: Settled, office: CaseOffice) -> Submission:
    """Applied for on paper and handed in; the bundle is a small stand-in, its own way is walked in test_suit."""
    case = settled.case.id
    await office.does("wangmin", case, "route", route="court_paper")
    paper = await office.file("wangmin", case, title="出具调解书申请书")
    for each in (settled.case.worker, settled.case.company):
        await office.does("wangmin", case, "application", participant=each, paper=paper)
    applying = await office.read("wangmin", case)
    one = await handed_in(office, applying, late=False, channel=SubmissionChannel.DESK, route=Route.COURT_PAPER)
    submitted = await office.does("wangmin", case, "submit", on=day(office), receipt=one.number)
    assert (state(applying), state(submitted)) == ("applying", "submitted")
    return one


async def seen_by_all(settled: Settled, office: CaseOffice) -> None:
    """Mediator and both sides: issued, not 确认; the document on file; nothing to object to, nothing to enforce yet."""
    now = await office.read("wangmin", settled.case.id)
    assert (now["state"]["id"], now["state"]["zh"]) == ("confirmed", "法院已确认/已出调解书")
    [paper] = [each for each in now["materials"] if each["title"] == "民事调解书"]
    assert (paper["what"]["id"], paper["form"]["id"]) == ("court_decision", "original")
    assert {"served"} <= {offer["deed"] for offer in now["offers"]}
    assert not AFTER & {clock["id"] for clock in now["clocks"]}
    for name in ("张伟", "李静"):
        party = await office.party(settled.room, name)
        own = await party.own_case()
        assert own["state"]["en"] == "Confirmed, or paper issued"
        assert not AFTER & {clock["id"] for clock in own["clocks"]}
        seen = await ask(office.node, "GET", "/api/v1/session/case/submission", bearer(party.token))
        assert (seen.json["open"], seen.json["lacks"]) == (False, [])
        assert [each["standing"] for each in seen.json["submissions"]] == ["confirmed"]
        told = [one["version"] for one in own["notices"]]
        assert [told.count(one) for one in ("court-accepted-1", "court-paper-1")] == [1, 1]
        assert [(one["title"], one["decision"]["id"]) for one in own["decisions"]] == [("民事调解书", "paper_issued")]


async def signed_for_and_performed(settled: Settled, office: CaseOffice) -> None:
    """It has effect once the last of both has signed for it (民诉法 §100): from there enforcement counts."""
    case = settled.case.id
    first = await office.does("admin", case, "served", participant=settled.case.worker, how="written", on=day(office))
    assert state(first) == "confirmed"
    assert not AFTER & {clock["id"] for clock in first["clocks"]}
    await office.pass_time(days=3)
    both = await office.does("admin", case, "served", participant=settled.case.company, how="written", on=day(office))
    assert state(both) == "performing"
    assert clock_of(both, "enforcement")["started_on"] == day(office)
    assert "objection_party" not in {clock["id"] for clock in both["clocks"]}
    due = (office.clock.at + timedelta(days=30)).date().isoformat()
    planned = await office.does("wangmin", case, "performance", items=[{"name": "拖欠的工资", "day": due}])
    assert clock_of(planned, "enforcement")["started_on"] == due
    proof = await office.file("wangmin", case, title="转账回单")
    [item] = planned["performance"]
    done = await office.does("wangmin", case, "performed", item=item["id"], on=day(office), paper=proof)
    assert state(done) == "performed"
    assert clock_of(done, "enforcement")["state"] == "void"
    assert clock_of(done, "archive")["started_on"] == day(office)
    assert await stores_of(office.node).audit.verify(CaseId(case)) == []
