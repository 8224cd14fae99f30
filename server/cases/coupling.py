"""What rooms and agreements bring about in their case: nothing is ordered, the case is compared with them.

Whatever the case does not know yet is submitted, deed by deed, after each change and for all living cases at the start.
So a crash between two transactions heals itself. What the case refuses is left alone: the room goes on, and the page
says what is missing.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from agreements.agreement import Agreement, Closing, Drafting, Freezing, Sealed, Signing, Slot
from agreements.application import Application
from agreements.ceremony import slot_of, slots_of
from agreements.ids import Digest
from agreements.members import organisation
from agreements.paper_signing import signed_on_paper
from law.beijing import day_of
from rooms.cases.case import Case
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.court import ApplicationSigned
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import ConsentRecorded
from rooms.cases.deeds.talks import SessionBegun, SessionEnded
from rooms.cases.deeds.text import (
    MediatorSigned,
    OrganisationSealed,
    PartySigned,
    PrincipleAgreed,
    TextClosed,
    TextConfirmed,
    TextFell,
    TextFixed,
)
from rooms.cases.ids import ParticipantId, Sha256, StaffId
from rooms.cases.open_points import unapplied
from rooms.cases.refusals import Refusal
from rooms.cases.words import ConsentHow, FellBecause, Form, Office, Route, SealForm, State
from rooms.ids import CaseId, RoomId, SeatId
from rooms.person import Consent
from rooms.room import MEDIATORS, PRINCIPALS, Phase, Role, Room
from server.cases.keeper import CaseKeeper, CaseUnknown, Changed, Proposal
from server.ids import AccountId
from server.quick_case import planned, taken
from server.storage.case_book import Filing
from server.storage.case_rooms import Meeting
from server.stores import Stores

log = structlog.get_logger()

NO_APPLICATION = Application()
FALLEN = {
    "refused": FellBecause.REFUSAL,
    "objected": FellBecause.OBJECTION,
    "reopened": FellBecause.REOPENED,
    "expired": FellBecause.EXPIRED,
}
"""Why a text fell, by what `agreements.agreement.Void` says was done."""


class Coupling:
    """Brings cases up to what their rooms and agreements are."""

    def __init__(self, stores: Stores, keeper: CaseKeeper, clock: Callable[[], datetime], then: Changed) -> None:
        """`then` is told of what was submitted here."""
        self._stores = stores
        self._keeper = keeper
        self._clock = clock
        self._then = then
        self._locks: WeakValueDictionary[CaseId, asyncio.Lock] = WeakValueDictionary()
        self._seen: dict[RoomId, object] = {}
        """What a case knows of the agreement in a room: most changes are of no interest to it."""

    async def agreement_changed(self, room: RoomId, agreement: Agreement) -> None:
        """For the agreements' keeper; the case is moved on return."""
        looked_at = _looked_at(agreement)
        if self._seen.get(room) == looked_at:
            return
        case = await self._stores.case_book.case_of(room)
        if case is not None:
            await self.couple(case)
        self._seen[room] = looked_at
        if isinstance(agreement.stage, Sealed):
            del self._seen[room]

    async def catch_up(self) -> None:
        """What a former life left untold, case by case; whoever is quicker asks the gate, which looks by itself."""
        for case in await self._stores.case_book.followers():
            try:
                await self.couple(case)
            except Exception:
                log.exception("case.not_coupled", case=case)

    async def couple(self, case: CaseId) -> None:
        """Submit all the case does not know yet, one looking at a time; raises nothing for what it refuses."""
        async with self._locks.setdefault(case, asyncio.Lock()):
            await self._follow(case)

    async def _follow(self, case: CaseId) -> None:
        refused = set[tuple[Deed, ...]]()
        while await self._next(case, refused):
            continue

    async def _next(self, case: CaseId, refused: set[tuple[Deed, ...]]) -> bool:
        """Submit what comes next, unless it was refused just now; False: there is nothing more."""
        meetings, taker = await self._stores.case_rooms.of_case(case), await self._stores.case_texts.taker(case)
        application = (await self._stores.applications.load(case)).application
        asked: list[Deed] = []

        def propose(now: Case) -> Proposal | None:
            every = missing(now, meetings, taker, self._clock(), application)
            found = next((one for one in every if tuple(one.deeds) not in refused), None)
            asked[:] = found.deeds if found else ()
            return found

        try:
            return await self._keeper.change(case, propose, told=(self._then,)) is not None
        except CaseUnknown:
            return False
        except Refusal as refusal:
            log.info("case.not_followed", case=case, deed=asked[0].kind, code=refusal.code)
            refused.add(tuple(asked))
            return True


