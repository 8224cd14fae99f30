"""What the audit log keeps of an agreement.

Stored as JSON: changing a class here is a migration (raise `v`, keep reading the old one).

Ids, hashes, counts and the reasons that are shown to all; no texts, names, codes or addresses. What `part` and `field`
hold is in the frozen text or, for a draft, nowhere but in the draft. Times are the record's own, from the server.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from agreements.ids import (
    AgreementId,
    CommentId,
    Digest,
    FieldName,
    PartId,
    SignerId,
    SnapshotId,
    SuggestionId,
)
from law.zone import Zone


@dataclass(frozen=True, slots=True)
class DraftTouched:
    """The draft changed: as it was recorded while nothing said of which zone a draft is."""

    kind: ClassVar[str] = "agreement.draft_changed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    act: str
    part: PartId
    field: str
    version: int
    by: SignerId


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A clause was `added`, `removed`, `moved`, a field `set`, a suggestion `adopted`; `version`: the draft's now."""

    kind: ClassVar[str] = "agreement.draft_changed"
    v: ClassVar[int] = 2
    agreement: AgreementId
    act: str
    part: PartId
    field: str
    """Empty but for `set` and `adopted`."""
    version: int
    by: SignerId
    zone: str = Zone.DEAL


@dataclass(frozen=True, slots=True)
class PartyPutRight:
    """What is on file of a party was put right in the case, and the draft follows; `version` is the draft's, after."""

    kind: ClassVar[str] = "agreement.party_put_right"
    v: ClassVar[int] = 1
    agreement: AgreementId
    signer: SignerId
    version: int


@dataclass(frozen=True, slots=True)
class MembersSeated:
    """Who takes part is somebody else now, or somebody more; `version` is the draft's, after it."""

    kind: ClassVar[str] = "agreement.members_seated"
    v: ClassVar[int] = 1
    agreement: AgreementId
    members: tuple[SignerId, ...]
    version: int


@dataclass(frozen=True, slots=True)
class DraftRemarked:
    """A remark was `made` or `settled`; what it says stays out of the audit."""

    kind: ClassVar[str] = "agreement.remark"
    v: ClassVar[int] = 1
    agreement: AgreementId
    act: str
    comment: CommentId
    part: PartId
    by: SignerId


@dataclass(frozen=True, slots=True)
class DraftSuggested:
    """A suggestion was `made`, `adopted`, `declined` or `withdrawn`; what it says stays out of the audit."""

    kind: ClassVar[str] = "agreement.suggestion"
    v: ClassVar[int] = 1
    agreement: AgreementId
    act: str
    suggestion: SuggestionId
    part: PartId
    field: str
    by: SignerId


@dataclass(frozen=True, slots=True)
class ClauseAgreed:
    """A party's agreement to a clause was `given` or `taken_back`; `wording` is the digest of what was read."""

    kind: ClassVar[str] = "agreement.clause_agreed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    act: str
    part: PartId
    wording: Digest
    by: SignerId


@dataclass(frozen=True, slots=True)
class StateKept:
    """A mediator kept the draft as it read at `version`."""

    kind: ClassVar[str] = "agreement.state_kept"
    v: ClassVar[int] = 1
    agreement: AgreementId
    snapshot: SnapshotId
    version: int
    by: SignerId


@dataclass(frozen=True, slots=True)
class FreezeBegun:
    """The bytes of the text are fixed; `document` is the digest that all will sign if it can be printed."""

    kind: ClassVar[str] = "agreement.freeze_begun"
    v: ClassVar[int] = 1
    agreement: AgreementId
    round: int
    document: Digest
    by: SignerId


@dataclass(frozen=True, slots=True)
class FreezeFell:
    """It came to nothing: it cannot be printed, or the mediator went back before it was done."""

    kind: ClassVar[str] = "agreement.freeze_fell"
    v: ClassVar[int] = 1
    agreement: AgreementId
    round: int
    document: Digest
    by: SignerId | None
    reason: str


@dataclass(frozen=True, slots=True)
class TextFrozen:
    """What everybody reads and signs from here on."""

    kind: ClassVar[str] = "agreement.frozen"
    v: ClassVar[int] = 1
    agreement: AgreementId
    round: int
    digest: Digest
    pdf: Digest
    pages: int


