"""What happened or was asked of an agreement: a closed union, `step` matches it to the end.

Time, ids and hashes of what the server drew by lot come with the act. `by` is taken from the authenticated session.
Acts of persons first; below `# Outcomes` what the outside reports back about work that `step.due` named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from agreements.agreement import Activation, Applied, Code, Frozen, Member
from agreements.draft import Reading
from agreements.ids import CommentId, Digest, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.means import PLAIN, Means
from agreements.suggestion_acts import SuggestingAct
from law.people import Party
from law.sentence import Sentence


@dataclass(frozen=True, slots=True)
class ClauseAdded:
    """A new empty clause behind `after` (None: at the end). The id is the client's own; again is the same clause."""

    at: datetime
    by: SignerId
    clause: PartId
    kind: Kind
    after: PartId | None


@dataclass(frozen=True, slots=True)
class FieldSet:
    """One field gets a value (empty: cleared). `saw`: the field's version the person had before the eyes."""

    at: datetime
    by: SignerId
    part: PartId
    field: str
    saw: int
    value: str


@dataclass(frozen=True, slots=True)
class ClauseRemoved:
    """`saw`: the draft's version."""

    at: datetime
    by: SignerId
    clause: PartId
    saw: int


@dataclass(frozen=True, slots=True)
class ClauseMoved:
    """Behind `after`; None: to the front of the clauses."""

    at: datetime
    by: SignerId
    clause: PartId
    after: PartId | None
    saw: int


@dataclass(frozen=True, slots=True)
class Commented:
    """A remark to a part. Again with the same id is the same remark."""

    at: datetime
    by: SignerId
    id: CommentId
    part: PartId
    text: str


@dataclass(frozen=True, slots=True)
class CommentSettled:
    """The mediator has dealt with it."""

    at: datetime
    by: SignerId
    id: CommentId


@dataclass(frozen=True, slots=True)
class FreezeAsked:
    """Freeze the draft as of version `saw`. `document` is the blob of its canonical JSON, stored before."""

    at: datetime
    by: SignerId
    saw: int
    document: Digest
    readings: tuple[Reading, ...] = ()
    """How the draft reads, to be kept as a state to compare with."""
    means: Means = PLAIN
    """Of the house, by which the draft is looked at once more."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The mediator goes back to drafting: every signature is void. `reason` is shown to all."""

    at: datetime
    by: SignerId
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A signer who has not signed refuses; back to drafting, every signature is void."""

    at: datetime
    by: SignerId
    reason: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """How long one page was on the screen. The reading is complete when all were seen."""

    at: datetime
    by: SignerId
    digest: Digest
    page: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The exact sentence, and the version of 电子签名约定 that came with it."""

    at: datetime
    by: SignerId
    digest: Digest
    sentence: str
    esign_version: str


@dataclass(frozen=True, slots=True)
class GroupConfirmed:
    """Yes to one group of clauses: `parties`, a clause's id, or `closing`."""

    at: datetime
    by: SignerId
    digest: Digest
    group: str


@dataclass(frozen=True, slots=True)
class Objected:
    """No to one group of clauses, before signing: back to drafting, with the reason as a remark `id` at that clause."""

    at: datetime
    by: SignerId
    digest: Digest
    group: str
    id: CommentId
    reason: str


@dataclass(frozen=True, slots=True)
class SealAsked:
    """The keeper of the organisation's seal puts it on, when everybody else has signed. `by` is the organisation."""

    at: datetime
    by: SignerId
    digest: Digest
    activation: Activation


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A one-time code goes to this signer; it replaces a former one."""

    at: datetime
    by: SignerId
    digest: Digest
    code: Code


@dataclass(frozen=True, slots=True)
class SignAsked:
    """The signer signs. `code_sha256` is the hash of what was typed, formed as `Code.sha256`."""

    at: datetime
    by: SignerId
    digest: Digest
    code_sha256: Digest
    activation: Activation


@dataclass(frozen=True, slots=True)
class PartiesCorrected:
    """Who the parties are, as their case knows them now."""

    at: datetime
    parties: Mapping[SignerId, Party]


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Who takes part, as the room has it now: a guarantor came, an agent signs for the party, papers were seen."""

    at: datetime
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PaperFiled:
    """The mediator files the print of that text, signed by hand; `scan` was compared with it page by page."""

    at: datetime
    by: SignerId
    digest: Digest
    scan: Digest
    signed: Mapping[SignerId, date]


@dataclass(frozen=True, slots=True)
class TimeOver:
    """The time to sign is over, and a party has not signed."""

    at: datetime


# Outcomes


@dataclass(frozen=True, slots=True)
class FreezeDone:
    """The PDF is made, certified and durable."""

    at: datetime
    frozen: Frozen


@dataclass(frozen=True, slots=True)
class FreezeFailed:
    """It cannot be printed (a missing glyph): back to drafting with the sentence."""

    at: datetime
    document: Digest
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class SignatureApplied:
    """On top of `onto`, durably. Applied to another head it is refused: somebody else's came first."""

    at: datetime
    field: FieldName
    onto: Digest
    applied: Applied


@dataclass(frozen=True, slots=True)
class CloseDone:
    """Both files are sealed and durable."""

    at: datetime
    onto: Digest
    pdf: Digest
    evidence: Digest
    evidence_pages: tuple[Digest, ...]
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Delayed:
    """What was under way could not be done now; it will be tried again."""

    at: datetime
    code: str
    sentence: Sentence


PersonAct = (
    ClauseAdded
    | FieldSet
    | ClauseRemoved
    | ClauseMoved
    | Commented
    | CommentSettled
    | SuggestingAct
    | FreezeAsked
    | Reopened
    | Refused
    | PageRead
    | Confirmed
    | GroupConfirmed
    | Objected
    | CodeSent
    | SignAsked
    | SealAsked
    | PaperFiled
)
Outcome = FreezeDone | FreezeFailed | SignatureApplied | CloseDone | Delayed
Act = PersonAct | PartiesCorrected | MembersChanged | TimeOver | Outcome
