"""What a file is, by its content."""

import pytest

from server.media_types import Untakable, recognised
from tests.uploads import pdf, picture

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf(1), "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
    ],
)
def test_what_is_taken_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert recognised(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF",
        b"x%PDF-1.7 later in the file",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(100),
        b"MZ\x90\x00" + bytes(200),
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(200),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"\x7fELF" + bytes(100),
        b"GIF89a" + bytes(100),
        b"BM" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"{\\rtf1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"MZ\x90\x00" + pdf(1),
        "工资条".encode(),
    ],
)
def test_threat10_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Untakable) as no:
        recognised(content)
    assert no.value.code == "document.type"


def test_a_photo_of_a_kind_we_cannot_read_is_told_apart() -> None:
    with pytest.raises(Untakable) as no:
        recognised(HEIC)
    assert no.value.code == "document.heic"
