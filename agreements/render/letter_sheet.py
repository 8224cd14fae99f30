"""A letter as a sheet, in the layout of official documents (GB/T 9704-2012), with room for a stamp."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Final

from agreements.canonical import short_code
from agreements.glyphs import spelled, unprintable
from agreements.ids import Digest
from agreements.letter import Letter, Line, Passage
from agreements.ports import Unprintable
from agreements.render.markup import Markup
from agreements.render.press import BOX, Sheet
from agreements.render.standing import footer, sealing, trial
from law.beijing import BEIJING

WHOLE: Final = 8
"""Texts of a row that stay on one page; more of them, as in a collective dispute, run on to the next."""


def letter_sheet(letter: Letter, *, canonical: bytes, glyphs: Mapping[int, str]) -> Sheet:
    """`canonical`: the structured data behind the letter, attached as `letter.data`. `glyphs`: of the body face.

    Raises Unprintable for the names alone.
    """
    if missing := unprintable(letter.exact, glyphs):
        raise Unprintable(missing)
    markup = Markup(lambda text: spelled(text, glyphs))
    digest = sha256(canonical).hexdigest()
    standing = trial(markup) if letter.signed_here else ""
    standing += footer(markup, letter.number, short_code(Digest(digest)))
    parts = [_head(markup, letter)]
    for passage in letter.passages:
        parts += _passage(markup, passage)
    parts += [*_closing(markup, letter), _ending(markup, letter)]
    return Sheet(
        title=f"{letter.title} {letter.number}",
        organisation=letter.organisation,
        styles=("titled", "letter"),
        html=standing + f'<div class="{"close" if letter.close else "usual"}">{"".join(parts)}</div>',
        markup=markup,
        made=datetime.combine(date.fromisoformat(letter.dated_on), time(), BEIJING),
        attachment=letter.data,
        description=letter.description,
        canonical=canonical,
        identifier=digest,
        code=short_code(Digest(digest)),
    )


def _head(markup: Markup, letter: Letter) -> str:
    numbers = "<br>".join(markup.body(line) for line in letter.numbers)
    return (
        f'<div class="organisation">{markup.body(letter.organisation)}</div><h1>{markup.strong(letter.title)}</h1>'
        f'<div class="numbers">{numbers}</div>'
        + (f'<div class="to">{markup.body(f"{letter.to}：")}</div>' if letter.to else "")
    )


def _passage(markup: Markup, passage: Passage) -> Iterable[str]:
    if passage.heading and passage.minor:
        yield f"<h3>{markup.strong(passage.heading)}</h3>"
    elif passage.heading:
        yield f"<h2>{markup.heading(passage.heading)}</h2>"
    yield from markup.paragraphs(passage.paragraphs)
    if passage.lines:
        yield _table(markup, passage.lines, "lines numbered" if passage.numbered else "lines")


def _table(markup: Markup, lines: Sequence[Line], style: str) -> str:
    rows = "".join(_row(markup, line) for line in lines)
    return f'<table class="{style}"><tbody>{rows}</tbody></table>'


def _row(markup: Markup, line: Line) -> str:
    kept = "whole" if len(line.texts) <= WHOLE else "long"
    texts = "<br>".join(map(markup.body, line.texts))
    return f'<tr class="{kept}"><th>{markup.body(line.name)}</th><td>{texts}</td></tr>'


def _closing(markup: Markup, letter: Letter) -> Iterable[str]:
    if letter.closing:
        yield f'<p class="closing">{markup.body(letter.closing)}</p>'


def _ending(markup: Markup, letter: Letter) -> str:
    """Who reports, who stamps and when: never alone on a page, and a stamp of 42 mm has room on name and date."""
    reporter = f'<div class="reporter">{markup.body(letter.reporter)}</div>' if letter.reporter else ""
    box = f"{BOX}{letter.seal_field}" if letter.seal_field else ""
    place = sealing(markup, letter.organisation, letter.dated, box)
    if not letter.stamped:
        place = f'<div class="dated">{markup.body(letter.organisation)}<br>{markup.body(letter.dated)}</div>'
    note = f'<div class="sealed">{markup.body(letter.note)}</div>' if letter.note else ""
    return f'<div class="ending">{reporter}{place}{note}</div>'
