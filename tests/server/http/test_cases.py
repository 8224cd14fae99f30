"""Cases over HTTP: put on file, found, read by whom, changed by whom, and nobody else's."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from tests.node import id_number
from tests.server.http.callers import ask, audit_kinds, invite
from tests.server.http.case_office import COMPANY, PAPER, WORKER, CaseOffice, participants, state
from tests.server.http.test_case_assignment import active
from tests.tab import Json

REPORT = ("basics", "reasons", "cost_conduct", "court_matters")
AGENT = {
    "name": "陈律师",
    "type": "lawyer",
    "authority": "special",
    "items": ["settle", "sign_agreement"],
    "authority_text": "特别授权：代为和解，代为签署调解协议",
    "phone": "13911112222",
    "firm": "江苏某某律师事务所",
    "licence_no": "13201201010123456",
}


async def test_at8_without_consent_the_case_waits_and_neither_session_nor_room_opens(office: CaseOffice) -> None:
    case = await office.open("wangmin", agreed=False, take=True)
    assert state(case) == "consent_pending"
    [plan] = [one for one in case["offers"] if one["deed"] == "session"]
    assert plan["missing"][0]["code"] == "consent.missing"
    wanted = {"title": "第一次调解", "at": "2026-11-05T09:30:00+08:00"}
    answer = await office.post("wangmin", f"/cases/{case['id']}/sessions", wanted)
    assert (answer.status, answer.code) == (409, "consent.missing")
    assert "尚未同意" in answer.json["detail"]
    parties = {"applicants": [WORKER], "respondents": [{**COMPANY, "representative": "李静", "title": "人事经理"}]}
    quick = {"title": "张伟一案", "cause": "wages", "scheduled_at": "2026-11-03T09:30:00+08:00", **parties}
    room = await office.post("wangmin", "/rooms", quick)
    assert room.status == 201, room.json
    entered = await office.post("wangmin", f"/rooms/{room.json['id']}/enter", {})
    assert (entered.status, entered.code) == (409, "consent.missing")


async def test_a_mediator_takes_a_case_at_once_and_it_is_on_the_list_with_its_next_clock(office: CaseOffice) -> None:
    case = await office.open("wangmin", take=True, summary="拖欠三个月工资，约两万元。")
    assert (state(case), case["mediator"], case["summary"]) == ("active", "王敏", "拖欠三个月工资，约两万元。")
    assert "劳调字第" in case["case_no"]
    listed = (await office.ask("wangmin", "GET", "/cases")).json
    [line] = [one for one in listed["cases"] if one["id"] == case["id"]]
    assert (line["applicants"], line["respondents"]) == (["张伟"], [COMPANY["name"]])
    assert (line["next_due"], line["next_clock"]) == (case["next_due"], case["next_clock"])
    assert line["next_clock"]["zh"]
    assert sum(one["count"] for one in listed["counts"]) == listed["total"]


async def test_a_court_case_needs_number_court_and_day_of_receipt(office: CaseOffice) -> None:
    whole = office.of_court()
    for field in ("court", "court_case_no", "material_received_on"):
        draft = office.draft(**{**whole, field: None})
        answer = await office.post("admin", "/cases", draft)
        assert (answer.status, answer.code, answer.json["field"]) == (422, "case.court_needed", field)
    assert state(await office.open(**whole)) == "assigning"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"lane": "BY_POST"}, "case.lane", "lane"),
        ({"lane": "WEITUO", "procedure": None}, "case.lane", "procedure"),
        ({"cause": "weather"}, "cause.unknown", "cause"),
        ({"received_on": "2030-01-01"}, "case.day", "received_on"),
        ({"court": "nowhere"}, "court.unknown", "court"),
        ({"summary": "  "}, "text.blank", "summary"),
        ({"take": True}, "case.take", "take"),
        ({"participants": []}, "request.invalid", "participants"),
    ],
)
async def test_what_cannot_stay_so_is_refused_at_its_field(
    office: CaseOffice, wrong: Json, code: str, field: str
) -> None:
    answer = await office.post("admin", "/cases", office.draft(**wrong))
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)


async def test_at51_a_wrong_number_is_named_by_its_place(office: CaseOffice) -> None:
    draft = office.draft()
    draft["participants"][0]["who"] = {**WORKER, "id_no": "110105199003070071"}
    answer = await office.post("admin", "/cases", draft)
    assert (answer.status, answer.code) == (422, "id_no.check")
    assert answer.json["field"] == "participants.0.who.id_no"
    draft["participants"][0]["who"] = WORKER
    draft["participants"][1]["who"] = {**COMPANY, "representative": {"name": "李\u202e静", "title": "经理"}}
    answer = await office.post("admin", "/cases", draft)
    assert answer.json["field"] == "participants.1.who.representative.name"


async def test_a_case_with_the_same_parties_and_cause_is_told_of_before_it_is_taken(office: CaseOffice) -> None:
    first = await office.open()
    answer = await office.post("admin", "/cases", office.draft(alike_seen=False))
    assert (answer.status, answer.code) == (409, "case.alike")
    assert first["case_no"] in answer.json["detail"]


async def test_a_lane_a_court_does_not_take_is_refused_with_what_that_rests_on(office: CaseOffice) -> None:
    answer = await office.post(
        "admin", "/cases", office.draft(**office.of_court(lane="WEIPAI", procedure="pre_filing"))
    )
    assert (answer.status, answer.code) == (409, "case.lane_closed")
    assert "2025-01-01" in answer.json["detail"]
    listed = (await office.ask("admin", "GET", "/lanes")).json["lanes"]
    [weipai] = [one for one in listed if one["lane"]["id"] == "WEIPAI"]
    assert (weipai["open"], weipai["by_default"]) == (False, True)


async def test_numbers_leave_masked_and_stay_when_they_are_not_sent_again(office: CaseOffice) -> None:
    case = await office.open()
    worker = participants(case)[0]
    number = id_number()
    assert number not in str(case)
    assert number[:6] + "*" * 8 + number[-4:] in str(case["participants"][0]["details"])
    who = {"kind": "person", "name": "张维", "phone": None, "domicile": "南京市玄武区某路1号"}
    changed = await office.puts_right("admin", case["id"], worker, **who)
    assert changed.status == 200, changed.json
    row = changed.json["participants"][0]
    assert (row["name"], row["phone_masked"]) == ("张维", None)
    assert number[-4:] in str(row["details"])
    assert "南京市玄武区某路1号" in str(row["details"])
    found = (await office.ask("admin", "GET", "/cases?text=张维")).json["cases"]
    assert [one["id"] for one in found] == [case["id"]]
    wrong = await office.puts_right("admin", case["id"], worker, **{**COMPANY, "name": "改了"})
    assert (wrong.status, wrong.json["field"]) == (422, "who.kind")


async def test_threat4_another_organisations_case_is_as_unknown_as_none_and_leaves_a_line(office: CaseOffice) -> None:
    case = (await office.open())["id"]
    worker = participants(await office.read("admin", case))[0]
    for method, path, body in (
        ("GET", f"/cases/{case}", None),
        ("GET", f"/cases/{case}/timeline", None),
        ("POST", f"/cases/{case}/deeds", {"deed": {"do": "archive", "version": 1, "checked": []}}),
        ("POST", f"/cases/{case}/participants/{worker}", {"version": 1, "who": WORKER}),
        ("POST", f"/cases/{case}/participants/{worker}/agents", AGENT),
        ("DELETE", f"/cases/{case}/agents/none", None),
    ):
        answer = await office.ask("stranger", method, path, json=body)
        assert (answer.status, answer.code) == (404, "case.unknown"), path
    assert (await office.ask("stranger", "GET", "/cases")).json["total"] == 0
    assert (await audit_kinds(office.node, case)).count("access.refused") == 6
    assert (await office.ask("zhaolei", "GET", f"/cases/{case}")).status == 404, "no case of this mediator's"


async def test_at59_a_deed_takes_its_own_right_and_a_refusal_leaves_a_line(office: CaseOffice) -> None:
    case = (await active(office))["id"]
    for who, do, said in (
        ("admin", "terminate", {"ground": "G8_OTHER", "report": dict.fromkeys(REPORT, "无")}),
        ("sealer", "suspend", {"reason": "other"}),
        ("wangmin", "appoint", {"host": office.ids["zhaolei"], "chosen_by": "organisation"}),
        ("admin", "seal", {"paper": "none"}),
    ):
        answer = await office.tries(who, case, do, **said)
        assert (answer.status, answer.code) == (403, "access.not_permitted"), do
    assert (await audit_kinds(office.node, case)).count("access.refused") == 4
    offered = {one["deed"] for one in (await office.read("admin", case))["offers"]}
    assert "terminate" not in offered
    assert {"contact", "suspend", "consent"} <= offered


async def test_two_people_with_one_case_on_the_screen_cannot_overwrite_each_other(office: CaseOffice) -> None:
    case = await active(office)
    said = {"do": "suspend", "version": case["version"], "reason": "other"}
    assert (await office.post("admin", f"/cases/{case['id']}/deeds", {"deed": said})).status == 200
    clash = await office.post("wangmin", f"/cases/{case['id']}/deeds", {"deed": {**said, "do": "suspend"}})
    assert (clash.status, clash.code) == (409, "case.changed")


async def test_at17_a_case_that_fails_keeps_its_four_fields_to_those_who_work_on_it(office: CaseOffice) -> None:
    case = (await active(office))["id"]
    report = {name: f"{name}：无特别情况。" for name in REPORT}
    short = await office.tries("wangmin", case, "terminate", ground="G5_TOO_FAR", report={**report, "reasons": " "})
    assert (short.status, short.json["field"]) == (422, "deed.report.reasons")
    ended = await office.does("wangmin", case, "terminate", ground="G5_TOO_FAR", report=report)
    assert (state(ended), ended["report"]) == ("terminated", report)
    assert ended["ground"]["id"] == "G5_TOO_FAR"
    assert any("案件进入：调解终结" in line["text"]["zh"] for line in ended["timeline"])
    assert (await office.read("sealer", case))["report"] is None


async def test_a_court_reads_where_its_case_stands_and_its_own_letters_and_nothing_else(office: CaseOffice) -> None:
    case = (await office.open(**office.of_court(court_case_no="（2026）苏0102民初77号"), summary="工资争议。"))["id"]
    worker = participants(await office.read("admin", case))[0]
    tried = {"participant": worker, "channel": "phone", "result": "reached", "at": office.clock.at.isoformat()}
    await office.does("admin", case, "contact", note="愿意调解。", **tried)
    letter = await office.file("admin", case, what="court_letter", title="委托调解函")
    evidence = await office.file("admin", case, what="evidence", title="工资条", owner=worker)
    seen = await office.read("clerk", case)
    assert (seen["court_case_no"], seen["summary"], seen["contacts"]) == ("（2026）苏0102民初77号", None, [])
    assert [one["id"] for one in seen["materials"]] == [letter]
    assert seen["clocks"]
    assert all(one["details"] == [] and one["phone_masked"] is None for one in seen["participants"])
    kinds = {line["kind"]: line["text"]["zh"] for line in seen["timeline"]}
    assert kinds["case.contact"] == "联系当事人"
    whole = {line["kind"]: line["text"]["zh"] for line in (await office.read("admin", case))["timeline"]}
    assert whole["case.contact"].startswith("联系当事人：张伟，电话")
    assert (await office.ask("clerk", "GET", f"/cases/{case}/materials/{evidence}")).status == 404
    found = (await office.ask("clerk", "GET", "/cases?text=民初77")).json["cases"]
    assert [one["id"] for one in found] == [case]


async def test_a_paper_is_told_by_its_content_and_given_back_as_it_came(office: CaseOffice) -> None:
    case = (await office.open())["id"]
    kept = await office.file("admin", case, title="劳动合同")
    async with office.node.http.get(
        f"{office.node.url}/api/v1/cases/{case}/materials/{kept}", headers=await office.headers("admin")
    ) as response:
        assert (await response.read(), response.content_type) == (PAPER, "application/pdf")
        assert response.headers["Content-Disposition"].startswith("attachment")
    octets = {"Content-Type": "application/octet-stream", **await office.headers("admin")}
    query = {"title": "表格", "what": "evidence", "form": "original"}
    path = f"/api/v1/cases/{case}/materials"
    wrong = await ask(office.node, "POST", path, octets, params=query, data=b"<html>")
    assert (wrong.status, wrong.code) == (415, "document.type")
    unnamed = await ask(office.node, "POST", path, octets, params={**query, "what": "song"}, data=PAPER)
    assert (unnamed.status, unnamed.json["field"]) == (422, "what")
    stray = await ask(office.node, "POST", path, octets, params={**query, "owner": "nobody"}, data=PAPER)
    assert (stray.status, stray.code) == (404, "participant.unknown")


async def test_an_agent_with_full_authority_and_no_matters_is_refused_and_so_is_a_third(office: CaseOffice) -> None:
    case = await office.open()
    path = f"/cases/{case['id']}/participants/{participants(case)[0]}/agents"
    full = {**AGENT, "authority_text": "全权代理", "items": []}
    answer = await office.post("admin", path, full)
    assert (answer.status, answer.code) == (422, "agent.full_without_items")
    paper = await office.file("admin", case["id"], what="authority", title="授权委托书")
    first = await office.post("admin", path, {**AGENT, "papers": [{"code": "power_of_attorney", "material": paper}]})
    assert first.status == 201, first.json
    [row] = first.json["participants"][0]["agents"]
    assert (row["special"], row["phone_masked"], row["may_sign"]) == (True, "139****2222", False)
    assert "power_of_attorney" not in {one["id"] for one in row["missing_papers"]}
    assert row["missing_papers"]
    missing = await office.post("admin", path, {**AGENT, "papers": [{"code": "licence", "material": "none"}]})
    assert (missing.status, missing.code) == (404, "material.unknown")
    assert (await office.post("admin", path, {**AGENT, "name": "周律师"})).status == 201
    third = await office.post("admin", path, {**AGENT, "name": "吴律师"})
    assert (third.status, third.code) == (422, "agent.third")
    gone = await office.ask("admin", "DELETE", f"/cases/{case['id']}/agents/{row['id']}")
    assert [one["name"] for one in gone.json["participants"][0]["agents"]] == ["周律师"]


async def test_the_list_is_searched_by_company_and_number_and_narrowed_by_state_lane_and_clock(
    office: CaseOffice,
) -> None:
    other = {**COMPANY, "name": "苏州蓝天餐饮有限公司"}
    draft = office.draft(agreed=False)
    draft["participants"][1]["who"] = other
    case = (await office.post("admin", "/cases", draft)).json

    async def found(**query: str) -> list[str]:
        answer = await office.ask("admin", "GET", "/cases", params=query)
        assert answer.status == 200, answer.json
        return [one["id"] for one in answer.json["cases"]]

    assert await found(text="蓝天餐饮") == [case["id"]]
    assert await found(text=case["case_no"]) == [case["id"]]
    assert await found(text="蓝天", state="consent_pending,assigning", lane="SELF") == [case["id"]]
    assert await found(text="蓝天", state="active") == []
    assert await found(text="蓝天", due_days="30") == [case["id"]]
    assert await found(text="蓝天", late="true") == []
    assert await found(text="蓝天", page="2") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=sleeping", "state"),
        ("lane=BY_POST", "lane"),
        ("due_days=-1", "due_days"),
        ("due_days=9999", "due_days"),
        ("late=maybe", "late"),
        ("page=0", "page"),
        ("text=" + "长" * 101, "text"),
    ],
)
async def test_a_query_that_means_nothing_is_refused(office: CaseOffice, query: str, field: str) -> None:
    answer = await office.ask("admin", "GET", f"/cases?{query}")
    assert (answer.status, answer.json["field"]) == (422, field)
    assert not answer.json["detail"].startswith(field), "the form's own word for it"


async def test_threat7_a_session_goes_into_a_calendar_without_the_links_secret(office: CaseOffice) -> None:
    case = await active(office)
    for one in participants(case):
        await office.does("wangmin", case["id"], "mode", participant=one, mode="remote_av")
    room = await office.plan("wangmin", case["id"], days=2)
    [row] = (await office.read("wangmin", case["id"]))["sessions"]
    assert (row["room"], row["title"], row["held"]) == (room["id"], "第一次调解", False)
    path = f"/api/v1/cases/{case['id']}/sessions/{room['id']}/calendar"
    party = await office.party(room, "张伟")
    own = await read_calendar(office, "/api/v1/session/calendar", {"Authorization": f"Bearer {party.token}"})
    mediators = await read_calendar(office, path, await office.headers("wangmin"))
    for text in (own, mediators):
        [event] = Calendar.from_ical(text).walk("VEVENT")
        assert str(event["UID"]) == f"{room['id']}@mediation-room"
        assert event.decoded("DTSTART") == datetime.fromisoformat(row["at"])
        assert str(event["SUMMARY"]) == "第一次调解"
        assert not any(seat["invite"]["url"].rsplit("/", 1)[1] in text for seat in room["people"] if seat["invite"])
        assert "张伟" not in text
    assert f"/m/rooms/{room['id']}" in mediators
    assert (await office.ask("clerk", "GET", path.removeprefix("/api/v1"))).status == 404
    link = await ask(office.node, "GET", "/api/v1/session/case", invite(party.invite))
    assert (link.status, link.code) == (403, "access.not_permitted"), "the link alone says nothing of the case"


async def read_calendar(office: CaseOffice, path: str, headers: dict[str, str]) -> str:
    async with office.node.http.get(f"{office.node.url}{path}", headers=headers) as response:
        assert (response.status, response.content_type) == (200, "text/calendar")
        return (await response.text()).replace("\r\n ", "")


async def test_the_timeline_goes_on_where_it_was_left(office: CaseOffice) -> None:
    case = await active(office)
    lines = case["timeline"]
    rest = (await office.ask("wangmin", "GET", f"/cases/{case['id']}/timeline?after={lines[1]['seq']}")).json["events"]
    assert rest == lines[2:]
    assert lines[0]["kind"] == "case.received"


async def test_every_list_of_the_forms_has_its_words(office: CaseOffice) -> None:
    forms = (await office.ask("admin", "GET", "/case-forms")).json
    assert all(forms[name] for name in forms)
    assert {one["zh"] for one in forms["mediators"]} == {"王敏", "赵磊"}
    assert "WEIPAI" not in {one["id"] for one in forms["lanes"]}
    assert {one["type"] for one in forms["agent_papers"]} == {one["id"] for one in forms["agent_types"]}


async def test_threat7_what_is_to_be_performed_and_receipts_are_read_by_those_who_may_and_lie_sealed(
    office: CaseOffice,
) -> None:
    today = office.clock.at.date().isoformat()
    case = (await office.open(lane="OFFLINE", court=office.court))["id"]
    paper = await office.file("admin", case, what="sealed_scan")
    await office.does("admin", case, "offline_agreement", paper=paper, signed_on=today)
    secret = "支付张伟工商银行6222020200112233445"
    due = (office.clock.at + timedelta(days=9)).date().isoformat()
    planned = await office.does("admin", case, "performance", items=[{"name": secret, "day": due}])
    again = await office.does("admin", case, "performance", items=[{"name": secret, "day": today}])
    [item] = planned["performance"]
    assert (item["name"], again["performance"][0]["id"]) == (secret, item["id"])
    assert any(clock["about"] == secret for clock in again["clocks"])
    await office.does("admin", case, "route", route="confirmation")
    for one in participants(again):
        await office.does("admin", case, "application", participant=one, paper=paper)
    sealer = await office.read("sealer", case)
    assert [one["name"] for one in sealer["performance"]] == [secret]
    assert not sealer["contacts"]
    receipt = "邮政挂号XA99887766"
    sent = await office.does("admin", case, "submit", on=today, receipt=receipt)
    assert state(sent) == "submitted"
    assert any(receipt in event["text"]["zh"] for event in sent["timeline"])
    files = office.node.config.data.glob("mediation-room.sqlite3*")
    kept = b"".join(file.read_bytes() for file in files)
    assert case.encode() in kept
    assert not [text for text in (secret, receipt) if text.encode() in kept]
    named = await office.tries("admin", case, "performed", item=secret, on=today, paper=paper)
    assert named.status == 422, "items go by their id, so that none is named in the chain"
