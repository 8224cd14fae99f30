"""Organisations, courts and cases with their numbers (domain.md §3.0 Numbering)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import CaseId
from server.ids import AccountId, CourtId, OrganisationId, new_id
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Accounts, Cases, Courts, Organisations

CASE_NO_PATTERN: Final = "（{year}）{organisation}劳调字第{number}号"
"""`{number}` has five digits or more."""
PLACEHOLDERS: Final = ("{year}", "{organisation}", "{number}")
PRACTICE_NO: Final = "（练习）{organisation}第{number:05d}号"
NO_YEAR: Final = 0
"""In which cases that are only practice are counted."""
LANE_SELF: Final = "SELF"
"""The organisation took the dispute itself (自行受理, domain.md §4.1)."""


class UnusablePattern(ValueError):
    """A pattern that would give two cases one number."""


class NameTaken(Exception):
    """An organisation or court of that name is there already."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A mediation organisation; `short_name` stands in its case numbers."""

    id: OrganisationId
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Court:
    """A court that invites organisations and confirms agreements."""

    id: CourtId
    name: str


class CaseNumber(NamedTuple):
    """What a case number is made of, and how it reads."""

    organisation: OrganisationId
    year: int
    number: int
    text: str


@uninterrupted
class CaseStore:
    """Those who take cases, and those who confirm them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_organisation(self, name: str, short_name: str, pattern: str = CASE_NO_PATTERN) -> OrganisationId:
        """Register an organisation; raises NameTaken and UnusablePattern."""
        if missing := [word for word in PLACEHOLDERS if word not in pattern]:
            raise UnusablePattern(f"the case number pattern lacks {', '.join(missing)}")
        organisation = OrganisationId(new_id())
        row = {"id": organisation, "name": name, "short_name": short_name, "case_no_pattern": pattern}
        try:
            async with writing(self._engine) as connection:
                await connection.execute(insert(Organisations), row)
        except IntegrityError as error:
            raise NameTaken(name) from error
        return organisation

    async def organisations(self) -> tuple[Organisation, ...]:
        """All, by name."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(Organisations).order_by(Organisations.name))
            return tuple(Organisation(OrganisationId(row.id), row.name, row.short_name) for row in rows)

    async def add_court(self, name: str) -> CourtId:
        """Register a court; raises NameTaken."""
        court = CourtId(new_id())
        try:
            async with writing(self._engine) as connection:
                await connection.execute(insert(Courts), {"id": court, "name": name})
        except IntegrityError as error:
            raise NameTaken(name) from error
        return court

    async def courts(self) -> tuple[Court, ...]:
        """All, by name."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(Courts).order_by(Courts.name))
            return tuple(Court(CourtId(row.id), row.name) for row in rows)

    async def organisation_of(self, case: CaseId) -> OrganisationId:
        """Whose case it is; raises LookupError for a case that never was."""
        async with reading(self._engine) as connection:
            found = await connection.execute(select(Cases.organisation).where(Cases.id == case))
            organisation: str | None = found.scalar_one_or_none()
        if organisation is None:
            raise LookupError(case)
        return OrganisationId(organisation)


async def next_case_number(connection: AsyncConnection, mediator: AccountId, at: datetime, zone: tzinfo) -> CaseNumber:
    """The next of the mediator's organisation in the local year of `at`: gapless, being taken in the transaction."""
    of_mediator = (
        select(Organisations).join(Accounts, Accounts.organisation == Organisations.id).where(Accounts.id == mediator)
    )
    organisation = (await connection.execute(of_mediator)).one()
    year = at.astimezone(zone).year
    newest = select(func.max(Cases.number)).where(Cases.organisation == organisation.id, Cases.year == year)
    number = ((await connection.execute(newest)).scalar_one() or 0) + 1
    text = organisation.case_no_pattern.replace("{year}", str(year)).replace("{number}", f"{number:05d}")
    text = text.replace("{organisation}", organisation.short_name)
    return CaseNumber(OrganisationId(organisation.id), year, number, text)


async def next_practice_number(connection: AsyncConnection, mediator: AccountId) -> CaseNumber:
    """A number for a case that is only practice: of no year, so that the organisation's own row stays gapless."""
    of_mediator = (
        select(Organisations).join(Accounts, Accounts.organisation == Organisations.id).where(Accounts.id == mediator)
    )
    organisation = (await connection.execute(of_mediator)).one()
    newest = select(func.max(Cases.number)).where(Cases.organisation == organisation.id, Cases.year == NO_YEAR)
    number = ((await connection.execute(newest)).scalar_one() or 0) + 1
    text = PRACTICE_NO.format(organisation=organisation.short_name, number=number)
    return CaseNumber(OrganisationId(organisation.id), NO_YEAR, number, text)


async def insert_case(
    connection: AsyncConnection,
    case: CaseId,
    number: CaseNumber,
    *,
    lane: str,
    cause: str,
    court: CourtId | None,
    at: datetime,
    practice: bool = False,
) -> None:
    """The row of a case that has no state yet, within the transaction of `connection`."""
    row = {
        "id": case,
        "case_no": number.text,
        "organisation": number.organisation,
        "year": number.year,
        "number": number.number,
        "lane": lane,
        "cause": cause,
        "court": court,
        "created": at,
        "practice": practice,
    }
    await connection.execute(insert(Cases), row)
