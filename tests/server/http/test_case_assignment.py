"""Who mediates, over HTTP: returned, chosen, appointed, accepted or not, told of relations, changed (TR2-TR8)."""

from typing import Any

import pytest

from tests.server.http.callers import ask, bearer
from tests.server.http.case_office import CaseOffice, participants, state
from tests.tab import Json

NONE_TO_TELL: list[str] = []


async def assigning(office: CaseOffice, **other: Any) -> Json:  # noqa: ANN401 - JSON
    case = await office.open(**other)
    assert state(case) == "assigning"
    return case


async def appointed(office: CaseOffice, host: str = "wangmin", *others: str) -> Json:
    """Somebody named by the organisation, after the parties left the choice to it."""
    case = await assigning(office)
    for one in participants(case):
        await office.does("admin", case["id"], "rank", participant=one, ranked=[])
    names = {"host": office.ids[host], "others": [office.ids[one] for one in others]}
    return await office.does("admin", case["id"], "appoint", chosen_by="organisation", **names)


async def active(office: CaseOffice, relations: list[str] | None = None, *others: str) -> Json:
    case = await appointed(office, "wangmin", *others)
    return await office.does("wangmin", case["id"], "accept", relations=relations or NONE_TO_TELL)


@pytest.mark.parametrize("reason", ["not_court_scope", "no_jurisdiction", "unsuitable", "not_organisation_scope"])
async def test_at31_a_case_goes_back_for_one_of_four_reasons_in_writing(office: CaseOffice, reason: str) -> None:
    case = await office.open(agreed=False)
    back = await office.does("admin", case["id"], "return", reason=reason, note="不符合受理条件。")
    assert state(back) == "returned"
    assert [one["what"]["id"] for one in back["notices"]] == ["return"]
    assert back["notices"][0]["participant"] == participants(case)[0]


async def test_at31_another_reason_or_none_in_writing_is_refused(office: CaseOffice) -> None:
    case = (await office.open(agreed=False))["id"]
    wrong = await office.tries("admin", case, "return", reason="too_busy", note="忙。")
    assert (wrong.status, wrong.json["field"]) == (422, "deed.reason")
    blank = await office.tries("admin", case, "return", reason="unsuitable", note="  ")
    assert (blank.status, blank.code) == (422, "text.blank")


async def test_at32_the_first_common_choice_of_both_sides_is_appointed(office: CaseOffice) -> None:
    case = await assigning(office)
    wang, zhao = office.ids["wangmin"], office.ids["zhaolei"]
    worker, company = participants(case)
    await office.does("admin", case["id"], "rank", participant=worker, ranked=[wang, zhao])
    ranked = await office.does("admin", case["id"], "rank", participant=company, ranked=[zhao])
    assert ranked["joint_choice"] is not None
    other = await office.tries("admin", case["id"], "appoint", host=wang, chosen_by="parties")
    assert other.status == 409
    named = await office.does("admin", case["id"], "appoint", host=zhao, chosen_by="parties")
    assert (state(named), named["mediator"]) == ("accept_pending", ranked["joint_choice"])


async def test_at32_the_court_appoints_when_nobody_chose_within_two_working_days(office: CaseOffice) -> None:
    await office.register("wangmin")
    case = await assigning(office, **office.of_court(court_case_no="（2026）苏0102民初32号"))
    names = {"host": office.ids["wangmin"], "chosen_by": "court"}
    early = await office.tries("clerk", case["id"], "appoint", **names)
    assert (early.status, early.code) == (409, "choice.open")
    await office.pass_time(days=6)
    late = await office.read("clerk", case["id"])
    assert {one["id"] for one in late["clocks"] if one["state"] == "late"} >= {"joint_choice", "court_appoints"}
    assert state(await office.does("clerk", case["id"], "appoint", **names)) == "accept_pending"


