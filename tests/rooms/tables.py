"""A session that is under way, as a value: everybody a session can have, and where each of them is.

Stories tell how a room came to be; what is tested from here on begins at the table.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rooms.caucus import Caucus, Invitation, Summons
from rooms.chat import JOINT, NOTES, WHISPER, Channel, ChannelKind, Conversation, Reader
from rooms.effects import RecordFact
from rooms.facts import Fact
from rooms.ids import CaseId, CaucusId, PersonId, RoomId, SeatId, SessionId
from rooms.inputs import Input
from rooms.person import Person
from rooms.refusals import Refusal
from rooms.room import MEDIATORS, Authority, Phase, Place, Presence, Role, Room, Seat, Side, Spot
from rooms.step import step

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)

HOST, CO, RECORDER, COURT = map(SeatId, ("host", "co", "recorder", "court"))
WORKER, HELPER, COMPANY, LAWYER = map(SeatId, ("worker", "helper", "company", "lawyer"))
THIRD, STRANGER = map(SeatId, ("third", "stranger"))
EVERYBODY = (HOST, CO, RECORDER, COURT, WORKER, HELPER, COMPANY, LAWYER, THIRD)
OURS = (WORKER, HELPER)
THEIRS = (COMPANY, LAWYER)
SPOUSE = PersonId("worker-2")
"""Sits beside the worker before one phone."""

C1, C2 = CaucusId("c-1"), CaucusId("c-2")
AT_TABLE = Spot(Place.JOINT)
WAITING = Spot(Place.LOBBY)
APPLICANTS = Channel(ChannelKind.SIDE, Side.APPLICANT)
RESPONDENTS = Channel(ChannelKind.SIDE, Side.RESPONDENT)


def within(caucus: CaucusId) -> Channel:
    return Channel(ChannelKind.CAUCUS, caucus)


def _seat(seat: SeatId, role: Role, side: Side = Side.NEUTRAL, *more: Person, agent: Authority | None = None) -> Seat:
    return Seat(
        id=seat,
        role=role,
        side=side,
        persons=(Person(PersonId(seat), f"名字{seat}"), *more),
        authority=agent,
        papers_seen=agent is not None,
        place=Place.JOINT,
        presence=Presence.HERE,
        session=SessionId(f"{seat}-tab"),
        microphone=True,
        camera=True,
        cleared_at=NOON,
        admitted_at=NOON,
    )


def session() -> Room:
    """Everybody at the joint table: a worker with a spouse on one phone, and each side with an agent."""
    seats = (
        _seat(HOST, Role.MEDIATOR),
        _seat(CO, Role.CO_MEDIATOR),
        _seat(RECORDER, Role.RECORDER),
        _seat(COURT, Role.COURT),
        _seat(WORKER, Role.PARTY, Side.APPLICANT, Person(SPOUSE, "名字spouse")),
        _seat(HELPER, Role.AGENT, Side.APPLICANT, agent=Authority.GENERAL),
        _seat(COMPANY, Role.LEGAL_REPRESENTATIVE, Side.RESPONDENT),
        _seat(LAWYER, Role.AGENT, Side.RESPONDENT, agent=Authority.SPECIAL),
        _seat(THIRD, Role.THIRD_PARTY, Side.THIRD),
    )
    mediators = [seat.id for seat in seats if seat.role in MEDIATORS]
    talks = [
        _talk(JOINT, EVERYBODY),
        _talk(NOTES, mediators),
        _talk(WHISPER, [*mediators, COURT]),
        _talk(APPLICANTS, OURS),
        _talk(RESPONDENTS, THEIRS),
        *(_talk(lobby_of(seat.id), [*mediators, seat.id]) for seat in seats if seat.role is not Role.MEDIATOR),
    ]
    room = Room(
        id=RoomId("room"),
        case=CaseId("case"),
        title="张伟与南京某某电子有限公司",
        cause="wages",
        scheduled_at=NOON,
        help_phone="025-00000000",
        seats=seats,
        phase=Phase.JOINT,
    )
    return replace(room, conversations=tuple(talks))


def lobby_of(seat: SeatId) -> Channel:
    return Channel(ChannelKind.LOBBY, seat)


def _talk(channel: Channel, readers: Iterable[SeatId]) -> Conversation:
    return Conversation(channel, 0, tuple(Reader(seat, 0) for seat in dict.fromkeys(readers)))


def in_caucus(room: Room, caucus: CaucusId, *seats: SeatId) -> Room:
    """The room with these in a private talk; who is in it reads there from now on."""
    invited = tuple(Invitation(seat, Summons.ACCEPTED, NOON) for seat in seats if seat not in {HOST, CO})
    number = len(room.caucuses) + 1
    room = room.with_caucus(room.caucus(caucus) or Caucus(caucus, number, NOON, HOST, invited, hosts_come=True))
    for seat in seats:
        room = put(room, seat, Spot(Place.CAUCUS, caucus))
        room = room.with_conversation(room.conversation(within(caucus)).admitting(seat, after=0))
    return replace(room, phase=Phase.CAUCUS)


def put(room: Room, seat: SeatId, spot: Spot) -> Room:
    """That seat elsewhere."""
    return room.with_seat(replace(seat_of(room, seat), place=spot.place, inside=spot.inside))


def seat_of(room: Room, seat: SeatId) -> Seat:
    found = room.seat(seat)
    assert found is not None
    return found


def told(room: Room, *events: Input) -> Room:
    """The room after these; a refusal is an error of the test."""
    for event in events:
        outcome = step(room, event)
        assert outcome.refusal is None, outcome.refusal
        room = outcome.room
    return room


def facts_of(room: Room, event: Input) -> list[Fact]:
    return [effect.fact for effect in step(room, event).effects if isinstance(effect, RecordFact)]


def refused(room: Room, event: Input) -> str:
    """The code of the refusal."""
    with pytest.raises(Refusal) as refusal:
        step(room, event)
    return refusal.value.code
