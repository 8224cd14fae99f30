"""Who takes part in a session, what each is called on the paper, and in which order they sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.templates import numeral
from law.beijing import day_of
from law.zone import Zone
from rooms.caucus import Caucus
from rooms.chat import Channel, ChannelKind
from rooms.ids import PersonId, SeatId
from rooms.minutes.happened import Apart, Names
from rooms.opening_script import opening_script
from rooms.person import Identity, Person
from rooms.room import MEDIATORS, Authority, Role, Room, Seat, Side

SIDES: Final[Mapping[str, str]] = {"applicant": "申请人", "respondent": "被申请人", "third": "第三人"}
ROLES: Final[Mapping[str, str]] = {
    "legal_representative": "的代表人",
    "worker_representative": "的职工代表",
    "interpreter": "翻译人员",
    "court": "法院人员",
    "co_mediator": "共同调解员",
    "recorder": "记录人",
    "mediator": "调解员",
}
ORDER: Final = (
    *("party", "legal_representative", "worker_representative", "agent", "third_party"),
    *("interpreter", "court", "co_mediator", "mediator", "recorder"),
)
"""Parties and theirs first, then the mediators and who wrote the minutes (domain.md §3.3)."""
NOT_SIGNING: Final = frozenset({"court"})
"""Came by invitation, and attests nothing."""


@dataclass(frozen=True, slots=True)
class Attendant:
    """One person who takes part. `capacity` as printed: 申请人, 申请人二, 被申请人的委托代理人, 调解员."""

    person: PersonId
    seat: SeatId
    role: Role
    side: Side
    capacity: str
    name: str
    on_behalf_of: str
    identities: tuple[str, ...]
    """As `Identity`, strongest first; `account` for a mediator."""
    came: bool
    """Has been at the table."""

    @property
    def called(self) -> str:
        """`张三（申请人）`."""
        return f"{self.name}（{self.capacity}）"

    @property
    def signs(self) -> bool:
        return self.came and self.role not in NOT_SIGNING


def roll(room: Room) -> tuple[Attendant, ...]:
    """Everybody invited, in the order in which they stand and sign."""
    return tuple(one for seat in sorted(room.seats, key=_standing) for one in _attendants(room, seat))


def names_of(room: Room) -> Names:
    """What the paper calls ids: seats, persons, and what was laid, told or disclosed before all."""
    everybody = roll(room)
    seats = {str(seat.id): f"{seat.name}（{_capacity(room, seat)}）" for seat in room.seats}
    return Names(
        people=seats | {str(one.person): one.called for one in everybody if one.person != str(one.seat)},
        documents={each.id: each.name for each in room.documents if each.zone is Zone.JOINT},
        script={item.id: item.heading.zh for item in opening_script(day_of(room.scheduled_at))},
        disclosures={each.id: each.text for each in room.disclosures},
        caucuses={each.id: _apart(room, each) for each in room.caucuses},
    )


def _apart(room: Room, caucus: Caucus) -> Apart:
    """Whoever was in it has been a reader of its conversation; nothing else of that is looked at."""
    readers = {one.seat for one in room.conversation(Channel(ChannelKind.CAUCUS, caucus.id)).readers}
    there = [seat for seat in sorted(room.seats, key=_standing) if seat.id in readers]
    guests = [seat for seat in there if seat.role not in MEDIATORS]
    sides = dict.fromkeys(SIDES[seat.side] for seat in guests if seat.side in SIDES)
    return Apart(
        opened_at=caucus.opened_at,
        mediated=len(there) > len(guests),
        sides=tuple(sides) or tuple(_capacity(room, seat) for seat in guests),
        people=tuple(seat.name for seat in guests),
    )


def _attendants(room: Room, seat: Seat) -> Iterator[Attendant]:
    for person in seat.persons:
        yield Attendant(
            person=person.id,
            seat=seat.id,
            role=seat.role,
            side=seat.side,
            capacity=_capacity(room, seat),
            name=person.name,
            on_behalf_of=person.on_behalf_of or "",
            identities=("account",) if seat.role is Role.MEDIATOR else _proofs(person),
            came=seat.role is Role.MEDIATOR or seat.admitted_at is not None,
        )


def _proofs(person: Person) -> tuple[str, ...]:
    """Every way in which somebody was identified, strongest first."""
    return tuple(how.value for how in reversed(Identity) if how in person.proofs) or (Identity.UNCONFIRMED.value,)


def _standing(seat: Seat) -> tuple[int, int]:
    sides = (*SIDES, "neutral")
    return ORDER.index(seat.role), sides.index(seat.side)


def persons_of(seat: Seat) -> tuple[PersonId, ...]:
    """Who sits there: the first has the id of the seat itself."""
    return tuple(person.id for person in seat.persons)


def _capacity(room: Room, seat: Seat) -> str:
    """Numbered where several of a side stand for themselves: 申请人二."""
    side, role = SIDES.get(seat.side, ""), ROLES.get(seat.role, "")
    if seat.role is Role.AGENT:
        extent = "特别授权" if seat.authority is Authority.SPECIAL else "一般授权"
        return f"{side}的委托代理人，{extent}"
    if role:
        return side + role if role.startswith("的") else role
    alike = [each.id for each in room.seats if each.side is seat.side and each.role not in ROLES]
    return side if len(alike) < 2 else side + numeral(alike.index(seat.id) + 1)
