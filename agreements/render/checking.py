"""The way from a sheet of paper to the page that checks files: a QR code in the corner of every page."""

from typing import Final

import segno

TITLE: Final = "扫码核对本文件"
QUIET: Final = 4
"""Modules of white around a code (ISO/IEC 18004)."""


def way_to_checking(address: str, code: str) -> str:
    """The paper's short code stands behind the `#`, which browsers keep to themselves."""
    made = segno.make_qr(f"{address}#{code}", error="m")
    drawing = made.svg_inline(border=QUIET, omitsize=True, svgclass=None, lineclass=None, title=TITLE)
    return f'<div class="checking">{drawing}</div>'
