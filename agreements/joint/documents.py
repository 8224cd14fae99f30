"""Application and 送达地址确认书 as data, as they are frozen: what is printed, and the same as fields for machines.

All values are strings, integers, booleans, lists and objects of these, so that the canonical JSON is one; its SHA-256
is what is signed.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Final

import rfc8785

from agreements.document import SignatureField
from agreements.ids import Digest
from agreements.letter import Passage

APPLICATION: Final = "mediation-application/1"
SERVICE_ADDRESS: Final = "mediation-service-address/2"
FIRST_SERVICE_ADDRESS: Final = "mediation-service-address/1"
"""Names and versions of these shapes."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the paper, from top to bottom; the sheet adds layout alone."""

    title: str
    number: str
    case_no: str
    organisation: str
    passages: tuple[Passage, ...]
    to: str
    """The court; empty for a paper that goes to none by itself."""
    declaration: str
    """What stands right above the signatures."""
    dated: str
    """As printed: 2026年3月31日."""
    exact: tuple[str, ...]
    """Names: printed as they are, or the paper is refused (AT-55)."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """One of those who apply, for machines. `video`: whether the court may ask by video."""

    signer: str
    capacity: str
    name: str
    electronic: bool
    rulings: bool
    video: bool


@dataclass(frozen=True, slots=True)
class ApplicationDocument:
    """司法确认申请书, 出具民事调解书申请书 or 撤诉申请书. Days are ISO, empty where there are none."""

    schema: str
    paper: str
    """Id of this paper."""
    round: int
    route: str
    court_id: str
    court_name: str
    basis: str
    basis_shown_by: str
    agreement_number: str
    agreement_sha256: str
    """Of the signed data, or of the scan where it was signed on paper."""
    origin: str
    """`online` or `offline`."""
    signed_on: str
    counts_from: str
    """Earliest day of effect, from which the thirty days run."""
    apply_by: str
    days_left: int
    """On the day of freezing; below zero when late."""
    court_case_no: str
    applicants: tuple[Applicant, ...]
    printed: Printed
    fields: tuple[SignatureField, ...]
    frozen_on: str


@dataclass(frozen=True, slots=True)
class AddressDocument:
    """送达地址确认书 of one party, with a separate answer for rulings (AT-54)."""

    schema: str
    paper: str
    round: int
    signer: str
    name: str
    electronic: bool
    rulings: bool
    sms_phone: str
    email: str
    im_account: str
    postal_address: str
    postcode: str
    recipient: str
    recipient_phone: str
    agent: str
    printed: Printed
    fields: tuple[SignatureField, ...]
    frozen_on: str
    platform_account: str = ""
    order: tuple[str, ...] = ()
    """Of the electronic ways, the first tried first. This and the account before: since version 2."""


CourtPaper = ApplicationDocument | AddressDocument


def court_paper_bytes(document: CourtPaper) -> bytes:
    """RFC 8785 JSON."""
    plain: dict[str, Any] = asdict(document)
    return rfc8785.dumps(plain)


def court_paper_digest(content: bytes) -> Digest:
    """SHA-256 of these bytes."""
    return Digest(hashlib.sha256(content).hexdigest())
