"""The case behind a room that a mediator opens at once (lane SELF): what was told of consents, and how it goes on.

The mediator takes the case by opening the room: named, accepted with nothing to tell of relations, the session planned.
Where a party has not been asked yet, the case waits for that, and `next_of` goes on when it is known.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from law.beijing import day_of
from law.parameters import parameter
from law.people import Entity, Party
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
from rooms.room import Consent, Role, Room, Seat, Side
from server.ids import AccountId, CourtId

STANDINGS: Final = {Side.APPLICANT: Standing.APPLICANT, Side.RESPONDENT: Standing.RESPONDENT}


@dataclass(frozen=True, slots=True)
class Told:
    """What a party said to being mediated on line, before it has a link of its own."""

    given: bool
    how: ConsentHow
    on: date


@dataclass(frozen=True, slots=True)
class QuickCase:
    """How the case begins. `participants`: who of it sits in which seat."""

    deeds: tuple[Deed, ...]
    participants: Mapping[SeatId, ParticipantId]


def quick_case(
    room: Room,
    mediator: AccountId,
    people: Mapping[SeatId, Party],
    told: Mapping[SeatId, Told],
    court: CourtId | None,
    at: datetime,
) -> QuickCase:
    """Received, with what the parties said; raises KeyError where a party's seat has nobody behind it."""
    today, by = day_of(at), By(Office.MEDIATOR, mediator)
    participants = {seat.id: new_participant() for seat in parties(room)}
    received = Received(
        source=Source.QUICK_ROOM,
        profile=ProfileId(profile_for(Lane.SELF, None, today).id),
        channel=None,
        procedure=None,
        court=CourtRef(court) if court else None,
        court_case_no=None,
        cause=room.cause,
        received_on=today,
        material_received_on=None,
        participants=tuple(_joined(seat, participants, people) for seat in parties(room)),
        collective=False,
        major=False,
        lane_source=profile_for(Lane.SELF, None, today).source,
        alike=(),
        by=by,
    )
    said = tuple(_said(participants[seat], answer, by) for seat, answer in told.items())
    return QuickCase((received, *said), participants)


def next_of(case: Case, room: Room, mediator: AccountId, at: datetime, *, taken: bool) -> Deed | None:
    """What opening the room has still to bring about. `taken`: nothing to tell was declared, for this moment."""
    by, host = By(Office.MEDIATOR, mediator), StaffId(mediator)
    if case.source is Source.QUICK_ROOM and case.appointed_at is None and case.state is State.ASSIGNING:
        return Appointed(host, (), ChosenBy.ORGANISATION, None, by)
    first = case.clock_started_on is None and not case.lapses and not case.changes
    if taken and first and case.state is State.ACCEPT_PENDING and case.host == host:
        return Accepted((), None, by)
    if case.state is State.ACTIVE and room.id not in {session.room for session in case.sessions}:
        return SessionPlanned(room.id, room.scheduled_at, is_short_notice(room.scheduled_at, at), by)
    return None


def is_short_notice(scheduled: datetime, at: datetime) -> bool:
    """Whether that is sooner than the usual hours."""
    return scheduled - at < timedelta(hours=parameter("session_notice_hours", day_of(at)).value)


def parties(room: Room) -> Iterator[Seat]:
    """Seats of those who stand in the case."""
    return (seat for seat in room.seats if seat.role is Role.PARTY)


def new_participant() -> ParticipantId:
    """A name nobody has."""
    return ParticipantId(secrets.token_hex(8))


def on_file(room: Room, at: datetime) -> Mapping[SeatId, Told]:
    """Everybody has agreed, told to the mediator in person on that day."""
    return {seat.id: Told(given=True, how=ConsentHow.IN_PERSON, on=day_of(at)) for seat in parties(room)}


def _joined(seat: Seat, participants: Mapping[SeatId, ParticipantId], people: Mapping[SeatId, Party]) -> Joined:
    kind = PersonKind.COMPANY if isinstance(people[seat.id], Entity) else PersonKind.PERSON
    return Joined(participants[seat.id], STANDINGS[seat.side], kind)


def _said(participant: ParticipantId, told: Told, by: By) -> ConsentRecorded:
    return ConsentRecorded(participant, Consent.ONLINE_MEDIATION, told.given, told.how, told.on, None, by)
