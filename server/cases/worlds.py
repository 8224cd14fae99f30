"""What a case is stepped with: the day, the calendar, who may mediate, whether its lane is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from law.beijing import day_of
from law.disclosure import Relation
from law.people import Entity, Party
from law.procedures import profile
from law.register import ExpertEntry, expert_standing, standing
from rooms.cases.case import Case
from rooms.cases.deeds.intake import Received
from rooms.cases.ids import EntryId, StaffId
from rooms.cases.words import Channel
from rooms.cases.world import Candidate, World
from server.ids import OrganisationId
from server.storage.lanes import LaneState, lane_state
from server.storage.register import Listed
from server.storage.sessions import AccountRole
from server.stores import Stores

BIASED: Final = frozenset({Relation.PARTY, Relation.RELATIVE_OF_PARTY, Relation.RELATIVE_OF_AGENT})
"""Relations that, once told in a case, keep a mediator from being named there again."""


@dataclass(frozen=True, slots=True)
class Matter:
    """As much of a case as its world depends on; `case` None: it is only coming in."""

    organisation: OrganisationId
    profile: str
    court: str | None
    channel: Channel | None
    people: tuple[Party, ...] = ()
    case: Case | None = None


class Worlds:
    """Reads the stores anew for each step, so that a register, a lane or a calendar counts from the moment it is."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def of_case(self, case: Case, at: datetime) -> World:
        """The world of a case at that moment."""
        organisation = await self._stores.cases.organisation_of(case.id)
        people = tuple((await self._stores.case_people.parties(case.id)).values())
        return await self.world(Matter(organisation, case.profile, case.court, case.channel, people, case), at)

    async def coming(
        self, received: Received, organisation: OrganisationId, people: Iterable[Party], at: datetime
    ) -> World:
        """The world into which a case comes."""
        matter = Matter(organisation, received.profile, received.court, received.channel, tuple(people))
        return await self.world(matter, at)

    async def world(self, matter: Matter, at: datetime) -> World:
        """What is known at that moment. Raises UnknownProfile."""
        lane = await self.lane(matter, at)
        listed = await self._stores.register.all()
        mediators = await self._stores.accounts.of_organisation(matter.organisation, AccountRole.MEDIATOR)
        return World(
            today=day_of(at),
            calendar=await self._stores.calendars.calendar(),
            candidates={StaffId(one.id): candidate(StaffId(one.id), matter, listed, at) for one in mediators},
            lane_open=lane.is_open,
        )

    async def lane(self, matter: Matter, at: datetime) -> LaneState:
        """Whether the matter's lane is open, and what that rests on."""
        today = day_of(at)
        of, switches = profile(matter.profile, today), await self._stores.lanes.switches()
        return lane_state(switches, matter.court, matter.channel, of, today)


def candidate(who: StaffId, matter: Matter, listed: Iterable[Listed], at: datetime) -> Candidate:
    """A mediator as the register sees them for the matter's court at that moment."""
    entries = tuple(listed)
    stands = standing((one.entry for one in entries), matter.court or "", who, at)
    experts = tuple(one.expert for one in entries if one.expert is not None and one.expert.mediator == who)
    pool = any(expert_standing((one,), one.province, who, at).stands for one in experts)
    conflict = _told(who, matter.case) or any(_recused(one, matter.people) for one in experts)
    entry = EntryId(stands.entry) if stands.stands and stands.entry else None
    return Candidate(entry, None if entry else stands.sentence, pool, conflict)


def _told(who: StaffId, case: Case | None) -> bool:
    disclosures = case.disclosures if case else ()
    return any(told.made_by == who and BIASED & set(told.relations) for told in disclosures)


def _recused(expert: ExpertEntry, people: Iterable[Party]) -> bool:
    companies = (party for party in people if isinstance(party, Entity))
    return any({party.name, party.uscc} & set(expert.recused_from) for party in companies)
