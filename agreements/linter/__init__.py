"""The linter: what a court would hold against a draft, where, by which article, and how to mend it (domain.md §6.4).

Pure. Level `blocks` keeps a draft from being frozen, `confirmation` does where a court is named; `submission` is asked
again when the application is made.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from agreements.agreement import Agreement
from agreements.dossier import Dossier
from agreements.draft import Draft
from agreements.effect import Signed
from agreements.forms import value_of
from agreements.linter.authority import authority
from agreements.linter.court import court
from agreements.linter.dates import dates
from agreements.linter.finding import Finding, Level, Mend
from agreements.linter.floors import floors
from agreements.linter.house import house
from agreements.linter.money import money
from agreements.linter.parties import parties
from agreements.linter.relation import relation
from agreements.linter.rights import rights
from agreements.linter.scene import Scene, scene_of
from agreements.linter.words import words
from agreements.means import PLAIN, Means

__all__ = ["Finding", "Level", "Means", "Mend", "blocking", "lint", "stopping", "submission"]

RULES: Final[tuple[Callable[[Scene], Iterator[Finding]], ...]] = (
    house,
    money,
    dates,
    words,
    parties,
    authority,
    rights,
    relation,
    court,
    floors,
)


def lint(
    agreement: Agreement,
    draft: Draft,
    dossier: Dossier | None,
    today: date,
    *,
    means: Means = PLAIN,
    signed: Signed | None = None,
) -> tuple[Finding, ...]:
    """All findings, in the order of the draft. None for `dossier`: only what the agreement says is known."""
    scene = scene_of(agreement, draft, dossier, today, means, signed)
    order = {part.id: place for place, part in enumerate(draft.parts)}
    found = dict.fromkeys(each for rule in RULES for each in rule(scene))
    return tuple(sorted(found, key=lambda each: order[each.part]))


def stopping(draft: Draft) -> frozenset[Level]:
    """Levels that keep this draft from being frozen: more where it names a court to be asked for confirmation."""
    return frozenset({Level.BLOCKS, Level.CONFIRMATION} if value_of(draft.parts[0], "court") else {Level.BLOCKS})


def blocking(agreement: Agreement, draft: Draft, today: date, *, means: Means = PLAIN) -> tuple[Finding, ...]:
    """What keeps this draft from being frozen; it follows from the agreement alone."""
    stops = stopping(draft)
    return tuple(each for each in lint(agreement, draft, None, today, means=means) if each.level in stops)


def submission(
    agreement: Agreement,
    draft: Draft,
    dossier: Dossier,
    today: date,
    signed: Signed,
    *,
    means: Means = PLAIN,
) -> tuple[Finding, ...]:
    """What is asked again when an application is made (LR-13, LR-20)."""
    found = lint(agreement, draft, dossier, today, means=means, signed=signed)
    return tuple(each for each in found if each.level is Level.SUBMISSION)
