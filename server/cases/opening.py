"""How cases and their sessions begin: keyed in, from a room of before there were cases, a further meeting."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog

from law.agents import Agent
from law.beijing import day_of
from law.parameters import parameter
from law.people import Party
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import Received
from rooms.cases.deeds.talks import SessionPlanned
from rooms.cases.ids import NoteId, ParticipantId
from rooms.cases.refusals import Unmet
from rooms.cases.words import Office, Standing
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import Room, Seat, Side
from server.cases.keeper import CaseKeeper, CaseUnknown, Proposal
from server.cases.worlds import Worlds
from server.ids import AccountId
from server.quick_case import quick_case
from server.seating import agent_person, agent_seat, host_seat, new_room_id, party_seat
from server.storage.case_book import Filing, PlannedRoom, Unadopted
from server.storage.case_texts import SUMMARY, TAKEN
from server.stores import Stores

log = structlog.get_logger()

ID_BYTES: Final = 16
SIDES: Final = {
    Standing.APPLICANT: Side.APPLICANT,
    Standing.RESPONDENT: Side.RESPONDENT,
    Standing.THIRD_PARTY: Side.THIRD,
}
"""On which side of the table who stands so sits."""


class Opening:
    """Begins cases and sessions. `help_phone` is shown in every room."""

    def __init__(
        self, stores: Stores, keeper: CaseKeeper, worlds: Worlds, clock: Callable[[], datetime], help_phone: str
    ) -> None:
        self._stores = stores
        self._keeper = keeper
        self._worlds = worlds
        self._clock = clock
        self._help_phone = help_phone

    async def open(
        self,
        received: Received,
        people: Mapping[ParticipantId, Party],
        by: AccountId,
        *,
        deeds: Sequence[Deed] = (),
        notes: Mapping[NoteId, str] | None = None,
        summary: str | None = None,
        take: bool = False,
    ) -> CaseId:
        """A new case of the organisation `by` works for, with further `deeds` (consents) at once; raises Refusal.

        `take`: `by` is a mediator who has nothing to tell of relations, and takes the case as soon as all agreed.
        """
        case = new_case_id()
        texts = {**(notes or {}), **({SUMMARY: summary} if summary else {}), **({TAKEN: str(by)} if take else {})}
        account = await self._stores.accounts.by_id(by)
        if account is None:
            raise LookupError(by)
        world = await self._worlds.coming(received, account.organisation, people.values(), self._clock())
        filing = Filing(notes=texts, people=people)
        await self._keeper.open(case, Proposal((received, *deeds), filing), world, by)
        return case

    async def plan_session(
        self, case: CaseId, at: datetime, title: str, by: By, *, short_notice: bool = False, saw: int | None = None
    ) -> RoomId:
        """A further room with a link for each party and who acts for it (TR9); raises Refusal and CaseUnknown."""
        now = await self._keeper.case(case)
        if now is None:
            raise CaseUnknown(case)
        made = await self._room(now, at, title, by)
        deed = SessionPlanned(made.room.id, at, short_notice, by)
        await self._keeper.submit(case, deed, Filing(room=made), saw=saw)
        return made.room.id

    async def _room(self, case: Case, at: datetime, title: str, by: By) -> PlannedRoom:
        mediator = case.host or await self._stores.case_texts.taker(case.id)
        if mediator is None and case.offline_on is not None and by.office is Office.MEDIATOR:
            # Nobody was appointed: it was settled elsewhere, and whoever entered it sends the links (AT-18).
            mediator = AccountId(by.id)
        account = await self._stores.accounts.by_id(AccountId(mediator)) if mediator else None
        if account is None:
            raise Unmet("mediator.none")
        people = await self._stores.case_people.parties(case.id)
        sitting = sorted(case.participants, key=lambda one: one.standing is Standing.THIRD_PARTY)
        seated = [(one.id, party_seat(SIDES[one.standing], people[one.id])) for one in sitting]
        agents = await self._agents(case, people)
        room = Room(
            id=new_room_id(),
            case=case.id,
            title=title,
            cause=case.cause,
            scheduled_at=at,
            help_phone=self._help_phone,
            seats=(host_seat(account.name), *(seat for _, seat in seated), *(seat for seat, _ in agents)),
        )
        known: dict[SeatId, Party] = {seat.id: people[participant] for participant, seat in seated}
        known |= {seat.id: agent_person(agent) for seat, agent in agents}
        return PlannedRoom(room, account.id, known, {seat.id: participant for participant, seat in seated})

    async def _agents(self, case: Case, people: Mapping[ParticipantId, Party]) -> list[tuple[Seat, Agent]]:
        """Those who act for parties now, each on the own party's side; of a side the first as far as the law goes."""
        on_file, today = await self._stores.case_people.agents(case.id), day_of(self._clock())
        seats: dict[Side, list[tuple[Seat, Agent]]] = {}
        for party in case.participants:
            for one in party.agents:
                agent, side = on_file[one.id], SIDES[party.standing]
                papers = frozenset(paper for paper, _ in one.papers)
                seat = agent_seat(side, agent, people[party.id].name, papers)
                seats.setdefault(side, []).append((seat, agent))
        most = parameter("agents_per_side", today).value
        return [each for side in seats.values() for each in side[:most]]

    async def adopt(self) -> None:
        """Give every case of before there were states its first one: received, in lane SELF, by its room and people.

        The mediator opened its room, and has taken it with that. May run twice; what rooms and agreements brought about
        since is for the coupling.
        """
        for left in await self._stores.case_book.unadopted():
            try:
                await self._adopt(left)
            except Exception:
                log.exception("case.not_adopted", case=left.id)

    async def _adopt(self, left: Unadopted) -> None:
        meetings = await self._stores.case_rooms.of_case(left.id)
        room, mediator = meetings[0].room, meetings[0].mediator
        people = await self._stores.people.parties(room.id)
        begun = quick_case(room, mediator, people, {}, left.court, day_of(left.created))
        [received] = begun.deeds
        if not isinstance(received, Received):
            raise TypeError(received)
        organisation = await self._stores.cases.organisation_of(left.id)
        world = await self._worlds.coming(received, organisation, begun.people.values(), self._clock())
        seated = {(room.id, seat): participant for seat, participant in begun.participants.items()}
        filing = Filing(notes={TAKEN: str(mediator)}, people=begun.people, seated=seated)
        await self._keeper.adopt(left.id, Proposal(begun.deeds, filing), world)


def new_case_id() -> CaseId:
    """A name nobody can guess."""
    return CaseId(secrets.token_urlsafe(ID_BYTES))
