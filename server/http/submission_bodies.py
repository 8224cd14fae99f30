"""Bodies about handing in to a court: what it would see, what was handed in, and what its clerk does. As `bodies`."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from rooms.cases.words import Decision
from server.http.bodies import Body, Sentence
from server.http.case_people_bodies import Note, ShortText, Word
from server.http.withdrawal_bodies import WithdrawalWishRow

Channel = Literal["desk", "file"]


class BundlePaper(Body):
    """One file of a bundle. `number`: by which it is asked for; `pages` 0: not counted here."""

    number: int
    path: str
    title: str
    pages: int
    bytes: int
    sha256: str
    evidence: bool
    readable: bool
    """Whether there are pictures of its pages."""
    signers: tuple[str, ...]
    awaits_seal: bool
    """It is sealed when the bundle is handed in: nobody has sealed it yet."""


class SlotRow(Body):
    """One of the ten places (AT-53); without papers it stands as 无."""

    number: int
    title: str
    papers: tuple[BundlePaper, ...]


class LackRow(Body):
    """What is missing. `stops`: nothing is handed in without it."""

    code: str
    sentence: Sentence
    stops: bool


class SubmissionRow(Body):
    """One bundle handed in. `standing`: what became of it, in one word."""

    id: str
    number: str
    position: int
    at: datetime
    court: Word
    route: Word
    channel: Channel
    late: bool
    admitted_at: datetime | None
    received_at: datetime | None
    received_by: str | None
    sha256: str
    bytes: int
    correction: str | None
    standing: Literal[
        "waiting", "submitted", "correction", "review", "confirmed", "not_confirmed", "replaced", "closed"
    ]


class SubmissionOutlook(Body):
    """`GET /api/v1/cases/{case}/submission`: as the court would see it now, and what was handed in before.

    `open`: whether the case is at the point where something is handed in. `days_left` below zero: the last day is over.
    """

    state: Word
    open: bool
    ready: bool
    again: bool
    """The court has asked for corrections."""
    late: bool
    route: Word | None
    court: Word | None
    basis: Word | None
    policy: Sentence | None
    last: date | None
    days_left: int | None
    slots: tuple[SlotRow, ...]
    lacks: tuple[LackRow, ...]
    submissions: tuple[SubmissionRow, ...]
    """Newest first."""
    may_submit: bool
    """Whether it is the asker who hands in."""
    version: int


class SubmissionDraft(Body):
    """`POST /api/v1/cases/{case}/submissions`. `late`: ask the court to let it in after the last day."""

    channel: Channel
    late: bool = False
    note: Note | None = None
    version: Annotated[int, Field(ge=0)]


class CourtSubmissionRow(Body):
    """One case on the clerk's desk, by its newest submission."""

    id: str
    number: str
    case_no: str
    court_case_no: str | None
    cause: str
    organisation: str
    parties: str
    route: Word
    at: datetime
    position: int
    late: bool
    standing: str
    state: Word
    received_at: datetime | None
    due: date | None
    """When the court has to have answered, by what counts now."""
    withdrawal: bool
    """A party asks for it back, and nothing is decided."""
    version: int
    """Of the case."""


class CourtSubmissionList(Body):
    """`GET /api/v1/court/submissions`: of the own court, newest first."""

    submissions: tuple[CourtSubmissionRow, ...]


class FileChange(Body):
    """What is another than in the submission before."""

    slot: int
    title: str
    path: str
    change: Literal["new", "changed", "gone"]


class AccessRow(Body):
    """Who looked at it or took it away."""

    at: datetime
    who: str
    what: str
    taken: bool
    source: str


class CourtClock(Body):
    """A day that counts for the court; shown, never enforced."""

    label: Sentence
    due: date
    days_left: int
    met: bool


class CourtSubmission(CourtSubmissionRow):
    """`GET /api/v1/court/submissions/{submission}`: everything the clerk needs of one."""

    sha256: str
    bytes: int
    channel: Channel
    received_by: str | None
    admitted_at: datetime | None
    override: str | None
    correction: str | None
    correction_until: date | None
    answer: str | None
    """What was written with the corrections."""
    slots: tuple[SlotRow, ...]
    other: tuple[BundlePaper, ...]
    """Index, reading, data and proof."""
    changes: tuple[FileChange, ...] | None
    """Since the submission before; None: there was none."""
    clocks: tuple[CourtClock, ...]
    acts: tuple[str, ...]
    decisions: tuple[Word, ...]
    accesses: tuple[AccessRow, ...]
    earlier: tuple[SubmissionRow, ...]
    wishes: tuple[WithdrawalWishRow, ...]
    """Of the parties who asked for it back."""


class CourtFilePages(Body):
    """`GET …/files/{number}`: how many pages there are to be read."""

    pages: int


class ReceiveAct(Body):
    """Sign for it."""

    do: Literal["receive"]


class AdmitAct(Body):
    """Let in what came late (LR-20)."""

    do: Literal["admit"]
    reason: Note


class CorrectionAct(Body):
    """Everything that is to be put right, at once."""

    do: Literal["correction"]
    points: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=20)]
    until: date | None = None


class AcceptAct(Body):
    """Take it in."""

    do: Literal["accept"]
    court_case_no: ShortText
    on: date


class VerifyAct(Body):
    """Both were asked together."""

    do: Literal["verify"]
    on: date


CourtAct = Annotated[ReceiveAct | AdmitAct | CorrectionAct | AcceptAct | VerifyAct, Field(discriminator="do")]


class CourtActRequest(Body):
    """`POST /api/v1/court/submissions/{submission}/acts`."""

    act: CourtAct
    version: Annotated[int, Field(ge=0)]


class DecisionHead(Body):
    """What an uploaded decision document is; sent as its query."""

    decision: Decision
    on: date
    title: ShortText
    version: Annotated[int, Field(ge=0)]
