"""Who the parties' seats are for. ID numbers and phones are sealed and leave here masked, or as four digits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import RoomId, SeatId
from server.field_keys import FieldKeys
from server.storage.database import reading
from server.storage.tables import People

TAIL_DIGITS: Final = 4


class PersonKind(StrEnum):
    """In whose name a person comes."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Person:
    """One party's person as typed (domain.md §3.0: never normalised)."""

    seat: SeatId
    kind: PersonKind
    name: str
    """The natural person, or the one who comes for the company."""
    company: str | None = None
    uscc: str | None = None
    title: str | None = None
    id_no: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person as screens show them."""

    seat: SeatId
    kind: PersonKind
    name: str
    company: str | None
    uscc: str | None
    title: str | None
    id_no_masked: str | None
    phone_masked: str | None


class PeopleStore:
    """The people of a room, by seat."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def masked(self, room: RoomId) -> tuple[MaskedPerson, ...]:
        """All people of a room."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(People).where(People.room == room).order_by(People.seat))).all()
        return tuple(
            MaskedPerson(
                seat=SeatId(row.seat),
                kind=PersonKind(row.kind),
                name=row.name,
                company=row.company,
                uscc=row.uscc,
                title=row.title,
                id_no_masked=masked(self._opened(row.id_no_sealed, room, row.seat, "id_no"), head=6),
                phone_masked=masked(self._opened(row.phone_sealed, room, row.seat, "phone"), head=3),
            )
            for row in rows
        )

    async def id_tail(self, room: RoomId, seat: SeatId) -> str | None:
        """The last four of the ID number on file, upper case; None where there is none."""
        stored = select(People.id_no_sealed).where(People.room == room, People.seat == seat)
        async with reading(self._engine) as connection:
            sealed = (await connection.execute(stored)).scalar_one_or_none()
        number = self._opened(sealed, room, seat, "id_no")
        return number[-TAIL_DIGITS:].upper() if number else None

    def _opened(self, sealed: str | None, room: RoomId, seat: str, column: str) -> str | None:
        return None if sealed is None else self._fields.open(sealed, "people", room, seat, column)


async def insert_people(connection: AsyncConnection, fields: FieldKeys, room: RoomId, people: Iterable[Person]) -> None:
    """The rows of a room's people, within the transaction of `connection`."""
    for person in people:
        row = {
            "room": room,
            "seat": person.seat,
            "kind": person.kind,
            "name": person.name,
            "company": person.company,
            "uscc": person.uscc,
            "title": person.title,
            "id_no_sealed": _sealed(fields, person.id_no, room, person.seat, "id_no"),
            "phone_sealed": _sealed(fields, person.phone, room, person.seat, "phone"),
        }
        await connection.execute(insert(People).values(row))


def _sealed(fields: FieldKeys, value: str | None, room: RoomId, seat: SeatId, column: str) -> str | None:
    return None if value is None else fields.seal(value, "people", room, seat, column)


def masked(value: str | None, *, head: int) -> str | None:
    """`head` characters and the last four with stars between; a value too short for both shows its last two."""
    if value is None:
        return None
    if len(value) <= head + TAIL_DIGITS:
        return "*" * (len(value) - 2) + value[-2:]
    return value[:head] + "*" * (len(value) - head - TAIL_DIGITS) + value[-TAIL_DIGITS:]
