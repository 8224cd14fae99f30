"""A mediator's rooms: made, listed, shown, entered, closed."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from rooms.ids import RoomId, SeatId
from tests.node import Node, Party, id_number, open_scene, person
from tests.server.http.callers import ask, audit_kinds, bearer, stores_of
from tests.tab import Json

COMPANY = {
    "kind": "company",
    "name": "南京某某电子有限公司",
    "uscc": "91320100MA0DEM005D",
    "representative": "李静",
    "title": "人事经理",
    "phone": "025-12345678",
}


def draft(**other: object) -> Json:
    return {
        "title": "张伟与南京某某电子有限公司",
        "cause": "wages",
        "scheduled_at": "2026-12-01T09:30:00+08:00",
        "applicants": [person("张伟", id_no=id_number(), phone="13800001234")],
        "respondents": [COMPANY],
        **other,
    }


async def test_a_new_room_has_a_case_number_seats_links_and_masked_numbers(node: Node) -> None:
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft())
    assert answer.status == 201
    room = answer.json
    assert "劳调字第" in room["case_no"]
    assert (room["phase"], room["waiting"], room["seats"]) == ("planned", 0, 2)
    assert room["cause"]["id"] == "wages"
    mediator, worker, company = room["people"]
    assert (mediator["role"], mediator["invite"]) == ("mediator", None)
    assert (worker["name"], worker["side"], worker["on_behalf_of"]) == ("张伟", "applicant", None)
    assert (company["name"], company["side"], company["on_behalf_of"]) == ("李静", "respondent", COMPANY["name"])
    assert worker["id_no_masked"] == id_number()[:6] + "*" * 8 + id_number()[-4:]
    assert worker["phone_masked"] == "138****1234"
    assert company["id_no_masked"] is None
    stored = await stores_of(node).rooms.load(RoomId(room["id"]))
    assert stored
    assert [seat.has_id_tail for seat in stored.seats] == [False, True, False]
    assert "room.created" in await audit_kinds(node, stored.case)


async def test_threat7_links_are_secret_enough_and_each_is_its_own(node: Node) -> None:
    rooms = [(await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft())).json for _ in range(2)]
    links = [row["invite"]["url"] for room in rooms for row in room["people"] if row["invite"]]
    assert len(set(links)) == 4
    for link in links:
        url = urlsplit(link)
        assert url.path.startswith("/j/")
        assert len(url.path.removeprefix("/j/")) * 5 >= 128, "base32: five bits a character"
        assert (url.query, url.fragment) == ("", "")
        assert link.startswith(node.config.address)
    assert all(row["invite"]["qr_svg"].startswith("<svg") for row in rooms[0]["people"] if row["invite"])


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"applicants": [person("张伟", id_no="110105199003070071")]}, "applicants.0.id_no", "id_no.check"),
        ({"applicants": [person("张\u202e伟")]}, "applicants.0.name", "name.control_characters"),
        ({"applicants": [person("\u200b")]}, "applicants.0.name", "name.control_characters"),
        ({"applicants": [person("张伟"), person("   ")]}, "applicants.1.name", "name.empty"),
        ({"respondents": [{**COMPANY, "uscc": "91320100MA0DEM0050"}]}, "respondents.0.uscc", "uscc.check"),
        ({"respondents": [{**COMPANY, "representative": "李\u2066静"}]}, "respondents.0.representative", None),
        ({"respondents": [{**COMPANY, "title": "\u202d经理"}]}, "respondents.0.title", "name.control_characters"),
        ({"respondents": [{**COMPANY, "id_no": "1" * 18}]}, "respondents.0.id_no", None),
        ({"title": "案件\u202e"}, "title", "text.control_characters"),
        ({"title": "   "}, "title", "text.blank"),
        ({"cause": "weather"}, "cause", "cause.unknown"),
        ({"scheduled_at": "9999-12-31T23:59:59-14:00"}, "scheduled_at", "request.invalid"),
        ({"scheduled_at": "2026-12-01T09:30:00"}, "scheduled_at", "request.invalid"),
        ({"applicants": []}, "applicants", "request.invalid"),
    ],
)
async def test_what_cannot_stay_so_is_refused_at_its_field(
    node: Node, wrong: Json, field: str, code: str | None
) -> None:
    before = await ask(node, "GET", "/api/v1/rooms", bearer(node.account))
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft(**wrong))
    assert (answer.status, answer.json["field"]) == (422, field)
    assert code in {None, answer.code}
    assert (await ask(node, "GET", "/api/v1/rooms", bearer(node.account))).json == before.json


async def test_threat9_a_name_with_markup_stays_exactly_as_typed(node: Node) -> None:
    name = "<img src=x onerror=alert(1)>&\"'"
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft(applicants=[person(name)]))
    assert answer.json["people"][1]["name"] == name
    assert answer.headers["Content-Type"].startswith("application/json")


async def test_a_day_is_the_local_one(node: Node) -> None:
    morning = draft(scheduled_at="2027-03-01T00:30:00+08:00", title="零点三十分")
    made = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=morning)

    async def on(day: str) -> list[str]:
        listed = await ask(node, "GET", f"/api/v1/rooms?day={day}", bearer(node.account))
        return [row["id"] for row in listed.json["rooms"]]

    assert made.json["id"] in await on("2027-03-01")
    assert made.json["id"] not in await on("2027-02-28")


@pytest.mark.parametrize("day", ["", "today", "2026-02-30", "20260301", "9999-12-31", "0001-01-01", "2026-W09-1"])
async def test_what_is_no_day_is_refused(node: Node, day: str) -> None:
    answer = await ask(node, "GET", f"/api/v1/rooms?day={day}", bearer(node.account))
    assert (answer.status, answer.code, answer.json["field"]) == (422, "request.invalid", "day")


async def test_the_mediators_seat_speaks_with_a_session_of_its_own(node: Node) -> None:
    scene = await open_scene(node)
    answer = await ask(node, "POST", f"/api/v1/rooms/{scene.room}/enter", bearer(node.account))
    assert (answer.json["role"], answer.json["next"], answer.json["room"]) == ("mediator", "enter", scene.room)
    state = await ask(node, "GET", "/api/v1/session", bearer(answer.json["token"]))
    assert (state.json["seat"], state.json["name"]) == (answer.json["seat"], "王敏")


async def test_at8_the_mediator_comes_in_when_every_party_has_agreed(node: Node) -> None:
    room = (await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft())).json
    enter = f"/api/v1/rooms/{room['id']}/enter"
    barred = await ask(node, "POST", enter, bearer(node.account))
    assert (barred.status, barred.code) == (409, "consent.missing")
    assert "被申请人" in barred.json["detail"]
    secret = room["people"][2]["invite"]["url"].rsplit("/", 1)[1]
    company = Party(node, secret, room["people"][2]["seat"], "d" * 43, None)
    await company.token()
    assert (await ask(node, "POST", enter, bearer(node.account))).status == 200


async def test_a_consent_is_not_told_of_a_day_to_come(node: Node) -> None:
    agreed = {"how": "phone", "on": "2099-01-01"}
    body = draft(respondents=[{**COMPANY, "consent": agreed}])
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=body)
    assert (answer.status, answer.json["field"]) == (422, "respondents.0.consent.on")


async def test_a_closed_room_leaves_the_list_but_not_its_day(node: Node) -> None:
    scene = await open_scene(node)
    path = f"/api/v1/rooms/{scene.room}/close"
    assert (await ask(node, "POST", path, bearer(node.account), json={})).json["phase"] == "closed"
    again = await ask(node, "POST", path, bearer(node.account), json={})
    assert (again.status, again.code) == (403, "not_permitted.phase")
    still_open = (await ask(node, "GET", "/api/v1/rooms", bearer(node.account))).json["rooms"]
    assert scene.room not in [row["id"] for row in still_open]
    day = node.config.local_day(datetime.now(UTC)).isoformat()
    todays = (await ask(node, "GET", f"/api/v1/rooms?day={day}", bearer(node.account))).json["rooms"]
    # Near midnight the scene, planned five minutes ahead, is tomorrow's.
    tomorrow = datetime.fromisoformat((await _shown(node, scene.room))["scheduled_at"])
    assert (scene.room in [row["id"] for row in todays]) == (node.config.local_day(tomorrow).isoformat() == day)


async def test_a_seat_that_is_not_there_is_unknown(node: Node) -> None:
    scene = await open_scene(node)
    room = await stores_of(node).rooms.load(RoomId(scene.room))
    assert room
    for seat in ("nobody", str(room.seats[0].id), SeatId("x" * 40)):
        for method in ("POST", "DELETE"):
            answer = await ask(node, method, f"/api/v1/rooms/{scene.room}/seats/{seat}/invite", bearer(node.account))
            assert (answer.status, answer.code) == (404, "seat.unknown")


async def _shown(node: Node, room: str) -> Json:
    return (await ask(node, "GET", f"/api/v1/rooms/{room}", bearer(node.account))).json
