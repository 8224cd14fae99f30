"""Characters in a name that look like others. A name stays as it was entered; the plain form is only offered.

Hidden controls are another matter: `plain_text.in_name` names them and they are refused (domain.md §3.0).
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

RADICALS: Final[Mapping[str, str]] = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
"""Radicals that are whole characters (Unicode EquivalentUnifiedIdeograph). Unicode gives them no decomposition, and
text copied from a PDF is full of them."""

RADICAL_BLOCK: Final = range(0x2E80, 0x2F00)
COMPATIBILITY_BLOCKS: Final = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
"""Kangxi radicals and compatibility ideographs. Full-width letters and brackets are no ideographs and stay."""

VARIATION_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def lookalikes(name: str) -> tuple[str, ...]:
    """The characters that stand in for others, as `U+XXXX`, each once, in order."""
    found = (char for char in name if ord(char) in RADICAL_BLOCK or _plain(char) != char)
    return tuple(dict.fromkeys(f"U+{ord(char):04X}" for char in found))


def plain_form(name: str) -> str:
    """The name in ordinary characters, without spaces around it; a radical that is no whole character stays."""
    return "".join(map(_plain, name)).strip()


def _plain(char: str) -> str:
    code = ord(char)
    if any(code in block for block in VARIATION_SELECTORS):
        return ""
    if any(code in block for block in COMPATIBILITY_BLOCKS):
        return unicodedata.normalize("NFKC", char)
    return RADICALS.get(char, char if code not in RADICAL_BLOCK else unicodedata.normalize("NFKC", char))
