"""From a sheet to a PDF/A-3 with its data attached: the same bytes for the same input, in any process.

The press reads no file and no address: the sheet names none, and the fetcher would refuse.
"""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final, Never

from pikepdf import ObjectStreamMode, Pdf
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile

from agreements.glyphs import unprintable
from agreements.ports import Box, Rendered, Unprintable
from agreements.render.checking import way_to_checking
from agreements.render.fonts import Fonts, fonts_of
from agreements.render.markup import Markup
from agreements.render.subsets import File, slim_down

VARIANT: Final = "pdf/a-3u"
COLOURS: Final = "--srgb"
POINTS_PER_PX: Final = 0.75
BOX: Final = "box-"
"""Elements whose id begins so are signature fields; the field's name follows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper before printing. `html` is the body, every text of it known to `markup`."""

    title: str
    organisation: str
    styles: tuple[str, ...]
    """Which of styles/ set it behind `paper`, without `.css`."""
    html: str
    markup: Markup
    made: datetime
    """With offset; stands in the file as its date."""
    attachment: str
    """File name of `canonical` inside the PDF."""
    description: str
    canonical: bytes
    identifier: str
    """Hex; makes the file's identifier."""
    code: str
    """What the footer calls it; the QR code beside leads to the page that checks papers, and says it again."""


class NothingToFetch(Exception):
    """A sheet named an address."""


def _refuse(url: str) -> Never:
    raise NothingToFetch(url)


def printed(sheet: Sheet, folder: Path, checked_at: str = "") -> Rendered:
    """Raises FontsMissing. What the faces cannot show has been refused by `gate` or spelled out by then.

    `checked_at`: the page that checks papers, or "".
    """
    fonts = fonts_of(folder)
    try:
        return _printed(sheet, checked_at, fonts, _styles(folder, sheet.styles))
    finally:
        # A rendering leaves cycles of hundreds of megabytes behind; in a long-lived worker they would add up.
        gc.collect()


def warm(folder: Path) -> None:
    """Does once what the first paper would wait for: libraries, fonts, styles. What stays is never collected again."""
    markup = Markup()
    html = f"<p>{markup.body('预')}{markup.strong('热')}{markup.heading('了')}</p>"
    for styles in (("titled", "agreement"), ("evidence",)):
        made = datetime.fromtimestamp(0, UTC)
        printed(Sheet("预热", "", styles, html, markup, made, "a.json", "", b"{}", "00", ""), folder)
    gc.freeze()


def gate(sheet: Sheet, folder: Path) -> Sheet:
    """The same sheet, every character of which can be shown and copied out again; raises Unprintable, FontsMissing."""
    glyphs = fonts_of(folder).glyphs
    found = [name for face, texts in sheet.markup.texts.items() for name in unprintable(texts, glyphs[face])]
    if found:
        raise Unprintable(tuple(dict.fromkeys(found)))
    return sheet


def _printed(sheet: Sheet, checked_at: str, fonts: Fonts, styles: Sequence[CSS]) -> Rendered:
    # Both steps want the same options: `write_pdf` does not remember those of `render`.
    options: dict[str, object] = {
        "pdf_variant": VARIANT,
        "pdf_tags": True,
        "pdf_identifier": bytes.fromhex(sheet.identifier),
        "attachments": [_attached(sheet)],
        "output_intent": COLOURS,
    }
    way = way_to_checking(checked_at, sheet.code) if checked_at and sheet.code else ""
    html = HTML(string=f'<html lang="zh-CN"><body>{way}{sheet.html}</body></html>', url_fetcher=_refuse)
    document = html.render(
        font_config=fonts.configuration, color_profiles={COLOURS: _colours()}, stylesheets=list(styles), **options
    )
    about = document.metadata
    about.title, about.authors = sheet.title, [sheet.organisation]
    about.created = about.modified = sheet.made.isoformat()
    pdf = _repacked(document.write_pdf(finisher=_finish, **options))
    return Rendered(pdf, len(document.pages), _boxes(document))


def _repacked(pdf: bytes) -> bytes:
    """Its small objects in packs of a hundred. In WeasyPrint's single pack, closing 48 tagged pages took 49 s.

    The signing library reads the list of a whole pack for each object in it, so time grew with its square.
    """
    packed = BytesIO()
    with Pdf.open(BytesIO(pdf)) as file:
        file.save(packed, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _colours() -> ColorProfile:
    """PDF/A's output intent. Left to itself WeasyPrint opens this file for each paper and never closes it."""
    return ColorProfile(BytesIO(_icc()), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b"))


@cache
def _icc() -> bytes:
    return (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


def _attached(sheet: Sheet) -> Attachment:
    """Without dates of its own it would carry the time of printing. WeasyPrint takes them for UTC."""
    made = sheet.made.astimezone(UTC)
    return Attachment(
        file_obj=BytesIO(sheet.canonical),
        name=sheet.attachment,
        description=sheet.description,
        relationship="Data",
        created=made,
        modified=made,
        url_fetcher=_refuse,
    )


def _boxes(document: Document) -> tuple[Box, ...]:
    """Where the sheet's `box-…` elements came to lie, in the order of the pages."""
    return tuple(
        _box(name.removeprefix(BOX), number, page.height, rectangle)
        for number, page in enumerate(document.pages)
        for name, rectangle in page.anchors.items()
        if name.startswith(BOX)
    )


def _box(field: str, page: int, height: float, rectangle: tuple[float, float, float, float]) -> Box:
    """From CSS px below the top to points above the bottom."""
    x1, y1, x2, y2 = rectangle
    low, high = (height - y2) * POINTS_PER_PX, (height - y1) * POINTS_PER_PX
    return Box(field, page, *(round(value, 3) for value in (x1 * POINTS_PER_PX, low, x2 * POINTS_PER_PX, high)))


@cache
def _styles(folder: Path, styles: tuple[str, ...]) -> tuple[CSS, ...]:
    fonts = fonts_of(folder)
    own = files("agreements.render") / "styles"
    texts = (fonts.css, *((own / f"{name}.css").read_text("utf-8") for name in ("paper", *styles)))
    return tuple(CSS(string=text, font_config=fonts.configuration, url_fetcher=_refuse) for text in texts)


def _finish(_: Document, pdf: File) -> None:
    slim_down(pdf)
    # WeasyPrint lists an attachment twice among the associated files.
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
