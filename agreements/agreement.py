"""The agreement as a value: one type for each stage, so that what cannot be done at a stage has no place to be done.

    Drafting ──freeze asked──▶ Freezing ──PDF certified──▶ Signing ──all signed──▶ Closing ──sealed──▶ Sealed
       ▲                          │ cannot be printed         │ change or refusal: every signature is void
       └──────────────────────────┴───────────────────────────┘

What has to be done next outside (render, sign, close) follows from this value alone (`step.due`), so a crash loses no
order: the state is the queue.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from agreements.draft import Draft
from agreements.ids import AgreementId, Digest, FieldName, SignerId
from agreements.standing import IN_PERSON, Standing
from law.people import Party
from law.sentence import Sentence


class Capacity(StrEnum):
    """In what capacity somebody takes part and signs."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"
    """第三人: one whose own interest is touched."""
    GUARANTOR = "guarantor"
    """保证人: in writing, so signs (民法典 §685)."""
    MEDIATOR = "mediator"
    ORGANISATION = "organisation"
    """The mediation organisation: its seal, put on last by the keeper of the seal (规则 §19)."""
    ATTENDANT = "attendant"
    """For no side of an agreement: agent, co-mediator, recorder, interpreter, third person; signs minutes only."""


class PaperKind(StrEnum):
    """What is signed. All but the agreement have no draft here: they come frozen, and fall back to where they began."""

    AGREEMENT = "agreement"
    MINUTES = "minutes"
    CONFIRMATION_APPLICATION = "confirmation_application"
    MEDIATION_PAPER_APPLICATION = "mediation_paper_application"
    WITHDRAWAL_APPLICATION = "withdrawal_application"
    SERVICE_ADDRESS = "service_address"


@dataclass(frozen=True, slots=True)
class Member:
    """One who signs: a person, or the organisation by its seal. `party`: who is bound; None for who mediates.

    `field` is where this member signs.
    """

    id: SignerId
    capacity: Capacity
    name: str
    """The natural person who signs: the party, the company's representative, the mediator."""
    field: FieldName
    party: Party | None = None
    identity: str = ""
    """How this person was identified: `digits`, `mediator`, `unconfirmed`, or `account`."""
    title: str = ""
    """In what capacity the paper calls this person, where that is not read off `capacity`."""
    standing: Standing = IN_PERSON
    """By which right this person signs for `party`."""
    seat: SignerId | None = None
    """Whose device this person uses, where several sit at one (an assisted seat); None: the seat of the same id."""
    seal_serial: str = ""
    """Of the organisation: 电子印章编号."""

    @property
    def device(self) -> SignerId:
        """The seat that acts for this person."""
        return self.seat or self.id


@dataclass(frozen=True, slots=True)
class Editor:
    """A co-mediator, who writes in the draft and signs nothing."""

    id: SignerId
    name: str
    leads: bool = False
    """Took the session over, while the mediator of the case is away."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the agreement is about, taken from the case when the draft was opened."""

    case_no: str
    number: str
    """Number of the paper (doc_no)."""
    organisation: str
    cause: str
    """As printed, Chinese."""
    lane: str
    accepted_on: str
    """Local ISO date on which the organisation took the case."""
    room: str
    paper: PaperKind = PaperKind.AGREEMENT


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line drawn without lifting: x, y in 0…1000 of the pad's width, ms since the first touch, pressure 0…255."""

    points: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """A drawn signature, or a typed name (then no strokes). `height`: of the pad, in thousandths of its width."""

    strokes: tuple[Stroke, ...]
    height: int
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code that was sent; only its hash is kept. Bound to the agreement's digest and this signer."""

    sha256: Digest
    """SHA-256 of `<digest>|<signer>|<code>`."""
    sent_at: datetime
    expires: datetime
    channel: str
    """`sms`, `email` or `outbox` (模拟)."""
    target_masked: str
    tries_left: int
    message: str = ""
    """Id of the message that carries it, by which its delivery is known; empty: none does."""


