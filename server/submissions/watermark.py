"""A page picture for reading alone: across it, who looks at it and when, so that a photograph of it says so too."""

import io
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FACE: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Of Debian's fonts-noto-cjk, as the papers' own (agreements/render/fonts)."""
PART_OF_WIDTH: Final = 42
"""A letter's height as a part of the page's width."""
INK: Final = (170, 30, 30, 46)
ANGLE: Final = 28
QUALITY: Final = 82
JPEG: Final = "image/jpeg"


def watermarked(picture: bytes, text: str) -> bytes:
    """A JPEG of that page with `text` all over it; raises OSError for what is no picture. Takes a core for a while."""
    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert("RGB")
    tile = _tile(text, max(page.width // PART_OF_WIDTH, 10))
    for row, top in enumerate(range(-tile.height // 2, page.height, tile.height)):
        for left in range(-tile.width // 2 * (row % 2), page.width, tile.width):
            page.paste(tile, (left, top), tile)
    made = io.BytesIO()
    page.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _tile(text: str, size: int) -> Image.Image:
    font = _font(size)
    left, top, right, bottom = font.getbbox(text)
    wide, high = int(right - left) + 3 * size, int(bottom - top) + 3 * size
    flat = Image.new("RGBA", (wide, high), (255, 255, 255, 0))
    ImageDraw.Draw(flat).text((1.5 * size - left, 1.5 * size - top), text, font=font, fill=INK)
    return flat.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACE, size, index=2)
