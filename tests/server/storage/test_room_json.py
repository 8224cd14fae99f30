"""Whatever a room or a lasting effect holds, its JSON gives it back; what does not fit is refused."""

import json
import types
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rooms.effects import LASTING, EndSession, Reroute
from rooms.person import Person
from rooms.room import Room, Seat
from server.storage.room_json import EFFECTS, effect_from, effect_text, room_from, room_text
from tests.server.storage.office import planned_room

MOMENTS = st.datetimes(timezones=st.just(UTC))


def whole(kind: type[Any], **given: st.SearchStrategy[object]) -> st.SearchStrategy[Any]:
    """Values of a dataclass with every field drawn, also those with a default; moments are aware."""
    hints = get_type_hints(kind)
    others = {field.name: drawn(hints[field.name]) for field in fields(kind) if field.name not in given}
    return st.builds(kind, **given, **others)


def drawn(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - whatever a field can be annotated with
    if hint is datetime:
        return MOMENTS
    if is_dataclass(hint) and isinstance(hint, type):
        return whole(hint)
    parts = get_args(hint)
    match get_origin(hint):
        case types.UnionType:
            return st.one_of(*map(drawn, parts))
        case origin if origin is tuple and parts[1:] == (Ellipsis,):
            return st.lists(drawn(parts[0]), max_size=1).map(tuple)
        case _:
            return st.from_type(hint)


SEATS = whole(Seat, persons=st.lists(whole(Person), min_size=1, max_size=1).map(tuple))
ROOMS = whole(Room, seats=st.lists(SEATS, min_size=1, max_size=1).map(tuple))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example])
@given(ROOMS)
def test_every_room_comes_back_but_for_the_names_of_private_documents(room: Room) -> None:
    nameless = (replace(each, name="（保密）", sha256="") if each.channel.private else each for each in room.documents)
    assert room_from(room_text(room)) == replace(room, documents=tuple(nameless))


@given(st.one_of(*(st.from_type(kind) for kind in LASTING)))
def test_every_lasting_effect_comes_back(effect: EndSession) -> None:
    assert effect_from(effect_text(effect)) == effect


def test_only_lasting_effects_can_be_kept() -> None:
    assert EFFECTS.keys() == {kind.__name__ for kind in LASTING}
    with pytest.raises(KeyError):
        effect_text(Reroute())


@pytest.mark.parametrize("change", [{"version": "1"}, {"phase": "joyful"}, {"unknown": 1}, {"facts": None}])
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    stored = json.loads(room_text(planned_room()))
    with pytest.raises(ValueError, match="validation error"):
        room_from(json.dumps(stored | change))


@pytest.mark.parametrize("later", ["conversations", "documents", "shown"])
def test_a_field_that_came_later_has_its_default(later: str) -> None:
    room = planned_room()
    stored = json.loads(room_text(room))
    del stored[later]
    assert room_from(json.dumps(stored)) == room
