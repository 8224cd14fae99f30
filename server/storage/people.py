"""Who the parties' seats are for. ID numbers, phones and e-mail addresses are sealed.

To screens they leave masked, or as four digits; whole they go into the agreement, which seals them again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.masking import masked_id_no, masked_phone
from law.people import Entity, NaturalPerson, Party, Representative
from rooms.cases.ids import ParticipantId
from rooms.ids import RoomId, SeatId
from server.field_keys import FieldKeys
from server.storage.database import reading, uninterrupted
from server.storage.tables import People

TAIL_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person as screens show them; `name` is the natural person, or the one who comes for `company`."""

    seat: SeatId
    name: str
    company: str | None
    uscc: str | None
    title: str | None
    id_no_masked: str | None
    phone_masked: str | None


@uninterrupted
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
                name=row.name,
                company=row.company,
                uscc=row.uscc,
                title=row.title,
                id_no_masked=_shown(self._opened(row.id_no_sealed, room, row.seat, "id_no"), masked_id_no),
                phone_masked=_shown(self._opened(row.phone_sealed, room, row.seat, "phone"), masked_phone),
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

    async def parties(self, room: RoomId) -> Mapping[SeatId, Party]:
        """All people of a room in full, for the agreement they make."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(People).where(People.room == room).order_by(People.seat))).all()
        return {SeatId(row.seat): self._party(row) for row in rows}

    async def participants(self, room: RoomId) -> Mapping[SeatId, ParticipantId]:
        """Which participant of the case each seat is for."""
        known = select(People.seat, People.participant).where(People.room == room, People.participant.is_not(None))
        async with reading(self._engine) as connection:
            return {SeatId(row.seat): ParticipantId(row.participant) for row in await connection.execute(known)}

    def _party(self, row: Row[People]) -> Party:
        place = (RoomId(row.room), row.seat)
        id_no, phone, email = (
            self._opened(sealed, *place, column)
            for sealed, column in (
                (row.id_no_sealed, "id_no"),
                (row.phone_sealed, "phone"),
                (row.email_sealed, "email"),
            )
        )
        if row.company is None:
            return NaturalPerson(row.name, id_no, phone, email)
        return Entity(row.company, row.uscc, Representative(row.name, row.title, id_no, phone, email))

    def _opened(self, sealed: str | None, room: RoomId, seat: str, column: str) -> str | None:
        return None if sealed is None else self._fields.open(sealed, "people", room, seat, column)


async def insert_people(
    connection: AsyncConnection,
    fields: FieldKeys,
    room: RoomId,
    people: Mapping[SeatId, Party],
    participants: Mapping[SeatId, ParticipantId],
) -> None:
    """The rows of a room's people, each with the participant it is, within the transaction of `connection`."""
    for seat, party in people.items():
        human = party.representative if isinstance(party, Entity) else party
        row = {
            "room": room,
            "seat": seat,
            "participant": participants.get(seat),
            "name": human.name,
            "id_no_sealed": _sealed(fields, human.id_no, room, seat, "id_no"),
            "phone_sealed": _sealed(fields, human.phone, room, seat, "phone"),
            "email_sealed": _sealed(fields, human.email, room, seat, "email"),
            **_capacity(party),
        }
        await connection.execute(insert(People), row)


def _capacity(party: Party) -> dict[str, str]:
    match party:
        case NaturalPerson():
            return {"kind": "person"}
        case Entity():
            title = party.representative.title
            return {"kind": "company", "company": party.name, "uscc": party.uscc, "title": title}


def _sealed(fields: FieldKeys, value: str | None, room: RoomId, seat: SeatId, column: str) -> str | None:
    return None if value is None else fields.seal(value, "people", room, seat, column)


def _shown(value: str | None, mask: Callable[[str], str]) -> str | None:
    return None if value is None else mask(value)