async def test_at33_one_hosts_and_others_sit_beside_and_nobody_twice(office: CaseOffice) -> None:
    case = await active(office, None, "zhaolei")
    assert (case["mediator"], len(case["co_mediators"])) == ("王敏", 1)
    assert (await office.read("zhaolei", case["id"]))["id"] == case["id"]
    twice = await assigning(office)
    for one in participants(twice):
        await office.does("admin", twice["id"], "rank", participant=one, ranked=[])
    wang = office.ids["wangmin"]
    answer = await office.tries("admin", twice["id"], "appoint", host=wang, others=[wang], chosen_by="organisation")
    assert (answer.status, answer.code) == (409, "team.twice")


async def test_at34_who_mediates_tells_first_and_goes_on_when_each_party_agrees(office: CaseOffice) -> None:
    case = await active(office, ["relative_of_agent"])
    [told] = case["disclosures"]
    assert ([one["id"] for one in told["relations"]], told["known_by"]) == (["relative_of_agent"], [])
    worker, company = participants(case)
    assert {one["what"]["id"] for one in case["notices"]} == {"disclosure"}
    await office.does("admin", case["id"], "known", participant=worker, number=1)
    principle = await office.tries("wangmin", case["id"], "principle", participant=worker, form="oral")
    assert (principle.status, principle.code) == (409, "disclosure.not_known")
    known = await office.does("admin", case["id"], "known", participant=company, number=1)
    assert set(known["disclosures"][0]["known_by"]) == {worker, company}
    again = await office.does("wangmin", case["id"], "disclose", relations=["interest"], note="曾为被申请人授课。")
    assert [one["number"] for one in again["disclosures"]] == [1, 2]
    assert again["disclosures"][1]["note"] == "曾为被申请人授课。"


async def test_at34_a_relation_no_form_asks_about_is_refused(office: CaseOffice) -> None:
    case = await appointed(office)
    answer = await office.tries("wangmin", case["id"], "accept", relations=["neighbour"])
    assert (answer.status, answer.json["field"]) == (422, "deed.relations")


async def test_at35_who_refuses_again_after_a_change_and_chooses_nobody_refuses_mediation(office: CaseOffice) -> None:
    case = await active(office)
    worker = participants(case)[0]
    asked = await office.does("wangmin", case["id"], "ask_change", participant=worker, ground="interest")
    assert asked["change_asked_by"] == "张伟"
    early = await office.tries("admin", case["id"], "choice_refused", participant=worker)
    assert early.status == 409
    changed = await office.does("admin", case["id"], "decide_change", granted=True)
    assert (state(changed), changed["mediator"]) == ("assigning", None)
    assert (await office.ask("wangmin", "GET", f"/cases/{case['id']}")).status == 404
    await office.pass_time(days=7)
    named = {"host": office.ids["zhaolei"], "chosen_by": "organisation"}
    await office.does("admin", case["id"], "appoint", **named)
    await office.does("zhaolei", case["id"], "accept", relations=[])
    await office.does("zhaolei", case["id"], "ask_change", participant=worker)
    ended = await office.does("admin", case["id"], "choice_refused", participant=worker, note="两次拒绝，不另选。")
    assert (state(ended), ended["ground"]["id"]) == ("terminated", "G4_UNWILLING")


async def test_at10_without_an_answer_in_three_working_days_the_court_names_another(office: CaseOffice) -> None:
    await office.register("wangmin", "zhaolei")
    case = await assigning(office, **office.of_court(court_case_no="（2026）苏0102民初10号"))
    for one in participants(case):
        await office.does("clerk", case["id"], "rank", participant=one, ranked=[])
    first = {"host": office.ids["wangmin"], "chosen_by": "court"}
    assert state(await office.does("clerk", case["id"], "appoint", **first)) == "accept_pending"
    await office.pass_time(days=9)
    lapsed = await office.read("clerk", case["id"])
    assert (state(lapsed), lapsed["mediator"]) == ("assigning", None)
    assert "case.acceptance_lapsed" in {line["kind"] for line in lapsed["timeline"]}
    late = await office.tries("wangmin", case["id"], "accept", relations=[])
    assert late.status == 404, "it is no longer this mediator's"
    second = {"host": office.ids["zhaolei"], "chosen_by": "court"}
    assert state(await office.does("clerk", case["id"], "appoint", **second)) == "accept_pending"
    taken = await office.does("zhaolei", case["id"], "accept", relations=[])
    assert state(taken) == "active"
    assert {one["id"] for one in taken["clocks"]} >= {"period"}


