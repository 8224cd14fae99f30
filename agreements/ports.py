"""Between the stages' machinery: what goes into rendering and signing, and what comes out. All picklable.

The server passes these to the render pool and to the signing process; neither knows the other.
"""

from dataclasses import dataclass
from datetime import datetime

from agreements.agreement import Ink
from law.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Box:
    """Where a signature field lies: PDF points from the bottom left, page counted from 0."""

    field: str
    page: int
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF before any signature, the same bytes for the same input wherever it runs."""

    pdf: bytes
    pages: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class SignatureLook:
    """What is drawn into a signature field: ink or typed name, name, time of activation, and the word 测试."""

    name: str
    on_behalf_of: str
    ink: Ink
    at: str
    """As printed: 2026-11-22 14:05:09."""
    width: float
    height: float
    """Of the field, in points."""


@dataclass(frozen=True, slots=True)
class SignerIdentity:
    """Whom a certificate is for. The subject carries only the opaque id (esign.md: names break DN tables)."""

    signer: str
    agreement: str


@dataclass(frozen=True, slots=True)
class OrganisationSeal:
    """Whose seal: the signing process keeps one key with its certificate for each organisation, made at first use."""

    organisation: str
    """Opaque id, one word: the member's id, and `SignatureField.signer` of the field. The name stands on the paper."""
    serial: str
    """电子印章编号 as the profile of the organisation has it."""


@dataclass(frozen=True, slots=True)
class SealLook:
    """A round red seal: name in an arc, star, 测试, number. Decoration; the signature behind it counts."""

    name: str
    serial: str


@dataclass(frozen=True, slots=True)
class SignedRevision:
    """A new revision with one more signature."""

    pdf: bytes
    at: datetime
    """Time in the RFC 3161 token."""
    certificate_serial: str
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """A file under its closing document timestamp, coverage entire file."""

    pdf: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceSigner:
    """One row of the 签署证据页."""

    name: str
    capacity: str
    on_behalf_of: str
    id_no_masked: str
    identity: str
    """How identified, in words."""
    read: str
    confirmed: str
    code: str
    """Channel, masked target, times."""
    ink: str
    """drawn: n strokes; or typed."""
    activated_at: str
    signed_at: str
    certificate_serial: str
    certificate_sha256: str
    device: str
    source: str
    agent: str


@dataclass(frozen=True, slots=True)
class EvidenceEffect:
    """One rule of domain.md §2.4 and what it gives: `at` empty where it has not come to pass, and `says` why."""

    rule: str
    citation: str
    says: str
    at: str


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """One line of the course of the ceremony."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the evidence page prints and carries as evidence.json (canonical JSON of this value)."""

    schema: str
    """`signing-evidence/1`."""
    agreement: str
    number: str
    case_no: str
    title: str
    organisation: str
    digest: str
    """SHA-256 of the canonical agreement JSON; the short code is made of it."""
    agreement_pdf_sha256: str
    """Of the sealed agreement PDF, first generation."""
    sealed_at: str
    signers: tuple[EvidenceSigner, ...]
    effects: tuple[EvidenceEffect, ...]
    events: tuple[EvidenceEvent, ...]
    not_proved: tuple[str, ...]
    """Limits of this page (in-house CA and TSA, marked 测试)."""
    left_empty: tuple[str, ...] = ()
    """Fields of the agreement's PDF that nobody fills: of those who signed its print by hand, and of the organisation
    whose stamp is on paper. Every other field must be signed."""
    scan_sha256: str = ""
    """Of the scan of that print; empty where nothing was signed by hand."""


class Unprintable(Exception):
    """Characters no font has (AT-55, LR-19): `characters` in order, each once, as `字 U+XXXX`."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        # The arguments as they came: they are what crosses to another process.
        super().__init__(characters)
        self.characters = characters


class Away(Exception):
    """CA, TSA or their process cannot be reached now; to be tried again. `code` is `tsa.away` or `ca.away`."""

    def __init__(self, code: str, sentence: Sentence) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence
