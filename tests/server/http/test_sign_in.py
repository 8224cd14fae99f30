"""Accounts over HTTP: login, logout, and guessing."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.invites import secret_sha256
from tests.node import PASSWORD, Node, add_accounts, start_node
from tests.server.http.callers import ask, audit, bearer, stores_of


async def logged_in(node: Node, username: str, password: str) -> str:
    answer = await ask(node, "POST", "/api/v1/login", json={"username": username, "password": password})
    return answer.code or "in"


async def test_a_login_gives_a_token_that_knows_its_account_until_logout(node: Node) -> None:
    answer = await ask(node, "POST", "/api/v1/login", json={"username": "WangMin", "password": PASSWORD})
    token = answer.json["token"]
    assert len(token) == 43
    assert answer.json["account"]["role"] == "mediator"
    expires = datetime.fromisoformat(answer.json["expires_at"])
    assert timedelta(hours=11) < expires - datetime.now(UTC) <= timedelta(hours=12)
    assert (await ask(node, "GET", "/api/v1/me", bearer(token))).json == answer.json["account"]
    assert (await ask(node, "POST", "/api/v1/logout", bearer(token))).status == 204
    assert (await ask(node, "GET", "/api/v1/me", bearer(token))).code == "access.sign_in"


async def test_no_answer_sets_a_cookie(node: Node) -> None:
    answer = await ask(node, "POST", "/api/v1/login", json={"username": "wangmin", "password": PASSWORD})
    assert "Set-Cookie" not in answer.headers


async def test_threat6_an_expired_token_is_worth_nothing(node: Node) -> None:
    stores, past = stores_of(node), datetime.now(UTC) - timedelta(seconds=1)
    account = await stores.accounts.find("wangmin")
    assert account
    await stores.accounts.open_session(account.id, secret_sha256("old"), past - timedelta(hours=12), past)
    assert (await ask(node, "GET", "/api/v1/me", bearer("old"))).code == "access.sign_in"


@pytest.mark.alone
async def test_a_wrong_name_and_a_wrong_password_read_and_take_the_same(node: Node) -> None:
    spent = {}
    for username in ("wangmin", "nobody-at-all"):
        began = time.perf_counter()
        assert await logged_in(node, username, "a wrong password") == "login.wrong"
        spent[username] = time.perf_counter() - began
    assert spent["nobody-at-all"] > spent["wangmin"] / 4, "an unknown name must cost a verification, too"


async def test_logins_leave_audit_lines_without_what_was_typed(node: Node) -> None:
    await logged_in(node, "wangmin", PASSWORD)
    await logged_in(node, "wangmin", "mistyped-secret")
    await logged_in(node, "somebody-else", "mistyped-secret")
    records = (await audit(node))[-3:]
    assert [record.kind for record in records] == ["login.succeeded", "login.failed", "login.failed"]
    assert not any("mistyped" in record.body or "somebody" in record.body for record in records)


async def test_threat19_guessing_has_to_wait_while_another_name_need_not(tmp_path: Path) -> None:
    node = await start_node(tmp_path, logins_per_minute=2)
    try:
        await add_accounts(node.config, "wangmin", "zhaolei")
        assert [await logged_in(node, "wangmin", "guess") for _ in range(3)] == [
            "login.wrong",
            "login.wrong",
            "rate.too_many",
        ]
        answer = await ask(node, "POST", "/api/v1/login", json={"username": "wangmin", "password": PASSWORD})
        assert answer.status == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 30
        assert await logged_in(node, "zhaolei", PASSWORD) == "in"
    finally:
        await node.close()
