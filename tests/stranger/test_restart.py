"""The server goes down and comes up again: everybody is back by themselves, and what was acknowledged is there."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from tests.node import PASSWORD, add_accounts, open_scene, start_node
from tests.stranger.client import Person
from tests.stranger.door import Door
from tests.stranger.room import FOURTH_HZ, Room
from tests.stranger.tones import Tone


def has_lines(person: Person, count: int) -> Callable[[], bool]:
    return lambda: len(person.lines) == count


def is_back(person: Person) -> Callable[[], bool]:
    return lambda: person.in_room


async def test_after_a_restart_everybody_comes_back_and_nothing_is_lost(tmp_path: Path) -> None:
    node = await start_node(tmp_path)
    await add_accounts(node.config, "wangmin")
    async with AsyncExitStack() as stack:
        node.account = await Door(node.url, node.http).login("wangmin", PASSWORD)
        room = Room(await open_scene(node, "周强"), node.account, stack)
        await room.fill()
        await room.admit_fourth()
        everybody = (*room.others, room.fourth)
        await room.mediator.say("重启之前")
        await asyncio.gather(*(person.until(has_lines(person, 1)) for person in everybody))

        await node.close()
        node = await start_node(tmp_path, port=node.config.port)
        stack.push_async_callback(node.close)
        await asyncio.gather(*(person.until(is_back(person)) for person in everybody))
        await asyncio.gather(room.mediator.offer(), room.fourth.offer(Tone(FOURTH_HZ)))
        await room.fourth.say("重启之后")
        await asyncio.gather(*(person.until(has_lines(person, 2)) for person in everybody))
        await room.mediator.hears(room.fourth.me, FOURTH_HZ)
        for person in everybody:
            assert [line["text"] for line in person.lines] == ["重启之前", "重启之后"]
            assert person.view["you"]["place"] == "joint"
