"""Minutes as JSON text: strict both ways; the stage stands under its own name, as in `agreement_json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from rooms.ids import RoomId
from rooms.minutes.minutes import Entry, Excuse, Minutes, Result, Stage

STAGES: Final[Mapping[str, TypeAdapter[Any]]] = {kind.__name__.lower(): TypeAdapter(kind) for kind in get_args(Stage)}


@dataclass(frozen=True, slots=True)
class _Rest:
    """The fields of minutes but the stage."""

    room: RoomId
    begun_at: datetime
    entries: tuple[Entry, ...]
    offered: int
    focus: str
    result: Result | None
    excuses: tuple[Excuse, ...]
    seen: int
    version: int


REST: Final = TypeAdapter(_Rest)


def minutes_stage(stage: Stage) -> str:
    """`open`, `frozen`, `closed`."""
    return type(stage).__name__.lower()


def minutes_text(minutes: Minutes) -> str:
    """The whole minutes."""
    rest = _Rest(**{name: getattr(minutes, name) for name in _Rest.__slots__})
    name = minutes_stage(minutes.stage)
    fields = STAGES[name].dump_python(minutes.stage, mode="json")
    return json.dumps(
        {"rest": REST.dump_python(rest, mode="json"), "stage": name, "fields": fields}, ensure_ascii=False
    )


def minutes_from(text: str) -> Minutes:
    """The minutes that were stored; raises ValueError where they do not fit today's types: a migration is missing."""
    stored = json.loads(text)
    rest = REST.validate_json(json.dumps(stored["rest"]), strict=True, extra="forbid")
    stage = STAGES[stored["stage"]].validate_json(json.dumps(stored["fields"]), strict=True, extra="forbid")
    return Minutes(stage=stage, **{name: getattr(rest, name) for name in _Rest.__slots__})
