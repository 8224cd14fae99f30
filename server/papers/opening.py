"""How a room's agreement begins: who takes part and what it is about, from the room, its case and its people.

A member is a person: an assisted seat has one for each of its persons, who sign one by one on the same device. An agent
signs for a party that has no seat and that the agent's own seat names, or that the mediator says it signs for, and only
with an authority that was seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from agreements.agreement import Agreement, Capacity, Editor, Matter, Member
from agreements.ids import AgreementId, FieldName, SignerId
from agreements.linter.authority import holds_office
from agreements.linter.rules import rules_on
from agreements.members import BOUND, opened
from agreements.refusals import Unfit
from agreements.standing import BY_PAPER, IN_PERSON, Signs, Standing
from law.agents import SETTLE, SIGN
from law.beijing import day_of
from law.people import Entity, NaturalPerson, Party
from rooms.ids import PersonId, SeatId
from rooms.person import Person
from rooms.room import MEDIATORS, PRINCIPALS, Authority, Role, Room, Seat, Side
from server.storage.desk import DeskRow

CAPACITIES: Final = {
    Side.APPLICANT: Capacity.APPLICANT,
    Side.RESPONDENT: Capacity.RESPONDENT,
    Side.THIRD: Capacity.THIRD,
}
RIGHTS: Final = {
    Role.LEGAL_REPRESENTATIVE: Signs.LEGAL_REPRESENTATIVE,
    Role.WORKER_REPRESENTATIVE: Signs.WORKER_REPRESENTATIVE,
}
"""By which right somebody at the table signs; whoever is not here, in person."""
SPECIAL: Final = frozenset({SETTLE, SIGN})
"""What a special authority gives that the mediator looked at."""
ASIDE: Final = frozenset({Capacity.THIRD, Capacity.GUARANTOR})
"""Who stands beside the two sides; which of both, the mediator says."""
SIGNERS: Final = PRINCIPALS | {Role.THIRD_PARTY}
PAPER: Final = ("劳调字第", "劳调协字第")
"""The paper is numbered as its case is, with 协 in it; a pattern without 劳调字第 gets 协议 behind it."""


@dataclass(frozen=True, slots=True)
class House:
    """The mediation organisation. `seal_serial`: 电子印章编号; None: it has no seal here and stamps a printed copy."""

    id: str
    name: str
    seal_serial: str | None


def opened_for(
    row: DeskRow,
    house: House,
    people: Mapping[SeatId, Party],
    *,
    cause: str,
    accepted_on: date,
    new_id: AgreementId,
    at: datetime,
) -> Agreement:
    """The new agreement of a room; `cause` as printed. Raises ValueError where nobody sits for a side."""
    matter = Matter(
        case_no=row.case_no,
        number=paper_number(row.case_no),
        organisation=row.organisation_name,
        cause=cause,
        lane=row.lane,
        accepted_on=accepted_on.isoformat(),
        room=row.room.id,
    )
    return opened(new_id, matter, members_of(row.room, house, people), at)


def members_of(room: Room, house: House, people: Mapping[SeatId, Party]) -> tuple[Member, ...]:
    """Who takes part in an agreement, in seating order: nobody who keeps the minutes, interprets or looks on.

    `people`: what is on file, by seat and, for who sits beside the first of a seat, by person.
    """
    found = [member for seat in room.seats for member in _members(room, seat, people)]
    if house.seal_serial is not None:
        own = Member(SignerId(house.id), Capacity.ORGANISATION, house.name, FieldName(""), identity="account")
        found.append(replace(own, seal_serial=house.seal_serial))
    return tuple(found)


def paper_number(case_no: str) -> str:
    """The number of the agreement of that case."""
    return case_no.replace(*PAPER) if PAPER[0] in case_no else f"{case_no}协议"


def with_identities(agreement: Agreement, room: Room) -> Agreement:
    """The same agreement with everybody known as they are known now: a mediator may vouch for a person any time.

    Whether authority papers were seen follows in the same way.
    """
    members, editors = tuple(_known(room, one) for one in agreement.members), _editors(agreement, room)
    if (members, editors) == (agreement.members, agreement.editors):
        return agreement
    return replace(agreement, members=members, editors=editors)


def reseated(agreement: Agreement, fresh: tuple[Member, ...]) -> tuple[Member, ...]:
    """`fresh`, with what the mediator chose before: who signs for whom, and who stands as a guarantor."""
    chosen = {one.id: one for one in agreement.members}
    return tuple(_as_chosen(one, chosen.get(one.id)) for one in fresh)


def as_capacity(agreement: Agreement, signer: SignerId, capacity: Capacity) -> tuple[Member, ...]:
    """The members, that third person now standing as a guarantor, or the other way round; raises Unfit."""
    one = next((each for each in agreement.members if each.id == signer and each.capacity in ASIDE), None)
    if one is None or capacity not in ASIDE:
        raise Unfit("party.unknown")
    return tuple(replace(each, capacity=capacity) if each is one else each for each in agreement.members)


def _as_chosen(one: Member, before: Member | None) -> Member:
    if before is None:
        return one
    kept = replace(one, capacity=before.capacity) if {one.capacity, before.capacity} <= ASIDE else one
    for_another = before.standing.by is Signs.AGENT and before.device != before.id
    if for_another and one.standing.by is not Signs.AGENT:
        return replace(kept, name=before.name, standing=before.standing, seat=before.seat, identity=before.identity)
    return kept


def _editors(agreement: Agreement, room: Room) -> tuple[Editor, ...]:
    """The co-mediators of the room, behind those who were, whoever leads by now: the case's mediator is a member."""
    guests = (seat for seat in room.seats if seat.role in MEDIATORS and seat.id != room.account_seat.id)
    here = [Editor(SignerId(seat.id), seat.name, seat.role is Role.MEDIATOR) for seat in guests]
    gone = [replace(one, leads=False) for one in agreement.editors if all(one.id != other.id for other in here)]
    return (*gone, *here)


