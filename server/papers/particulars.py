"""Rooms and drafts say of their people what the case says of them.

Nothing is ordered: each open room of a case, and the agreement in it, is compared with what is on file. A crash between
the case and a room is healed at the start. Whoever reopens a fixed text finds the draft brought up to the case.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

import structlog

from agreements.acts import MembersChanged, PartiesCorrected
from agreements.agreement import Agreement, Drafting, Sealed
from agreements.ids import SignerId
from law.people import Entity, Party
from rooms.cases.ids import ParticipantId
from rooms.ids import CaseId, RoomId, SeatId
from rooms.inputs import PersonCorrected
from rooms.room import Phase, Seat
from server.keeper import RoomKeeper
from server.papers.desk import AgreementDesk
from server.papers.keeper import AgreementKeeper, NoAgreement, Proposal, anybody
from server.papers.opening import reseated
from server.stores import Stores

log = structlog.get_logger()


class Particulars:
    """Brings rooms and drafts up to the people of their case."""

    def __init__(
        self, stores: Stores, rooms: RoomKeeper, agreements: AgreementKeeper, clock: Callable[[], datetime]
    ) -> None:
        self._members = AgreementDesk(stores).members
        self._stores = stores
        self._rooms = rooms
        self._agreements = agreements
        self._clock = clock
        self._fixed: set[RoomId] = set()
        """Rooms whose text was fixed when it was last looked at."""

    async def follow(self, case: CaseId, renumbered: AbstractSet[ParticipantId] = frozenset()) -> None:
        """All rooms of the case that are not over; `renumbered`: whose digits at the door are others now."""
        for meeting in await self._stores.case_rooms.of_case(case):
            if meeting.room.phase is Phase.CLOSED:
                continue
            seats = {seat for seat, who in meeting.participants.items() if who in renumbered}
            try:
                await self._follow(meeting.room.id, seats)
            except Exception:
                # The case has it for good; the next start brings the room up.
                log.exception("room.not_put_right", room=meeting.room.id)

    async def catch_up(self) -> None:
        """What a former life left undone, room by room."""
        for room in await self._stores.rooms.open_rooms():
            try:
                await self._follow(room, frozenset())
            except Exception:
                log.exception("room.not_put_right", room=room)

    async def seated(self, room: RoomId) -> None:
        """Somebody came to the room, or goes by another right: the draft of its agreement follows."""
        now = await self._rooms.room(room)
        if now is None:
            return
        fresh = await self._members(now)

        async def follow(agreement: Agreement) -> Proposal:
            return Proposal(MembersChanged(self._clock(), reseated(agreement, fresh)))

        try:
            await self._agreements.change(room, anybody, follow)
        except NoAgreement:
            return

    async def agreement_changed(self, room: RoomId, agreement: Agreement) -> None:
        """A text that was fixed is a draft again: what was put right meanwhile reaches it now."""
        match agreement.stage:
            case Drafting() if room in self._fixed:
                self._fixed.discard(room)
                await self._draft(room, await self._standing(room))
            case Drafting():
                return
            case Sealed():
                self._fixed.discard(room)
            case _:
                self._fixed.add(room)

    async def _follow(self, room: RoomId, renumbered: AbstractSet[SeatId]) -> None:
        people = await self._standing(room)
        now = await self._rooms.room(room)
        for seat in now.seats if now else ():
            if (party := people.get(seat.id)) is not None:
                await self._seat(room, seat, party, renumbered=seat.id in renumbered)
        await self._draft(room, people)

    async def _standing(self, room: RoomId) -> Mapping[SeatId, Party]:
        """Who of the room stands in the case. Whoever was seated beside them is as the mediator or agents said.

        An agent sits there for somebody else: what is known of the agent is not put in the party's place.
        """
        people, standing = await self._stores.people.parties(room), await self._stores.people.participants(room)
        return {seat: party for seat, party in people.items() if seat in standing}

    async def _seat(self, room: RoomId, seat: Seat, party: Party, *, renumbered: bool) -> None:
        human, company = (party.representative, party.name) if isinstance(party, Entity) else (party, None)
        has_tail = human.id_no is not None
        first = seat.first
        if renumbered or (first.name, first.on_behalf_of, first.has_id_tail) != (human.name, company, has_tail):
            event = PersonCorrected(self._clock(), seat.id, human.name, company, has_tail, renumbered)
            await self._rooms.submit(room, event)

    async def _draft(self, room: RoomId, people: Mapping[SeatId, Party]) -> None:
        parties = {SignerId(seat): party for seat, party in people.items()}

        async def corrected(_: Agreement) -> Proposal:
            return Proposal(PartiesCorrected(self._clock(), parties))

        try:
            await self._agreements.change(room, anybody, corrected)
        except NoAgreement:
            return
