"""One running node for all strangers; each test opens a room of its own in it, with four people."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.node import PASSWORD, Node, open_scene, running_node
from tests.stranger.door import Door
from tests.stranger.room import Room


@pytest.fixture(scope="session")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    async with running_node(tmp_path_factory.mktemp("stranger"), links_per_minute=10_000) as node:
        yield node


@pytest.fixture(scope="session")
async def account(node: Node) -> str:
    """The mediator's login: one for all rooms, because a password takes its time."""
    return await Door(node.url, node.http).login("wangmin", PASSWORD)


@pytest.fixture
async def room(node: Node, account: str) -> AsyncIterator[Room]:
    """The mediator, the applicant and the first respondent sit at the table; the fourth waits in the lobby."""
    async with AsyncExitStack() as stack:
        room = Room(await open_scene(node, "周强"), account, stack)
        await room.fill()
        yield room


@pytest.fixture
async def full_room(room: Room) -> Room:
    """All four at the table, with a peer connection each."""
    await room.admit_fourth()
    return room
