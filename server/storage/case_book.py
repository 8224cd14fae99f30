"""Cases: each change is one transaction of compare-and-swap, audit facts and all that lies beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.agents import Agent
from law.case_notices import NoticeText
from law.causes import cause as cause_on
from law.people import Party
from law.procedures import profile
from rooms.cases.case import Case
from rooms.cases.deeds.deed import Event
from rooms.cases.deeds.intake import AgentNamed, ContactMade, MaterialFiled, ParticipantChanged, Received
from rooms.cases.deeds.talks import NoticeGiven
from rooms.cases.ids import AgentId, MaterialId, NoteId, NoticeId, ParticipantId
from rooms.cases.runs import BEFORE_AGREEMENT
from rooms.cases.words import Office, State
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import Room
from server.audit.facts import AnyFact, RoomCreated
from server.ids import AccountId, CourtId
from server.keys import Keys
from server.storage.audit import append_facts, sign_head
from server.storage.case_json import case_from, case_text
from server.storage.case_materials import insert_material
from server.storage.case_people import change_participant, insert_agent, insert_participants, names_of
from server.storage.case_tables import CaseStaff, CaseStates
from server.storage.case_texts import insert_notes, insert_notice
from server.storage.cases import insert_case, next_case_number
from server.storage.database import reading, uninterrupted, writing
from server.storage.reschedulings import Moved, insert_rescheduling
from server.storage.room_rows import insert_room
from server.storage.submissions import Submission, upsert_submission
from server.storage.tables import Cases, People, Rooms

AT_REST: Final = frozenset({State.ARCHIVED})
"""No clock runs, and no room or agreement moves the case any more."""
REAL: Final = Cases.practice.is_(False)
"""No clock runs in what is made up to practise on (AT-23)."""


class StaleCase(Exception):
    """The case in the database is another than the step began with: load it again and step again."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The clock that ends next (its `key`), and when the clockwork has to look. None: nothing runs."""

    next_due: date | None = None
    next_clock: str | None = None
    wakes_at: datetime | None = None
    calendar: str | None = None
    """Version of the calendar it was computed with."""


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room that is made with the change, and who sits in it."""

    room: Room
    mediator: AccountId
    people: Mapping[SeatId, Party]
    participants: Mapping[SeatId, ParticipantId]


@dataclass(frozen=True, slots=True)
class Filing:
    """What the events only name: sealed texts, people, titles of papers, words of notices; a room that comes with them.

    `heard`: the consents behind the link that the case knows of from now on; `seated`: who sits in seats of before.
    """

    notes: Mapping[NoteId, str] = field(default_factory=dict)
    people: Mapping[ParticipantId, Party] = field(default_factory=dict)
    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    titles: Mapping[MaterialId, str] = field(default_factory=dict)
    notices: Mapping[NoticeId, NoticeText] = field(default_factory=dict)
    room: PlannedRoom | None = None
    moved: Moved | None = None
    """A session that gets another time with the change."""
    heard: Mapping[tuple[RoomId, SeatId], datetime] = field(default_factory=dict)
    seated: Mapping[tuple[RoomId, SeatId], ParticipantId] = field(default_factory=dict)
    submission: Submission | None = None
    """What was handed in to a court with the change, or what became of it."""
    facts: tuple[AnyFact, ...] = ()
    """What else goes on the chain, after the events."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a case, as it is stored."""

    before: Case | None
    after: Case
    events: Sequence[Event]
    at: datetime
    outlook: Outlook
    filing: Filing = field(default_factory=Filing)


@dataclass(frozen=True, slots=True)
class Unadopted:
    """A case of before there were states."""

    id: CaseId
    court: CourtId | None
    created: datetime


