"""Rooms and lasting effects as JSON text: strict both ways, so that nothing is coerced or dropped unseen."""

import json
from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter

from rooms.effects import LASTING, Effect
from rooms.room import Room
from server.storage.old_rooms import migrated

ROOM: Final = TypeAdapter(Room)
EFFECTS: Final[Mapping[str, TypeAdapter[Effect]]] = {kind.__name__: TypeAdapter(kind) for kind in LASTING}
"""Lasting effects by name; the others die with the process."""


def room_text(room: Room) -> str:
    """The whole room."""
    return ROOM.dump_json(room).decode()


def room_from(text: str) -> Room:
    """The room that was stored; raises ValueError where it does not fit today's types: a migration is missing."""
    return ROOM.validate_json(migrated(text), strict=True, extra="forbid")


def effect_text(effect: Effect) -> str:
    """A lasting effect with its name; raises KeyError for one that is not lasting."""
    name = type(effect).__name__
    return json.dumps({"effect": name, "fields": EFFECTS[name].dump_python(effect, mode="json")}, ensure_ascii=False)


def effect_from(text: str) -> Effect:
    """The effect that was stored."""
    stored = json.loads(text)
    fields = json.dumps(stored["fields"])
    return EFFECTS[stored["effect"]].validate_json(fields, strict=True, extra="forbid")
