"""One room with everybody at the table, who draft, freeze, read and sign by the commands that tabs send."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from agreements.agreement import Agreement
from bench.sealing.house import MEDIATOR, House, Json
from law.people import NaturalPerson
from rooms.ids import CaseId, DeviceId, PersonId, RoomId, SeatId, SessionId
from rooms.person import Identity, Person
from rooms.room import Phase, Place, Presence, Role, Room, Seat, Side
from server.ids import new_id
from signaling.contract import drafting as wire
from signaling.contract import signing
from signaling.ports import Tab
from tests.node import id_number
from tests.server.papers.table import INK, SENTENCE

APPLICANTS = 10
"""The most that one side may have."""
LINE = "被申请人应当按照本协议约定的时间、金额和方式履行义务，申请人收到后应当出具书面确认，双方均应保存相应凭证。"
LINES_ON_A_PAGE = 780 // len(LINE)
"""Of a term that fills one."""
CODE_S = 0.01


@dataclass
class Table:
    """A room of `signers` people, the mediator first."""

    house: House
    room: Room

    @property
    def mediator(self) -> SeatId:
        return self.room.seats[0].id

    @property
    def parties(self) -> list[SeatId]:
        return [seat.id for seat in self.room.seats[1:]]

    @property
    def last_tab(self) -> str:
        """That of the seat that is told last."""
        return self.room.seats[-1].id

    async def draft(self, clauses: Iterable[int]) -> None:
        """One payment and a term of so many lines for each of `clauses`."""
        await self._do(self.mediator, wire.AgreementOpen())
        await self._set("head", facts=LINE * 3)
        for number, seat in enumerate(self.parties, start=1):
            await self._set(f"party:{seat}", domicile=f"江苏省南京市玄武区示范路{number}号")
        await self._do(self.mediator, wire.DraftAdd(clause="payment-1", kind="payment", after=None))
        due = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 - any day to come
        worker, company = self.parties[0], self.parties[-1]
        owed = {
            "item": "拖欠的工资",
            "payer": company,
            "payee": worker,
            "amount": "12345.00",
            "due": due,
            "method": "bank",
        }
        await self._set("payment-1", **owed)
        for number, lines in enumerate(clauses):
            name = f"clause-{number:03d}"
            await self._do(self.mediator, wire.DraftAdd(clause=name, kind="free", after=None))
            await self._set(name, heading=f"约定{number + 1}", text=LINE * lines)

    async def freeze(self) -> float:
        """Seconds from the command until everybody has the text to read."""
        begun = time.perf_counter()
        version = (await self._view())["draft_version"]
        await self._do(self.mediator, wire.AgreementFreeze(saw=version))
        await self._until(lambda view: view["stage"] == "signing")
        return time.perf_counter() - begun

    async def read(self) -> None:
        """Everybody reads to the end and confirms. The clock has been turned on."""
        frozen = (await self._view())["frozen"]
        digest, terms = frozen["digest"], frozen["esign_version"]
        for seat in (*self.parties, self.mediator):
            for page in range(1, frozen["pages"] + 1):
                await self._do(seat, wire.AgreementRead(digest=digest, page=page, seconds=60))
            for group in frozen["groups"]:
                await self._do(seat, signing.AgreementGroup(digest=digest, group=group))
            await self._do(seat, wire.AgreementConfirm(digest=digest, sentence=SENTENCE, esign_version=terms))

    async def code(self, seat: SeatId) -> str:
        """A fresh code of that person, as the operator reads it."""
        await self._do(seat, wire.AgreementCode(digest=(await self._view())["frozen"]["digest"]))
        name = next(each.name for each in self.room.seats if each.id == seat)
        while True:
            for sent in await self.house.stores.codes.live(self.house.clock()):
                if (sent.room, sent.name) == (self.room.id, name):
                    return sent.code
            await asyncio.sleep(CODE_S)

    async def press(self, seat: SeatId, code: str) -> float:
        """Signs; the moment (`perf_counter`) at which it is authorised."""
        digest = (await self._view())["frozen"]["digest"]
        await self._do(
            seat,
            wire.AgreementSign(
                id=secrets.token_hex(8), digest=digest, code=code, ink=wire.InkDrawn.model_validate(INK)
            ),
        )
        return time.perf_counter()

    async def sign(self, seat: SeatId) -> float:
        """Seconds from authorised until everybody sees that it is in the file."""
        pressed = await self.press(seat, await self.code(seat))
        await self._until(lambda view: _step(view, seat) == "signed")
        return time.perf_counter() - pressed

    async def sealed(self, pressed: float) -> float:
        """Seconds from the last press until everybody has both papers."""
        await self._until(lambda view: view["stage"] == "sealed")
        return time.perf_counter() - pressed

    async def agreement(self) -> Agreement:
        kept = await self.house.stores.agreements.load_of_room(self.room.id)
        assert kept is not None
        return kept.agreement

    async def _view(self) -> Json:
        return await self.house.screens.until(self.last_tab, lambda _: True)

    async def _until(self, fits: "Callable[[Json], bool]") -> Json:
        return await self.house.screens.until(self.last_tab, fits)

    async def _set(self, part: str, **values: str) -> None:
        for name, value in values.items():
            await self._do(self.mediator, wire.DraftSet(part=part, field=name, saw=0, value=value))

    async def _do(self, by: SeatId, command: wire.AgreementCommand) -> None:
        seat = self.room.seat(by)
        assert seat is not None
        assert seat.session is not None
        assert seat.device is not None
        tab = Tab(self.room.id, by, seat.session, seat.device, "192.0.2.7", "Firefox")
        answer = await self.house.commands.submit(tab, command)
        assert answer.ok, answer


def _step(view: Json, seat: SeatId) -> str:
    return next(str(each["step"]) for each in view["signers"] if each["seat"] == seat)


async def laid_table(house: House, signers: int) -> Table:
    """A new case with its room; everybody sits at the table already."""
    people = [NaturalPerson(f"张伟{number}", id_number(number)) for number in range(1, signers)]
    seats = [_seat(MEDIATOR, Role.MEDIATOR, Side.NEUTRAL)]
    sides = [
        Side.APPLICANT if number < min(APPLICANTS, signers // 2) else Side.RESPONDENT for number in range(len(people))
    ]
    seats += [_seat(each.name, Role.PARTY, side) for each, side in zip(people, sides, strict=True)]
    now = datetime.now(UTC)
    title = "张伟与南京某某电子有限公司劳动报酬争议"
    room = Room(RoomId(new_id()), CaseId(new_id()), title, "wages", now, "025-12345678", tuple(seats), Phase.JOINT)
    known = {seat.id: person for seat, person in zip(seats[1:], people, strict=True)}
    await house.stores.rooms.create(room, house.account, known, now)
    assert await house.rooms.room(room.id) == room
    return Table(house, room)


def _seat(name: str, role: Role, side: Side) -> Seat:
    seat, proofs = new_id(), frozenset({Identity.DOCUMENT})
    return Seat(
        SeatId(seat),
        role,
        side,
        (Person(PersonId(seat), name, has_id_tail=True, proofs=proofs),),
        place=Place.JOINT,
        presence=Presence.HERE,
        device=DeviceId(new_id().ljust(43, "x")),
        session=SessionId(new_id()),
    )
