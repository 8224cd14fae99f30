"""Seats the one who leads adds: agents, representatives, recorder, interpreter, others, the court (domain.md §2.11)."""

from law.people import NaturalPerson
from rooms.ids import PersonId, RoomId, SeatId
from rooms.inputs import Screened, SeatAdded
from rooms.permissions import require
from rooms.person import Person
from rooms.rights import Right
from rooms.room import Seat
from server.app_keys import CLOCK, KEEPER, PARTICULARS, STORES
from server.http.access import Call
from server.http.bodies import RoomDetail
from server.http.gate_bodies import SeatDraft, SeatPerson
from server.http.own_room import Leader, led_room
from server.http.problems import refused
from server.http.rooms import detail
from server.seating import new_seat_id


async def added(call: Call[Leader, SeatDraft]) -> RoomDetail:
    """One more seat, its people and its link; screened from the start from whom it must not meet."""
    app, led, draft = call.request.app, await led_room(call), call.body
    row, host, stores, now = led.row, led.by, app[STORES], app[CLOCK]()
    require(row.room, host, Right.SEAT_OTHERS)
    others = [SeatId(other) for other in draft.screened_from]
    if any(row.room.seat(other) is None for other in others):
        raise refused("seat.unknown")
    seat, people = _seated(draft)
    await app[KEEPER].submit(row.room.id, SeatAdded(now, host, seat))
    for other in others:
        await app[KEEPER].submit(row.room.id, Screened(now, host, seat.id, other, apart=True))
    # Told first, linked last: a seat without a link is given one by asking for a new one.
    await stores.people.add(row.room.id, people)
    await app[PARTICULARS].seated(row.room.id)
    await stores.invites.create(row.room.id, seat.id, now)
    return await detail(call, RoomId(row.room.id))


def _seated(draft: SeatDraft) -> tuple[Seat, dict[SeatId, NaturalPerson]]:
    """The seat under a fresh id, and who its persons are, each by their own id (the first by the seat's)."""
    seat_id = new_seat_id()
    ids = [PersonId(seat_id), *(PersonId(new_seat_id()) for _ in draft.persons[1:])]
    people = {SeatId(one): _known(each) for one, each in zip(ids, draft.persons, strict=True)}
    persons = tuple(
        Person(one, each.name, draft.on_behalf_of, has_id_tail=each.id_no is not None)
        for one, each in zip(ids, draft.persons, strict=True)
    )
    seat = Seat(seat_id, draft.as_role, draft.side, persons, authority=draft.authority, agent_type=draft.agent_type)
    return seat, people


def _known(person: SeatPerson) -> NaturalPerson:
    return NaturalPerson(person.name, person.id_no, person.phone, person.email)
