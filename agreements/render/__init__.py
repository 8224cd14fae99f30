"""Papers from values; nobody else knows WeasyPrint and fontTools. Runs in the render pool, never on the loop."""

from pathlib import Path

from agreements.document import Document
from agreements.ports import Rendered
from agreements.render.agreement_sheet import agreement_sheet
from agreements.render.fonts import SYSTEM_FONTS, FontsMissing
from agreements.render.press import printed

__all__ = ["SYSTEM_FONTS", "FontsMissing", "agreement"]


def agreement(document: Document, *, canonical: bytes, digest: str, fonts: Path = SYSTEM_FONTS) -> Rendered:
    """The agreement before any signature. `digest`: SHA-256 of `canonical`, hex. Raises Unprintable, FontsMissing."""
    return printed(agreement_sheet(document, canonical=canonical, digest=digest), fonts)
