"""A party's own side of the case behind the link: what it reads, what it answers, and what it cannot."""

import pytest

from tests.node import id_number
from tests.server.cases.failed_case import REPORT
from tests.server.http.callers import ask, bearer, invite
from tests.server.http.case_office import CaseOffice, OwnSide, participants, state
from tests.server.http.test_case_assignment import active
from tests.tab import Json


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


async def outside(office: CaseOffice, link: str, notice: str) -> None:
    """Whoever holds the link without having said who they are reads nothing, opens nothing and answers nothing."""
    said = {"said": {"answer": "withdraw", "version": 1, "ground": "G4_UNWILLING"}}
    for method, path, body in (
        ("GET", "/api/v1/session/case", None),
        ("POST", f"/api/v1/session/case/notices/{notice}", None),
        ("POST", "/api/v1/session/case", said),
    ):
        answer = await ask(office.node, method, path, invite(link), json=body)
        assert (answer.status, answer.code) == (403, "access.not_permitted"), path
        assert "调解" not in answer.json["detail"], "no text of the case"
        assert (await ask(office.node, method, path, json=body)).code == "access.sign_in"


async def over(office: CaseOffice, room: Json) -> Json:
    """The session is over without an agreement; gives the closed room."""
    answer = await office.post("wangmin", f"/rooms/{room['id']}/close", {})
    if answer.code == "not_permitted.phase":
        # It ended with its case, since nobody was there any more.
        answer = await office.ask("wangmin", "GET", f"/rooms/{room['id']}")
    assert answer.status == 200, answer.json
    return answer.json


async def test_threat7_the_link_alone_reads_opens_and_answers_nothing(office: CaseOffice) -> None:
    _, room = await meeting(office)
    [link] = [one["invite"]["url"].rsplit("/", 1)[1] for one in room["people"] if one["name"] == "张伟"]
    side = await office.party(room, "张伟")
    told = (await side.own_case())["notices"][0]["id"]
    await outside(office, link, told)
    await over(office, room)
    await outside(office, link, told)
    page = await office.read("wangmin", room["case"])
    assert [one["opened_at"] for one in page["notices"] if one["id"] == told] == [None]


async def test_at45_when_the_session_is_over_a_party_says_who_it_is_and_reads_its_notices(office: CaseOffice) -> None:
    case, room = await meeting(office)
    before = await office.party(room, "张伟")
    await over(office, room)
    ended = await ask(office.node, "GET", "/api/v1/session/case", bearer(before.token))
    assert (ended.status, ended.code) == (401, "access.sign_in")
    await office.does("wangmin", case["id"], "terminate", ground="G5_TOO_FAR", report=REPORT)
    for name in ("张伟", "李静"):
        worker = await office.party(room, name)
        state_of = await ask(office.node, "GET", "/api/v1/session", bearer(worker.token))
        assert state_of.json["next"] == "case"
        unread = [one for one in (await worker.own_case())["notices"] if one["opened_at"] is None]
        [end] = [one for one in unread if "终止" in one["title"]["zh"]]
        assert any("仲裁" in part["zh"] for part in end["paragraphs"])
        read = await opened(office, worker, end["id"])
        assert [one["opened_at"] is None for one in read["notices"] if one["id"] == end["id"]] == [False]


async def test_threat7_when_the_session_is_over_wrong_digits_read_nothing(office: CaseOffice) -> None:
    _, room = await meeting(office)
    await over(office, room)
    [link] = [one["invite"]["url"].rsplit("/", 1)[1] for one in room["people"] if one["name"] == "张伟"]
    path, stranger = "/api/v1/invitation/identity", {"device": "s" * 43, "name_confirmed": True}
    for tail, code in ((None, "identity.digits_needed"), ("0000", "identity.digits_wrong")):
        answer = await ask(office.node, "POST", path, invite(link), json={**stranger, "id_tail": tail})
        assert (answer.code, answer.json.get("token")) == (code, None)
    resumed = await ask(office.node, "POST", "/api/v1/invitation/resume", invite(link), json={"device": "s" * 43})
    assert resumed.code == "identity.first"


async def test_threat3_a_link_revoked_after_the_session_leads_to_no_case(office: CaseOffice) -> None:
    _, room = await meeting(office)
    await over(office, room)
    worker = await office.party(room, "张伟")
    [seat] = [one["seat"] for one in room["people"] if one["name"] == "张伟"]
    gone = await office.ask("wangmin", "DELETE", f"/rooms/{room['id']}/seats/{seat}/invite")
    assert gone.status == 204
    told = await ask(office.node, "GET", "/api/v1/session/case", bearer(worker.token))
    assert (told.status, told.code) == (401, "access.sign_in")
    body = {"device": "phone".ljust(43, "x"), "name_confirmed": True, "id_tail": id_number()[-4:]}
    again = await ask(office.node, "POST", "/api/v1/invitation/identity", invite(worker.invite), json=body)
    assert again.code == "invite.revoked"


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
    await over(office, room)
    told = await (await office.party(room, "张伟")).own_case()
    assert any("终止" in one["title"]["zh"] for one in told["notices"])


async def test_a_partys_answer_says_nothing_for_the_other_side(office: CaseOffice) -> None:
    case, room = await meeting(office)
    worker = await office.party(room, "张伟")
    seen = await worker.own_case()
    agreed = await worker.answers({"answer": "principle", "version": seen["version"]})
    page = await office.read("wangmin", case["id"])
    assert state(page) == "active", "the company has not said so"
    assert agreed["version"] == page["version"]
    lines = [line for line in page["timeline"] if line["kind"] == "case.principle_agreed"]
    assert [line["who"] for line in lines] == [{"zh": "张伟", "en": "张伟"}]
