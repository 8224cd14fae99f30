"""The one byte form of a value (RFC 8785) and what its SHA-256 is called."""

import hashlib
from dataclasses import asdict
from typing import Any

import rfc8785

from agreements.agreement import Ink
from agreements.document import Document
from agreements.ids import Digest
from agreements.ports import Evidence


def canonical_bytes(value: Document | Evidence | Ink) -> bytes:
    """RFC 8785 JSON, UTF-8, no newline at the end; the same bytes for equal values wherever they are made."""
    plain: dict[str, Any] = asdict(value)
    return rfc8785.dumps(plain)


def digest_of(content: bytes) -> Digest:
    """SHA-256 of these bytes."""
    return Digest(hashlib.sha256(content).hexdigest())


def short_code(digest: Digest) -> str:
    """For eyes and ears: the first eight hex digits, `a1b2-c3d4`."""
    return f"{digest[:4]}-{digest[4:8]}"
