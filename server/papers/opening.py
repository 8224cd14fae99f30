"""How a room's agreement begins: who takes part and what it is about, from the room, its case and its people."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from agreements.agreement import Agreement, Capacity, Matter, Member
from agreements.ids import AgreementId, FieldName, SignerId
from agreements.members import opened
from law.people import Party
from rooms.ids import SeatId
from rooms.room import PRINCIPALS, Authority, Role, Room, Seat, Side
from server.storage.desk import DeskRow

CAPACITIES: Final = {
    Side.APPLICANT: Capacity.APPLICANT,
    Side.RESPONDENT: Capacity.RESPONDENT,
    Side.NEUTRAL: Capacity.MEDIATOR,
}
SIGNERS: Final = frozenset({Role.MEDIATOR, *PRINCIPALS})
"""Whose agreement it is. An agent with a special authority signs where there is nobody else of the side."""
PAPER: Final = ("劳调字第", "劳调协字第")
"""The paper is numbered as its case is, with 协 in it; a pattern without 劳调字第 gets 协议 behind it."""


def opened_for(
    row: DeskRow, people: Mapping[SeatId, Party], *, cause: str, accepted_on: date, new_id: AgreementId, at: datetime
) -> Agreement:
    """The new agreement of a room; `cause` as printed."""
    matter = Matter(
        case_no=row.case_no,
        number=paper_number(row.case_no),
        organisation=row.organisation_name,
        cause=cause,
        lane=row.lane,
        accepted_on=accepted_on.isoformat(),
        room=row.room.id,
    )
    return opened(new_id, matter, (_member(seat, people) for seat in signers(row.room)), at)


def signers(room: Room) -> Iterator[Seat]:
    """Who takes part in an agreement, in seating order: nobody who keeps the minutes, interprets or looks on."""
    spoken_for = {seat.side for seat in room.seats if seat.role in PRINCIPALS}
    for seat in room.seats:
        alone = seat.role is Role.AGENT and seat.authority is Authority.SPECIAL and seat.side not in spoken_for
        if seat.side in CAPACITIES and (seat.role in SIGNERS or alone):
            yield seat


def paper_number(case_no: str) -> str:
    """The number of the agreement of that case."""
    return case_no.replace(*PAPER) if PAPER[0] in case_no else f"{case_no}协议"


def identity_of(seat: Seat) -> str:
    """How the person in a seat is known: a mediator by the own account."""
    return "account" if seat.role is Role.MEDIATOR else seat.identity.value


def with_identities(agreement: Agreement, room: Room) -> Agreement:
    """The same agreement with everybody known as they are known now: a mediator may vouch for a person any time."""
    known = {SignerId(seat.id): identity_of(seat) for seat in room.seats}
    members = tuple(replace(one, identity=known.get(one.id, one.identity)) for one in agreement.members)
    return agreement if members == agreement.members else replace(agreement, members=members)


def _member(seat: Seat, people: Mapping[SeatId, Party]) -> Member:
    return Member(
        id=SignerId(seat.id),
        capacity=CAPACITIES[seat.side],
        name=seat.name,
        field=FieldName(""),
        party=people.get(seat.id),
        identity=identity_of(seat),
    )
