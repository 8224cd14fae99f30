"""Which court takes which lane, through which channel, from when, and on what ground (domain.md §4.1)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from law.procedures import Lane, ProcedureProfile
from rooms.cases.words import Channel
from server.audit.chain import SERVER_CHAIN
from server.audit.facts import LaneSwitched
from server.audit.heads import NodeKey
from server.ids import AccountId, CourtId, new_id
from server.storage.audit import append_facts
from server.storage.case_tables import LaneSwitches
from server.storage.database import reading, uninterrupted, writing


@dataclass(frozen=True, slots=True)
class LaneSwitch:
    """What somebody set. `court` and `channel` None: whichever; `source`: what it rests on, shown to people."""

    court: CourtId | None
    channel: Channel | None
    lane: Lane
    is_open: bool
    valid_from: date
    valid_to: date | None
    source: str
    by: AccountId
    at: datetime
    profile: str | None = None
    """One profile of the lane alone; None: all."""
    id: str = ""

    def holds(self, court: str | None, channel: Channel | None, of: ProcedureProfile, on: date) -> bool:
        """Whether it speaks of that court, channel and profile on that day."""
        wide = (None, court), (None, channel), (None, of.id)
        said = self.court, self.channel, self.profile
        named = all(value in either for value, either in zip(said, wide, strict=True))
        ended = self.valid_to is not None and on > self.valid_to
        return named and self.lane is of.lane and self.valid_from <= on and not ended


@dataclass(frozen=True, slots=True)
class LaneState:
    """Whether a lane is open there, and what that rests on. `by_default`: nobody switched it."""

    is_open: bool
    source: str
    by_default: bool


@uninterrupted
class LaneStore:
    """All switches, which are few."""

    def __init__(self, engine: AsyncEngine, key: NodeKey) -> None:
        self._engine = engine
        self._key = key

    async def switches(self) -> tuple[LaneSwitch, ...]:
        """In the order in which they were set."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(LaneSwitches).order_by(LaneSwitches.at, LaneSwitches.id))
            return tuple(_switch(row) for row in rows)

    async def set(self, switch: LaneSwitch) -> None:
        """One more; of several that hold the last one set counts."""
        kept = replace(switch, id=new_id())
        fact = LaneSwitched(kept.id, kept.court, kept.lane, kept.is_open, kept.by)
        async with writing(self._engine) as connection:
            await connection.execute(insert(LaneSwitches), asdict(kept))
            await append_facts(connection, SERVER_CHAIN, kept.at, (fact,), self._key)


def lane_state(
    switches: Iterable[LaneSwitch], court: str | None, channel: Channel | None, of: ProcedureProfile, on: date
) -> LaneState:
    """What holds for that court and channel on that day: the last switch, else what the profile says by itself."""
    held = [switch for switch in switches if switch.holds(court, channel, of, on)]
    if held:
        return LaneState(held[-1].is_open, held[-1].source, by_default=False)
    return LaneState(of.default_on, of.source, by_default=True)


def _switch(row: Row[LaneSwitches]) -> LaneSwitch:
    return LaneSwitch(
        CourtId(row.court) if row.court else None,
        Channel(row.channel) if row.channel else None,
        Lane(row.lane),
        row.is_open,
        row.valid_from,
        row.valid_to,
        row.source,
        AccountId(row.by),
        row.at,
        row.profile,
        row.id,
    )
