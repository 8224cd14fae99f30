"""Papers from values; nobody else knows WeasyPrint and fontTools. Runs in the render pool, never on the loop."""

from pathlib import Path

from agreements.bundle.index import Index, Reading
from agreements.document import Document
from agreements.ids import Digest
from agreements.letter import Letter
from agreements.minutes_document import MinutesDocument
from agreements.ports import Evidence, Rendered, SealLook, SignatureLook
from agreements.render import press
from agreements.render import print_copy as copying
from agreements.render.agreement_sheet import agreement_sheet
from agreements.render.bundle_sheet import index_sheet, reading_sheet
from agreements.render.evidence_sheet import evidence_sheet
from agreements.render.fonts import SYSTEM_FONTS, Face, FontsMissing, fonts_of
from agreements.render.letter_sheet import letter_sheet
from agreements.render.look import drawing
from agreements.render.minutes_sheet import minutes_sheet
from agreements.render.round_seal import seal_drawing

__all__ = [
    "SYSTEM_FONTS",
    "FontsMissing",
    "agreement",
    "appearance",
    "bundle_index",
    "bundle_reading",
    "evidence",
    "letter",
    "minutes",
    "print_copy",
    "seal",
    "warm",
]


def agreement(
    document: Document, *, canonical: bytes, digest: str, checked_at: str = "", fonts: Path = SYSTEM_FONTS
) -> Rendered:
    """The agreement before any signature. `digest`: SHA-256 of `canonical`, hex. Raises Unprintable, FontsMissing.

    `checked_at`, here and below: the page that checks papers, to which a QR code leads; "": there is none.
    """
    sheet = agreement_sheet(document, canonical=canonical, digest=digest, fonts=fonts_of(fonts))
    return press.printed(press.gate(sheet, fonts), fonts, checked_at)


def appearance(look: SignatureLook, *, fonts: Path = SYSTEM_FONTS) -> bytes:
    """What is drawn into the signer's field: a one-page PDF of its size. Raises Unprintable, FontsMissing."""
    return drawing(look, fonts)


def bundle_index(told: Index, *, canonical: bytes, fonts: Path = SYSTEM_FONTS) -> Rendered:
    """The 卷内目录 of a court's bundle. The unprintable stands as `〔U+1F600〕`. Raises FontsMissing."""
    return press.printed(index_sheet(told, canonical=canonical, glyphs=fonts_of(fonts).glyphs[Face.BODY]), fonts)


def bundle_reading(told: Reading, *, canonical: bytes, fonts: Path = SYSTEM_FONTS) -> Rendered:
    """How to check a court's bundle. Raises FontsMissing."""
    return press.printed(reading_sheet(told, canonical=canonical, glyphs=fonts_of(fonts).glyphs[Face.BODY]), fonts)


def evidence(facts: Evidence, *, canonical: bytes, checked_at: str = "", fonts: Path = SYSTEM_FONTS) -> Rendered:
    """The 签署证据页, unsigned; it has no boxes. The unprintable stands as `〔U+1F600〕`. Raises FontsMissing."""
    glyphs = fonts_of(fonts).glyphs[Face.BODY]
    return press.printed(evidence_sheet(facts, canonical=canonical, glyphs=glyphs), fonts, checked_at)


def letter(told: Letter, *, canonical: bytes, checked_at: str = "", fonts: Path = SYSTEM_FONTS) -> Rendered:
    """A letter; it has a box where the organisation seals it here. Raises Unprintable, FontsMissing."""
    glyphs = fonts_of(fonts).glyphs[Face.BODY]
    return press.printed(letter_sheet(told, canonical=canonical, glyphs=glyphs), fonts, checked_at)


def minutes(
    document: MinutesDocument, *, canonical: bytes, digest: str, checked_at: str = "", fonts: Path = SYSTEM_FONTS
) -> Rendered:
    """The 笔录, unsigned, with a box for each signer. Raises Unprintable for a name, FontsMissing."""
    glyphs = fonts_of(fonts).glyphs[Face.BODY]
    return press.printed(minutes_sheet(document, canonical=canonical, digest=digest, glyphs=glyphs), fonts, checked_at)


def print_copy(pdf: bytes, digest: Digest, *, fonts: Path = SYSTEM_FONTS) -> bytes:
    """The pages of a fixed text with a mark on each, to be signed on paper. Raises FontsMissing."""
    return copying.print_copy(pdf, digest, fonts)


def seal(look: SealLook, *, fonts: Path = SYSTEM_FONTS) -> bytes:
    """An organisation's round seal: a one-page PDF of 42 mm. Raises Unprintable, FontsMissing."""
    return seal_drawing(look, fonts)


def warm(fonts: Path = SYSTEM_FONTS) -> None:
    """For the initializer of a pool's worker: the first paper takes no longer than the next. Raises FontsMissing."""
    press.warm(fonts)
