"""What a signature looks like in its field: ink as strokes, or the typed name, above a strip with name and time.

The look is decoration; what counts is the signature behind it, which the evidence page describes. Letters are drawn as
outlines, so that twenty signatures bring no twenty fonts into the file, and nothing is painted behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import dist
from pathlib import Path
from typing import Final, NamedTuple

from pikepdf import Pdf

from agreements.agreement import Ink, Stroke
from agreements.ports import SignatureLook
from agreements.render.fonts import Fonts, fonts_of
from agreements.render.outlines import number, outlined, width_of

TRIAL: Final = "测试"
TYPED: Final = "键入"
MARGIN: Final = 2.0
STRIP: Final = 0.15
"""Of the field's height, for each of the two lines below the ink."""
USUAL_INK: Final = 38.0
"""Points of height that a field of 60 mm by 22 mm leaves for ink."""
THINNEST: Final = 0.5
THICKEST: Final = 2.0
"""Points, there, without pressure and at full pressure (255); finer in lower fields."""
LARGEST: Final = 0.4
"""Points for a thousandth of the pad's width: a small scrawl is not blown up."""
NEAREST: Final = 0.35
"""Points; what lies closer to the place before it cannot be seen."""
GREY: Final = "0.25 g"


@dataclass(frozen=True, slots=True)
class _Frame:
    x: float
    y: float
    width: float
    height: float


class _Dot(NamedTuple):
    x: float
    y: float
    width: float


def drawing(look: SignatureLook, folder: Path) -> bytes:
    """A one-page PDF of exactly the field's size. Raises Unprintable, FontsMissing."""
    fonts = fonts_of(folder)
    line, inner = look.height * STRIP, look.width - 2 * MARGIN
    ink = _Frame(MARGIN, 2 * line + 1.5 * MARGIN, inner, look.height - 2 * line - 2.5 * MARGIN)
    typed = look.ink.typed
    marks = _strokes(look.ink, ink) if typed is None else _words(typed, ink, fonts)
    lowest = " ".join((look.at, *([TYPED] if typed is not None else []), TRIAL))
    strip = (lowest, " ".join(filter(None, (look.on_behalf_of, look.name))))
    words = [_words(text, _Frame(MARGIN, MARGIN / 2 + n * line, inner, line), fonts) for n, text in enumerate(strip)]
    return _page(look, "\n".join(("1 J 1 j", marks, GREY, *words)))


def _words(text: str, frame: _Frame, fonts: Fonts) -> str:
    """One line as large as the frame allows."""
    size = min(frame.height * 0.85, frame.width / max(width_of(text, fonts), 1))
    return outlined(text, x=frame.x, y=frame.y + (frame.height - size) / 2 + size * 0.14, size=size, fonts=fonts)


def _strokes(ink: Ink, frame: _Frame) -> str:
    """Fits what was drawn into the frame, left and in the middle; pressure becomes width."""
    points = [point for stroke in ink.strokes for point in stroke.points]
    left, right = min(x for x, *_ in points), max(x for x, *_ in points)
    top, bottom = min(y for _, y, *_ in points), max(y for _, y, *_ in points)
    finer = min(1.0, frame.height / USUAL_INK)
    inner = THICKEST * finer
    scale = min((frame.width - inner) / max(right - left, 1), (frame.height - inner) / max(bottom - top, 1), LARGEST)
    middle = frame.y + frame.height / 2

    def placed(stroke: Stroke) -> Iterator[_Dot]:
        for x, y, _, pressure in stroke.points:
            width = finer * (THINNEST + (THICKEST - THINNEST) * pressure / 255)
            yield _Dot(frame.x + inner / 2 + (x - left) * scale, middle - (y - (top + bottom) / 2) * scale, width)

    return "\n".join(line for stroke in ink.strokes for line in _curves(_thinned(list(placed(stroke)))))


def _thinned(dots: list[_Dot]) -> list[_Dot]:
    """Without those that cannot be told from the dot before; the last one stays."""
    kept = dots[:1]
    for dot in dots[1:]:
        if dist(dot[:2], kept[-1][:2]) >= NEAREST:
            kept.append(dot)
    return kept if kept[-1][:2] == dots[-1][:2] else [*kept, dots[-1]]


def _curves(dots: list[_Dot]) -> Iterator[str]:
    """From the middle between two dots to the next such middle, bent towards the dot between; round ends."""
    first, last = dots[0], dots[-1]
    yield _line(first, _middle(first, dots[1]) if len(dots) > 1 else first, first.width)
    for before, dot, after in zip(dots, dots[1:], dots[2:], strict=False):
        yield _bend(_middle(before, dot), dot, _middle(dot, after))
    if len(dots) > 1:
        yield _line(_middle(dots[-2], last), last, last.width)


def _middle(one: _Dot, other: _Dot) -> _Dot:
    return _Dot(*((a + b) / 2 for a, b in zip(one, other, strict=True)))


def _line(start: _Dot, end: _Dot, width: float) -> str:
    return f"{number(width)} w {_at(start)} m {_at(end)} l S"


def _bend(start: _Dot, towards: _Dot, end: _Dot) -> str:
    """The quadratic curve as PDF's cubic one."""
    nears = (_Dot(*((a + 2 * b) / 3 for a, b in zip(side, towards, strict=True))) for side in (start, end))
    return f"{number(towards.width)} w {_at(start)} m {' '.join(map(_at, nears))} {_at(end)} c S"


def _at(dot: _Dot) -> str:
    return f"{number(dot.x)} {number(dot.y)}"


def _page(look: SignatureLook, operators: str) -> bytes:
    paper = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(look.width, look.height))
        page.Contents = pdf.make_stream(operators.encode("ascii"))
        pdf.save(paper, deterministic_id=True)
    return paper.getvalue()