@uninterrupted
class CaseBook:
    """Cases by id. `zone` decides in which year a case is numbered."""

    def __init__(self, engine: AsyncEngine, keys: Keys, zone: tzinfo) -> None:
        self._engine = engine
        self._keys = keys
        self._zone = zone

    async def load(self, case: CaseId) -> Case | None:
        """The case as it was last committed; None: there is none, or it has not been adopted yet."""
        async with reading(self._engine) as connection:
            kept = await connection.execute(select(CaseStates.state).where(CaseStates.case_id == case))
            text: str | None = kept.scalar_one_or_none()
        return None if text is None else case_from(text)

    async def open(self, entry: Entry, by: AccountId) -> str:
        """A new case of the organisation `by` works for; gives its number."""
        async with writing(self._engine) as connection:
            number = await next_case_number(connection, by, entry.at, self._zone)
            case = entry.after
            court, lane = (CourtId(case.court) if case.court else None), lane_of(case)
            await insert_case(connection, case.id, number, lane=lane, cause=case.cause, court=court, at=entry.at)
            await record(connection, self._keys, entry)
        return number.text

    async def commit(self, entry: Entry) -> None:
        """Store one change; raises StaleCase and then stored nothing."""
        async with writing(self._engine) as connection:
            await record(connection, self._keys, entry)

    async def followers(self) -> tuple[CaseId, ...]:
        """Cases that rooms and agreements may still move, oldest first."""
        moving = select(Cases.id).where(Cases.status.in_(BEFORE_AGREEMENT))
        return await self._ids(moving.order_by(Cases.created, Cases.id))

    async def miscounted(self, calendar: str, limit: int) -> tuple[CaseId, ...]:
        """Living cases whose days were computed with another version of the calendar; at most so many."""
        other = Cases.calendar.is_(None) | (Cases.calendar != calendar)
        living = select(Cases.id).where(Cases.status.is_not(None), Cases.status.not_in(AT_REST), other, REAL)
        return await self._ids(living.order_by(Cases.next_due, Cases.id).limit(limit))

    async def unadopted(self) -> tuple[Unadopted, ...]:
        """Cases of before there were states, oldest first."""
        left = select(Cases.id, Cases.court, Cases.created).where(Cases.status.is_(None))
        async with reading(self._engine) as connection:
            rows = (await connection.execute(left.order_by(Cases.created, Cases.id))).all()
        return tuple(Unadopted(CaseId(row.id), CourtId(row.court) if row.court else None, row.created) for row in rows)

    async def case_of(self, room: RoomId) -> CaseId | None:
        """The case of a room, or None."""
        async with reading(self._engine) as connection:
            case: str | None = (
                await connection.execute(select(Rooms.case_id).where(Rooms.id == room))
            ).scalar_one_or_none()
        return None if case is None else CaseId(case)

    async def due(self, by: datetime) -> tuple[CaseId, ...]:
        """Cases the clockwork has to look at by then, in order of time."""
        return await self._ids(select(Cases.id).where(Cases.wakes_at <= by, REAL).order_by(Cases.wakes_at, Cases.id))

    async def wakes_at(self) -> datetime | None:
        """When the first case has to be looked at; None: never."""
        async with reading(self._engine) as connection:
            first = select(func.min(Cases.wakes_at)).where(REAL)
            earliest: datetime | None = (await connection.execute(first)).scalar_one()
        return earliest

    async def look_ahead(self, ahead: Iterable[tuple[Case, Outlook]]) -> None:
        """Other outlooks for the same cases (a calendar has come); a case that has changed meanwhile keeps its own."""
        async with writing(self._engine) as connection:
            for case, outlook in ahead:
                same = update(Cases).where(Cases.id == case.id, Cases.version == case.version)
                await connection.execute(same.values(**_outlook(outlook)))

    async def postpone(self, case: CaseId, now: datetime, until: datetime) -> None:
        """Look again at `until` at a case whose time has come by `now`; one with a later time keeps it."""
        come = update(Cases).where(Cases.id == case, Cases.wakes_at <= now)
        async with writing(self._engine) as connection:
            await connection.execute(come.values(wakes_at=until))

    async def _ids(self, which: Select[str]) -> tuple[CaseId, ...]:
        async with reading(self._engine) as connection:
            return tuple(CaseId(case) for case in (await connection.execute(which)).scalars())


def lane_of(case: Case) -> str:
    """The lane its profile belongs to."""
    return profile(case.profile, case.received_on).lane


async def record(connection: AsyncConnection, keys: Keys, entry: Entry) -> None:
    """Everything of one change, within the transaction of `connection`; raises StaleCase."""
    case, before = entry.after, entry.before
    await _replace(connection, entry)
    await _lie_beside(connection, keys, entry)
    await _staff(connection, entry)
    if before is None or entry.filing.people or before.court_case_no != case.court_case_no:
        await _searchable(connection, case)
    opened = await _opened(connection, entry)
    await append_facts(connection, case.id, entry.at, (*opened, *entry.events, *entry.filing.facts), keys.node)
    if case.ended_at is not None and (before is None or before.ended_at is None):
        await sign_head(connection, case.id, entry.at, keys.node)


