"""Every story through the real store: what is stored is what the records of the chain come to."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

import pytest
from sqlalchemy import insert

from law.beijing import day_of
from rooms.cases.case import Case
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import MaterialFiled, Received
from rooms.cases.world import World
from server.cases.keeper import CaseKeeper, Proposal
from server.storage.case_book import Filing
from server.storage.database import open_engine, writing
from server.storage.sessions import AccountRole
from server.storage.tables import Accounts, Courts
from tests.rooms.cases import stories as told
from tests.rooms.cases.stories import CASE, CHEN, COMPANY, LI, WORKER, WU, Story
from tests.server.cases.office import COMPANY as THE_COMPANY
from tests.server.cases.office import MORNING, PEOPLE, CaseOffice
from tests.server.cases.office import WORKER as THE_WORKER

LANES = ("SELF", "WEIPAI", "WEITUO", "COURT_HOSTED")
STORIES: dict[str, Callable[[], Story]] = {
    **{f"performing {lane}": lambda lane=lane: told.performing(lane) for lane in LANES},  # type: ignore[misc]
    **{f"terminated {lane}": lambda lane=lane: told.terminated(lane) for lane in LANES},  # type: ignore[misc]
    "performing OFFLINE": lambda: told.performing("OFFLINE"),
    "performed": told.all_performed,
    "not confirmed": told.not_confirmed,
}


class Told:
    """The world of the story at its own times."""

    def __init__(self, story: Story) -> None:
        self._story = story

    async def of_case(self, _: Case, at: datetime) -> World:
        return World(day_of(at), self._story.calendar, self._story.candidates, self._story.lane_open)


async def known(office: CaseOffice) -> None:
    """The story's mediators and court, under the story's names."""
    engine = open_engine(office.config.database)
    row = {
        "organisation": office.organisation,
        "role": AccountRole.MEDIATOR,
        "password_hash": "",
        "created": MORNING,
    }
    async with writing(engine) as connection:
        await connection.execute(insert(Courts), {"id": "court", "name": "某区人民法院"})
        for who in (CHEN, LI, WU):
            await connection.execute(insert(Accounts), {**row, "id": who, "username": f"of story {who}", "name": who})
    await engine.dispose()


def filing(deed: Deed) -> Filing:
    match deed:
        case Received():
            return Filing(people={WORKER: PEOPLE[THE_WORKER], COMPANY: PEOPLE[THE_COMPANY]})
        case MaterialFiled():
            return Filing(titles={deed.material: "材料"})
        case _:
            return Filing()


@pytest.mark.parametrize("name", STORIES)
async def test_the_state_is_rebuilt_from_the_chain(office: CaseOffice, name: str) -> None:
    story = STORIES[name]()
    await known(office)
    keeper = CaseKeeper(office.stores.case_book, Told(story), office.clock)
    for at, event in story.records:
        office.clock.now = at
        if isinstance(event, Received):
            world = World(day_of(at), story.calendar, story.candidates, story.lane_open)
            await keeper.open(CASE, Proposal((event,), filing(event)), world, office.admin)
        elif isinstance(event, get_args(Deed)):
            await keeper.submit(CASE, event, filing(event))
    assert await office.holds(CASE) == story.case
    line = await office.stores.case_desk.line(CASE)
    assert line is not None
    assert (line.state, line.lane, line.host) == (story.state, story.lane, story.case.host)
