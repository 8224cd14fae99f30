"""Characters that a reader cannot see but a screen obeys. They are refused, never silently removed (domain.md §3.0)."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode UAX #9: explicit directional formatting; they can make a name or sum read as another."""

INKLESS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U00016fe4\U0001d159"
    "\u180b\u180c\u180d\u180f\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07"
    "\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
"""Letters, marks and symbols with no ink, beside the whole category Cf (Unicode's Default_Ignorable_Code_Point, and
blanks of braille and music); in a name they make two names look the same."""

SPACES: Final = frozenset(" \u3000")
"""What keyboards type between words, narrow and wide. Every other space looks like one of them and is another."""

GLYPH_CHOICES: Final = range(0xE0100, 0xE01F0)
"""Ideographic variation selectors (UTS #37): directly behind a hanzi one picks how it is drawn, and registers of names
use that (葛 has two forms). There it is taken as entered, and `names.lookalikes` offers the plain form."""
IDEOGRAPHS: Final = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x34000))

MOST_MARKS: Final = 2
"""Accents over or under one letter: Vietnamese and Thai need two. More of them bury the lines above."""

LAYOUT: Final = frozenset("\n\t")

STILL_GROWING: Final = range(0x1F000, 0x40000)
"""Emoji and rare hanzi of people's names: every Unicode version adds some that an older Python calls unassigned."""


def in_line(text: str) -> tuple[str, ...]:
    """Forbidden characters of a chat line or reason as `U+XXXX`, each once, in order. Joiners stay: emoji need them."""
    return _named(char for char in text if char not in LAYOUT and _obeyed(char))


def in_name(text: str) -> tuple[str, ...]:
    """Forbidden characters of a name or title as `U+XXXX`, each once, in order: controls, bidi, inkless, piled up."""
    return _named(_not_in_names(text))


def _not_in_names(text: str) -> Iterator[str]:
    before, marks = "", 0
    for char in text:
        marks = marks + 1 if _is_accent(char) else 0
        if _obeyed(char) or _unseen(char, before) or marks > MOST_MARKS:
            yield char
        before = char


def _obeyed(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cn":
        return ord(char) not in STILL_GROWING or ord(char) & 0xFFFE == 0xFFFE  # …FFFE and …FFFF are never characters
    return char in BIDI_CONTROLS or category in {"Cc", "Cs", "Co", "Zl", "Zp"}


def _unseen(char: str, before: str) -> bool:
    if ord(char) in GLYPH_CHOICES:
        return not any(ord(before or " ") in block for block in IDEOGRAPHS)
    category = unicodedata.category(char)
    return char in INKLESS or category == "Cf" or (category == "Zs" and char not in SPACES)


def _is_accent(char: str) -> bool:
    """Whether it is drawn onto the letter before it; letters written below each other (Tibetan) have class 0."""
    return unicodedata.combining(char) != 0 or unicodedata.category(char) == "Me"


def _named(chars: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"U+{ord(char):04X}" for char in chars))