async def _replace(connection: AsyncConnection, entry: Entry) -> None:
    case, version = entry.after, entry.before.version if entry.before else 0
    row = {
        "version": case.version,
        "status": case.state,
        "profile": case.profile,
        "lane": lane_of(case),
        "channel": case.channel,
        "court": case.court,
        "court_case_no": case.court_case_no,
        "host": case.host,
        "since": case.since,
        "received_on": case.received_on,
        **_outlook(entry.outlook),
    }
    unchanged = update(Cases).where(Cases.id == case.id, Cases.version == version)
    if (await connection.execute(unchanged.values(**row))).rowcount != 1:
        raise StaleCase(f"case {case.id} is no longer at version {version}")
    if entry.before is None:
        await connection.execute(insert(CaseStates), {"case_id": case.id, "state": case_text(case)})
    else:
        stored = update(CaseStates).where(CaseStates.case_id == case.id)
        await connection.execute(stored.values(state=case_text(case)))


def _outlook(outlook: Outlook) -> dict[str, object]:
    return {name: getattr(outlook, name) for name in Outlook.__slots__}


async def _lie_beside(connection: AsyncConnection, keys: Keys, entry: Entry) -> None:
    case, filing, at = entry.after.id, entry.filing, entry.at
    remarks = {event.note for event in entry.events if isinstance(event, ContactMade)} - {None}
    await insert_notes(connection, keys.fields, case, filing.notes, at, remarks)
    for event in entry.events:
        match event:
            case Received():
                await insert_participants(connection, keys.fields, case, event.participants, filing.people)
            case ParticipantChanged():
                who = event.participant
                await change_participant(connection, keys.fields, case, who, filing.people[who])
            case AgentNamed():
                await insert_agent(connection, keys.fields, case, event, filing.agents[event.agent])
            case MaterialFiled():
                await insert_material(connection, case, event, filing.titles[event.material], at)
            case NoticeGiven():
                await insert_notice(connection, keys.fields, case, event, filing.notices[event.notice], at)
            case _:
                continue
    if filing.submission is not None:
        await upsert_submission(connection, filing.submission)
    await _rooms_beside(connection, keys, filing, at)


async def _rooms_beside(connection: AsyncConnection, keys: Keys, filing: Filing, at: datetime) -> None:
    if filing.moved is not None:
        await insert_rescheduling(connection, keys.fields, filing.moved, at)
    if filing.room is not None:
        made = filing.room
        await insert_room(connection, keys, made.room, made.mediator, made.people, made.participants, at)
    for (room, seat), heard in filing.heard.items():
        there = update(People).where(People.room == room, People.seat == seat)
        await connection.execute(there.values(consents_heard=heard))
    for (room, seat), participant in filing.seated.items():
        there = update(People).where(People.room == room, People.seat == seat)
        await connection.execute(there.values(participant=participant))


async def _staff(connection: AsyncConnection, entry: Entry) -> None:
    """Who has the case on the desk: host and others; before there is one, the mediator who brought it in."""
    case, before = entry.after, entry.before
    if before is not None and (before.host, before.others) == (case.host, case.others):
        return
    brought = next((event.by for event in entry.events if isinstance(event, Received)), None)
    staff: tuple[str, ...] = ((case.host,) if case.host else ()) + case.others
    if not staff and brought is not None and brought.office is Office.MEDIATOR:
        staff = (brought.id,)
    await connection.execute(delete(CaseStaff).where(CaseStaff.case_id == case.id))
    for account in dict.fromkeys(staff):
        await connection.execute(insert(CaseStaff), {"case_id": case.id, "account": account})


async def _opened(connection: AsyncConnection, entry: Entry) -> tuple[RoomCreated, ...]:
    """The fact of the room that comes with the change, if one does."""
    made = entry.filing.room
    if made is None:
        return ()
    of_case = select(Cases.case_no, Cases.lane).where(Cases.id == entry.after.id)
    number, lane = (await connection.execute(of_case)).one()
    seats = tuple(seat.id for seat in made.room.seats)
    return (RoomCreated(made.room.id, number, lane, by=made.mediator, seats=seats),)


async def _searchable(connection: AsyncConnection, case: Case) -> None:
    number = (await connection.execute(select(Cases.case_no).where(Cases.id == case.id))).scalar_one()
    known = cause_on(case.cause, case.received_on)
    words = (number, case.court_case_no, known and known.zh, *await names_of(connection, case.id))
    text = "\n".join(word.lower() for word in words if word)
    await connection.execute(update(Cases).where(Cases.id == case.id).values(search=text))
