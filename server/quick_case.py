"""The case behind a room that a mediator opens at once (lane SELF): what was told of consents, and how it goes on.

By opening the room the mediator takes the case: named, accepted with nothing to tell of relations. Where a party has
not been asked yet, the case waits for that, and `taken` goes on when it is known.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from law.beijing import day_of
from law.parameters import parameter
from law.people import Entity, NaturalPerson, Party
from law.procedures import Lane, profile_for
from rooms.cases.case import Case
from rooms.cases.deeds.assignment import Accepted, Appointed
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import ConsentRecorded, Joined, Received
from rooms.cases.deeds.talks import SessionPlanned
from rooms.cases.ids import CourtRef, ParticipantId, ProfileId, StaffId
from rooms.cases.words import ChosenBy, ConsentHow, Office, PersonKind, Source, Standing, State
from rooms.ids import SeatId
from rooms.person import Consent
from rooms.room import Role, Room, Seat, Side
from server.ids import AccountId, CourtId

STANDINGS: Final = {Side.APPLICANT: Standing.APPLICANT, Side.RESPONDENT: Standing.RESPONDENT}
OPEN: Final = frozenset({State.CONSENT_PENDING, State.ASSIGNING, State.ACCEPT_PENDING, State.ACTIVE})
"""States in which a room that was opened is a session of the case."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a party said to being mediated on line, before it has a link of its own."""

    given: bool
    how: ConsentHow
    on: date


@dataclass(frozen=True, slots=True)
class QuickCase:
    """How the case begins. `participants`: who of it sits in which seat; `people`: who that is."""

    deeds: tuple[Deed, ...]
    participants: Mapping[SeatId, ParticipantId]
    people: Mapping[ParticipantId, Party]


def quick_case(
    room: Room,
    mediator: AccountId,
    people: Mapping[SeatId, Party],
    told: Mapping[SeatId, Told],
    court: CourtId | None,
    on: date,
) -> QuickCase:
    """Received on that day, with what the parties said. A seat with nobody on file is the person it is named after."""
    by, seats = By(Office.MEDIATOR, mediator), tuple(parties(room))
    participants = {seat.id: ParticipantId(secrets.token_hex(8)) for seat in seats}
    known = {participants[seat.id]: people.get(seat.id) or NaturalPerson(seat.name) for seat in seats}
    ways = profile_for(Lane.SELF, None, on)
    received = Received(
        source=Source.QUICK_ROOM,
        profile=ProfileId(ways.id),
        channel=None,
        procedure=None,
        court=CourtRef(court) if court else None,
        court_case_no=None,
        cause=room.cause,
        received_on=on,
        material_received_on=None,
        participants=tuple(
            Joined(participants[seat.id], STANDINGS[seat.side], kind_of(known[participants[seat.id]])) for seat in seats
        ),
        collective=False,
        major=False,
        lane_source=ways.source,
        alike=(),
        by=by,
    )
    said = tuple(_said(participants[seat], answer, by) for seat, answer in told.items())
    return QuickCase((received, *said), participants, known)


def taken(case: Case, taker: AccountId) -> Deed | None:
    """What taking the case has still to bring about; `taker` declared to have nothing to tell."""
    host, by = StaffId(taker), By(Office.MEDIATOR, taker)
    if case.appointed_at is None and case.state is State.ASSIGNING:
        return Appointed(host, (), ChosenBy.ORGANISATION, None, by)
    first = case.clock_started_on is None and not case.lapses and not case.changes
    if first and case.state is State.ACCEPT_PENDING and case.host == host:
        return Accepted((), None, by)
    return None


def planned(case: Case, room: Room, mediator: AccountId, at: datetime) -> Deed | None:
    """The room as a session of the case, where it is not one yet."""
    if case.state not in OPEN or room.id in {session.room for session in case.sessions}:
        return None
    short = room.scheduled_at - at < timedelta(hours=parameter("session_notice_hours", day_of(at)).value)
    return SessionPlanned(room.id, room.scheduled_at, short, By(Office.MEDIATOR, mediator))


def next_of(case: Case, room: Room, mediator: AccountId, at: datetime) -> Deed | None:
    """What opening the room at once has still to bring about. The session first: its link is where parties agree."""
    return planned(case, room, mediator, at) or taken(case, mediator)


def parties(room: Room) -> Iterator[Seat]:
    """Seats of those who stand in the case."""
    return (seat for seat in room.seats if seat.role is Role.PARTY)


def on_file(room: Room, on: date) -> Mapping[SeatId, Told]:
    """Everybody has agreed, told to the mediator in person on that day."""
    return {seat.id: Told(given=True, how=ConsentHow.IN_PERSON, on=on) for seat in parties(room)}


def kind_of(party: Party) -> PersonKind:
    """Natural person or company."""
    return PersonKind.COMPANY if isinstance(party, Entity) else PersonKind.PERSON


def _said(participant: ParticipantId, told: Told, by: By) -> ConsentRecorded:
    return ConsentRecorded(participant, Consent.ONLINE_MEDIATION, told.given, told.how, told.on, None, by)