def _looked_at(agreement: Agreement) -> object:
    """What of an agreement moves its case."""
    stage = agreement.stage
    if isinstance(stage, Drafting | Freezing):
        return type(stage), len(agreement.voids)
    return type(stage), stage.frozen.digest, tuple((slot.confirmed_at, slot.applied) for slot in stage.slots)


def missing(
    case: Case,
    meetings: Iterable[Meeting],
    taker: AccountId | None,
    at: datetime,
    application: Application = NO_APPLICATION,
) -> Iterator[Proposal]:
    """Everything that happened and the case does not know, in the order in which it can be told."""
    every = tuple(meetings)
    for meeting in every:
        yield from _consents(meeting)
    for meeting in every:
        if deed := planned(case, meeting.room, meeting.mediator, at):
            yield Proposal((deed,))
    if taker is not None and (deed := taken(case, taker)):
        yield Proposal((deed,))
    for meeting in every:
        yield from (Proposal((deed,)) for deed in _session(case, meeting))
    for meeting in every:
        if meeting.agreement is not None:
            yield from (Proposal((deed,)) for deed in _agreement(case, meeting, meeting.agreement))
    if applied := tuple(_applied(case, application)):
        # Of all at once: none counts before the last has signed (AT-15).
        yield Proposal(applied)


def _applied(case: Case, application: Application) -> Iterator[Deed]:
    """TR23: each party's signature on the application, frozen since the case is where it is, and of its own route."""
    paper, choice = application.paper, application.choice
    sealed = paper.stage if paper is not None and isinstance(paper.stage, Sealed) else None
    here = case.state is State.EFFECTIVE and choice is not None and case.route is Route(choice.way.value)
    if paper is None or sealed is None or not here or sealed.frozen.at < case.since:
        return
    for one in paper.members:
        participant = case.participant(ParticipantId(one.id))
        # Third persons sign too, and a defendant who has nothing against the withdrawal: the case waits for them not.
        if participant is not None and participant in unapplied(case):
            yield ApplicationSigned(participant.id, Form.LINK, None, By(Office.PARTY, participant.id))


def _consents(meeting: Meeting) -> Iterator[Proposal]:
    """Each decision a person made behind the link; all of one moment together."""
    for person in (person for seat in meeting.room.seats for person in seat.persons):
        # Kept by person: the first of a seat has its id.
        known_as, decided = SeatId(person.id), person.consents
        participant, heard = meeting.participants.get(known_as), meeting.heard.get(known_as)
        if participant is None or decided is None or (heard is not None and heard >= decided.at):
            continue
        by, on = By(Office.PARTY, participant), day_of(decided.at)
        deeds = tuple(
            ConsentRecorded(participant, step, step in decided.given, ConsentHow.LINK, on, None, by) for step in Consent
        )
        yield Proposal(deeds, Filing(heard={(meeting.room.id, known_as): decided.at}))


def _session(case: Case, meeting: Meeting) -> Iterator[Deed]:
    known = next((one for one in case.sessions if one.room == meeting.room.id), None)
    if known is None:
        return
    begun, by = has_begun(meeting.room), _host(case, meeting)
    if begun and known.begun_at is None and known.ended_at is None:
        yield SessionBegun(meeting.room.id, by)
    if meeting.room.phase is Phase.CLOSED and known.ended_at is None:
        yield SessionEnded(meeting.room.id, begun, by)


def _host(case: Case, meeting: Meeting) -> By:
    """Who leads the meeting, while the case is still theirs."""
    theirs = case.host is None or StaffId(meeting.mediator) in {case.host, *case.others}
    return By(Office.MEDIATOR, meeting.mediator) if theirs else SYSTEM


def has_begun(room: Room) -> bool:
    """Whether a party, or who stands for one, ever sat at the table."""
    return any(seat.role in PRINCIPALS | {Role.AGENT} and seat.admitted_at is not None for seat in room.seats)


