"""Whether a signature was drawn: enough ink inside the pad, or the signer's own name typed (domain.md §2.8)."""

from itertools import pairwise
from math import dist
from typing import Final

from agreements.agreement import Ink, Stroke
from agreements.ceremony_terms import CeremonyTerms
from agreements.refusals import Unfit

WIDTH: Final = 1000
"""The unit of x and y is a thousandth of the pad's width."""

MOST_POINTS: Final = 20_000
HIGHEST: Final = 2000


def fit(ink: Ink, name: str, terms: CeremonyTerms) -> None:
    """Raises Unfit for ink that nobody would take for a signature of `name`."""
    if ink.typed is not None:
        if ink.strokes or ink.typed != name:
            raise Unfit("ink.typed_name")
        return
    points = sum(len(stroke.points) for stroke in ink.strokes)
    if (
        points > MOST_POINTS
        or not 0 < ink.height <= HIGHEST
        or not all(_drawable(one, ink.height) for one in ink.strokes)
    ):
        raise Unfit("ink.malformed")
    if points < terms.ink_points or sum(map(_length, ink.strokes)) < terms.ink_length:
        raise Unfit("ink.too_little")


def _drawable(stroke: Stroke, height: int) -> bool:
    inside = all(
        0 <= x <= WIDTH and 0 <= y <= height and 0 <= pressure <= 255 and ms >= 0
        for x, y, ms, pressure in stroke.points
    )
    return inside and all(earlier[2] <= later[2] for earlier, later in pairwise(stroke.points))


def _length(stroke: Stroke) -> float:
    return sum(dist(earlier[:2], later[:2]) for earlier, later in pairwise(stroke.points))
