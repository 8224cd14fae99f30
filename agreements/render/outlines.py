"""Letters as outlines in PDF operators, for papers too small to carry fonts."""

from fontTools.pens.recordingPen import RecordingPen

from agreements.glyphs import drawn, unprintable
from agreements.ports import Unprintable
from agreements.render.fonts import Face, Fonts

_OPERATORS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": "h"}


def number(value: float) -> str:
    """Two decimals are finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def width_of(text: str, fonts: Fonts) -> float:
    """In ems of the body face."""
    face = fonts.faces[Face.BODY]
    advances = (face["hmtx"][glyph][0] for glyph in drawn(text, fonts.glyphs[Face.BODY]))
    return float(sum(advances)) / int(face["head"].unitsPerEm)


def outlined(text: str, *, x: float, y: float, size: float, fonts: Fonts) -> str:
    """One line of the body face, filled, its baseline beginning at x, y. Raises Unprintable."""
    if missing := unprintable([text], fonts.glyphs[Face.BODY]):
        raise Unprintable(missing)
    face = fonts.faces[Face.BODY]
    scale = size / face["head"].unitsPerEm
    shapes = face.getGlyphSet()
    parts: list[str] = []
    for glyph in drawn(text, fonts.glyphs[Face.BODY]):
        pen = RecordingPen()
        shapes[glyph].draw(pen)
        for step, points in pen.value:
            places = (number(place) for px, py in points for place in (x + px * scale, y + py * scale))
            parts.append(" ".join((*places, _OPERATORS[step])))
        x += face["hmtx"][glyph][0] * scale
    return "\n".join((*parts, "f"))
