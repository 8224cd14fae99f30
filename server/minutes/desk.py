"""What minutes take from the rest of the house: the case, the people, the numbers of papers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from agreements.agreement import Capacity, Matter, Member, PaperKind
from agreements.ids import AgreementId, FieldName, SignerId
from agreements.minutes_paper import minutes_paper
from law.beijing import day_of
from law.causes import cause
from law.people import Party
from rooms.ids import RoomId, SeatId
from rooms.minutes.minutes import Minutes
from rooms.room import Role, Room
from server.ids import new_id
from server.keeper import RoomUnknownError
from server.messages.messenger import Contact
from server.minutes.document import fields_of
from server.minutes.roll import Attendant
from server.papers.desk import AgreementDesk
from server.storage.minutes import KeptMinutes
from server.stores import Stores

PRINCIPALS: Final = frozenset({"party", "legal_representative", "worker_representative"})
"""Those whose dispute it is, or who stand for them by law."""
NUMBERED: Final = ("劳调字第", "劳调笔字第")
"""The paper is numbered as its case is, with 笔 in it; a pattern without 劳调字第 gets 笔录 behind it."""


class MinutesDesk:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._book = AgreementDesk(stores)

    async def begun(self, room: Room, at: datetime) -> KeptMinutes:
        """New minutes of a room, not yet stored; raises RoomUnknownError."""
        row = await self._stores.desk.row(room.id)
        if row is None:
            raise RoomUnknownError(room.id)
        known, before = cause(room.cause, day_of(at)), await self._stores.minutes.of_case(room.case)
        matter = Matter(
            case_no=row.case_no,
            number=paper_number(row.case_no, before + 1),
            organisation=row.organisation_name,
            cause=known.zh if known else room.cause,
            lane=row.lane,
            accepted_on=day_of(row.accepted).isoformat(),
            room=room.id,
            paper=PaperKind.MINUTES,
        )
        return KeptMinutes(room.id, room.case, Minutes(room.id, at), minutes_paper(AgreementId(new_id()), matter))

    async def people(self, room: RoomId) -> Mapping[SeatId, Party]:
        """What is on file of the parties."""
        return await self._stores.people.parties(room)

    async def contact(self, room: RoomId, who: Member) -> Contact | None:
        """Of the person who signs; None: the code goes into the embedded outbox."""
        return await self._book.contact(room, who)

    async def practice(self, room: RoomId) -> bool:
        """A room to practise in: nothing leaves the house."""
        return await self._book.practice(room)


def members_of(signers: Sequence[Attendant], people: Mapping[SeatId, Party]) -> tuple[Member, ...]:
    """Who signs, each with a field of the paper."""
    fields = {field.signer: FieldName(field.name) for field in fields_of(signers)}
    return tuple(_member(one, fields[one.person], people) for one in signers)


def paper_number(case_no: str, session: int) -> str:
    """The number of the minutes of the case's `session`-th session with any."""
    number = case_no.replace(*NUMBERED) if NUMBERED[0] in case_no else f"{case_no}笔录"
    return number if session == 1 else f"{number}之{session}"


def _member(one: Attendant, field: FieldName, people: Mapping[SeatId, Party]) -> Member:
    principal = one.role in PRINCIPALS and one.side in {"applicant", "respondent"}
    leads = one.role is Role.MEDIATOR
    capacity = Capacity.MEDIATOR if leads else Capacity(one.side) if principal else Capacity.ATTENDANT
    return Member(
        id=SignerId(one.person),
        capacity=capacity,
        name=one.name,
        field=field,
        party=people.get(one.seat) if principal and one.person == str(one.seat) else None,
        identity=one.identities[0],
        title=one.capacity,
    )
