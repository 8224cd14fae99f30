"""An agreement as JSON text: strict both ways, so that nothing is coerced or dropped unseen.

The stage stands under its own name: two stages have the same fields, and only the name tells them apart.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from agreements.agreement import Agreement, Editor, Matter, Member, Sealed, Stage, Void
from agreements.ids import AgreementId

STAGES: Final[Mapping[str, TypeAdapter[Any]]] = {kind.__name__.lower(): TypeAdapter(kind) for kind in get_args(Stage)}
"""Every stage by its name, as it also stands in the table's column and on the wire."""

SEALED: Final = Sealed.__name__.lower()


@dataclass(frozen=True, slots=True)
class _Rest:
    """An agreement's fields but the stage."""

    id: AgreementId
    matter: Matter
    members: tuple[Member, ...]
    round: int
    voids: tuple[Void, ...]
    version: int
    editors: tuple[Editor, ...] = ()


REST: Final = TypeAdapter(_Rest)


def stage_name(stage: Stage) -> str:
    """`drafting`, `freezing`, `signing`, `closing`, `sealed`."""
    return type(stage).__name__.lower()


def agreement_text(agreement: Agreement) -> str:
    """The whole agreement."""
    rest = {name: getattr(agreement, name) for name in _Rest.__slots__}
    name = stage_name(agreement.stage)
    return json.dumps(
        {
            "rest": REST.dump_python(_Rest(**rest), mode="json"),
            "stage": name,
            "fields": STAGES[name].dump_python(agreement.stage, mode="json"),
        },
        ensure_ascii=False,
    )


def agreement_from(text: str) -> Agreement:
    """The agreement that was stored; raises ValueError where it does not fit today's types: a migration is missing."""
    stored = json.loads(text)
    rest = REST.validate_json(json.dumps(stored["rest"]), strict=True, extra="forbid")
    stage = STAGES[stored["stage"]].validate_json(json.dumps(stored["fields"]), strict=True, extra="forbid")
    return Agreement(stage=stage, **{name: getattr(rest, name) for name in _Rest.__slots__})
