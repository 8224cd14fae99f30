"""The look of an organisation's seal: red, round, 42 mm; the name in an arc, a star, 测试 and 模拟 plainly, the number.

Decoration: it says of itself that it is a trial, and what counts is the signature behind it (esign.md §2).
"""

from collections.abc import Iterator
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from typing import Final

from pikepdf import Pdf

from agreements.ports import SealLook
from agreements.render.fonts import Fonts, fonts_of
from agreements.render.outlines import number, outlined, width_of

SIDE: Final = 42 * 72 / 25.4
RED: Final = "0.80 0.05 0.10"
RING: Final = 2.8
"""Points of the outer line."""
ARC: Final = 43.0
"""Radius on which the name's baseline stands."""
WIDEST: Final = 1.34 * pi
"""Of the circle that a long name may take; below stand the lines."""
LARGEST: Final = 13.0
STAR: Final = 17.0
ARM: Final = 0.382
"""Inner radius of a five-pointed star, of its outer one."""
TRIAL: Final = "测试·模拟印章"


def seal_drawing(look: SealLook, folder: Path) -> bytes:
    """A one-page PDF of 42 mm by 42 mm. Raises Unprintable, FontsMissing."""
    fonts = fonts_of(folder)
    middle = SIDE / 2
    operators = (
        f"{RED} rg {RED} RG {number(RING)} w 1 0 0 1 {number(middle)} {number(middle)} cm",
        _ring(middle - RING / 2 - 0.5),
        _star(STAR, 4.0),
        *_arched(look.name, fonts),
        _centred(TRIAL, -27.0, 8.5, fonts),
        _centred(look.serial, -36.5, 6.0, fonts),
    )
    paper = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(SIDE, SIDE))
        page.Contents = pdf.make_stream("\n".join(operators).encode("ascii"))
        pdf.save(paper, deterministic_id=True)
    return paper.getvalue()


def _arched(name: str, fonts: Fonts) -> Iterator[str]:
    """Each letter upright on the circle, the whole centred at the top."""
    step = WIDEST / max(len(name) - 1, 1)
    size = min(LARGEST, step * ARC * 0.92)
    step = min(step, size * 1.3 / ARC)
    for place, letter in enumerate(name):
        turn = ((len(name) - 1) / 2 - place) * step
        half = width_of(letter, fonts) * size / 2
        turned = " ".join(map(_fine, (cos(turn), sin(turn), -sin(turn), cos(turn))))
        at = f"{number(-sin(turn) * ARC)} {number(cos(turn) * ARC)}"
        yield f"q {turned} {at} cm {outlined(letter, x=-half, y=-size * 0.35, size=size, fonts=fonts)} Q"


def _centred(text: str, y: float, size: float, fonts: Fonts) -> str:
    return outlined(text, x=-width_of(text, fonts) * size / 2, y=y, size=size, fonts=fonts)


def _ring(radius: float) -> str:
    """A circle of four cubic curves."""
    r, k = number(radius), number(radius * 0.5523)
    return (
        f"{r} 0 m {r} {k} {k} {r} 0 {r} c -{k} {r} -{r} {k} -{r} 0 c "
        f"-{r} -{k} -{k} -{r} 0 -{r} c {k} -{r} {r} -{k} {r} 0 c S"
    )


def _star(radius: float, up: float) -> str:
    points = (
        (reach * sin(corner * pi / 5), up + reach * cos(corner * pi / 5))
        for corner in range(10)
        for reach in (radius if corner % 2 == 0 else radius * ARM,)
    )
    steps = (f"{number(x)} {number(y)} {'m' if first else 'l'}" for first, (x, y) in _marked(points))
    return " ".join((*steps, "h f"))


def _marked(points: Iterator[tuple[float, float]]) -> Iterator[tuple[bool, tuple[float, float]]]:
    for place, point in enumerate(points):
        yield place == 0, point


def _fine(value: float) -> str:
    return f"{value:.5f}"