def _agreement(case: Case, meeting: Meeting, agreement: Agreement) -> Iterator[Deed]:
    """What befell the text, from the case's own to the one that stands now."""
    fell = {Sha256(void.digest): void for void in agreement.voids}
    by = By(Office.MEDIATOR, meeting.mediator)
    if case.text is not None and (void := fell.get(case.text.digest)):
        by_whom = SYSTEM if void.by is None else _of_side(meeting, SeatId(void.by))
        yield TextFell(case.text.digest, FALLEN[void.act], by_whom)
        return
    match agreement.stage:
        case Drafting():
            return
        case Freezing():
            yield from _principles(case, by)
        case Signing(frozen=frozen) | Closing(frozen=frozen):
            yield from _standing(case, meeting, frozen.digest, agreement)
        case Sealed(frozen=frozen, at=closed_at):
            digest = Sha256(frozen.digest)
            if digest in case.former:
                return
            yield from _standing(case, meeting, frozen.digest, agreement)
            if case.text is None or case.text.digest != digest:
                return
            if case.text.closed_at is None:
                yield TextClosed(digest, closed_at, SYSTEM)
            yield from _sealed(case, agreement)


def _sealed(case: Case, agreement: Agreement) -> Iterator[Deed]:
    """The organisation's seal in the file, once it is closed (TR22)."""
    house = organisation(agreement)
    stamp = slot_of(agreement, house.id) if house else None
    if case.seal is None and stamp and stamp.applied and stamp.activation:
        keeper = By(Office.SEAL_KEEPER, StaffId(stamp.activation.device))
        yield OrganisationSealed(SealForm.E_SEAL, None, stamp.applied.at, keeper)


def _principles(case: Case, by: By) -> Iterator[Deed]:
    """Who has not agreed in principle by now sat at the table as the text was frozen, or it would have been refused."""
    if case.state in (State.ACTIVE, State.DRAFTING):
        for one in case.parties:
            if one.principle is None:
                yield PrincipleAgreed(one.id, Form.ORAL, by)


def _standing(case: Case, meeting: Meeting, frozen: Digest, agreement: Agreement) -> Iterator[Deed]:
    digest, by, text = Sha256(frozen), By(Office.MEDIATOR, meeting.mediator), case.text
    if text is None:
        yield from _principles(case, by)
        yield TextFixed(digest, by)
        return
    if text.digest != digest:
        return
    by_hand = signed_on_paper(agreement)
    for slot in slots_of(agreement):
        yield from _slot(case, meeting, slot, by_hand.get(slot.signer) or (slot.applied.at if slot.applied else None))


def _slot(case: Case, meeting: Meeting, slot: Slot, signed_at: datetime | None) -> Iterator[Deed]:
    """What one signer did, here or, where `signed_at` says so, on paper."""
    text, by = case.text, _signer(meeting, SeatId(slot.signer))
    if text is None or by is None:
        return
    if by.office is Office.MEDIATOR:
        if signed_at is not None and text.mediator_signed is None:
            yield MediatorSigned(text.digest, signed_at, by)
        return
    participant = ParticipantId(by.id)
    if (slot.confirmed_at or signed_at) is not None and participant not in text.confirmed:
        yield TextConfirmed(text.digest, participant, by)
    if signed_at is not None and participant not in text.signed:
        yield PartySigned(text.digest, participant, signed_at, by)


def _signer(meeting: Meeting, seat_id: SeatId) -> By | None:
    """The participant in that seat, or the mediator; None: somebody who stands beside a participant."""
    if participant := meeting.participants.get(seat_id):
        return By(Office.PARTY, participant)
    seat = meeting.room.seat(seat_id)
    return By(Office.MEDIATOR, meeting.mediator) if seat and seat.role in MEDIATORS else None


def _of_side(meeting: Meeting, seat_id: SeatId) -> By:
    """As `_signer`; for somebody who stands beside a participant, the first one of that side."""
    seat, own = meeting.room.seat(seat_id), _signer(meeting, seat_id)
    if own is not None or seat is None:
        return own or SYSTEM
    beside = (meeting.participants.get(other.id) for other in meeting.room.seats if other.side is seat.side)
    return next((By(Office.PARTY, one) for one in beside if one is not None), SYSTEM)
