"""The dated texts of papers, and how values get into them.

A template names values as `{payer}`; a part in square brackets stands only if every value in it does. Where a value is
still missing outside brackets, a blank line stands for it, so the draft reads as what it will become.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from law.dated import Row, day, in_force, rows
from law.refusal import SpokenRefusal

BLANK: Final = "＿＿＿＿"
OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
VALUE: Final = re.compile(r"\{([a-z_]+)\}")
LAYOUTS: Final = {"parties": ("sentence", "grid"), "typeface": ("song", "fangsong")}
"""What a template may choose (`agreements.document.Layout`)."""
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


class TemplateError(SpokenRefusal):
    """A version that cannot be: whoever wrote the file is told what to mend."""

    sentences: ClassVar[Mapping[str, tuple[str, str]]] = {
        "template.lacks": ("模板文件缺少“{field}”。", "The template file lacks “{field}”."),
        "template.unknown": (
            "模板里没有“{field}”这一项，或者格式不对。",
            "No template has a text “{field}”, or it has another form.",
        ),
        "template.layout": (
            "模板的版式只能是：parties 为 sentence 或 grid，typeface 为 song 或 fangsong。",
            "A template's layout is: parties “sentence” or “grid”, typeface “song” or “fangsong”.",
        ),
        "template.day": ("模板{version}的生效或失效日期不对。", "The dates of the template {version} are wrong."),
    }


class NoTemplateError(LookupError):
    """No template is in force on that day: ours to mend in `agreements/data/wording.json`."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Every version of the texts there is; of several in force the last one holds."""

    versions: tuple[Template, ...]

    def on(self, today: date) -> Template:
        """The texts in force on that day. Raises NoTemplateError if there are none."""
        found = in_force(self.versions, today)
        if not found:
            raise NoTemplateError(today.isoformat())
        return found[-1]


def templates(own: Iterable[Row] = ()) -> Templates:
    """The texts that come with the program, then an organisation's `own`; what a version leaves out is as it was.

    Raises TemplateError for a version that lacks its dates or has a text that is not known here.
    """
    versions = [_template(_ROWS[0])]
    for row in (*_ROWS[1:], *own):
        versions.append(_own(row, versions[-1]))
    return Templates(tuple(versions))


def template_on(today: date) -> Template:
    """The program's own texts in force on that day. Raises NoTemplateError if there are none."""
    return OFFICIAL.on(today)


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, … 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{ONES[tens]}十") + (ONES[ones] if ones else "")


def filled(template: str, values: Mapping[str, str]) -> str:
    """The sentence; see the top of this module."""

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) for name in VALUE.findall(part[1])) else ""

    return VALUE.sub(lambda name: values.get(name[1]) or BLANK, OPTIONAL.sub(kept, template))


def _own(row: Row, former: Template) -> Template:
    """An organisation's version: what it says, over what the former said."""
    lacking = [name for name in ("id", "version", "valid_from") if not isinstance(row.get(name), str)]
    if lacking:
        raise TemplateError("template.lacks", field=lacking[0])
    whole = _over(former.texts, {"valid_to": None, **row}, "")
    if any(chosen not in LAYOUTS[name] for name, chosen in whole["layout"].items()):
        raise TemplateError("template.layout")
    try:
        return _template(whole)
    except ValueError:
        raise TemplateError("template.day", version=row["version"]) from None


def _over(former: Row, own: Row, where: str) -> Row:
    whole = dict(former)
    for name, text in own.items():
        if name not in former or (name != "valid_to" and not isinstance(text, type(former[name]))):
            raise TemplateError("template.unknown", field=f"{where}{name}")
        whole[name] = _over(former[name], text, f"{where}{name}.") if isinstance(text, dict) else text
    return whole


def _template(row: Row) -> Template:
    return Template(row["id"], row["version"], date.fromisoformat(row["valid_from"]), day(row["valid_to"]), row)


_ROWS: Final = rows("wording.json", package="agreements")
"""The first whole, each later one with what it changed."""
OFFICIAL: Final = templates()
"""The texts that come with the program."""
