"""What the house itself asks of a draft, beyond the rules of the domain."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agreements.forms import fields_of, value_of, values_of
from agreements.kinds import Kind
from agreements.linter.finding import Finding
from agreements.linter.scene import Scene
from agreements.members import HEAD

DUES: Final = {Kind.PAYMENT: "due", Kind.INSTALMENTS: "first_due", Kind.ACT: "due", Kind.SOCIAL_INSURANCE: "due"}
PAYMENTS: Final = frozenset({Kind.PAYMENT, Kind.INSTALMENTS})
ESSENTIAL: Final = frozenset({"payer", "payee", "amount", "total", "periods", "due", "first_due", "method"})
"""Of a payment (LR-01)."""


def house(scene: Scene) -> Iterator[Finding]:
    """Gaps, remarks, days that are past."""
    if not scene.draft.clauses:
        yield scene.rules.said("clauses.none", HEAD)
    for part in scene.draft.parts:
        yield from _required(scene, part.id)
        yield from _past(scene, part.id)
        count = sum(1 for each in scene.draft.comments if each.part == part.id and not each.settled)
        if count:
            yield scene.rules.said("comment.open", part.id, count=count)


def _required(scene: Scene, of: str) -> Iterator[Finding]:
    part = next(each for each in scene.draft.parts if each.id == of)
    spec = scene.forms.part(part.kind)
    values = values_of(part, spec)
    for field in fields_of(part, spec):
        if field.required and not values[field.name]:
            essential = part.kind in PAYMENTS and field.name in ESSENTIAL
            code = "payment.field" if essential else "field.missing"
            yield scene.rules.said(code, part.id, field.name, zh=field.label.zh, en=field.label.en)


def _past(scene: Scene, of: str) -> Iterator[Finding]:
    part = next(each for each in scene.draft.parts if each.id == of)
    field = DUES.get(part.kind, "")
    value = value_of(part, field)
    if value and date.fromisoformat(value) < scene.today:
        yield scene.rules.said("date.past", part.id, field)
