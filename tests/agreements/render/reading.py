"""What a reader's program gets out of a paper."""

from collections.abc import Iterator
from typing import Final

from pypdfium2 import PdfDocument

STANDING: Final = ("测试签名环境", "校验码 ")
"""Words of the lines that stand on every page."""


def lines(pdf: bytes) -> list[list[str]]:
    """Lines of each page, those that stand on every page left out."""
    with PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [[line for line in text.splitlines() if line.strip() and not _stands(line)] for text in texts]


def _stands(line: str) -> bool:
    return any(word in line for word in STANDING)


def copied(pdf: bytes) -> str:
    """The whole text as one string without any space: where lines break is layout."""
    return solid("".join(line for page in lines(pdf) for line in page))


def solid(text: str) -> str:
    return "".join(text.split())


def texts_of(value: object) -> Iterator[str]:
    """Every string in a tree of lists and objects."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)
