"""Names of files that every system can unpack: nothing Windows forbids, nothing unseen, never too long."""

import unicodedata
from typing import Final

from law.plain_text import INKLESS

FORBIDDEN: Final = frozenset('<>:"/\\|?*')
STEM: Final = 60
"""Characters of what people wrote; number and ending come to it."""
STEM_BYTES: Final = 180
"""In UTF-8: Linux takes 255 bytes for a whole name."""
NAMELESS: Final = "未命名"


def stem(text: str) -> str:
    """The text as part of a file name, never empty. Different texts may give one stem: number them."""
    shown = "".join(map(_shown, text))
    cut = shown[:STEM].encode()[:STEM_BYTES].decode(errors="ignore")
    return " ".join(cut.split()).strip(" .") or NAMELESS


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category.startswith("Z") or char in "\t\n":
        return " "
    if category.startswith("C") or char in INKLESS:
        return ""
    return "_" if char in FORBIDDEN else char
