"""One node for each module of tests, and everybody who can knock at it."""

from collections.abc import AsyncIterator

import pytest

from tests.node import Node, running_node
from tests.server.http.callers import Callers, call_all, staff_tokens
from tests.server.http.case_office import CaseOffice, case_office


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    async with running_node(tmp_path_factory.mktemp("node"), logins_per_minute=1000, digits_per_minute=1000) as node:
        yield node


@pytest.fixture(scope="module")
async def staff(node: Node) -> dict[str, str]:
    return await staff_tokens(node)


@pytest.fixture
async def callers(node: Node, staff: dict[str, str]) -> Callers:
    return await call_all(node, staff)


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CaseOffice]:
    async with case_office(tmp_path_factory.mktemp("cases")) as office:
        yield office