def signed_by(agreement: Agreement, room: Room, signer: SignerId, agent: SeatId | None) -> tuple[Member, ...]:
    """The members, that party now represented by the agent in that seat; None: again by whoever came for it.

    Raises Unfit for somebody who cannot sign for that party.
    """
    one = next((each for each in agreement.members if each.id == signer and each.capacity in BOUND), None)
    own = next((seat for seat in room.seats if one and seat.person(PersonId(one.id))), None)
    if one is None or own is None:
        raise Unfit("party.unknown")
    changed = replace(one, name=_named(own, one), standing=_standing(room, own, one.party), seat=_at(own, one))
    if agent is not None:
        seat = room.seat(agent)
        if seat is None or seat.role is not Role.AGENT or seat.side is not own.side:
            raise Unfit("signer.agent")
        if seat.authority is not Authority.SPECIAL:
            raise Unfit("signer.authority")
        standing = Standing(Signs.AGENT, SPECIAL, seat.papers_seen)
        changed = replace(one, name=seat.first.name, standing=standing, seat=SignerId(seat.id))
    return tuple(changed if each is one else each for each in agreement.members)


def _named(seat: Seat, one: Member) -> str:
    person = seat.person(PersonId(one.id))
    return person.name if person else one.name


def _at(seat: Seat, one: Member) -> SignerId | None:
    return None if SeatId(one.id) == seat.id else SignerId(seat.id)


def _known(room: Room, one: Member) -> Member:
    seat = room.seat(SeatId(one.device))
    for_another = one.standing.by is Signs.AGENT and one.device != one.id
    person = seat and (seat.first if for_another else seat.person(PersonId(one.id)))
    if seat is None or person is None:
        return one
    identity = "account" if seat.id == room.account_seat.id else person.identity.value
    return replace(one, identity=identity, standing=_as_seen(one.standing, seat))


def _as_seen(standing: Standing, seat: Seat) -> Standing:
    if standing.by is Signs.STAFF:
        return _of_staff(seat)
    return replace(standing, papers_seen=seat.papers_seen) if standing.by in BY_PAPER else standing


def _members(room: Room, seat: Seat, people: Mapping[SeatId, Party]) -> Iterator[Member]:
    if seat.id == room.account_seat.id:
        yield _member(seat, seat.first, Capacity.MEDIATOR, None, IN_PERSON)
        return
    capacity = CAPACITIES.get(seat.side)
    if capacity is None:
        return
    if seat.role in SIGNERS:
        for person in seat.persons:
            party = people.get(SeatId(person.id)) or NaturalPerson(person.name, None)
            yield _member(seat, person, capacity, party, _standing(room, seat, party))
    elif seat.role is Role.AGENT and seat.authority is Authority.SPECIAL and (absent := _absent(room, seat)):
        principal = NaturalPerson(absent)
        yield _member(seat, seat.first, capacity, principal, _standing(room, seat, principal))


def _absent(room: Room, agent: Seat) -> str | None:
    """Whom an agent is here for whose side has no voice of its own, by name; None where it has one, or none is named.

    Of several agents of one the first signs, until the mediator says otherwise.
    """
    beside = [seat for seat in room.seats if seat.side is agent.side]
    may_sign = (seat for seat in beside if seat.role is Role.AGENT and seat.authority is Authority.SPECIAL)
    first = next((seat for seat in may_sign if seat.on_behalf_of == agent.on_behalf_of), None)
    spoken_for = any(seat.role in SIGNERS for seat in beside)
    return None if spoken_for or first is not agent else agent.on_behalf_of


def _standing(room: Room, seat: Seat, party: Party | None) -> Standing:
    """A head signs by office, agents and somebody of the staff by an authority that a mediator looked at (LR-10)."""
    if seat.role is Role.AGENT:
        return Standing(Signs.AGENT, SPECIAL, seat.papers_seen)
    if not isinstance(party, Entity):
        return Standing(RIGHTS.get(seat.role, Signs.SELF))
    if holds_office(party, rules_on(day_of(room.scheduled_at))):
        return Standing(Signs.LEGAL_REPRESENTATIVE)
    return _of_staff(seat)


def _of_staff(seat: Seat) -> Standing:
    items = SPECIAL if seat.authority is Authority.SPECIAL else frozenset[str]()
    return Standing(Signs.STAFF, items, seat.papers_seen)


def _member(seat: Seat, person: Person, capacity: Capacity, party: Party | None, standing: Standing) -> Member:
    own = SeatId(person.id) == seat.id
    return Member(
        id=SignerId(person.id),
        capacity=capacity,
        name=person.name,
        field=FieldName(""),
        party=party,
        identity="account" if capacity is Capacity.MEDIATOR else person.identity.value,
        standing=standing,
        seat=None if own else SignerId(seat.id),
    )
