"""What a party is told in the course of a case, as dated, versioned text, and how a ground of ending is cited.

The text that was given stays what it was: `case_notice` finds it again by its version.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.beijing import printed_day
from law.citations import citation
from law.dated import Row, day, in_force, rows, sentence
from law.sentence import Sentence

Value = str | int | date | Sentence
"""What goes into a text; a day is printed as each language writes it."""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A text with everything filled in. `version` names it for good. `statutes` are keys of `law.citations`."""

    version: str
    title: Sentence
    paragraphs: tuple[Sentence, ...]
    statutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """A text with gaps. `lanes` empty: the same in every lane. `defaults` stand where a value is not known."""

    version: str
    kind: str
    lanes: frozenset[str]
    title: Sentence
    paragraphs: tuple[Sentence, ...]
    defaults: Mapping[str, Sentence]
    statutes: tuple[str, ...]
    valid_from: date
    valid_to: date | None

    @property
    def fields(self) -> frozenset[str]:
        """The values that must be given."""
        gaps = {name for one in (self.title, *self.paragraphs) for text in (one.zh, one.en) for name in _gaps(text)}
        return frozenset(gaps - self.defaults.keys())


class NoCaseNoticeError(LookupError):
    """There is no such text, or a value is missing: ours to mend."""


def case_notice(version: str) -> NoticeForm:
    """The text of that version, in force or not. Raises NoCaseNoticeError."""
    found = _BY_VERSION.get(version)
    if found is None:
        raise NoCaseNoticeError(version)
    return found


def notice_form(kind: str, lane: str, on: date) -> NoticeForm:
    """The text of that kind (`rooms.cases.words.NoticeKind`) for that lane on that day. Raises NoCaseNoticeError."""
    found = [one for one in in_force(_FORMS, on) if one.kind == kind and (not one.lanes or lane in one.lanes)]
    if not found:
        raise NoCaseNoticeError(f"{kind} in {lane} on {on}")
    return found[-1]


def notice_text(kind: str, lane: str, on: date, **values: Value) -> NoticeText:
    """That day's text with `values` in its gaps. Raises NoCaseNoticeError, also for a value that is missing."""
    return filled(notice_form(kind, lane, on), **values)


def filled(form: NoticeForm, **values: Value) -> NoticeText:
    """That text with `values` in its gaps. Raises NoCaseNoticeError for a value that is missing."""
    if missing := form.fields - values.keys():
        raise NoCaseNoticeError(f"{form.version} without {', '.join(sorted(missing))}")
    known = {**form.defaults, **values}
    zh = {name: _said(value).zh for name, value in known.items()}
    en = {name: _said(value).en for name, value in known.items()}
    title, *paragraphs = (
        Sentence(one.zh.format_map(zh), one.en.format_map(en)) for one in (form.title, *form.paragraphs)
    )
    return NoticeText(form.version, title, tuple(paragraphs), form.statutes)


def ground_cited(ground: str, on: date) -> Sentence:
    """The item of 在线调解规则 §25 that a ground of ending is (`rooms.cases.words.Ground`), as cited on that day."""
    item, article = _ITEMS[ground], citation("online_mediation.25", on)
    return Sentence(f"{article.zh}第（{'一二三四五六七八'[item - 1]}）项", f"{article.en}({item})")


def _said(value: Value) -> Sentence:
    if isinstance(value, Sentence):
        return value
    if isinstance(value, date):
        return Sentence(printed_day(value), value.isoformat())
    return Sentence(str(value), str(value))


def _gaps(text: str) -> list[str]:
    return re.findall(r"{(\w+)}", text)


def _form(row: Row, blocks: Mapping[str, Sentence]) -> NoticeForm:
    return NoticeForm(
        version=row["version"],
        kind=row["kind"],
        lanes=frozenset(row["lanes"]),
        title=sentence(row["title"]),
        paragraphs=tuple(blocks[name] for name in row["paragraphs"]),
        defaults={name: sentence(words) for name, words in row["defaults"].items()},
        statutes=tuple(row["statutes"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
    )


_ROWS: Final = rows("case_notices.json")
_BLOCKS: Final = {row["block"]: sentence(row) for row in _ROWS if "block" in row}
_FORMS: Final = tuple(_form(row, _BLOCKS) for row in _ROWS if "version" in row)
_BY_VERSION: Final = {form.version: form for form in _FORMS}
_ITEMS: Final[Mapping[str, int]] = {row["ground"]: row["item"] for row in _ROWS if "ground" in row}
