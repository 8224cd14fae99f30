"""How an organisation prepares its rooms: templates that all its mediators open rooms from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NewType

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from server.ids import AccountId, OrganisationId, new_id
from server.storage.database import reading, uninterrupted, writing
from server.storage.message_tables import RoomTemplates

TemplateId = NewType("TemplateId", str)
PartyKind = Literal["person", "company"]


class TemplateNameTaken(Exception):
    """The organisation has a template of that name."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a new room begins with. `title` may hold {applicants}, {respondents} and {cause}; "": the usual title.

    `applicants` and `respondents`: what kind of party each is. `minutes`: how long it is planned to take.
    """

    title: str
    cause: str
    applicants: tuple[PartyKind, ...]
    respondents: tuple[PartyKind, ...]
    minutes: int
    help_phone: str


@dataclass(frozen=True, slots=True)
class RoomTemplate:
    """A preparation under a name."""

    id: TemplateId
    name: str
    preparation: Preparation
    by: AccountId
    at: datetime


DETAILS: Final = TypeAdapter(Preparation)


@uninterrupted
class RoomTemplateStore:
    """By organisation."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, organisation: OrganisationId) -> tuple[RoomTemplate, ...]:
        """All, by name."""
        own = select(RoomTemplates).where(RoomTemplates.organisation == organisation).order_by(RoomTemplates.name)
        async with reading(self._engine) as connection:
            return tuple(_template(row) for row in await connection.execute(own))

    async def add(
        self, organisation: OrganisationId, name: str, preparation: Preparation, by: AccountId, at: datetime
    ) -> None:
        """Keep one more; raises TemplateNameTaken."""
        row = {
            "id": new_id(),
            "organisation": organisation,
            "name": name,
            "details": DETAILS.dump_json(preparation).decode(),
            "by": by,
            "at": at,
        }
        try:
            async with writing(self._engine) as connection:
                await connection.execute(insert(RoomTemplates), row)
        except IntegrityError as error:
            raise TemplateNameTaken(name) from error

    async def drop(self, organisation: OrganisationId, template: TemplateId) -> bool:
        """Give it up; False: there was none of theirs."""
        own = (RoomTemplates.id == template) & (RoomTemplates.organisation == organisation)
        async with writing(self._engine) as connection:
            return (await connection.execute(delete(RoomTemplates).where(own))).rowcount == 1


def _template(row: Row[RoomTemplates]) -> RoomTemplate:
    return RoomTemplate(
        TemplateId(row.id),
        row.name,
        DETAILS.validate_json(row.details, strict=True, extra="forbid"),
        AccountId(row.by),
        row.at,
    )
