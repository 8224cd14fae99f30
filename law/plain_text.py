"""Characters that a reader cannot see but a screen obeys. They are refused, never silently removed (domain.md §3.0)."""

import unicodedata
from collections.abc import Iterable
from typing import Final

BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode UAX #9: explicit directional formatting; they can make a name or sum read as another."""

INKLESS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks with no ink, beside the whole category Cf; in a name they make two names look the same."""

LAYOUT: Final = frozenset("\n\t")

STILL_GROWING: Final = range(0x1F000, 0x40000)
"""Emoji and rare hanzi of people's names: every Unicode version adds some that an older Python calls unassigned."""


def in_line(text: str) -> tuple[str, ...]:
    """Forbidden characters of a chat line or reason as `U+XXXX`, each once, in order. Joiners stay: emoji need them."""
    return _named(char for char in text if char not in LAYOUT and _obeyed(char))


def in_name(text: str) -> tuple[str, ...]:
    """Forbidden characters of a name or title as `U+XXXX`, each once, in order: controls, bidi and zero width."""
    return _named(char for char in text if _obeyed(char) or _unseen(char))


def _obeyed(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cn":
        return ord(char) not in STILL_GROWING or ord(char) & 0xFFFE == 0xFFFE  # …FFFE and …FFFF are never characters
    return char in BIDI_CONTROLS or category in {"Cc", "Cs", "Co", "Zl", "Zp"}


def _unseen(char: str) -> bool:
    return char in INKLESS or unicodedata.category(char) == "Cf"


def _named(chars: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"U+{ord(char):04X}" for char in chars))
