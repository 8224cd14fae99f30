"""The data inside a paper: read strictly, in its canonical form (RFC 8785), and found again on the printed pages."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import pypdfium2
import rfc8785
from pydantic import TypeAdapter, ValidationError

from agreements.document import SCHEMA, Document
from agreements.ports import Evidence
from agreements.verify.limits import PAGES, TEXT_PER_PAGE
from agreements.verify.revisions import Malformed, TooMuch

AGREEMENT_DATA: Final = "agreement.json"
EVIDENCE_DATA: Final = "evidence.json"
EVIDENCE_SCHEMA: Final = "signing-evidence/1"
NUMBERED: Final = re.compile(r"第\s*\d+\s*页")
"""Where a foot differs from page to page."""

Value = TypeVar("Value", Document, Evidence)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one paper says: its data as bytes and as a value, and the text of each of its pages."""

    raw: bytes
    value: Document | Evidence
    pages: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the data, hex."""
        return hashlib.sha256(self.raw).hexdigest()


def document_of(raw: bytes) -> Document:
    """The agreement's data; raises Malformed unless it is canonical and complete."""
    value = _strict(raw, TypeAdapter(Document))
    if value.schema != SCHEMA:
        raise Malformed(f"不认识的数据版本 {value.schema}。", f"The data's version {value.schema} is not known here.")
    return value


def evidence_of(raw: bytes) -> Evidence:
    """The evidence page's data; raises Malformed unless it is canonical and complete."""
    value = _strict(raw, TypeAdapter(Evidence))
    if value.schema != EVIDENCE_SCHEMA:
        raise Malformed(f"不认识的数据版本 {value.schema}。", f"The data's version {value.schema} is not known here.")
    return value


def _strict(raw: bytes, adapter: TypeAdapter[Value]) -> Value:
    if not canonical(raw):
        raise Malformed("内嵌数据不是规范形式（RFC 8785）。", "The embedded data is not in canonical form (RFC 8785).")
    try:
        return adapter.validate_json(raw, strict=True, extra="forbid")
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


def short_code(digest: str) -> str:
    """The digest as people read it to each other."""
    return f"{digest[:4]}-{digest[4:8]}"


def printed_agreement(document: Document) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (document.title, document.number, document.organisation, document.opening, document.terms_lead)
    for party in document.parties:
        yield from (party.heading, party.sentence, party.representative)
    for section in (document.facts, *document.closing_sections):
        yield from (section.heading, *section.paragraphs)
    for term in document.terms:
        yield from (f"{term.number}、{term.heading}", term.text)
    for row in document.performance:
        yield from (row.obligor, row.content, row.amount, row.amount_cn, row.due, row.method)
    for field in document.fields:
        yield from (field.signer_name, field.on_behalf_of)


def printed_evidence(evidence: Evidence) -> Iterator[str]:
    """Likewise for the evidence page."""
    yield from (evidence.title, evidence.number, evidence.digest, evidence.agreement_pdf_sha256)
    for signer in evidence.signers:
        yield from (signer.name, signer.certificate_sha256)
    for effect in evidence.effects:
        yield effect.says
    yield from evidence.not_proved