@dataclass(frozen=True, slots=True)
class Activation:
    """Everything the signer did to set the signature off; the evidence page prints it. From here the server signs."""

    request: str
    """The client's idempotency key."""
    at: datetime
    ink: Ink
    channel: str
    target_masked: str
    device: str
    source: str
    """Network address."""
    agent: str
    """User agent, shortened."""
    account: str = ""
    """Of a seal: the name of the keeper who put it on."""
    identity: str = ""
    """How the signer was identified then, as `Member.identity`; what is learnt or lost later changes no signature."""
    phone: str = ""
    """User agent of the telephone it was drawn on by a link of this tab; empty: drawn where it was signed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The signature that is in the file, durably."""

    at: datetime
    """Time of the RFC 3161 timestamp."""
    certificate_serial: str
    certificate_sha256: Digest
    pdf: Digest
    """The revision that this signature made."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One signer's way through the ceremony: read, confirm, code, activate, applied. Each step needs the one before."""

    signer: SignerId
    field: FieldName
    pages_read: tuple[int, ...] = ()
    read_seconds: int = 0
    read_at: datetime | None = None
    """Read to the end."""
    groups: tuple[str, ...] = ()
    """Groups of clauses that this signer said yes to, one by one (`ceremony.groups_of`)."""
    confirmed_at: datetime | None = None
    esign_version: str | None = None
    """Version of 电子签名约定 that was agreed to with the sentence."""
    code: Code | None = None
    codes_sent: int = 0
    activation: Activation | None = None
    applied: Applied | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """Something outside is away (TSA, CA, no space); the work is tried again. Shown to all."""

    code: str
    sentence: Sentence
    since: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Void:
    """A frozen version that fell: by whom, why, and which signatures it had. The file is kept."""

    round: int
    digest: Digest
    pdf: Digest
    at: datetime
    by: SignerId | None
    """None: its time was over."""
    act: str
    """`refused`, `objected`, `reopened` or `expired`."""
    reason: str
    signed: tuple[SignerId, ...]


@dataclass(frozen=True, slots=True)
class Drafting:
    """Being written. `fault`: why the last freeze came to nothing."""

    draft: Draft
    fault: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Freezing:
    """The document's bytes are fixed and durable; its PDF is being made."""

    draft: Draft
    document: Digest
    """Blob of the canonical JSON; its SHA-256 is the agreement's digest."""
    asked_at: datetime
    asked_by: SignerId
    delay: Delay | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """What everyone reads and signs. `pages` are blobs of page pictures."""

    draft: Draft
    digest: Digest
    pdf: Digest
    """The certified PDF without any personal signature."""
    pages: tuple[Digest, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperSigned:
    """The print was signed by hand by all who had not signed here; each page of its scan is the text's own."""

    scan: Digest
    signed: tuple[tuple[SignerId, date], ...]
    """Who, and on which day, as the mediator wrote it down."""
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """Ceremony. `head` is the newest revision: the frozen PDF plus every applied signature."""

    frozen: Frozen
    slots: tuple[Slot, ...]
    """Parties in order, then the mediator, last the organisation."""
    head: Digest
    delay: Delay | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """All have signed; validation data, closing timestamp and evidence page are being made. Effect is not claimed."""

    frozen: Frozen
    slots: tuple[Slot, ...]
    """Where somebody signed on paper instead, the slot stays as it was: nothing in the file is theirs."""
    head: Digest
    delay: Delay | None = None
    paper: PaperSigned | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """Done. Nothing changes any more."""

    frozen: Frozen
    slots: tuple[Slot, ...]
    pdf: Digest
    evidence: Digest
    evidence_pages: tuple[Digest, ...]
    at: datetime
    """Time of the closing timestamp."""
    paper: PaperSigned | None = None


Stage = Drafting | Freezing | Signing | Closing | Sealed


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement of a room. `version` grows with every change, `round` with every freeze."""

    id: AgreementId
    matter: Matter
    members: tuple[Member, ...]
    stage: Stage
    round: int = 0
    voids: tuple[Void, ...] = ()
    version: int = 0
    editors: tuple[Editor, ...] = ()
    """Co-mediators of the room, also who was one: the draft names who wrote what."""
