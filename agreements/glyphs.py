"""The gate before printing: what the faces cannot show, or what could not be copied out again, is refused by name.

A character is refused when
- no glyph of the face shows it (AT-55, LR-19);
- it has no ink of its own (controls, joiners, direction marks, fillers) or chooses another drawing of the character
  before it (variation selectors): the fonts know no such choice, and printing the plain form would alter a name;
- it is an accent that does not melt with its letter into one glyph: it would be drawn beside the letter;
- another character of the same paper is drawn by the same glyph (⼀ U+2F00 and 一 U+4E00): a PDF remembers one
  character for a glyph, so one of the two would copy out as the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from law.plain_text import GLYPH_CHOICES, INKLESS

LAYOUT: Final = "\n\t"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_BLANK: Final = "Zs"


def unprintable(texts: Iterable[str], glyphs: Mapping[int, str]) -> tuple[str, ...]:
    """What `glyphs` (code point to glyph) cannot print of these texts, each once, in order, as `字 U+XXXX`."""
    clusters = [cluster for text in texts for cluster in _clusters(text)]
    missing = [cluster for cluster in clusters if _glyph(cluster, glyphs) is None]
    return tuple(dict.fromkeys(map(_named, [*missing, *_twins(clusters, glyphs)])))


def spelled(text: str, glyphs: Mapping[int, str]) -> str:
    """The text with `〔U+1F600〕` for what cannot be printed: for papers that must come out whatever was typed."""
    return "\n".join("".join(_spelled(cluster, glyphs) for cluster in _clusters(line)) for line in text.split("\n"))


def _spelled(cluster: str, glyphs: Mapping[int, str]) -> str:
    glyph, plain = _glyph(cluster, glyphs), _glyph(unicodedata.normalize("NFKC", cluster), glyphs)
    if glyph is not None and (glyph != plain or unicodedata.is_normalized("NFKC", cluster) or cluster.isspace()):
        return cluster
    return f"〔{_codes(cluster)}〕"


def drawn(text: str, glyphs: Mapping[int, str]) -> list[str]:
    """The glyphs of a printable text, in order; an unprintable one loses what cannot be shown, so ask first."""
    return [glyph for cluster in _clusters(text) if (glyph := _glyph(cluster, glyphs)) is not None]


def runs(text: str, names: Sequence[str], chain: Sequence[Mapping[int, str]]) -> list[tuple[int, str]]:
    """The text in pieces, each with the number of the first of `chain` that shows it, or of the last.

    A name is one piece wherever it stands, so that no name is set in two faces (AT-55).
    """
    found: list[tuple[int, str]] = []
    for piece in _pieces(text, names):
        place = _showing(piece, chain)
        if found and found[-1][0] == place:
            found[-1] = (place, found[-1][1] + piece)
        else:
            found.append((place, piece))
    return found


def _pieces(text: str, names: Sequence[str]) -> Iterator[str]:
    """Names whole, the rest character by character."""
    longest = sorted(filter(None, names), key=len, reverse=True)
    whole = re.compile("|".join(map(re.escape, longest)) if longest else r"(?!)")
    start = 0
    for name in whole.finditer(text):
        yield from _marked(text[start : name.start()])
        yield name[0]
        start = name.end()
    yield from _marked(text[start:])


def _marked(text: str) -> Iterator[str]:
    """Characters with what leans on them, layout too."""
    piece = ""
    for char in text:
        if piece and not _leans(char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _showing(piece: str, chain: Sequence[Mapping[int, str]]) -> int:
    last = len(chain) - 1
    return next((place for place, glyphs in enumerate(chain) if not unprintable([piece], glyphs)), last)


def _clusters(text: str) -> list[str]:
    """Characters with the marks and selectors that follow them; line breaks and tabs are layout."""
    found: list[str] = []
    for char in text:
        if char in LAYOUT:
            continue
        if found and _leans(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _leans(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"} or ord(char) in GLYPH_CHOICES


def _glyph(cluster: str, glyphs: Mapping[int, str]) -> str | None:
    """The one glyph that draws the cluster."""
    composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
    if len(composed) > 1 or composed in INKLESS or unicodedata.category(composed) in _UNSEEN:
        return None
    return glyphs.get(ord(composed))


def _twins(clusters: Iterable[str], glyphs: Mapping[int, str]) -> list[str]:
    """Characters that share a glyph with another one here; of each pair the one that is the stand-in."""
    first: dict[str, str] = {}
    found: list[str] = []
    for cluster in dict.fromkeys(clusters):
        glyph = _glyph(cluster, glyphs)
        if glyph is None or unicodedata.category(cluster[0]) == _BLANK:
            continue
        other = first.setdefault(glyph, cluster)
        if other != cluster:
            found.append(_stand_in(other, cluster))
    return found


def _stand_in(one: str, other: str) -> str:
    return one if unicodedata.normalize("NFKC", one) != one else other


def _named(cluster: str) -> str:
    return f"{cluster} {_codes(cluster)}" if unicodedata.category(cluster[0]) not in _UNSEEN else _codes(cluster)


def _codes(cluster: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in cluster)
