"""Whatever a room or a lasting effect holds, its JSON gives it back; what does not fit is refused."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.document import Document
from rooms.effects import LASTING, EndSession, Reroute
from rooms.person import Consents
from rooms.room import Hold, Knock, Room, Seat
from server.storage.room_json import EFFECTS, effect_from, effect_text, room_from, room_text
from tests.server.storage.office import planned_room

MOMENTS = st.datetimes(timezones=st.just(UTC))
MAYBE = st.none() | MOMENTS
SEATS = st.builds(
    Seat,
    consents=st.none() | st.builds(Consents, at=MOMENTS),
    knock=st.none() | st.builds(Knock, at=MOMENTS),
    hold=st.none() | st.builds(Hold, at=MOMENTS),
    waiting_since=MAYBE,
    place=...,
    presence=...,
    identity=...,
    tries_left=...,
    device=...,
    session=...,
    revoked=...,
    microphone=...,
    camera=...,
    reads_after=...,
    received=...,
    recent=...,
)
ROOMS = st.builds(
    Room,
    scheduled_at=MOMENTS,
    seats=st.lists(SEATS, max_size=3).map(tuple),
    phase=...,
    version=...,
    chat_seq=...,
    documents=st.lists(st.builds(Document, at=MOMENTS), max_size=3).map(tuple),
    shown=...,
)


@given(ROOMS)
def test_every_room_comes_back(room: Room) -> None:
    assert room_from(room_text(room)) == room


@given(st.one_of(*(st.from_type(kind) for kind in LASTING)))
def test_every_lasting_effect_comes_back(effect: EndSession) -> None:
    assert effect_from(effect_text(effect)) == effect


def test_only_lasting_effects_can_be_kept() -> None:
    assert EFFECTS.keys() == {kind.__name__ for kind in LASTING}
    with pytest.raises(KeyError):
        effect_text(Reroute())


@pytest.mark.parametrize("change", [{"version": "1"}, {"phase": "joyful"}, {"unknown": 1}, {"seats": None}])
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    stored = json.loads(room_text(planned_room()))
    with pytest.raises(ValueError, match="validation error"):
        room_from(json.dumps(stored | change))


@pytest.mark.parametrize("later", ["chat_seq", "documents", "shown"])
def test_a_field_that_came_later_has_its_default(later: str) -> None:
    room = planned_room()
    stored = json.loads(room_text(room))
    del stored[later]
    assert room_from(json.dumps(stored)) == room
