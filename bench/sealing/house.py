"""The parts of a node that make papers, on a data folder: everything between a command and a push, but no socket.

What is pushed is packed as the socket server packs it, and ends here; so the loop has the work of every view and none
of the kernel's. Nobody reads in real time: the house's clock is turned on.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry
from socketio.packet import EVENT

from rooms.room import Room
from server.accounts import Passwords
from server.cases.runtime import cases_of
from server.config import Config, load_config
from server.ids import AccountId
from server.keeper import RoomKeeper
from server.loop_lag import LoopLag
from server.messages.runtime import Messages
from server.minutes.runtime import minutes_of
from server.papers.commands import AgreementCommands
from server.papers.keeper import nobody
from server.papers.runtime import Surroundings, papers_of, working
from server.staff import add_account, organisation_of
from server.storage.sessions import AccountRole
from server.stores import Stores, opened_stores
from signaling.connections import Connection, Connections
from signaling.pushes import Pushes
from signaling.transport import StrictPacket
from tests.node import PASSWORD
from tests.server.papers.table import TestClock

MEDIATOR = "王敏"

Json = dict[str, Any]


class Screens:
    """What each tab was sent last of its agreement."""

    def __init__(self) -> None:
        self._newest: dict[str, Json] = {}
        self._news: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def emit(self, event: str, data: object, *, to: str) -> None:
        StrictPacket(EVENT, [event, data]).encode()
        if event in {"agreement.view", "agreement.fields"}:
            assert isinstance(data, dict)
            whole = event == "agreement.view"
            self._newest[to] = data if whole else self._newest[to] | data
            self._news[to].set()

    async def hang_up(self, sid: str) -> None:
        self._newest.pop(sid, None)

    async def until(self, sid: str, fits: Callable[[Json], bool]) -> Json:
        """The tab's view once it fits."""
        while (view := self._newest.get(sid)) is None or not fits(view):
            self._news[sid].clear()
            await self._news[sid].wait()
        return view


@dataclass
class House:
    """The running parts."""

    config: Config
    stores: Stores
    commands: AgreementCommands
    clock: TestClock
    lag: LoopLag
    screens: Screens
    account: AccountId
    connections: Connections
    pushes: Pushes
    rooms: RoomKeeper
    metrics: CollectorRegistry

    @property
    def tried_again(self) -> int:
        """How often something outside failed, which makes every time longer."""
        samples = (sample for family in self.metrics.collect() for sample in family.samples)
        return int(sum(sample.value for sample in samples if sample.name == "papers_failures_total"))

    async def look(self, room: Room) -> None:
        """Everybody's tab is there from now on."""
        for seat in room.seats:
            assert seat.session is not None
            assert seat.device is not None
            who = (seat.session, room.id, seat.id, seat.device)
            self.connections.add(Connection(seat.id, *who, {}, "192.0.2.7", "Firefox", _good))
        await self.pushes.agreement(room.id)

    def look_away(self, room: Room) -> None:
        """Nobody's tab is there."""
        for seat in room.seats:
            self.connections.remove(seat.id)


async def _good() -> bool:
    return True


@asynccontextmanager
async def opened_house(folder: Path) -> AsyncIterator[House]:
    """A house on a new folder, its processes loaded."""
    config, clock, metrics = load_config(None, data=folder), TestClock(), CollectorRegistry()
    screens, connections, lag = Screens(), Connections(), LoopLag()
    async with opened_stores(config) as stores:
        keeper = RoomKeeper(stores.rooms, clock)
        messages = Messages(config, stores, clock)
        cases = cases_of(config, stores, clock, messages.messenger)
        around = Surroundings(config, stores, keeper, cases, messages, metrics, clock, nobody)
        papers = papers_of(around)
        written = minutes_of(around)
        pushes = Pushes(screens, connections, keeper, papers.views.view, written.views.view, papers.proposals.view)
        account = await _account(stores)
        async with working(papers, around, pushes) as commands:
            await asyncio.gather(papers.press.warm(), papers.signing.start())
            watching = asyncio.create_task(lag.run())
            yield House(
                config=config,
                stores=stores,
                commands=commands,
                clock=clock,
                lag=lag,
                screens=screens,
                account=account,
                connections=connections,
                pushes=pushes,
                rooms=keeper,
                metrics=metrics,
            )
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


async def _account(stores: Stores) -> AccountId:
    with Passwords() as passwords:
        organisation = await organisation_of(stores, "某某市总工会劳动争议调解中心", "某劳")
        return await add_account(
            stores,
            passwords,
            organisation,
            username="wangmin",
            name=MEDIATOR,
            role=AccountRole.MEDIATOR,
            password=PASSWORD,
            at=datetime.now(UTC),
        )
