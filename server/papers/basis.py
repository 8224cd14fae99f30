"""What a mediation house has of its own: texts from a folder and wages from a file, read once, and the calendar.

`templates/*.json` beside the configuration: each file one version of the texts (docs/operator.md, "Templates"). The
wages of its cities are rows of one JSON file (docs/operator.md, "Local wages").
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from agreements.means import Means
from agreements.templates import TemplateError, Templates, templates
from agreements.wording import Basis
from law.calendar import Calendar
from law.dated import Row
from law.local_parameters import LOCAL_PARAMETERS, LocalParameterError, LocalParameters
from server.papers.faces import Faces


class TemplateFolderError(Exception):
    """A file of the folder cannot be used; the text names it and says why, in both languages."""


@dataclass(frozen=True, slots=True)
class OwnBasis:
    """The texts of this house, where its calendar is, what its press can print, and the wages of its city."""

    templates: Templates
    calendar: Callable[[], Awaitable[Calendar]]
    faces: Faces
    parameters: LocalParameters = LOCAL_PARAMETERS

    async def now(self) -> Basis:
        """Texts and days as they are known now."""
        return Basis(self.templates, await self.calendar())

    def means(self, basis: Basis) -> Means:
        """What the linter needs of the house."""
        return Means(basis.calendar, self.parameters, self.faces.unprintable)


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


def wages_in(path: Path | None) -> LocalParameters:
    """The rows of that file; None: those that come with the program. Raises TemplateFolderError."""
    if path is None:
        return LOCAL_PARAMETERS
    found = _read(path)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise TemplateFolderError(f"{path.name}：应是一个JSON数组。 A JSON array of objects is expected.")
    try:
        return LocalParameters(found)
    except LocalParameterError as error:
        raise TemplateFolderError(f"{path.name}：{error.says.zh} {error.says.en}") from error


def _row(path: Path) -> Row:
    row = _read(path)
    if not isinstance(row, dict):
        raise TemplateFolderError(f"{path.name}：应是一个JSON对象。 A JSON object is expected.")
    return row


def _read(path: Path) -> object:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateFolderError(
            f"{path.name}：不是可读的JSON文件。 This is no readable JSON file. {error}"
        ) from error
    return found
