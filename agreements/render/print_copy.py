"""The 打印签署件: the pages of a fixed text, each with its mark, to be signed on paper and scanned (AT-52).

What stood in signature fields is drawn on the page; fields, data and everything that could be taken for an electronic
original are left out, and each page says what it is.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import segno
from pikepdf import Dictionary, Name, Page, Pdf

from agreements.canonical import short_code
from agreements.ids import Digest
from agreements.paper_marks import Mark, marks
from agreements.render.fonts import Fonts, fonts_of
from agreements.render.outlines import number, outlined

TITLE: Final = "打印签署件"
NOTE: Final = "供打印后签名、盖章，不是电子原件；二维码供核对扫描件的版本和页次，请勿遮盖。"
LEFT: Final = 28 * 72 / 25.4
LOW: Final = 22.0
SIDE: Final = 45.0
"""Of the code with its margin, 16 mm, below the footer and clear of what printers cannot reach."""
QUIET: Final = 4
"""Modules of white around a code (ISO/IEC 18004)."""
DROPPED: Final = ("/AcroForm", "/AF", "/Names", "/Metadata", "/OutputIntents", "/DSS", "/Perms", "/OpenAction")


def print_copy(pdf: bytes, digest: Digest, folder: Path) -> bytes:
    """`pdf`: the text as certified, or as signed so far. The same bytes for the same input. Raises FontsMissing."""
    fonts, out = fonts_of(folder), BytesIO()
    with Pdf.open(BytesIO(pdf)) as paper:
        paper.flatten_annotations("print")
        for entry in DROPPED:
            if entry in paper.Root:
                del paper.Root[entry]
        for page, mark in zip(paper.pages, marks(digest, len(paper.pages)), strict=True):
            _mark(paper, page, mark, short_code(digest), fonts)
        paper.save(out, deterministic_id=True)
    return out.getvalue()


def _mark(paper: Pdf, page: Page, mark: Mark, code: str, fonts: Fonts) -> None:
    if "/Annots" in page:
        del page["/Annots"]
    told = f"{TITLE}　第 {mark.page} 页 共 {mark.pages} 页　校验码 {code}"
    x = LEFT + SIDE + 4
    drawing = (
        f"{number(LEFT)} {number(LOW)} {number(SIDE)} {number(SIDE)} re 1 g f 0 g",
        *_squares(mark.code),
        outlined(told, x=x, y=LOW + 26, size=9, fonts=fonts),
        outlined(NOTE, x=x, y=LOW + 12, size=7.5, fonts=fonts),
    )
    form = paper.make_stream("\n".join(drawing).encode("ascii"))
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 596, 100]))
    name = page.add_resource(form, Name.XObject, Name.PaperMark)
    # What the page itself does to the graphics state stays with it.
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {name} Do Q".encode())


def _squares(text: str) -> Iterator[str]:
    """Runs of dark modules, row by row."""
    code = segno.make_qr(text, error="q")
    rows = [bytes(row) for row in code.matrix]
    step = SIDE / (len(rows) + 2 * QUIET)
    for row, modules in enumerate(rows):
        y = LOW + SIDE - (QUIET + row + 1) * step
        for first, length in _runs(modules):
            at = f"{LEFT + (QUIET + first) * step:.3f} {y:.3f} {length * step:.3f} {step:.3f}"
            yield f"{at} re"
    yield "f"


def _runs(modules: bytes) -> Iterator[tuple[int, int]]:
    """Where dark ones begin, and how many follow each other."""
    start = None
    for place, dark in enumerate((*modules, 0)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
