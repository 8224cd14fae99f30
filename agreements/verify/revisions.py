"""The file as bytes: revisions that follow each other without a gap, and signatures that leave out only their own hex.

Readers forgive much, and what a reader forgives a forger can use: junk behind the end, a second case of hex digits,
bytes in the padding. Here one file has one spelling.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from agreements.verify.limits import OBJECTS, REVISIONS, SIGNATURES

HEADER: Final = re.compile(rb"%PDF-1\.[4-7]\r?\n|%PDF-2\.0\r?\n")
TAIL: Final = re.compile(rb"\s*(?:endobj\s+)?startxref\r?\n(\d{1,10})\r?\n%%EOF(?:\r\n|\n|\r)?")
RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*0 +(\d{1,10}) +(\d{1,10}) +(\d{1,10})\s*\]")
HEX_DIGITS: Final = (b"0123456789abcdef", b"0123456789ABCDEF")
"""One case or the other, never both."""


class Malformed(Exception):
    """The bytes are not in the one form; `zh` and `en` say where."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class TooMuch(Exception):
    """The file asks for more than `limits` gives; it is not looked at further."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a signature's own value stands: `start` is the `<`, `end` is behind the `>`, `covered` the range's end."""

    start: int
    end: int
    covered: int


def closing_gap(data: bytes) -> Gap:
    """What the last signature leaves out, by the bytes alone; raises Malformed unless it covers all the rest."""
    begin = data.rfind(b"/ByteRange")
    numbers = RANGE.match(data, begin) if begin >= 0 else None
    if not numbers:
        raise Malformed("文件没有封存时间戳。", "The file has no closing timestamp.")
    start, end, rest = (int(number) for number in numbers.groups())
    if end + rest != len(data):
        raise Malformed("封存之后文件又被追加或截短。", "The file was lengthened or cut after it was closed.")
    if not start < begin < end and _is_hex_string(data[start:end]):
        return Gap(start, end, end + rest)
    raise Malformed("封存时间戳的覆盖范围不合规范。", "The closing timestamp's byte range is not in the one form.")


def opened(data: bytes) -> PdfFileReader:
    """The strict reader on it; raises TooMuch, Malformed, or whatever the reader finds wrong."""
    if not HEADER.match(data):
        raise Malformed("文件开头不是 PDF 标记。", "The file does not begin as a PDF.")
    reader = PdfFileReader(io.BytesIO(data), strict=True)
    if reader.encrypted:
        raise Malformed(
            "文件被加密，本平台的文书从不加密。", "The file is encrypted; papers of this platform never are."
        )
    if reader.xrefs.total_revisions > REVISIONS:
        raise TooMuch(f"修订超过{REVISIONS}次。", f"More than {REVISIONS} revisions.")
    if reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1).size > OBJECTS:
        raise TooMuch(f"对象超过{OBJECTS}个。", f"More than {OBJECTS} objects.")
    if reader.xrefs.hybrid_xrefs_present:
        raise Malformed("文件有两套目录。", "The file has two tables of contents.")
    return reader


def revision_ends(data: bytes, reader: PdfFileReader) -> tuple[int, ...]:
    """Where each revision ends; raises Malformed unless together they are the whole file."""
    ends = tuple(_ends(data, reader))
    if ends[-1] != len(data):
        raise Malformed(
            f"文件末尾之后还有{len(data) - ends[-1]}个字节。",
            f"There are {len(data) - ends[-1]} bytes behind the end of the last revision.",
        )
    return ends


def _ends(data: bytes, reader: PdfFileReader) -> Iterator[int]:
    behind = 0
    for number in range(reader.xrefs.total_revisions):
        table = reader.xrefs.get_xref_container_info(number)
        tail = TAIL.match(data, table.end_location)
        in_order = behind <= table.start_location < table.end_location
        if not (tail and in_order and int(tail[1]) == table.declared_startxref == table.start_location):
            raise Malformed(
                f"第{number + 1}次修订的结尾不合规范。", f"Revision {number + 1} does not end as it should."
            )
        behind = tail.end()
        yield behind


def embedded(reader: PdfFileReader) -> tuple[EmbeddedPdfSignature, ...]:
    """The filled signature fields in the order of signing; raises TooMuch."""
    found = tuple(reader.embedded_signatures)
    if len(found) > SIGNATURES:
        raise TooMuch(f"签名超过{SIGNATURES}个。", f"More than {SIGNATURES} signatures.")
    return found


def gap(data: bytes, signature: EmbeddedPdfSignature, ends: Sequence[int]) -> Gap:
    """What the signature leaves out; raises Malformed unless that is its own value alone, up to a revision's end."""
    name = signature.field_name
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        raise Malformed(f"签名域 {name} 的覆盖范围不合规范。", f"The byte range of {name} is not in the one form.")
    start, end, covered = numbers[1], numbers[2], numbers[2] + numbers[3]
    if covered not in ends:
        raise Malformed(f"签名域 {name} 没有覆盖到一次修订的末尾。", f"{name} does not cover a revision to its end.")
    if not _is_hex_string(data[start:end]) or bytes.fromhex(data[start + 1 : end - 1].decode()) != _value(signature):
        raise Malformed(
            f"签名域 {name} 的覆盖范围之外不只有签名值本身。", f"{name} leaves out more than its own value."
        )
    return Gap(start, end, covered)


def _is_hex_string(text: bytes) -> bool:
    digits = text[1:-1]
    framed = text[:1] == b"<" and text[-1:] == b">" and len(text) > 2 and len(text) % 2 == 0
    return framed and any(not digits.translate(None, alphabet) for alphabet in HEX_DIGITS)


def _value(signature: EmbeddedPdfSignature) -> bytes:
    return bytes(signature.pkcs7_content)


def signature_value(signature: EmbeddedPdfSignature) -> bytes:
    """The CMS without its padding; raises Malformed unless the padding is zeros."""
    padded = _value(signature)
    size = der_size(padded)
    if any(padded[size:]):
        raise Malformed(
            f"签名域 {signature.field_name} 的填充不是零。", f"The padding of {signature.field_name} is not zeros."
        )
    return padded[:size]


def der_size(data: bytes) -> int:
    """Length of the DER SEQUENCE at the beginning of `data`; raises Malformed where there is none."""
    if len(data) < 2 or data[0] != 0x30:
        raise Malformed("签名值不是 DER 结构。", "The signature value is no DER.")
    octets = data[1] - 0x80 if data[1] > 0x80 else 0
    size = 2 + octets + (int.from_bytes(data[2 : 2 + octets]) if octets else data[1])
    if octets > 4 or size > len(data):
        raise Malformed("签名值不完整。", "The signature value is cut off.")
    return size


def in_order(gaps: Sequence[Gap]) -> bool:
    """Whether each signature covers all of the one before it."""
    return all(earlier.covered <= later.start and earlier.covered < later.covered for earlier, later in pairwise(gaps))
