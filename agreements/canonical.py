"""The one byte form of a value (RFC 8785) and what its SHA-256 is called."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import rfc8785

from agreements.agreement import Ink
from agreements.certificate import Certificate
from agreements.document import (
    Document,
    Layout,
    Particular,
    PerformanceRow,
    PrintedParty,
    PrintedTerm,
    Section,
    SignatureField,
)
from agreements.ids import Digest
from agreements.ports import Evidence
from agreements.rights_notice import RightsNotice
from agreements.termination import TerminationNotice


def canonical_bytes(value: Document | Evidence | Ink | Certificate | RightsNotice | TerminationNotice) -> bytes:
    """RFC 8785 JSON, UTF-8, no newline at the end; the same bytes for equal values wherever they are made."""
    plain: dict[str, Any] = asdict(value)
    return rfc8785.dumps(plain)


def document_from(content: bytes) -> Document:
    """The document of canonical bytes we made ourselves and whose digest was checked; no reader of strangers' files."""
    plain: dict[str, Any] = json.loads(content)
    return Document(
        **plain
        | {
            "parties": tuple(map(_party, plain["parties"])),
            "facts": _section(plain["facts"]),
            "terms": tuple(PrintedTerm(**each) for each in plain["terms"]),
            "performance": tuple(PerformanceRow(**each) for each in plain["performance"]),
            "closing_sections": tuple(map(_section, plain["closing_sections"])),
            "fields": tuple(SignatureField(**each) for each in plain["fields"]),
            "layout": Layout(**plain.get("layout", {})),
        }
    )


def digest_of(content: bytes) -> Digest:
    """SHA-256 of these bytes."""
    return Digest(hashlib.sha256(content).hexdigest())


def short_code(digest: Digest) -> str:
    """For eyes and ears: the first eight hex digits, `a1b2-c3d4`."""
    return f"{digest[:4]}-{digest[4:8]}"


def _party(plain: dict[str, Any]) -> PrintedParty:
    particulars = tuple(Particular(**each) for each in plain.get("particulars", ()))
    return PrintedParty(**plain | {"particulars": particulars})


def _section(plain: dict[str, Any]) -> Section:
    return Section(plain["id"], plain["heading"], tuple(plain["paragraphs"]))
