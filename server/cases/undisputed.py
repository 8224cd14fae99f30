"""Fills 无争议事实确认书 of each session of a case in which facts were entered: from the room's own ledger (Z3)."""

from collections.abc import Iterator

from agreements.undisputed_paper import SCHEMA, ConfirmedFact, UndisputedFacts
from law.beijing import clock, day_of
from law.causes import cause
from rooms.ledger import Standing, UndisputedFact
from rooms.room import MEDIATORS, Room, Seat, Side
from server.storage.case_desk import CaseLine
from server.stores import Stores

SIDES = (Side.APPLICANT, Side.RESPONDENT, Side.THIRD)


async def undisputed_facts(stores: Stores, line: CaseLine) -> tuple[UndisputedFacts, ...]:
    """One for each session, in order of time."""
    meetings = await stores.case_rooms.of_case(line.id)
    return tuple(told for meeting in meetings for told in _of_room(line, meeting.room))


def _of_room(line: CaseLine, room: Room) -> Iterator[UndisputedFacts]:
    entered = [fact for fact in room.facts if fact.standing is Standing.ENTERED and fact.confirmed]
    if not entered:
        return
    known, last = cause(line.cause, line.received_on), max(one.at for fact in entered for one in fact.confirmed)
    leads = next((seat.name for seat in room.seats if seat.role in MEDIATORS), line.host_name or "")
    yield UndisputedFacts(
        schema=SCHEMA,
        organisation=line.organisation_name,
        number=line.case_no,
        court_case_no=line.court_case_no or "",
        cause=known.zh if known else line.cause,
        mediator=leads,
        parties=tuple(dict.fromkeys(_party(seat) for seat in room.seats if seat.side in SIDES)),
        facts=tuple(_fact(room, fact) for fact in entered),
        dated_on=day_of(last).isoformat(),
    )


def _party(seat: Seat) -> str:
    return seat.on_behalf_of or seat.name


def _fact(room: Room, fact: UndisputedFact) -> ConfirmedFact:
    names = {person.id: person.name for seat in room.seats for person in seat.persons}
    told = (f"{names.get(one.person, '')}（{clock(one.at)}）" for one in fact.confirmed)
    return ConfirmedFact(fact.words, tuple(told))
