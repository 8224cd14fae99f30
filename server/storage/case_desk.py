"""The list of cases: found by words, state, lane and clock; the most urgent first, in pages, counted by state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.procedures import Lane
from rooms.cases.words import Standing, State
from rooms.ids import CaseId
from server.ids import AccountId, CourtId, OrganisationId
from server.storage.case_tables import CaseStaff, Participants
from server.storage.database import reading, uninterrupted
from server.storage.tables import Accounts, Cases, Organisations

PAGE: Final = 50
COURTS_OWN: Final = (Lane.WEIPAI, Lane.WEITUO, Lane.COURT_HOSTED)
"""Lanes in which a court follows the cases it sent."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Whose cases are listed: exactly one of a mediator's, an organisation's, a court's."""

    mediator: AccountId | None = None
    organisation: OrganisationId | None = None
    court: CourtId | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None and empty: whatever. `due_by`: a clock ends by that day; `late_on`: it ended before."""

    words: str = ""
    states: tuple[State, ...] = ()
    lanes: tuple[Lane, ...] = ()
    due_by: date | None = None
    late_on: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list."""

    id: CaseId
    case_no: str
    court_case_no: str | None
    organisation: OrganisationId
    organisation_name: str
    court: CourtId | None
    lane: Lane
    profile: str
    state: State
    cause: str
    host: AccountId | None
    host_name: str | None
    received_on: date
    since: datetime
    next_due: date | None
    next_clock: str | None
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page; `counts` by state over all that was found, whatever states were asked for."""

    lines: tuple[CaseLine, ...]
    total: int
    counts: Mapping[State, int]

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // PAGE))


@uninterrupted
class CaseDeskStore:
    """Looks up; writes nothing."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def find(self, ours: Ours, wanted: Wanted) -> Found:
        """One page of what was found."""
        among = _ours(ours) & _wanted(wanted)
        counted = select(Cases.status, func.count()).where(among).group_by(Cases.status)
        in_states = Cases.status.in_(wanted.states) if wanted.states else true()
        urgent = (Cases.next_due.is_(None), Cases.next_due, Cases.created.desc(), Cases.id)
        page = select(Cases.id).where(among, in_states).order_by(*urgent).limit(PAGE).offset((wanted.page - 1) * PAGE)
        async with reading(self._engine) as connection:
            counts = {State(str(status)): count for status, count in await connection.execute(counted)}
            # First which, then what: thousands of whole lines would be sorted to show fifty.
            which = (await connection.execute(page)).scalars().all()
            lines = await _read(connection, _lines().where(Cases.id.in_(which)).order_by(*urgent))
        total = sum(count for state, count in counts.items() if not wanted.states or state in wanted.states)
        return Found(lines, total, counts)

    async def line(self, case: CaseId) -> CaseLine | None:
        """One case that is no practice. Whether the asker may see it is for the asker's side to check (`sees`)."""
        async with reading(self._engine) as connection:
            return next(iter(await _read(connection, _lines().where(Cases.id == case, _listed()))), None)

    async def sees(self, ours: Ours, case: CaseId) -> bool:
        """Whether the case is one of theirs."""
        async with reading(self._engine) as connection:
            seen = await connection.execute(select(Cases.id).where(_ours(ours), Cases.id == case))
            return seen.first() is not None


def _ours(ours: Ours) -> ColumnElement[bool]:
    if ours.mediator is not None:
        return Cases.id.in_(select(CaseStaff.case_id).where(CaseStaff.account == ours.mediator))
    if ours.organisation is not None:
        return Cases.organisation == ours.organisation
    return (Cases.court == ours.court) & Cases.lane.in_(COURTS_OWN)


def _listed() -> ColumnElement[bool]:
    """What is a case for everybody: adopted, and not made up to practise on (AT-23)."""
    return Cases.status.is_not(None) & Cases.practice.is_(False)


def _wanted(wanted: Wanted) -> ColumnElement[bool]:
    found = _listed()
    for word in wanted.words.lower().split():
        found &= Cases.search.contains(word, autoescape=True)
    if wanted.lanes:
        found &= Cases.lane.in_(wanted.lanes)
    if wanted.due_by is not None:
        found &= Cases.next_due <= wanted.due_by
    if wanted.late_on is not None:
        found &= Cases.next_due < wanted.late_on
    return found


def _lines() -> Select[*tuple[object, ...]]:
    return (
        select(
            *(Cases.id, Cases.case_no, Cases.court_case_no, Cases.organisation, Cases.court, Cases.lane, Cases.profile),
            *(Cases.status, Cases.cause, Cases.host, Cases.received_on, Cases.since, Cases.next_due, Cases.next_clock),
            Organisations.name.label("organisation_name"),
            Accounts.name.label("host_name"),
        )
        .join(Organisations, Organisations.id == Cases.organisation)
        .outerjoin(Accounts, Accounts.id == Cases.host)
    )


async def _read(connection: AsyncConnection, page: Select[*tuple[object, ...]]) -> tuple[CaseLine, ...]:
    rows = (await connection.execute(page)).all()
    stand = (
        select(Participants.case_id, Participants.standing, Participants.name, Participants.company)
        .where(Participants.case_id.in_([row.id for row in rows]))
        .order_by(Participants.case_id, Participants.position)
    )
    names: dict[tuple[str, str], list[str]] = {}
    for case, standing, name, company in (await connection.execute(stand)).all():
        names.setdefault((case, standing), []).append(company or name)
    return tuple(_line(row, names) for row in rows)


def _line(row: Row[*tuple[object, ...]], names: Mapping[tuple[str, str], list[str]]) -> CaseLine:
    return CaseLine(
        id=CaseId(row.id),
        case_no=row.case_no,
        court_case_no=row.court_case_no,
        organisation=OrganisationId(row.organisation),
        organisation_name=row.organisation_name,
        court=CourtId(row.court) if row.court else None,
        lane=Lane(row.lane),
        profile=row.profile,
        state=State(row.status),
        cause=row.cause,
        host=AccountId(row.host) if row.host else None,
        host_name=row.host_name,
        received_on=row.received_on,
        since=row.since,
        next_due=row.next_due,
        next_clock=row.next_clock,
        applicants=tuple(names.get((row.id, Standing.APPLICANT), ())),
        respondents=tuple(names.get((row.id, Standing.RESPONDENT), ())),
    )
