"""Bodies of the routes about documents, the agreement's files, and the court's desk. Same rules as `bodies`."""

from datetime import date, datetime
from typing import Literal

from agreements.kinds import FieldType, Kind
from server.http.bodies import Body, Sentence

PaperFile = Literal["agreement.pdf", "evidence.pdf", "agreement.json"]
MinutesFile = Literal["minutes.pdf", "minutes-evidence.pdf", "minutes.json"]
VerifierName = Literal["verify.html", "verify.py"]
StageName = Literal["none", "drafting", "freezing", "signing", "closing", "sealed"]


class DocumentAdded(Body):
    """`POST /api/v1/session/documents`: kept and hashed; its pages are there."""

    id: str
    name: str
    pages: int
    bytes: int
    sha256: str


class TermChoice(Body):
    """One value of a choice."""

    value: str
    label: Sentence


class TermWhen(Body):
    """Show the field only while `field` says one of `values` (none: while it says anything)."""

    field: str
    values: tuple[str, ...]


class TermField(Body):
    """One field of a form."""

    name: str
    type: FieldType
    label: Sentence
    required: bool
    rows: bool
    limit: int
    choices: tuple[TermChoice, ...]
    default: str
    when: TermWhen | None


class TermKind(Body):
    """One kind of part and its form."""

    kind: Kind
    heading: Sentence
    fields: tuple[TermField, ...]


class TermKinds(Body):
    """`GET /api/v1/terms`: the forms in force today."""

    version: str
    kinds: tuple[TermKind, ...]


class Court(Body):
    """A court on file."""

    id: str
    name: str


class CourtList(Body):
    """`GET /api/v1/courts`."""

    courts: tuple[Court, ...]


class PapersState(Body):
    """`GET /api/v1/session/papers`: what this seat may fetch now, also when the session is over."""

    title: str
    case_no: str
    number: str
    stage: StageName
    sealed_at: datetime | None
    pages: int
    evidence_pages: int
    files: tuple[PaperFile, ...]
    effects: tuple[str, ...]
    """The rules of domain.md §2.4 as sentences (Chinese), as the evidence page prints them."""


class MinutesState(Body):
    """`GET /api/v1/session/minutes`: what this seat may fetch of the minutes now, also when the session is over.

    `stage`: of the paper; `drafting`: the minutes are still being written.
    """

    stage: StageName
    number: str
    sealed_at: datetime | None
    pages: int
    evidence_pages: int
    files: tuple[MinutesFile, ...]


class TicketRequest(Body):
    """`POST /api/v1/session/papers/tickets`: for browsers that cannot save what a script fetched."""

    file: PaperFile | MinutesFile


class Ticket(Body):
    """One file, one use, 60 seconds."""

    url: str
    expires_at: datetime


class CourtRow(Body):
    """One sealed agreement on the clerk's desk."""

    id: str
    case_no: str
    number: str
    cause: str
    organisation: str
    parties: str
    """Names, as in the title: 张三与某某公司."""
    sealed_at: datetime
    downloads: int
    last_download: datetime | None


class CourtRows(Body):
    """`GET /api/v1/court/agreements`: of the own court, newest first."""

    agreements: tuple[CourtRow, ...]


class Check(Body):
    """One line of the verifier's report. `result`: `holds`, `broken`, `untrusted`, `unchecked`."""

    id: str
    result: Literal["holds", "broken", "untrusted", "unchecked"]
    sentence: Sentence


class CheckedSignature(Body):
    """One signature as the verifier read it from the file itself."""

    field: str
    signer: str
    at: datetime | None
    result: Literal["holds", "broken", "untrusted", "unchecked"]
    issuer: str
    test: bool


class Verification(Body):
    """`POST /api/v1/verifications`: what the verifier found in a file that anybody brought. Nothing of it is kept."""

    kind: Literal[
        "agreement",
        "evidence",
        "minutes",
        "application",
        "service_address",
        "certificate",
        "rights_notice",
        "consent_scan",
        "undisputed_facts",
        "termination",
        "package",
        "unknown",
    ]
    verdict: Literal["holds", "broken", "untrusted"]
    registered: bool
    """Whether each paper in it is, byte for byte, one that was sealed on this server."""
    test: bool
    """Whether anything in it rests on 测试 certificates."""
    sha256: str
    """Of the file that was sent."""
    codes: tuple[str, ...]
    """The codes that each page of its papers must bear (a1b2-c3d4), to be compared with a sheet of paper."""
    signatures: tuple[CheckedSignature, ...]
    checks: tuple[Check, ...]
    not_proved: tuple[Sentence, ...]


class Verifier(Body):
    """A program that checks a bundle on anybody's own computer; the same bytes lie in every bundle."""

    name: VerifierName
    sha256: str
    bytes: int


class FormerVerifier(Body):
    """One that lies in bundles made earlier; `since`: the day from which it did."""

    name: VerifierName
    since: date
    sha256: str


class VerifierList(Body):
    """`GET /api/v1/verifiers`: published here, so that the one in a bundle can be compared before it is trusted.

    `former`: the newest first.
    """

    programs: tuple[Verifier, ...]
    former: tuple[FormerVerifier, ...]


class CourtDetail(CourtRow):
    """`GET /api/v1/court/agreements/{agreement}`: the file, checked anew just now."""

    digest: str
    code: str
    pages: int
    evidence_pages: int
    agreement_sha256: str
    evidence_sha256: str
    verdict: Literal["holds", "broken", "untrusted"]
    signatures: tuple[CheckedSignature, ...]
    checks: tuple[Check, ...]
    not_proved: tuple[Sentence, ...]
