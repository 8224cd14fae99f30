"""Rooms and lasting effects as JSON text: strict both ways, so that nothing is coerced or dropped unseen.

A private document's name and hash are not in it: they lie sealed beside (`documents`), and `private_names` adds them.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from rooms.document import Document
from rooms.effects import LASTING, Effect
from rooms.room import Room
from server.storage.channels import is_private
from server.storage.old_rooms import migrated

ROOM: Final = TypeAdapter(Room)
EFFECTS: Final[Mapping[str, TypeAdapter[Effect]]] = {kind.__name__: TypeAdapter(kind) for kind in LASTING}
"""Lasting effects by name; the others die with the process."""


HIDDEN: Final = "（保密）"
"""What a private document is called in a room that was not asked for by those who may read it."""


def room_text(room: Room) -> str:
    """The whole room but for the names of private documents."""
    return ROOM.dump_json(replace(room, documents=tuple(map(_nameless, room.documents)))).decode()


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


def _nameless(document: Document) -> Document:
    return replace(document, name=HIDDEN, sha256="") if is_private(document) else document