async def test_at10_declining_needs_its_reason_and_the_case_is_assigned_anew(office: CaseOffice) -> None:
    case = await appointed(office)
    assert (await office.tries("wangmin", case["id"], "decline")).status == 422
    await office.does("wangmin", case["id"], "decline", note="近期外出培训。")
    assert state(await office.read("admin", case["id"])) == "assigning"


async def test_at20_a_mediator_who_is_not_on_the_courts_register_cannot_be_named(office: CaseOffice) -> None:
    case = await assigning(office, **office.of_court(court_case_no="（2026）苏0102民初20号"))
    listed = (await office.ask("clerk", "GET", "/register")).json["entries"]
    for entry in listed:
        if entry["state"]["id"] == "court_confirmed":
            await office.post("clerk", f"/register/{entry['id']}", {"answer": "remove", "note": "届满移出"})
    for one in participants(case):
        await office.does("clerk", case["id"], "rank", participant=one, ranked=[])
    answer = await office.tries("clerk", case["id"], "appoint", host=office.ids["wangmin"], chosen_by="court")
    assert (answer.status, answer.code) == (409, "register.not_good")
    assert "名册" in answer.json["detail"]


async def test_a_mediator_who_was_changed_has_no_room_of_the_case_any_more(office: CaseOffice) -> None:
    case = (await active(office))["id"]
    for one in participants(await office.read("wangmin", case)):
        await office.does("wangmin", case, "mode", participant=one, mode="remote_av")
    room = (await office.plan("wangmin", case, days=3))["id"]
    seated = bearer((await office.post("wangmin", f"/rooms/{room}/enter", {})).json["token"])
    assert (await ask(office.node, "GET", "/api/v1/session/calendar", seated)).status == 200
    await office.does("admin", case, "ask_change", participant=participants(await office.read("admin", case))[0])
    await office.does("admin", case, "decide_change", granted=True)
    assert (await ask(office.node, "GET", "/api/v1/session/calendar", seated)).status == 401
    answer = await office.post("wangmin", f"/rooms/{room}/enter", {})
    assert (answer.status, answer.code) == (404, "room.unknown")


async def test_at8_a_consent_that_is_taken_back_shuts_the_door_the_mediator_had_opened(office: CaseOffice) -> None:
    case = (await active(office))["id"]
    people = participants(await office.read("wangmin", case))
    for one in people:
        await office.does("wangmin", case, "mode", participant=one, mode="remote_av")
    room = (await office.plan("wangmin", case, days=3))["id"]
    seated = bearer((await office.post("wangmin", f"/rooms/{room}/enter", {})).json["token"])
    day = office.clock.at.date().isoformat()
    said = {"participant": people[1], "step": "online_mediation", "how": "phone", "on": day}
    await office.does("wangmin", case, "consent", given=False, **said)
    assert (await ask(office.node, "GET", "/api/v1/session/calendar", seated)).status == 401
    answer = await office.post("wangmin", f"/rooms/{room}/enter", {})
    assert (answer.status, answer.code) == (409, "consent.missing")


async def test_nobody_of_elsewhere_is_appointed_in_a_courts_own_case(office: CaseOffice) -> None:
    opened = {"court": office.court, "lane": "COURT_HOSTED", "open": True, "valid_from": "2026-01-01", "source": "本院"}
    assert (await office.post("clerk", "/lanes", opened)).status == 200
    case = (await office.open(**office.of_court(lane="COURT_HOSTED", court_case_no="（2026）苏0102民初7号")))["id"]
    for nobody in ("nobody", office.ids["stranger"]):
        answer = await office.tries("clerk", case, "appoint", host=nobody, chosen_by="court")
        assert (answer.status, answer.code) == (409, "mediator.unknown")
    assert state(await office.does("clerk", case, "appoint", host=office.ids["clerk"], chosen_by="court")) == (
        "accept_pending"
    )
