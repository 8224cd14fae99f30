"""Headers that every answer has, good or bad, and the addresses that are believed."""

from pathlib import Path

import pytest

from server.config import load_config
from server.http.middlewares import security_headers
from tests.node import Node, running_node
from tests.server.http.callers import ask, audit


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/about"),
        ("GET", "/api/v1/me"),
        ("POST", "/api/v1/login"),
        ("GET", "/api"),
        ("GET", "/no/such/page.html"),
        ("GET", "/health/live"),
        ("PUT", "/api/v1/me"),
    ],
)
async def test_threat9_every_answer_says_what_a_page_may_do(node: Node, method: str, path: str) -> None:
    async with node.http.request(method, f"{node.url}{path}") as response:
        headers = response.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert f"ws://localhost:{node.config.port}" in policy["connect-src"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"] == "camera=(self), microphone=(self)"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Server"] == "mediation-room"
    assert headers["Cache-Control"] in {"no-store", "no-cache"}
    assert "Strict-Transport-Security" not in headers


def test_only_a_public_https_name_is_pinned_to_https(tmp_path: Path) -> None:
    def pinned(url: str) -> bool:
        return "Strict-Transport-Security" in security_headers(load_config(None, data=tmp_path, public_url=url))

    assert pinned("https://mediation.example")
    assert not pinned("http://mediation.example")
    assert not pinned("https://localhost:8443")


def test_the_policy_names_no_ipv6_literal(tmp_path: Path) -> None:
    """Browsers have no such source expression and warn of it on every page (CSP3 §2.3.1)."""
    config = load_config(None, data=tmp_path, host="::1")
    assert any("[" in origin for origin in config.origins)
    assert "[" not in security_headers(config)["Content-Security-Policy"]


async def test_an_unknown_path_and_method_are_problems_too(node: Node) -> None:
    assert (await ask(node, "GET", "/api/v1/nothing")).code == "path.unknown"
    for method, path, allow in (("DELETE", "/api/v1/me", "GET,HEAD"), ("GET", "/api/v1/login", "POST")):
        answer = await ask(node, method, path)
        assert (answer.status, answer.code, answer.headers["Allow"]) == (405, "path.method", allow)


async def test_an_address_is_believed_only_from_as_many_proxies_as_there_are(tmp_path: Path) -> None:
    claimed = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    body = {"username": "wangmin", "password": "wrong"}
    for hops, seen in ((0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9"), (3, "127.0.0.1")):
        async with running_node(tmp_path / str(hops), proxy_hops=hops) as node:
            await ask(node, "POST", "/api/v1/login", claimed, json=body)
            assert f'"source":"{seen}"' in (await audit(node))[-1].body


async def test_what_is_no_address_is_not_believed(tmp_path: Path) -> None:
    async with running_node(tmp_path, proxy_hops=1) as node:
        body = {"username": "wangmin", "password": "wrong"}
        await ask(node, "POST", "/api/v1/login", {"X-Forwarded-For": "<script>"}, json=body)
        assert '"source":"127.0.0.1"' in (await audit(node))[-1].body
