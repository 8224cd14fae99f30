"""Scans of print copies: pages drawn as a scanner or an old phone would, in an order of the test's choice."""

import io
from collections.abc import Callable, Iterable

from PIL import Image, ImageFilter
from pypdfium2 import PdfDocument

Shot = Callable[[Image.Image], Image.Image]


def sheets(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """Each page as a picture."""
    with PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def scan(pages: Iterable[Image.Image]) -> bytes:
    """A PDF of pictures, as scanners make it."""
    # Pillow would leave the list of one file on its pictures for the next.
    first, *rest = (page.copy() for page in pages)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=rest, resolution=150)
    return file.getvalue()


def noisy(page: Image.Image) -> Image.Image:
    """Grey paper, dust, a soft lens."""
    dust = Image.effect_noise(page.size, 50)
    return Image.blend(page, dust, 0.18).filter(ImageFilter.GaussianBlur(0.8))


def turned(angle: float) -> Shot:
    """Laid in askew, or upside down."""
    return lambda page: page.rotate(angle, expand=True, fillcolor=230, resample=Image.Resampling.BICUBIC)


def at_an_angle(page: Image.Image) -> Image.Image:
    """Photographed from below: the far edge is narrower, and the table shows."""
    wide, high = page.size
    lean = wide * 0.1
    corners = (-lean, -high * 0.05, 0, high, wide, high, wide + lean, -high * 0.05)
    quad = (corners[0], corners[1], corners[2], corners[3], corners[4], corners[5], corners[6], corners[7])
    return page.transform(page.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=90)
