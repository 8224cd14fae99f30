"""Puts the parts of cases together and ends them in order. Nothing here decides anything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from rooms.room import Phase, Room
from server.cases.agent_papers import AgentPapers, handed_in
from server.cases.clockwork import Clockwork
from server.cases.coupling import Coupling, has_begun
from server.cases.gate import NOT_BEGUN, CaseGate
from server.cases.keeper import CaseKeeper, Changed
from server.cases.letters import Letters
from server.cases.opening import Opening
from server.cases.worlds import Worlds
from server.config import Config
from server.messages.messenger import Messenger
from server.stores import Stores


@dataclass(frozen=True, slots=True)
class Cases:
    """The running parts that others use."""

    keeper: CaseKeeper
    worlds: Worlds
    opening: Opening
    coupling: Coupling
    clockwork: Clockwork
    letters: Letters
    gate: CaseGate
    agent_papers: AgentPapers

    def tell_too(self, changed: Changed) -> None:
        """One more who is told that a case has changed."""
        self.keeper.tell(self.coupling.couple, self.gate.shut, self.clockwork.changed, changed)

    async def room_changed(self, before: Room, after: Room) -> None:
        """For the rooms' keeper: a case looks at how far its rooms are, and at what people agreed to."""
        if _looked_at(before) != _looked_at(after):
            await self.coupling.couple(after.case)
            await self.gate.shut(after.case)
        if handed_in(before) != handed_in(after):
            await self.agent_papers.file(after.case)


def cases_of(config: Config, stores: Stores, clock: Callable[[], datetime], messenger: Messenger) -> Cases:
    """The parts, told of each other."""
    worlds = Worlds(stores)
    keeper = CaseKeeper(stores.case_book, worlds, clock)
    letters = Letters(stores, messenger)
    clockwork = Clockwork(stores, keeper, letters, clock, config.help_phone)
    coupling = Coupling(stores, keeper, clock, clockwork.changed)
    gate = CaseGate(keeper, coupling, stores, clock)
    keeper.tell(coupling.couple, gate.shut, clockwork.changed)
    return Cases(
        keeper=keeper,
        worlds=worlds,
        opening=Opening(stores, keeper, worlds, clock, config.help_phone),
        coupling=coupling,
        clockwork=clockwork,
        letters=letters,
        gate=gate,
        agent_papers=AgentPapers(stores, keeper),
    )


@asynccontextmanager
async def running(cases: Cases) -> AsyncIterator[None]:
    """Cases of before are adopted, all are brought up to their rooms, and their clocks go, as long as this is held."""
    await cases.opening.adopt()
    working = (cases.coupling.catch_up(), cases.agent_papers.catch_up(), cases.clockwork.run(), cases.letters.run())
    tasks = [asyncio.create_task(each) for each in working]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await cases.keeper.close()


def _looked_at(room: Room) -> object:
    agreed = tuple(person.consents for seat in room.seats for person in seat.persons)
    return has_begun(room), room.phase is Phase.CLOSED, room.phase in NOT_BEGUN, agreed
