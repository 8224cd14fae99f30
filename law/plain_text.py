"""Characters that a reader cannot see but a screen obeys. They are refused, never silently removed (domain.md §3.0)."""

import unicodedata
from collections.abc import Iterable
from typing import Final

BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode UAX #9: explicit directional formatting; they can make a name or sum read as another."""

ZERO_WIDTH: Final = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
"""Characters with no ink; in a name they make two names look the same."""

LAYOUT: Final = frozenset("\n\t")


def in_line(text: str) -> tuple[str, ...]:
    """Forbidden characters of a chat line or reason as `U+XXXX`, each once, in order. Joiners stay: emoji need them."""
    return _named(char for char in text if char not in LAYOUT and _obeyed(char))


def in_name(text: str) -> tuple[str, ...]:
    """Forbidden characters of a name or title as `U+XXXX`, each once, in order: controls, bidi and zero width."""
    return _named(char for char in text if _obeyed(char) or char in ZERO_WIDTH or char in LAYOUT)


def _obeyed(char: str) -> bool:
    return char in BIDI_CONTROLS or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def _named(chars: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"U+{ord(char):04X}" for char in chars))
