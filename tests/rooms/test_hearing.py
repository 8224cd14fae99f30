"""Who hears whom, against situations worked by hand from the sources before the code (tests/rooms/golden)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from rooms.audibility import hears
from rooms.ids import CaseId, Medium, PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Authority, Phase, Place, Role, Room, Seat, Side

NOON: Final = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CASES: Final[list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "golden" / "hearing_cases.json").read_text(encoding="utf-8")
)


def seated(told: dict[str, Any]) -> Seat:
    """A seat of the golden file."""
    role = "agent" if told["role"].startswith("agent") else told["role"]
    return Seat(
        SeatId(told["id"]),
        Role(role),
        Side(told["side"]),
        (Person(PersonId(told["id"]), told["id"]),),
        authority=Authority.SPECIAL if told["role"] == "agent_special" else None,
        place=Place(told["place"]),
        inside=told["inside"],
        cleared_at=NOON if told["role"] == "co_mediator" or told["place"] in {"joint", "caucus"} else None,
        microphone=told["mic"],
        camera=told["camera"],
    )


def situation(case: dict[str, Any]) -> Room:
    """The room of a golden case."""
    return Room(
        id=RoomId("room"),
        case=CaseId("case"),
        title="",
        cause="wages",
        scheduled_at=NOON,
        help_phone="",
        seats=tuple(map(seated, case["seats"])),
        phase=Phase(case["phase"]),
        screened=tuple((SeatId(first), SeatId(second)) for first, second in case["screened"]),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_at46_threat1_sound_goes_exactly_where_the_sources_say(case: dict[str, Any]) -> None:
    heard = {(one.listener, one.speaker) for one in hears(situation(case)) if one.medium is Medium.MICROPHONE}
    expected = {tuple(pair) for pair in case["sound"]}
    assert heard == expected, case["why"]
