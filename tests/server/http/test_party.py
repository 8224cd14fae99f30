"""The party's way in: links good and dead, digits right and wrong, one device and another."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rooms.ids import RoomId, SeatId
from server.invites import secret_sha256
from server.tokens import device_id
from tests.node import Node, Party, Scene, id_number, open_scene, running_node, start_node
from tests.server.http.callers import Answer, ask, audit, audit_kinds, bearer, invite, stores_of
from tests.tab import Json


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()


async def offered(party: Party, digits: str | None, device: str = "d" * 43) -> Answer:
    body = {"device": device, "name_confirmed": True, "id_tail": digits}
    return await ask(party.node, "POST", "/api/v1/invitation/identity", invite(party.invite), json=body)


async def test_a_link_says_who_invites_whom_to_what_and_changes_nothing(node: Node, scene: Scene) -> None:
    before = await stores_of(node).rooms.load(RoomId(scene.room))
    answer = (await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))).json
    assert (answer["name"], answer["side"], answer["mediator"]) == ("张伟", "applicant", "王敏")
    assert answer["organisation"] == "某某市总工会劳动争议调解中心"
    assert (answer["asks_digits"], answer["tries_left"]) == (True, 5)
    assert answer["notice"]["sections"]
    assert {item["id"] for item in answer["notice"]["consents"] if item["required"]} == {"online_mediation"}
    assert await stores_of(node).rooms.load(RoomId(scene.room)) == before


async def test_at12_digits_then_consents_then_the_door(node: Node, scene: Scene) -> None:
    session = (await offered(scene.worker, id_number()[-4:])).json
    assert (session["next"], session["role"], session["seat"]) == ("consents", "party", scene.worker.seat)
    notice = (await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))).json["notice"]
    given = {"version": notice["version"], "given": ["online_mediation"]}
    state = await ask(node, "POST", "/api/v1/session/consents", bearer(session["token"]), json=given)
    assert state.json["next"] == "enter"
    assert (await ask(node, "GET", "/api/v1/session", bearer(session["token"]))).json == state.json


async def test_without_the_required_consent_the_next_step_stays_the_consents(node: Node, scene: Scene) -> None:
    session = (await offered(scene.worker, id_number()[-4:])).json
    notice = (await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))).json["notice"]
    refused = {"version": notice["version"], "given": ["e_signature"]}
    state = await ask(node, "POST", "/api/v1/session/consents", bearer(session["token"]), json=refused)
    assert state.json["next"] == "consents"
    outdated = {"version": "1999-01-01", "given": ["online_mediation"]}
    answer = await ask(node, "POST", "/api/v1/session/consents", bearer(session["token"]), json=outdated)
    assert (answer.status, answer.code) == (409, "notice.outdated")


async def test_digits_are_not_asked_where_none_are_on_file(scene: Scene) -> None:
    assert (await offered(scene.company, None)).status == 200
    assert (await offered(scene.company, "1234")).status == 200


async def test_a_lowercase_x_is_the_same_digit(node: Node) -> None:
    with_x = next(serial for serial in range(1000) if id_number(serial).endswith("X"))
    draft: Json = {
        "title": "t",
        "cause": "wages",
        "scheduled_at": datetime.now(UTC).isoformat(),
        "applicants": [{"kind": "person", "name": "张伟", "id_no": id_number(with_x)}],
        "respondents": [{"kind": "person", "name": "李静"}],
    }
    room = (await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft)).json
    secret = room["people"][1]["invite"]["url"].rsplit("/", 1)[1]
    party = Party(node, secret, room["people"][1]["seat"], "d" * 43, None)
    assert (await offered(party, id_number(with_x)[-4:].lower())).status == 200


async def test_five_wrong_digits_lock_the_link_until_it_is_renewed(node: Node, scene: Scene) -> None:
    answers = [await offered(scene.worker, "0000") for _ in range(5)]
    assert [answer.code for answer in answers] == ["identity.digits_wrong"] * 4 + ["identity.locked"]
    assert [answer.json["data"].get("tries_left") for answer in answers] == [4, 3, 2, 1, None]
    assert {answer.status for answer in answers} == {409}
    assert (await offered(scene.worker, id_number()[-4:])).code == "identity.locked", "the right ones come too late"
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    renewed = (await ask(node, "POST", path, bearer(node.account))).json
    scene.worker.invite = renewed["url"].rsplit("/", 1)[1]
    assert (await offered(scene.worker, id_number()[-4:])).status == 200


async def test_digits_left_out_cost_no_try(node: Node, scene: Scene) -> None:
    answer = await offered(scene.worker, None)
    assert (answer.status, answer.code, answer.json["field"]) == (422, "identity.digits_needed", "id_tail")
    seen = await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))
    assert seen.json["tries_left"] == 5


async def test_a_link_that_never_was_and_one_that_is_revoked_say_so_and_leave_an_audit_line(
    node: Node, scene: Scene
) -> None:
    before = len(await audit(node))
    for method, path in (("GET", ""), ("POST", "/identity"), ("POST", "/resume")):
        answer = await ask(node, method, f"/api/v1/invitation{path}", invite("a" * 32))
        assert (answer.status, answer.code) == (404, "invite.unknown")
    await ask(node, "DELETE", f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite", bearer(node.account))
    answer = await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))
    assert (answer.status, answer.code) == (410, "invite.revoked")
    assert [record.kind for record in (await audit(node))[before:]] == ["link.unknown"] * 4
    path = f"/api/v1/rooms/{scene.room}"
    shown = (await ask(node, "GET", path, bearer(node.account))).json["people"]
    assert [row["invite"]["revoked"] for row in shown if row["invite"]] == [True, False]
    again = await ask(node, "DELETE", f"{path}/seats/{scene.worker.seat}/invite", bearer(node.account))
    assert (again.status, again.code) == (410, "invite.revoked")


async def test_threat3_a_renewed_link_ends_every_tab_of_the_old_one_even_those_that_never_entered(
    node: Node, scene: Scene
) -> None:
    idle = (await offered(scene.worker, id_number()[-4:])).json["token"]
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    await ask(node, "POST", path, bearer(node.account))
    assert (await ask(node, "GET", "/api/v1/session", bearer(idle))).code == "access.sign_in"
    assert (await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))).code == "invite.revoked"


async def test_threat3_a_removed_persons_token_is_void(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await mediator.done("seat.remove", seat=scene.worker.seat, reason="扰乱秩序")
    await worker.closed()
    assert (await ask(scene.node, "GET", "/api/v1/session", bearer(worker.token))).code == "access.sign_in"
    assert (await offered(scene.worker, id_number()[-4:])).code == "seat.removed"
    resumed = await ask(
        scene.node,
        "POST",
        "/api/v1/invitation/resume",
        invite(scene.worker.invite),
        json={"device": scene.worker.device},
    )
    assert (resumed.status, resumed.code) == (409, "seat.removed")


async def test_the_bound_device_comes_back_without_being_asked_and_no_other_does(node: Node, scene: Scene) -> None:
    async def resumed(device: str) -> Answer:
        return await ask(
            node, "POST", "/api/v1/invitation/resume", invite(scene.worker.invite), json={"device": device}
        )

    assert (await resumed(scene.worker.device)).code == "identity.first", "nothing is bound before the lobby"
    await scene.seated(scene.worker)
    session = await resumed(scene.worker.device)
    assert session.json["next"] == "enter"
    assert (await ask(node, "GET", "/api/v1/session", bearer(session.json["token"]))).status == 200
    assert (await resumed("e" * 43)).code == "identity.first"


async def test_what_opens_a_session_is_on_record_without_the_key_of_the_device(node: Node, scene: Scene) -> None:
    await offered(scene.worker, id_number()[-4:], "k" * 43)
    room = await stores_of(node).rooms.load(RoomId(scene.room))
    assert room
    opened = [record for record in await audit(node, room.case) if record.kind == "session.opened"]
    assert device_id("k" * 43) in opened[-1].body
    assert "k" * 43 not in opened[-1].body
    assert "person.identified" in await audit_kinds(node, room.case)


async def test_threat6_an_expired_seat_token_is_worth_nothing(node: Node, scene: Scene) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await stores_of(node).seat_sessions.open(
        RoomId(scene.room),
        SeatId(scene.worker.seat),
        device_id("d"),
        secret_sha256("old seat"),
        past - timedelta(hours=1),
        past,
    )
    assert (await ask(node, "GET", "/api/v1/session", bearer("old seat"))).code == "access.sign_in"


async def test_threat7_wrong_links_have_to_wait_and_right_ones_need_not(tmp_path: Path) -> None:
    node = await start_node(tmp_path, links_per_minute=3)
    try:
        codes = [(await ask(node, "GET", "/api/v1/invitation", invite(f"{number:032}"))).code for number in range(4)]
        assert codes == ["invite.unknown"] * 3 + ["rate.too_many"]
    finally:
        await node.close()


async def test_threat19_wrong_digits_from_one_seat_have_to_wait(tmp_path: Path) -> None:
    async with running_node(tmp_path, digits_per_minute=2) as node:
        scene = await open_scene(node)
        codes = [(await offered(scene.worker, "0000")).code for _ in range(3)]
        assert codes == ["identity.digits_wrong", "identity.digits_wrong", "rate.too_many"]
        assert (await offered(scene.company, None)).status == 200, "another seat need not wait"
