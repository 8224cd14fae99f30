"""The canonical form of a sealed file: one way to write every byte that no signature covers.

A signature covers the file but for its own /Contents; there, and after the end, a changed byte would go unseen. So
/Contents is upper-case hex of strict DER with zeros to the end, and nothing follows the last %%EOF and its newline.
"""

import re

from asn1crypto import parser
from pyhanko.sign.validation import EmbeddedPdfSignature

from agreements.seal.refusals import BrokenFile

CONTENTS = re.compile(rb"<([0-9A-F]+)>")


def require_canonical_end(pdf: bytes) -> None:
    """Raises BrokenFile where anything follows the last %%EOF, or there is none."""
    if not re.search(rb"startxref\n[0-9]+\n%%EOF\n?\Z", pdf[-40:]):
        raise BrokenFile("the file does not end with %%EOF")


def require_canonical_contents(pdf: bytes, signature: EmbeddedPdfSignature) -> None:
    """Raises BrokenFile where the /Contents of `signature`, read from `pdf`, could be written in another way."""
    start, length, after, _ = (int(value) for value in signature.byte_range)
    found = CONTENTS.fullmatch(pdf, start + length, after)
    if found is None:
        raise BrokenFile(f"/Contents of {signature.field_name} is not plain upper-case hex")
    content = bytes.fromhex(found[1].decode())
    if content[_der_length(content) :].strip(b"\0"):
        raise BrokenFile(f"/Contents of {signature.field_name} is not padded with zeros")


def _der_length(content: bytes) -> int:
    *_, header, body, trailer = parser.parse(content)
    return len(header) + len(body) + len(trailer)
