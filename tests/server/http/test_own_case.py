"""A party's own side of the case behind the link: what it reads, what it answers, and what it cannot."""

import pytest

from tests.node import Json
from tests.server.http.callers import ask, bearer, invite
from tests.server.http.case_office import CaseOffice, OwnSide, participants, state
from tests.server.http.test_case_assignment import active


async def meeting(office: CaseOffice, relations: list[str] | None = None) -> tuple[Json, Json]:
    """An active case with a session, and its room with the links."""
    case = await active(office, relations)
    for one in participants(case):
        await office.does("wangmin", case["id"], "mode", participant=one, mode="remote_av")
    return case, await office.plan("wangmin", case["id"], days=2)


async def opened(office: CaseOffice, side: OwnSide, notice: str) -> Json:
    answer = await ask(office.node, "POST", f"/api/v1/session/case/notices/{notice}", bearer(side.token))
    assert answer.status == 200, answer.json
    return answer.json


async def test_at34_each_party_says_behind_the_link_that_it_knows_and_goes_on_before_the_room_opens(
    office: CaseOffice,
) -> None:
    _, room = await meeting(office, ["interest"])
    for name in ("张伟", "李静"):
        barred = await office.post("wangmin", f"/rooms/{room['id']}/enter", {})
        assert (barred.status, barred.code) == (409, "disclosure.not_known")
        side = await office.party(room, name)
        seen = await side.own_case()
        assert [one["id"] for one in seen["disclosure"]["relations"]] == ["interest"]
        known = {"answer": "known", "version": seen["version"], "number": seen["disclosure"]["number"]}
        assert (await side.answers(known))["disclosure"] is None
    assert (await office.post("wangmin", f"/rooms/{room['id']}/enter", {})).status == 200


async def test_a_notice_is_opened_by_its_party_once_and_by_nobody_else(office: CaseOffice) -> None:
    case, room = await meeting(office)
    worker, company = await office.party(room, "张伟"), await office.party(room, "李静")
    await office.does("wangmin", case["id"], "extend", days=10)
    mine = await worker.own_case()
    [asked] = [one for one in mine["notices"] if one["opened_at"] is None and "延" in one["title"]["zh"]]
    path = f"/api/v1/session/case/notices/{asked['id']}"
    other = await ask(office.node, "POST", path, bearer(company.token))
    assert (other.status, other.code) == (404, "notice.unknown")
    [read] = [one for one in (await opened(office, worker, asked["id"]))["notices"] if one["id"] == asked["id"]]
    assert read["opened_at"] is not None
    again = await opened(office, worker, asked["id"])
    assert [one for one in again["notices"] if one["id"] == asked["id"]] == [read]
    page = await office.read("wangmin", case["id"])
    known = {one["id"]: one["opened_at"] for one in page["notices"]}
    assert known[asked["id"]] is not None


async def test_threat7_the_link_alone_reads_and_answers_nothing(office: CaseOffice) -> None:
    case, room = await meeting(office)
    [link] = [one["invite"]["url"].rsplit("/", 1)[1] for one in room["people"] if one["name"] == "张伟"]
    seen = await ask(office.node, "GET", "/api/v1/session/case", invite(link))
    assert (seen.status, seen.json["case_no"]) == (200, case["case_no"])
    said = {"said": {"answer": "withdraw", "version": seen.json["version"], "ground": "G4_UNWILLING"}}
    answer = await ask(office.node, "POST", "/api/v1/session/case", invite(link), json=said)
    assert (answer.status, answer.code) == (403, "access.not_permitted")


async def test_an_answer_to_what_is_no_longer_so_is_refused(office: CaseOffice) -> None:
    case, room = await meeting(office)
    worker = await office.party(room, "张伟")
    seen = await worker.own_case()
    await office.does("wangmin", case["id"], "suspend", reason="other")
    answer = await worker.tries(answer="withdraw", version=seen["version"], ground="G4_UNWILLING")
    assert (answer.status, answer.code) == (409, "case.changed")


async def test_a_party_asks_for_another_mediator_and_chooses_among_those_there_are(office: CaseOffice) -> None:
    case, room = await meeting(office)
    worker = await office.party(room, "张伟")
    seen = await worker.own_case()
    assert (seen["may_ask_change"], seen["choose_from"]) == (True, [])
    note = "曾经是对方的顾问。"
    await worker.answers({"answer": "ask_change", "version": seen["version"], "ground": "interest", "note": note})
    await office.does("admin", case["id"], "decide_change", granted=True)
    seen = await worker.own_case()
    assert (seen["state"]["id"], seen["may_ask_change"]) == ("assigning", False)
    names = {one["zh"]: one["id"] for one in seen["choose_from"]}
    assert set(names) == {"王敏", "赵磊"}
    ranked = await worker.answers({"answer": "rank", "version": seen["version"], "ranked": [names["赵磊"]]})
    assert ranked["choose_from"] == []


@pytest.mark.parametrize("ground", ["G2_SELF_RECONCILED", "G4_UNWILLING"])
async def test_a_party_ends_its_part_and_reads_why_it_ended_when_the_session_is_over(
    office: CaseOffice, ground: str
) -> None:
    case, room = await meeting(office)
    worker = await office.party(room, "张伟")
    seen = await worker.own_case()
    await worker.answers({"answer": "withdraw", "version": seen["version"], "ground": ground, "note": "不再调解。"})
    page = await office.read("wangmin", case["id"])
    assert (state(page), page["ground"]["id"]) == ("terminated", ground)
    assert (await office.post("wangmin", f"/rooms/{room['id']}/close", {})).status == 200
    over = await ask(office.node, "GET", "/api/v1/session/case", invite(worker.invite))
    assert over.status == 200, over.json
    assert any("终止" in one["title"]["zh"] for one in over.json["notices"])


async def test_a_partys_answer_says_nothing_for_the_other_side(office: CaseOffice) -> None:
    case, room = await meeting(office)
    worker = await office.party(room, "张伟")
    seen = await worker.own_case()
    agreed = await worker.answers({"answer": "principle", "version": seen["version"]})
    page = await office.read("wangmin", case["id"])
    assert state(page) == "active", "the company has not said so"
    assert agreed["version"] == page["version"]
    lines = [line for line in page["timeline"] if line["kind"] == "case.principle_agreed"]
    assert [line["who"] for line in lines] == ["张伟"]
