"""Smaller font programs: WeasyPrint keeps an empty place for each of a font's 60,000 glyphs, four fifths of the file.

In a CID-keyed CFF the number of a glyph in the text (CID) is found through the font's charset, so the empty places can
go while text and widths stay as they are (PDF 32000-1 §9.7.4.2, CIDFontType0C).
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Protocol

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont


class File(Protocol):
    """What the finisher gets from WeasyPrint: pydyf's PDF."""

    catalog: dict[str, list[object]]
    objects: list[Any]


def slim_down(pdf: File) -> None:
    """Replaces each CID-keyed font program by one with the used glyphs alone."""
    for font in list(pdf.objects):
        if isinstance(font, dict) and font.get("Subtype") == "/CIDFontType0":
            descriptor = pdf.objects[_number(font["FontDescriptor"])]
            stream = pdf.objects[_number(descriptor["FontFile3"])]
            stream.stream = [slimmed(stream.stream[0], set(_cids(font["W"])))]
            stream.extra["Subtype"] = "/CIDFontType0C"


def slimmed(program: bytes, used: Iterable[int]) -> bytes:
    """The CFF table of an OpenType font with the glyphs `used`, and .notdef."""
    # Boxes as they were, larger than those of the glyphs that stay: to have them anew would be a third of a printing.
    font = TTFont(BytesIO(program), recalcBBoxes=False, lazy=True)
    outlines = CFFFontSet()
    outlines.decompile(BytesIO(font.reader["CFF "]), font)
    top = outlines[0]
    kept = sorted({0, *used})
    names = [top.charset[glyph] for glyph in kept]
    index = top.CharStrings.charStringsIndex
    index.items = [index[glyph] for glyph in kept]
    del index.offsets
    top.CharStrings.charStrings = {name: glyph for glyph, name in enumerate(names)}
    top.charset, top.numGlyphs = names, len(names)
    top.FDSelect.format, top.FDSelect.gidArray = None, [top.FDSelect.gidArray[glyph] for glyph in kept]
    slim = BytesIO()
    outlines.compile(slim, font, isCFF2=False)
    return slim.getvalue()


def _cids(widths: list[Any]) -> Iterator[int]:
    """CIDs of a /W array: first CID, widths of it and those after it, and so on."""
    for first, following in zip(widths[::2], widths[1::2], strict=True):
        yield from range(first, first + len(following))


def _number(reference: bytes) -> int:
    """Of the object that `12 0 R` refers to."""
    return int(reference.split()[0])
