"""The operator at the terminal."""

from collections.abc import AsyncIterator

import pytest

from tests.server.operator import Operator, operator


@pytest.fixture(scope="session")
async def command() -> AsyncIterator[Operator]:
    async with operator() as command:
        yield command
