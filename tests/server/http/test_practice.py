"""The practice room: everything works in it, and nothing of it is anywhere else (AT-23)."""

from datetime import UTC, datetime, timedelta

from rooms.ids import CaseId
from server.app_keys import CLOCKWORK
from tests.node import Node, Party, Scene, open_scene
from tests.server.http.callers import Answer, ask, bearer, stores_of
from tests.tab import Json


async def by_mediator(node: Node, method: str, path: str, **sent: object) -> Answer:
    return await ask(node, method, path, bearer(node.account), **sent)


async def practice(node: Node) -> Json:
    answer = await by_mediator(node, "POST", "/api/v1/practice")
    assert answer.status == 200
    return answer.json


def parties(node: Node, room: Json) -> list[Party]:
    rows = [row for row in room["people"] if row["invite"]]
    secrets = [row["invite"]["url"].rsplit("/", 1)[1] for row in rows]
    return [
        Party(node, secret, row["seat"], f"practice{place}".ljust(43, "x"), digits)
        for place, (row, secret, digits) in enumerate(zip(rows, secrets, ("0025", None), strict=True))
    ]


async def test_one_press_opens_it_with_both_links_and_a_second_press_the_same(node: Node) -> None:
    room = await practice(node)
    assert room["practice"] is True
    assert "练习" in room["title"]
    assert "练习" in room["case_no"]
    assert len([row for row in room["people"] if row["invite"]]) == 2
    assert (await practice(node))["id"] == room["id"]
    other = await ask(node, "POST", "/api/v1/practice", bearer(await node.log_in("zhaolei")))
    assert other.json["id"] != room["id"]


async def test_people_can_sit_down_in_it_at_once(node: Node) -> None:
    room = await practice(node)
    worker, company = parties(node, room)
    scene = Scene(node, room["id"], node.account, worker, company)
    await scene.at_table()
    await scene.close()
    await by_mediator(node, "POST", f"/api/v1/rooms/{room['id']}/close", json={})
    assert (await practice(node))["id"] != room["id"], "a fresh one after the end"


async def test_at23_it_is_in_no_list_count_export_or_page_of_cases(node: Node, staff: dict[str, str]) -> None:
    scene = await open_scene(node)
    real = (await by_mediator(node, "GET", f"/api/v1/rooms/{scene.room}")).json
    room = await practice(node)
    case = room["case"]
    for token in (node.account, staff["organisation admin"], staff["court clerk"]):
        listed = (await ask(node, "GET", "/api/v1/cases", bearer(token))).json
        assert case not in {row["id"] for row in listed["cases"]}
        for path in (f"/api/v1/cases/{case}", f"/api/v1/cases/{case}/export", f"/api/v1/cases/{case}/timeline"):
            answer = await ask(node, "GET", path, bearer(token))
            assert answer.status in {403, 404}, path
    listed = (await by_mediator(node, "GET", "/api/v1/cases")).json
    assert listed["total"] == sum(each["count"] for each in listed["counts"]) >= 1
    searched = (await by_mediator(node, "GET", "/api/v1/cases?text=练习")).json
    assert searched["total"] == 0
    assert (await by_mediator(node, "GET", "/api/v1/court/agreements")).status == 403
    # The organisation's own row of numbers has no gap.
    following = (await by_mediator(node, "GET", f"/api/v1/rooms/{(await open_scene(node)).room}")).json
    assert int(following["case_no"][-6:-1]) == int(real["case_no"][-6:-1]) + 1


async def test_at23_no_clock_of_it_runs_and_nobody_is_written_to(node: Node) -> None:
    room = await practice(node)
    stores, case = stores_of(node), CaseId(room["case"])
    await node.runner.app[CLOCKWORK].changed(case)
    later = datetime.now(UTC) + timedelta(days=400)
    assert case not in await stores.case_book.due(later)
    assert await stores.case_texts.notices(case) == ()
    seats = [row["seat"] for row in room["people"] if row["invite"]]
    body = {"kind": "invitation", "seats": seats}
    answer = await by_mediator(node, "POST", f"/api/v1/rooms/{room['id']}/messages", json=body)
    assert (answer.status, answer.code) == (409, "message.practice")
    assert await stores.messages.of_rooms((room["id"],)) == ()


async def test_at23_its_records_are_on_a_chain_of_their_own(node: Node) -> None:
    scene = await open_scene(node)
    real = CaseId((await by_mediator(node, "GET", f"/api/v1/rooms/{scene.room}")).json["case"])
    before = await stores_of(node).audit.records(real)
    room = await practice(node)
    await by_mediator(node, "POST", f"/api/v1/rooms/{room['id']}/close", json={})
    assert await stores_of(node).audit.records(real) == before
    assert await stores_of(node).audit.verify(CaseId(room["case"])) == []
