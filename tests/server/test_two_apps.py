"""Two nodes in one process share nothing."""

from pathlib import Path

from tests.node import Node, running_node


async def requests(node: Node) -> list[str]:
    async with node.http.get(f"{node.url}/metrics") as response:
        return [line for line in (await response.text()).splitlines() if line.startswith("http_requests_total")]


async def test_accounts_limits_and_counters_are_each_nodes_own(tmp_path: Path) -> None:
    async with running_node(tmp_path / "one") as one, running_node(tmp_path / "two", logins_per_minute=1) as two:
        for node, expected in ((two, 401), (two, 429), (one, 401), (one, 401)):
            body = {"username": "wangmin", "password": "wrong"}
            async with node.http.post(f"{node.url}/api/v1/login", json=body) as response:
                assert response.status == expected
        async with two.http.get(f"{two.url}/api/v1/me", headers={"Authorization": f"Bearer {one.account}"}) as response:
            assert response.status == 401
        assert any('status="429"' in line for line in await requests(two))
        assert not any('status="429"' in line for line in await requests(one))