@dataclass(frozen=True, slots=True)
class TextVoided:
    """The frozen text fell (`refused`, `objected` or `reopened`) with every signature in it."""

    kind: ClassVar[str] = "agreement.voided"
    v: ClassVar[int] = 1
    agreement: AgreementId
    round: int
    digest: Digest
    pdf: Digest
    act: str
    by: SignerId
    reason: str
    signed: tuple[SignerId, ...]


@dataclass(frozen=True, slots=True)
class TextExpired:
    """The time to sign was over: the text fell, and the signatures of those who had signed with it."""

    kind: ClassVar[str] = "agreement.expired"
    v: ClassVar[int] = 1
    agreement: AgreementId
    round: int
    digest: Digest
    pdf: Digest
    until: datetime
    signed: tuple[SignerId, ...]
    unsigned: tuple[SignerId, ...]


@dataclass(frozen=True, slots=True)
class PaperTakenIn:
    """The print was signed by hand by those, each on the day that stands at the same place; `scan` is its digest."""

    kind: ClassVar[str] = "agreement.paper_filed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    scan: Digest
    signed: tuple[SignerId, ...]
    days: tuple[date, ...]
    by: SignerId


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page was on the signer's screen for the first time."""

    kind: ClassVar[str] = "agreement.page_shown"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    page: int


@dataclass(frozen=True, slots=True)
class ReadToEnd:
    """All pages were on the screen, `seconds` in all."""

    kind: ClassVar[str] = "agreement.read"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    pages: int
    seconds: int


@dataclass(frozen=True, slots=True)
class TextConfirmed:
    """The sentence was confirmed, and the electronic signature terms of that version agreed to."""

    kind: ClassVar[str] = "agreement.confirmed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    sentence_sha256: Digest
    esign_version: str


@dataclass(frozen=True, slots=True)
class ClausesConfirmed:
    """Yes to one group of clauses of that text."""

    kind: ClassVar[str] = "agreement.clauses_confirmed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    group: str


@dataclass(frozen=True, slots=True)
class SealAuthorised:
    """The keeper of the organisation's seal ordered it onto that text; `request` is the press of the button."""

    kind: ClassVar[str] = "agreement.seal_authorised"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    request: str
    account: str


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A one-time code went out, the `number`-th within the hour."""

    kind: ClassVar[str] = "agreement.code_issued"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    channel: str
    number: int


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """A wrong code was typed; at zero it is dead."""

    kind: ClassVar[str] = "agreement.code_wrong"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    tries_left: int


@dataclass(frozen=True, slots=True)
class SignatureAuthorised:
    """The signer's own act: right code, ink, press. `ink_sha256` is of the canonical JSON of the ink."""

    kind: ClassVar[str] = "agreement.authorised"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    request: str
    channel: str
    ink_sha256: Digest


@dataclass(frozen=True, slots=True)
class SignatureStored:
    """The signature is in the file: revision `pdf` on top of `onto`. `at` is the time in its timestamp."""

    kind: ClassVar[str] = "agreement.signed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    signer: SignerId
    field: FieldName
    onto: Digest
    pdf: Digest
    certificate_sha256: Digest
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkDelayed:
    """Something outside was away for the first time since the last success; it is tried again."""

    kind: ClassVar[str] = "agreement.delayed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    code: str


@dataclass(frozen=True, slots=True)
class AgreementSealed:
    """Both files are closed under their timestamps; `at` is the time in the agreement's."""

    kind: ClassVar[str] = "agreement.sealed"
    v: ClassVar[int] = 1
    agreement: AgreementId
    digest: Digest
    pdf: Digest
    evidence: Digest
    at: datetime


Fact = (
    DraftTouched
    | DraftChanged
    | PartyPutRight
    | MembersSeated
    | DraftRemarked
    | DraftSuggested
    | ClauseAgreed
    | StateKept
    | FreezeBegun
    | FreezeFell
    | TextFrozen
    | TextVoided
    | TextExpired
    | PaperTakenIn
    | PageShown
    | ReadToEnd
    | TextConfirmed
    | ClausesConfirmed
    | SealAuthorised
    | CodeIssued
    | CodeWrong
    | SignatureAuthorised
    | SignatureStored
    | WorkDelayed
    | AgreementSealed
)
