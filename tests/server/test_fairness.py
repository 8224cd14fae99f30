"""How much time each side has had, to the second."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rooms import inputs
from rooms.ids import CaseId, RoomId, SeatId
from rooms.room import Room, Side
from server.audit.chain import Record
from server.fairness import Fairness, from_records, where
from tests.rooms.stories import CAUCUS, COMPANY, LATER, MEDIATOR, WORKER, after, everyone_at_the_table

IN_CAUCUS: list[inputs.Input] = [
    inputs.CaucusOpened(LATER, MEDIATOR, CAUCUS, (WORKER,), comes=True),
    inputs.SummonsAnswered(LATER, WORKER, CAUCUS, accepts=True),
]


def record(seconds: int, seat: SeatId, *, entered: bool) -> Record:
    body = json.dumps({"caucus": CAUCUS, "seat": seat, "entered": entered})
    at = LATER + timedelta(seconds=seconds)
    return Record("case", 1, at, "caucus.attended", 1, body, b"", "", "")


@dataclass
class Relay:
    """What was spoken, as the relay counts it."""

    spoken: dict[tuple[SeatId, str], timedelta] = field(default_factory=dict)

    def spoken_by_place(self, room: RoomId) -> Mapping[tuple[SeatId, str], timedelta]:  # noqa: ARG002 - one is enough
        return self.spoken


@dataclass
class Table:
    """A keeper of one room, the chain behind it, and a clock."""

    room: Room
    now: datetime = LATER
    chain: tuple[Record, ...] = ()

    def rooms(self) -> tuple[Room, ...]:
        return (self.room,)

    def peek(self, room: RoomId) -> Room | None:
        return self.room if room == self.room.id else None

    async def records(self, _case: CaseId) -> tuple[Record, ...]:
        return self.chain

    def clock(self) -> datetime:
        return self.now

    async def pass_to(self, fairness: Fairness, after_it: Room, seconds: int) -> None:
        before, self.room = self.room, after_it
        self.now += timedelta(seconds=seconds)
        await fairness.room_changed(before, after_it)


def test_the_chain_tells_a_sides_time_with_a_mediator_and_each_moment_once() -> None:
    records = [
        record(0, WORKER, entered=True),
        record(10, MEDIATOR, entered=True),
        record(40, MEDIATOR, entered=False),
        record(60, WORKER, entered=False),
        record(70, SeatId("of-another-room"), entered=True),
    ]
    time = from_records(after(everyone_at_the_table()), records)
    assert dict(time.spent) == {Side.APPLICANT: timedelta(seconds=30)}
    assert time.inside == {}


async def test_time_goes_on_from_what_the_chain_told_and_stops_when_the_mediator_goes() -> None:
    at_table = after(everyone_at_the_table())
    inside = after(IN_CAUCUS, at_table)
    table = Table(inside, chain=(record(0, WORKER, entered=True), record(0, MEDIATOR, entered=True)))
    relay = Relay({(WORKER, "joint"): timedelta(seconds=7.9), (WORKER, "caucus"): timedelta(seconds=99)})
    fairness = Fairness(table, relay, table.records, table.clock)
    table.now += timedelta(seconds=20)
    sides = {one.side: (one.spoken_s, one.caucus_s) for one in await fairness.sides(inside)}
    assert sides == {Side.APPLICANT: (7, 20), Side.RESPONDENT: (0, 0)}
    await table.pass_to(fairness, after([inputs.CaucusLeft(LATER, MEDIATOR)], inside), 15)
    table.now += timedelta(seconds=60)
    sides = {one.side: (one.spoken_s, one.caucus_s) for one in await fairness.sides(table.room)}
    assert sides[Side.APPLICANT] == (7, 35)


def test_the_relay_is_told_in_which_place_a_seat_speaks() -> None:
    inside = after(IN_CAUCUS, after(everyone_at_the_table()))
    asked = where({inside.id: inside}.get)
    assert [asked(inside.id, seat) for seat in (WORKER, COMPANY)] == ["caucus", "joint"]
    assert asked(RoomId("nowhere"), WORKER) == ""
