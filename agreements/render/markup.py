"""HTML of a paper, with an account of every text by the face it is set in, so that the gate sees what is printed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from html import escape

from agreements.render.fonts import Face


class Markup:
    """Collects texts while a sheet is written. Every text of a person goes through `text` or `paragraphs`."""

    def __init__(self, spelling: Callable[[str], str] = str) -> None:
        """`spelling`: how each text is written before it is set; as it is, by default."""
        self.texts: defaultdict[Face, list[str]] = defaultdict(list)
        self._spelling = spelling

    def text(self, face: Face, text: str) -> str:
        written = self._spelling(text)
        self.texts[face].append(written)
        return f'<span class="{face}">{escape(written)}</span>'

    def body(self, text: str) -> str:
        return self.text(Face.BODY, text)

    def strong(self, text: str) -> str:
        return self.text(Face.STRONG, text)

    def heading(self, text: str) -> str:
        return self.text(Face.HEADING, text)

    def paragraphs(self, texts: Iterable[str]) -> list[str]:
        """One block for each line of each text; empty lines part them no further."""
        return [f"<p>{self.body(line)}</p>" for text in texts for line in text.split("\n") if line.strip()]
