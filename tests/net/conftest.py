"""A weak network for each module of tests; every test finds it clear."""

from collections.abc import AsyncIterator

import pytest

from tests.net.weaknetwork import PHONE, WeakNetwork, weak_network


@pytest.fixture(scope="module")
async def laid() -> AsyncIterator[WeakNetwork]:
    async with weak_network() as network:
        yield network


@pytest.fixture
async def network(laid: WeakNetwork) -> AsyncIterator[WeakNetwork]:
    yield laid
    await laid.clear()
    await laid.unblock_udp()
    await laid.move_phone(PHONE)
