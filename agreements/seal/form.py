"""The canonical form of a sealed file: one way to write every byte that no signature covers.

A signature covers the file but for its own /Contents; there, and after the end, a changed byte would go unseen. So
/Contents is upper-case hex of strict DER with zeros to the end, and nothing follows the last %%EOF and its newline.
"""

import re
from collections.abc import Iterator

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.seal.refusals import BrokenFile

CONTENTS = re.compile(rb"<([0-9A-F]+)>")


def require_canonical(pdf: bytes, reader: PdfFileReader) -> None:
    """Raises BrokenFile where `pdf`, read by `reader`, is not in the form above."""
    if not re.search(rb"startxref\n[0-9]+\n%%EOF\n?\Z", pdf):
        raise BrokenFile("the file does not end with %%EOF")
    for gap in _gaps(reader):
        found = CONTENTS.fullmatch(pdf, *gap)
        if found is None:
            raise BrokenFile("a signature's /Contents is not plain upper-case hex")
        content = bytes.fromhex(found[1].decode())
        end = _der_length(content)
        if content[end:].strip(b"\0"):
            raise BrokenFile("a signature's /Contents is not padded with zeros")


def _gaps(reader: PdfFileReader) -> Iterator[tuple[int, int]]:
    """Start and end of each /Contents, angle brackets included."""
    for signature in reader.embedded_signatures:
        start, length, after, _ = signature.byte_range
        yield int(start) + int(length), int(after)


def _der_length(content: bytes) -> int:
    *_, header, body, trailer = parser.parse(content)
    return len(header) + len(body) + len(trailer)
