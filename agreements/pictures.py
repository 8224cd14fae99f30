"""Pages of a PDF as pictures, for phones that cannot show a PDF. Signatures' looks are drawn in. Not thread-safe."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from PIL import Image
from pypdfium2 import PdfDocument, PdfPage

GREYS: Final = 16
"""Shades. Print needs no more, and a page takes half of what 256 would."""


def pages(pdf: bytes, *, width_px: int = 1240) -> tuple[bytes, ...]:
    """PNGs in order, `width_px` wide, in shades of grey: our papers are black on white."""
    with PdfDocument(pdf) as document:
        document.init_forms()
        return tuple(_pictures(document, width_px))


def _pictures(document: PdfDocument, width_px: int) -> Iterator[bytes]:
    for page in document:
        yield _png(page, width_px)
        page.close()


def _png(page: PdfPage, width_px: int) -> bytes:
    bitmap = page.render(scale=width_px / page.get_width(), grayscale=True, may_draw_forms=True)
    shades = bitmap.to_pil().point([round(shade * (GREYS - 1) / 255) for shade in range(256)])
    shades = Image.frombytes("P", shades.size, shades.tobytes())
    shades.putpalette([round(shade * 255 / (GREYS - 1)) for shade in range(GREYS) for _ in range(3)])
    picture = BytesIO()
    # Measured: `optimize` takes nine times as long for 4 % fewer bytes.
    shades.save(picture, "PNG", bits=4)
    return picture.getvalue()
