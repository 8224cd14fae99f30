"""Who has to wait, who never has to, and who gets nothing any more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.accounts import Passwords
from server.app_keys import CLOCK
from server.http.source import neighbourhood
from server.staff import change_password
from tests.node import PASSWORD, Node, Party, Scene, open_scene, running_node
from tests.server.http.callers import Answer, ask, audit_kinds, bearer, invite, stores_of
from tests.tab import Tab, turned_away


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()


async def offered(party: Party, device: str = "d") -> Answer:
    body = {"device": device.ljust(43, "d"), "name_confirmed": True, "id_tail": party.digits}
    return await ask(party.node, "POST", "/api/v1/invitation/identity", invite(party.invite), json=body)


async def resumed(party: Party) -> Answer:
    body = {"device": party.device}
    return await ask(party.node, "POST", "/api/v1/invitation/resume", invite(party.invite), json=body)


async def alive(node: Node, token: str) -> bool:
    return (await ask(node, "GET", "/api/v1/session", bearer(token))).status == 200


async def test_threat7_a_neighbours_wrong_links_keep_no_good_token_from_its_socket(tmp_path: Path) -> None:
    async with running_node(tmp_path, links_per_minute=3) as node:
        scene = await open_scene(node)
        token = await scene.worker.token()
        codes = [(await ask(node, "GET", "/api/v1/invitation", invite(f"{number:032}"))).code for number in range(4)]
        assert codes[-1] == "rate.too_many"
        tab = await Tab(token, node.url).connect()
        assert tab.client.connected
        await tab.leave()


async def test_threat14_one_seat_is_not_entered_without_end(tmp_path: Path) -> None:
    async with running_node(tmp_path, entries_per_minute=4) as node:
        scene = await open_scene(node)
        await scene.seated(scene.company)
        answers = [await offered(scene.company, f"stranger{number}") for number in range(4)]
        assert [answer.code for answer in answers] == ["", "", "", "rate.too_many"]
        assert (answers[-1].status, int(answers[-1].headers["Retry-After"]) > 0) == (429, True)
        assert (await resumed(scene.company)).status == 200, "the device whose seat it is has turns of its own"
        assert (await offered(scene.worker)).status == 200, "another seat need not wait"
        path = f"/api/v1/rooms/{scene.room}/enter"
        entered = [(await ask(node, "POST", path, bearer(node.account))).code for _ in range(5)]
        assert entered == [""] * 4 + ["rate.too_many"]
        await scene.close()


async def test_threat14_a_seat_has_few_good_tokens_and_keeps_the_one_that_speaks(scene: Scene) -> None:
    speaking = await scene.seated(scene.company)
    tokens = [(await offered(scene.company, f"tab{number}")).json["token"] for number in range(12)]
    living = [await alive(scene.node, token) for token in tokens]
    assert living == [False] * 2 + [True] * 10
    assert await alive(scene.node, speaking.token)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
    ],
)
def test_threat7_what_a_limit_counts_is_the_customer_not_the_address(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted


async def test_threat7_a_customers_many_ipv6_addresses_count_as_one_and_are_kept_for_the_record(tmp_path: Path) -> None:
    body = {"username": "wangmin", "password": "wrong"}

    async def tried(node: Node, address: str) -> str:
        return (await ask(node, "POST", "/api/v1/login", {"X-Forwarded-For": address}, json=body)).code

    async with running_node(tmp_path, proxy_hops=1, logins_per_minute=2) as node:
        codes = [await tried(node, f"2001:db8::{last:x}") for last in range(3)]
        assert codes == ["login.wrong", "login.wrong", "rate.too_many"]
        assert await tried(node, "2001:db8:0:1::1") == "login.wrong"
        assert await tried(node, "::ffff:203.0.113.9") == "login.wrong"
        sources = [record.body for record in await stores_of(node).audit.records(None)]
        assert any('"source":"2001:db8::1"' in body for body in sources)
        assert any('"source":"203.0.113.9"' in body for body in sources)


async def test_threat3_no_seat_of_the_room_opens_after_the_close(node: Node, scene: Scene) -> None:
    await scene.at_table()
    path = f"/api/v1/rooms/{scene.room}"
    await ask(node, "POST", f"{path}/close", bearer(node.account), json={})
    entered = await ask(node, "POST", f"{path}/enter", bearer(node.account))
    assert (entered.status, entered.code) == (403, "not_permitted.phase")
    for session in (await resumed(scene.worker), await offered(scene.worker)):
        assert session.json["next"] == "case"
        refused = await turned_away(node.url, {"token": session.json["token"], "chat": {}})
        assert refused["code"] == "session.unknown"
    shown = await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))
    assert shown.json["phase"] == "closed"


async def test_threat6_a_new_password_also_ends_the_rooms_that_were_entered_with_the_old_one(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        scene = await open_scene(node)
        entered = await ask(node, "POST", f"/api/v1/rooms/{scene.room}/enter", bearer(node.account))
        party, token = await scene.worker.token(), entered.json["token"]
        assert await alive(node, token)
        with Passwords() as passwords:
            now = node.runner.app[CLOCK]()
            await change_password(stores_of(node), passwords, username="wangmin", password=PASSWORD, at=now)
        assert not await alive(node, token)
        assert await alive(node, party)


async def test_a_logout_is_on_record(node: Node) -> None:
    account = await node.log_in("zhaolei")
    await ask(node, "POST", "/api/v1/logout", bearer(account))
    assert (await audit_kinds(node))[-1] == "login.ended"
