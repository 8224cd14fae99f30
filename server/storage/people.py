"""Who the parties' seats are for: a participant of the case, and what is known of a participant is known here.

To screens numbers leave masked, or as four digits; whole they go into the agreement, which seals them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.masking import masked_id_no, masked_phone
from law.people import Entity, NaturalPerson, Party, Representative
from rooms.cases.ids import ParticipantId
from rooms.ids import RoomId, SeatId
from server.field_keys import FieldKeys
from server.storage.case_json import party_from
from server.storage.case_tables import Participants
from server.storage.database import reading, uninterrupted, writing
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
    id_type: str
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
        return tuple(_masked(seat, party) for seat, party in (await self.parties(room)).items())

    async def id_tail(self, room: RoomId, seat: SeatId) -> str | None:
        """The last four of the ID number on file, upper case; None where there is none."""
        async with reading(self._engine) as connection:
            row = (await connection.execute(_seated(room).where(People.seat == seat))).one_or_none()
        return None if row is None else id_tail_of(self._party(row))

    async def parties(self, room: RoomId) -> Mapping[SeatId, Party]:
        """All people of a room in full, for the agreement they make."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(_seated(room))).all()
        return {SeatId(row.seat): self._party(row) for row in rows}

    async def add(self, room: RoomId, people: Mapping[SeatId, Party]) -> None:
        """Somebody more for a room; whoever sits beside the first of a seat has an id of their own."""
        async with writing(self._engine) as connection:
            await insert_people(connection, self._fields, room, people, {})

    async def participants(self, room: RoomId) -> Mapping[SeatId, ParticipantId]:
        """Which participant of the case each seat is for."""
        known = select(People.seat, People.participant).where(People.room == room, People.participant.is_not(None))
        async with reading(self._engine) as connection:
            return {SeatId(row.seat): ParticipantId(row.participant) for row in await connection.execute(known)}

    def _party(self, row: Row[*tuple[object, ...]]) -> Party:
        if row.sealed is not None:
            return party_from(self._fields.open(row.sealed, "participants", row.case_id, row.participant))
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
    """The rows of a room's people, each with the participant it is, within the transaction of `connection`.

    Whoever is one is sealed with the case and nowhere else.
    """
    for seat, party in people.items():
        row = {"room": room, "seat": seat, "participant": participants.get(seat), **_plain(party)}
        own = _own_seals(fields, room, seat, party) if seat not in participants else {}
        await connection.execute(insert(People), {**row, **own})


async def rename_people(connection: AsyncConnection, participant: ParticipantId, party: Party) -> None:
    """The plain columns of all seats of a participant; copies of rooms from before there were any are given up."""
    seats = update(People).where(People.participant == participant)
    superseded = dict.fromkeys(("id_no_sealed", "phone_sealed", "email_sealed"))
    await connection.execute(seats.values(**_plain(party), **superseded))


def id_tail_of(party: Party) -> str | None:
    """What a person is asked for at the door; None: no number on file."""
    number = _human(party).id_no
    return number[-TAIL_DIGITS:].upper() if number else None


def _seated(room: RoomId) -> Select[*tuple[object, ...]]:
    """The rows of a room, each with what its participant is sealed as."""
    whole = select(*People.__table__.columns, Participants.sealed, Participants.case_id)
    known = whole.outerjoin(Participants, Participants.id == People.participant)
    return known.where(People.room == room).order_by(People.seat)


def _masked(seat: SeatId, party: Party) -> MaskedPerson:
    human, company = _human(party), party if isinstance(party, Entity) else None
    return MaskedPerson(
        seat=seat,
        name=human.name,
        company=company.name if company else None,
        uscc=company.uscc if company else None,
        title=company.representative.title if company else None,
        id_type=human.id_type,
        id_no_masked=None if human.id_no is None else masked_id_no(human.id_no),
        phone_masked=None if human.phone is None else masked_phone(human.phone),
    )


def _human(party: Party) -> NaturalPerson | Representative:
    return party.representative if isinstance(party, Entity) else party


def _plain(party: Party) -> dict[str, str | None]:
    match party:
        case NaturalPerson():
            return {"kind": "person", "name": party.name, "company": None, "uscc": None, "title": None}
        case Entity(representative=human):
            company = {"company": party.name, "uscc": party.uscc, "title": human.title}
            return {"kind": "company", "name": human.name, **company}


def _own_seals(fields: FieldKeys, room: RoomId, seat: SeatId, party: Party) -> dict[str, str | None]:
    human = _human(party)
    told = {"id_no": human.id_no, "phone": human.phone, "email": human.email}
    return {
        f"{column}_sealed": None if value is None else fields.seal(value, "people", room, seat, column)
        for column, value in told.items()
    }
