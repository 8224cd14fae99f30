"""What a file is, by its content: names and claimed types are the sender's words."""

from typing import Final

import puremagic

PDF: Final = "application/pdf"
ENDINGS: Final = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
"""Every type that is taken, and how its files are called."""
LOOKED_AT: Final = 4096
"""Bytes at the beginning that tell the kind."""
HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class Untakable(Exception):
    """Not a file we take; `code` has its sentences in `server.http.problems`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def recognised(content: bytes) -> str:
    """`application/pdf`, `image/jpeg`, `image/png` or `image/webp`; raises Untakable for everything else.

    The signature has to stand at the very beginning, and what puremagic knows of thousands of kinds must agree.
    """
    head = content[:LOOKED_AT]
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        raise Untakable("document.heic")
    found = _signed(head)
    if found is None or found not in {match.mime_type for match in puremagic.magic_string(head)}:
        raise Untakable("document.type")
    return found


def _signed(head: bytes) -> str | None:
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None
