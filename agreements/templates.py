"""The dated texts of papers, and how values get into them.

A template names values as `{payer}`; a part in square brackets stands only if every value in it does. Where a value is
still missing outside brackets, a blank line stands for it, so the draft reads as what it will become.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.dated import Row, day, in_force, rows

BLANK: Final = "＿＿＿＿"
OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
VALUE: Final = re.compile(r"\{([a-z_]+)\}")
ONES: Final = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Template:
    """One version of all texts. `texts` is the row of `data/wording.json`."""

    id: str
    version: str
    valid_from: date
    valid_to: date | None
    texts: Row

    @property
    def name(self) -> str:
        """Id and version, as the frozen document carries them."""
        return f"{self.id}/{self.version}"


class NoTemplateError(LookupError):
    """No template is in force on that day: ours to mend in `agreements/data/wording.json`."""


def template_on(today: date) -> Template:
    """The texts in force on that day. Raises NoTemplateError if there are none."""
    found = in_force(_TEMPLATES, today)
    if not found:
        raise NoTemplateError(today.isoformat())
    return found[-1]


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, … 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{ONES[tens]}十") + (ONES[ones] if ones else "")


def filled(template: str, values: Mapping[str, str]) -> str:
    """The sentence; see the top of this module."""

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) for name in VALUE.findall(part[1])) else ""

    return VALUE.sub(lambda name: values.get(name[1]) or BLANK, OPTIONAL.sub(kept, template))


def _template(row: Row) -> Template:
    return Template(row["id"], row["version"], date.fromisoformat(row["valid_from"]), day(row["valid_to"]), row)


_TEMPLATES: Final = tuple(map(_template, rows("wording.json", package="agreements")))
