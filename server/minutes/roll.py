"""Who takes part in a session, what each is called on the paper, and in which order they sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.templates import numeral
from rooms.chat import Zone
from rooms.ids import PersonId, SeatId
from rooms.minutes.happened import Names
from rooms.room import Role, Room, Seat, Side

SIDES: Final[Mapping[str, str]] = {"applicant": "申请人", "respondent": "被申请人", "third": "第三人"}
ROLES: Final[Mapping[str, str]] = {
    "agent": "的委托代理人",
    "worker_representative": "的职工代表",
    "interpreter": "翻译人员",
    "court": "法院人员",
    "co_mediator": "共同调解员",
    "recorder": "记录人",
    "mediator": "调解员",
}
ORDER: Final = (
    *("party", "legal_representative", "worker_representative", "agent", "third_party"),
    *("interpreter", "court", "co_mediator", "recorder", "mediator"),
)
"""Parties and theirs first, those who kept the minutes last, the mediator behind all."""
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
    identity: str
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
    """What the paper calls ids: seats, persons, and documents that were laid before all."""
    everybody = roll(room)
    people = {str(one.person): one.called for one in everybody} | {str(one.seat): one.called for one in everybody}
    return Names(people, {each.id: each.name for each in room.documents if str(each.zone) == Zone.JOINT})


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
            identity="account" if seat.role is Role.MEDIATOR else person.identity.value,
            came=seat.role is Role.MEDIATOR or seat.admitted_at is not None,
        )


def _standing(seat: Seat) -> tuple[int, int]:
    sides = (*SIDES, "neutral")
    return ORDER.index(seat.role), sides.index(seat.side)


def persons_of(seat: Seat) -> tuple[PersonId, ...]:
    """Who sits there: the first has the id of the seat itself."""
    return tuple(person.id for person in seat.persons)


def _capacity(room: Room, seat: Seat) -> str:
    """Numbered where several of a side stand for themselves: 申请人二."""
    side, role = SIDES.get(seat.side, ""), ROLES.get(seat.role, "")
    if role:
        return side + role if role.startswith("的") else role
    alike = [each.id for each in room.seats if each.side is seat.side and each.role not in ROLES]
    return side if len(alike) < 2 else side + numeral(alike.index(seat.id) + 1)
