"""HTML of a paper, with an account of every text by the face it is set in, so that the gate sees what is printed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from agreements.glyphs import runs
from agreements.render.fonts import Face, Fonts


@dataclass(frozen=True, slots=True)
class Setting:
    """What running text is set in. `names`: none of them is ever set in two faces (AT-55)."""

    chain: tuple[Face, ...] = (Face.BODY,)
    """The best first; another one where it lacks a character."""
    glyphs: tuple[Mapping[int, str], ...] = ({},)
    """Of each face of the chain."""
    names: tuple[str, ...] = ()


PLAIN: Final = Setting()
"""宋体 alone, which has every character there is."""


def setting(typeface: str, names: Sequence[str], fonts: Fonts) -> Setting:
    """That typeface as far as this machine has it."""
    chain = fonts.chain(typeface)
    return Setting(chain, tuple(fonts.glyphs[face] for face in chain), tuple(dict.fromkeys(names)))


class Markup:
    """Collects texts while a sheet is written. Every text of a person goes through `text` or `paragraphs`."""

    def __init__(self, spelling: Callable[[str], str] = str, body: Setting = PLAIN) -> None:
        """`spelling`: how each text is written before it is set; as it is, by default."""
        self.texts: defaultdict[Face, list[str]] = defaultdict(list)
        self._spelling = spelling
        self._body = body

    def text(self, face: Face, text: str) -> str:
        written = self._spelling(text)
        self.texts[face].append(written)
        return f'<span class="{face}">{escape(written)}</span>'

    def body(self, text: str) -> str:
        if len(self._body.chain) == 1:
            return self.text(self._body.chain[0], text)
        pieces = runs(text, self._body.names, self._body.glyphs)
        return "".join(self.text(self._body.chain[place], piece) for place, piece in pieces)

    def strong(self, text: str) -> str:
        return self.text(Face.STRONG, text)

    def heading(self, text: str) -> str:
        return self.text(Face.HEADING, text)

    def paragraphs(self, texts: Iterable[str]) -> list[str]:
        """One block for each line of each text; empty lines part them no further."""
        return [f"<p>{self.body(line)}</p>" for text in texts for line in text.split("\n") if line.strip()]
