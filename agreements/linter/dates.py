"""Days that are none, and last days that are past (LR-02, LR-20)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from agreements.effect import effects_of
from agreements.linter.finding import Finding
from agreements.linter.scene import Scene
from agreements.members import HEAD
from law.beijing import printed_day

WRITTEN: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]")
JUDGED: Final = "WEITUO"
"""The lane of cases that a court has taken: it is not asked to confirm."""


def dates(scene: Scene) -> Iterator[Finding]:
    """Every day that somebody wrote, and where it is signed, the last one for the court."""
    for passage in scene.passages:
        for found in WRITTEN.finditer(passage.text):
            if not _is_day(*map(int, found.groups())):
                yield scene.rules.said("date.impossible", passage.id, passage.field, date=found[0])
    if scene.signed is not None and scene.dossier.lane != JUDGED:
        effects = effects_of(scene.signed, lane=scene.dossier.lane, today=scene.today, calendar=scene.means.calendar)
        if effects.confirm_by is not None and effects.confirm_by < scene.today:
            yield scene.rules.said("court.too_late", HEAD, "court", day=printed_day(effects.confirm_by))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
