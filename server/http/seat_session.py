"""What a tab with a seat's token can ask over HTTP; everything else it says over its socket."""

from datetime import date
from typing import TypeVar

from rooms.ids import PersonId
from rooms.inputs import ConsentsGiven
from rooms.person import Declared, Person
from rooms.room import Role, Seat
from server.app_keys import CLOCK, CONFIG, KEEPER
from server.http.access import Call, Seated
from server.http.bodies import Body, ConsentsRequest, PersonState, SessionState
from server.http.entry import next_step
from server.http.notice import has_decided, notice_of
from server.http.problems import refused

B = TypeVar("B", bound=Body | None)


async def state(call: Call[Seated, None]) -> SessionState:
    """What a reloaded page needs."""
    return await state_of(call, call.caller.seat)


async def consents(call: Call[Seated, ConsentsRequest]) -> SessionState:
    """Each switch decided, under the text that is in force; a refusal is kept too."""
    app, seat, now = call.request.app, call.caller.seat, call.request.app[CLOCK]()
    if call.body.version != notice_of(app[CONFIG].local_day(now)).version:
        raise refused("notice.outdated", field="version")
    by, person = call.caller.session, PersonId(call.body.person) if call.body.person else None
    given = ConsentsGiven(now, seat.id, by.device, by.id, call.body.version, call.body.given, person)
    await app[KEEPER].submit(call.caller.room.id, given)
    room = await app[KEEPER].room(call.caller.room.id)
    return await state_of(call, (room and room.seat(seat.id)) or seat)


async def state_of(call: Call[Seated, B], seat: Seat) -> SessionState:
    """How far the seat is, as it is now."""
    app, room = call.request.app, call.caller.room
    today = app[CONFIG].local_day(app[CLOCK]())
    return SessionState(
        room=room.id,
        seat=seat.id,
        role=seat.role,
        name=seat.name,
        next="enter" if seat.role is Role.MEDIATOR else await next_step(app, room, seat),
        persons=tuple(_person(person, today) for person in seat.persons),
    )


def _person(person: Person, today: date) -> PersonState:
    version = notice_of(today).version
    company = person.declared(Declared.COMPANY)
    return PersonState(
        person=person.id,
        name=person.name,
        identity=person.identity,
        notice_read=person.notice is not None and person.notice.version == version,
        consented=has_decided(person, today),
        declared=tuple(one.what for one in person.declarations),
        company=company.text if company else None,
    )
