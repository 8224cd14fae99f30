"""Where the case stands in the way of the room: nobody begins, freezes or signs there what it does not allow (AT-8)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from rooms.audibility import AT_TABLE
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.text import PartySigned, PrincipleAgreed, TextFixed
from rooms.cases.guards.talks import may_begin
from rooms.cases.ids import Sha256, StaffId
from rooms.cases.permits import permitted
from rooms.cases.refusals import Refusal
from rooms.cases.words import Form, Office, State
from rooms.ids import CaseId
from rooms.room import Phase, Role, Room
from server.cases.coupling import Coupling
from server.cases.keeper import CaseKeeper
from server.storage.case_rooms import Meeting
from server.stores import Stores

NO_DIGEST = Sha256("0" * 64)
"""For a text that is not printed yet."""
NOT_BEGUN: Final = (Phase.PLANNED, Phase.LOBBY, Phase.CHECK)


class CaseGate:
    """Asks, of cases that know all that happened in their rooms; and shuts rooms to whom a case was taken from."""

    def __init__(self, keeper: CaseKeeper, coupling: Coupling, stores: Stores, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._coupling = coupling
        self._rooms = stores.case_rooms
        self._seats = stores.seat_sessions
        self._clock = clock

    async def bar(self, room: Room) -> Refusal | None:
        """Why the mediator may not begin this session yet; None: nothing stands in the way, or it has begun."""
        if room.phase not in NOT_BEGUN:
            return None
        await self._coupling.couple(room.case)
        case = await self._keeper.case(room.case)
        return None if case is None else may_begin(case)

    async def require_freezable(self, room: Room) -> None:
        """Raises the case's Refusal where a text of this room cannot be fixed now."""
        await self._coupling.couple(room.case)
        case = await self._keeper.case(room.case)
        meeting = next((one for one in await self._rooms.of_case(room.case) if one.room.id == room.id), None)
        if case is not None and meeting is not None:
            await self._keeper.try_out(case, tuple(_freezing(case, room, meeting)))

    async def require_signable(self, room: Room) -> None:
        """Raises the case's Refusal where nobody signs any more: the mediation has ended."""
        await self._coupling.couple(room.case)
        case = await self._keeper.case(room.case)
        if case is not None:
            permitted(case, PartySigned, Office.PARTY)

    async def shut(self, case_id: CaseId) -> None:
        """For the keeper: who came to the door before it was barred stays outside (AT-8).

        A mediator who was changed speaks in no room of the case any more (TR5), begun or not.
        """
        case = await self._keeper.case(case_id)
        if case is None or not case.sessions or may_begin(case) is None:
            return
        changed = case.state is State.ASSIGNING and case.appointed_at is not None
        for meeting in await self._rooms.of_case(case_id):
            if meeting.room.phase in NOT_BEGUN or (changed and meeting.room.phase is not Phase.CLOSED):
                host = next(seat for seat in meeting.room.seats if seat.role is Role.MEDIATOR)
                await self._seats.void_seat(meeting.room.id, host.id, self._clock())


def _freezing(case: Case, room: Room, meeting: Meeting) -> list[Deed]:
    """Whoever sits at the table as the mediator freezes agrees in principle; then the text is fixed."""
    by = By(Office.MEDIATOR, StaffId(meeting.mediator))
    there = {meeting.participants.get(seat.id) for seat in room.seats if seat.place in AT_TABLE}
    deeds: list[Deed] = [
        PrincipleAgreed(one.id, Form.ORAL, by)
        for one in case.parties
        if one.principle is None and one.id in there and case.state in (State.ACTIVE, State.DRAFTING)
    ]
    return [*deeds, TextFixed(NO_DIGEST, by)]
