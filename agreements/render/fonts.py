"""The faces that papers are set in, and a font configuration in which nothing else exists.

The usual configuration of a machine would let other fonts fill in for missing glyphs and hint outlines its own way;
then the same agreement would come out in other bytes elsewhere.
"""

import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from fontTools.ttLib import TTCollection, TTFont
from weasyprint.text.fonts import FontConfiguration

SYSTEM_FONTS: Final = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's fonts-noto-cjk lies (OFL)."""


class Face(StrEnum):
    """What a text is set in; the value is also its CSS class."""

    BODY = "song"
    STRONG = "song-bold"
    """小标宋's nearest: title and names."""
    HEADING = "hei"
    """黑体 of numbered headings (GB/T 9704)."""
    FANGSONG = "fangsong"
    """仿宋 of official papers, where a template asks for it and this machine has it."""


@dataclass(frozen=True, slots=True)
class _Cut:
    file: str
    family: str
    weight: int


_CUTS: Final = {
    Face.BODY: _Cut("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", 400),
    Face.STRONG: _Cut("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", 700),
    Face.HEADING: _Cut("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", 700),
}
_FANGSONG: Final = (
    _Cut("simfang.ttf", "FangSong", 400),
    _Cut("FandolFang-Regular.otf", "FandolFang R", 400),
)
"""The institution's licensed one first; then the free one of Debian's texlive-lang-chinese, which lacks many names."""
_MORE_PLACES: Final = (
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)
"""Besides the folder; there an institution puts its own."""
_CACHES: Final = '<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir>'
_ENVIRONMENT: Final = threading.Lock()


class FontsMissing(Exception):
    """Ours to mend: the folder lacks a font file. `file` names it; Debian's package is fonts-noto-cjk."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"font file missing: {file} (Debian: fonts-noto-cjk)")
        self.file = file


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of one folder, open. Made once for each process and folder."""

    faces: dict[Face, TTFont]
    glyphs: dict[Face, dict[int, str]]
    """Code point to glyph name."""
    configuration: FontConfiguration
    css: str
    """One rule for each face, by its class."""

    def chain(self, typeface: str) -> tuple[Face, ...]:
        """What the running text of that typeface is set in, best first; 宋体 alone where the machine has no other."""
        return (Face.FANGSONG, Face.BODY) if typeface == Face.FANGSONG and Face.FANGSONG in self.faces else (Face.BODY,)


@cache
def fonts_of(folder: Path) -> Fonts:
    """Opens the faces in `folder`. Raises FontsMissing."""
    cuts, files = dict(_CUTS), {face: folder / cut.file for face, cut in _CUTS.items()}
    for file in files.values():
        if not file.is_file():
            raise FontsMissing(file)
    for cut, file in _fangsong(folder):
        cuts[Face.FANGSONG], files[Face.FANGSONG] = cut, file
    faces = {face: _opened(files[face], cut.family) for face, cut in cuts.items()}
    css = "".join(f".{face}{{font:{cut.weight} 1em '{cut.family}';line-height:inherit}}" for face, cut in cuts.items())
    glyphs = {face: font.getBestCmap() for face, font in faces.items()}
    return Fonts(faces, glyphs, _configuration(tuple(files.values())), css)


def _fangsong(folder: Path) -> list[tuple[_Cut, Path]]:
    """The first there is, or none."""
    places = [(cut, place / cut.file) for cut in _FANGSONG for place in (folder, *_MORE_PLACES)]
    return [(cut, file) for cut, file in places if file.is_file()][:1]


def _opened(file: Path, family: str) -> TTFont:
    """The file's font, or the member of a collection, that has this family name."""
    fonts = TTCollection(file, lazy=True).fonts if file.suffix == ".ttc" else [TTFont(file, lazy=True)]
    for font in fonts:
        if font["name"].getDebugName(1) == family:
            return font
    raise FontsMissing(file)


def _configuration(files: Sequence[Path]) -> FontConfiguration:
    """Fontconfig knows its file by this variable alone; it is read while the object is made and put back at once."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file, _ENVIRONMENT:
        file.write(_rules(files))
        file.flush()
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = file.name
        try:
            return FontConfiguration()
        finally:
            del os.environ["FONTCONFIG_FILE"]
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def _rules(files: Sequence[Path]) -> str:
    shipped = "".join(f"<glob>{escape(str(file))}</glob>" for file in files)
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in dict.fromkeys(file.parent for file in files))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}{_CACHES}<selectfont><rejectfont><glob>*</glob></rejectfont>"
        f"<acceptfont>{shipped}</acceptfont></selectfont></fontconfig>"
    )
