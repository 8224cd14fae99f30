"""Application and 送达地址确认书 as sheets, as courts print them (domain.md §3.4, §3.12). No sentence is added.

What was written down comes out whatever was typed, the unprintable as `〔U+1F600〕`; names are printed as they are or
the paper is refused (AT-55).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from agreements.canonical import short_code
from agreements.document import SignatureField
from agreements.glyphs import spelled, unprintable
from agreements.ids import Digest
from agreements.joint.documents import ApplicationDocument, CourtPaper, Printed
from agreements.letter import Line, Passage
from agreements.ports import Rendered, Unprintable
from agreements.render import press
from agreements.render.fonts import SYSTEM_FONTS, Face, fonts_of
from agreements.render.ink_places import in_rows, ink_place
from agreements.render.markup import Markup
from agreements.render.press import Sheet
from agreements.render.standing import footer, trial
from law.beijing import BEIJING

TO: Final = "此致"
WIDTH: Final = 2
"""Signatures in a row."""


def court_paper(
    document: CourtPaper, *, canonical: bytes, digest: str, checked_at: str = "", fonts: Path = SYSTEM_FONTS
) -> Rendered:
    """The paper before any signature, with a box for each signer. Raises Unprintable for a name, FontsMissing."""
    glyphs = fonts_of(fonts).glyphs[Face.BODY]
    sheet = court_paper_sheet(document, canonical=canonical, digest=digest, glyphs=glyphs)
    return press.printed(sheet, fonts, checked_at)


def court_paper_sheet(document: CourtPaper, *, canonical: bytes, digest: str, glyphs: Mapping[int, str]) -> Sheet:
    """`digest`: SHA-256 of `canonical`, hex. `glyphs`: of the body face. Raises Unprintable for names alone."""
    told = document.printed
    if missing := unprintable(told.exact, glyphs):
        raise Unprintable(missing)
    markup = Markup(lambda text: spelled(text, glyphs))
    standing = trial(markup) + footer(markup, told.number, short_code(Digest(digest)))
    body = "".join([_head(markup, told), *_text(markup, told), _ending(markup, told, document.fields)])
    applies = isinstance(document, ApplicationDocument)
    return Sheet(
        title=f"{told.title} {told.number}",
        organisation=told.organisation,
        styles=("titled", "court_paper"),
        html=standing + body,
        markup=markup,
        made=datetime.combine(date.fromisoformat(document.frozen_on), time(), BEIJING),
        attachment="application.json" if applies else "service_address.json",
        description=f"本{'申请书' if applies else '确认书'}的结构化数据（RFC 8785 规范形式）",
        canonical=canonical,
        identifier=digest,
        code=short_code(Digest(digest)),
    )


def _head(markup: Markup, told: Printed) -> str:
    lines = (f"编号：{told.number}", f"案号：{told.case_no}")
    numbers = "<br>".join(markup.body(line) for line in lines if line[3:])
    return f'<h1>{markup.strong(told.title)}</h1><div class="numbers">{numbers}</div>'


def _text(markup: Markup, told: Printed) -> Iterable[str]:
    for passage in told.passages:
        yield from _passage(markup, passage)


def _passage(markup: Markup, passage: Passage) -> Iterable[str]:
    if passage.heading:
        yield f"<h2>{markup.heading(passage.heading)}</h2>"
    yield from markup.paragraphs(passage.paragraphs)
    if passage.lines:
        rows = "".join(_row(markup, line) for line in passage.lines)
        yield f'<table class="lines"><tbody>{rows}</tbody></table>'


def _row(markup: Markup, line: Line) -> str:
    texts = "<br>".join(map(markup.body, line.texts))
    return f"<tr><th>{markup.body(line.name)}</th><td>{texts}</td></tr>"


def _ending(markup: Markup, told: Printed, every: tuple[SignatureField, ...]) -> str:
    """To whom, room for each signer's ink, the day: never alone on a page."""
    to = f'<p>{markup.body(TO)}</p><p class="to">{markup.body(told.to)}</p>' if told.to else ""
    said = f"<p>{markup.body(told.declaration)}</p>" if told.declaration else ""
    rows = in_rows([ink_place(markup, field) for field in every if field.kind != "platform"], WIDTH)
    table = f'<table class="signatures"><tbody>{rows}</tbody></table>'
    return f'<div class="ending">{to}{said}{table}<p class="dated">{markup.body(told.dated)}</p></div>'
