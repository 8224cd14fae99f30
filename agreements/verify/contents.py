"""The data inside a paper: read strictly, in its canonical form (RFC 8785), and found again on the printed pages."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

import pypdfium2
import rfc8785
from pydantic import ValidationError

from agreements.document import SignatureField
from agreements.verify.limits import PAGES, TEXT_PER_PAGE
from agreements.verify.revisions import Malformed, TooMuch
from agreements.verify.schemas import PaperSchema, value_of

PLATFORM: Final = "platform"
NUMBERED: Final = re.compile(r"第\s*\d+\s*页")
"""Where a foot differs from page to page."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What one paper says: its data as bytes and as a value, and the text of each of its pages."""

    raw: bytes
    schema: PaperSchema
    value: object
    """What the schema makes of `raw`."""
    pages: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the data, hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def code(self) -> str:
        """What stands on each page: the short form of a digest, as people read it to each other."""
        digest = self.schema.coded(self.value) if self.schema.coded else self.digest
        return f"{digest[:4]}-{digest[4:8]}"

    @property
    def paper(self) -> str:
        """The id that its signers' certificates name."""
        return self.schema.paper(self.value)

    @property
    def persons(self) -> tuple[SignatureField, ...]:
        """Who must have signed, the platform left out."""
        return tuple(field for field in self.schema.fields(self.value) if field.kind != PLATFORM)


def contents_of(raw: bytes, schema: PaperSchema, pages: tuple[str, ...]) -> Contents:
    """The paper's data; raises Malformed unless it is canonical and complete."""
    if not canonical(raw):
        raise Malformed("内嵌数据不是规范形式（RFC 8785）。", "The embedded data is not in canonical form (RFC 8785).")
    try:
        return Contents(raw, schema, value_of(raw, schema), pages)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Malformed(f"内嵌数据的 {place} 不合规范。", f"The embedded data is wrong at {place}.") from None


def canonical(raw: bytes) -> bool:
    """Whether these bytes are the RFC 8785 form of what they say; raises RecursionError for a bottomless nesting."""
    try:
        return rfc8785.dumps(json.loads(raw)) == raw
    except (ValueError, rfc8785.CanonicalizationError):
        return False


def page_texts(data: bytes) -> tuple[str, ...]:
    """What a person can copy from each page; raises TooMuch."""
    with pypdfium2.PdfDocument(data) as document:
        if len(document) > PAGES:
            raise TooMuch(f"页数超过{PAGES}。", f"More than {PAGES} pages.")
        return tuple(_page_text(document, number) for number in range(len(document)))


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    text = document[number].get_textpage()
    if text.count_chars() > TEXT_PER_PAGE:
        raise TooMuch(f"第{number + 1}页文字过多。", f"Page {number + 1} has too much text.")
    # PDFium tells a hyphen at the end of a line as U+FFFE or U+0002, guessing that it parts a word.
    return str(text.get_text_range()).replace("\ufffe", "-").replace("\x02", "-")


def running_text(pages: tuple[str, ...]) -> str:
    """The pages as one text without white space and without the lines that stand at the foot of every page."""
    lines = [page.splitlines() for page in pages]
    while len(lines) > 1 and all(lines) and len({NUMBERED.sub("", page[-1]) for page in lines}) == 1:
        lines = [page[:-1] for page in lines]
    return close_set("".join(line for page in lines for line in page))


def close_set(text: str) -> str:
    """Without white space, which line breaks and layout add."""
    return "".join(text.split())


def is_printed(text: str, said: str) -> bool:
    """Whether `text` stands in `said`; a character that no font has stands there as `〔U+1F600〕`."""
    words = close_set(text)
    return words in said or "".join(each if each in said else f"〔U+{ord(each):04X}〕" for each in words) in said
