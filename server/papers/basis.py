"""What a mediation house has of its own: its texts from a folder, read once, and the calendar, read when it is needed.

`templates/*.json` beside the configuration: each file one version of the texts (docs/operator.md, "Templates").
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from agreements.templates import TemplateError, Templates, templates
from agreements.wording import Basis
from law.calendar import Calendar
from law.dated import Row


class TemplateFolderError(Exception):
    """A file of the folder cannot be used; the text names it and says why, in both languages."""


@dataclass(frozen=True, slots=True)
class OwnBasis:
    """The texts of this house, and where its calendar is."""

    templates: Templates
    calendar: Callable[[], Awaitable[Calendar]]

    async def now(self) -> Basis:
        """Texts and days as they are known now."""
        return Basis(self.templates, await self.calendar())


def templates_in(folder: Path | None) -> Templates:
    """The program's texts and those of the folder, in the order of the file names; None: no folder.

    Raises TemplateFolderError.
    """
    own: list[Row] = []
    known = templates()
    for path in sorted(folder.glob("*.json")) if folder else ():
        own.append(_row(path))
        try:
            known = templates(own)
        except TemplateError as error:
            raise TemplateFolderError(f"{path.name}：{error.zh} {error.en}") from error
    return known


def _row(path: Path) -> Row:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateFolderError(
            f"{path.name}：不是可读的JSON文件。 This is no readable JSON file. {error}"
        ) from error
    if not isinstance(row, dict):
        raise TemplateFolderError(f"{path.name}：应是一个JSON对象。 A JSON object is expected.")
    return row
