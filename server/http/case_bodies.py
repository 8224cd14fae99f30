"""Cases as they are opened, listed and shown; free texts leave only to those who may work on the case."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from rooms.cases.to_court import Fate
from rooms.cases.words import Channel, Procedure
from rooms.room import Phase
from server.http.bodies import Body, Sentence
from server.http.case_people_bodies import Code, Note, ParticipantDraft, ParticipantRow, Ref, ShortText, Word
from server.http.withdrawal_bodies import DeskWithdrawal


class CaseDraft(Body):
    """`POST /api/v1/cases` (TR1). A court's case carries its number and the day its papers were signed for."""

    lane: Code
    channel: Channel | None = None
    procedure: Procedure | None = None
    court: Ref | None = None
    court_case_no: ShortText | None = None
    cause: Code
    received_on: date
    material_received_on: date | None = None
    summary: Note | None = None
    collective: bool = False
    major: bool = False
    participants: Annotated[tuple[ParticipantDraft, ...], Field(min_length=2, max_length=40)]
    alike_seen: bool = False
    """The warning `case.alike` (same parties and cause within twelve months) was read."""
    take: bool = False
    """A mediator takes a case of lane SELF at once: appointed, accepted, nothing to disclose (declared by this)."""


class ClockRow(Body):
    """A clock and how its day was found: rule, source, arithmetic."""

    id: str
    label: Sentence
    about: str | None
    """Whom or what it is for, where there are several of one kind."""
    state: Literal["running", "paused", "late", "met", "void"]
    binding: bool
    """False: only shown beside the one that holds."""
    started_on: date
    due: date
    due_at: datetime | None
    """For clocks of hours."""
    days_left: int
    """Calendar days; negative: late."""
    met_on: date | None
    owed_by: Word
    citations: tuple[Sentence, ...]
    source: str
    steps: tuple[Sentence, ...]
    settled: bool
    note: Sentence | None
    """What is unsettled about it, with its source."""
    provisional: bool
    """暂定: a year without an official calendar was counted."""


class CaseRow(Body):
    """One line of the case list."""

    id: str
    case_no: str
    court_case_no: str | None
    lane: Word
    state: Word
    cause: Word
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    mediator: str | None
    received_on: date
    next_clock: Sentence | None
    next_due: date | None
    days_left: int | None


class StateCount(Body):
    """How many of what was found are in a state."""

    state: Word
    count: int


class CaseList(Body):
    """`GET /api/v1/cases`: one page of what was found, the most urgent first; `counts` by state over all found."""

    cases: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    counts: tuple[StateCount, ...]


class Missing(Body):
    """A guard that is not met yet."""

    code: str
    zh: str
    en: str


class Offer(Body):
    """Something the asker's office may do now; greyed, with the reasons, while `missing` is not empty."""

    row: str | None
    """The transition, where it moves the case."""
    deed: str
    """The `do` of the request that does it."""
    label: Sentence
    missing: tuple[Missing, ...]


class SessionRow(Body):
    """A meeting."""

    room: str
    title: str
    at: datetime
    phase: Phase
    begun_at: datetime | None
    ended_at: datetime | None
    held: bool


class ContactRow(Body):
    """One try to reach somebody."""

    participant: str
    channel: Word
    result: Word
    at: datetime
    note: str | None


class MaterialRow(Body):
    """A paper on file. `fate`: whether a court gets it; None: its kind alone says so."""

    id: str
    title: str
    owner: str | None
    what: Word
    form: Word
    bytes: int
    media_type: str
    sha256: str
    at: datetime
    fate: Fate | None


class DisclosureRow(Body):
    """What a mediator told of relations, and who goes on knowing it."""

    number: int
    by: str
    relations: tuple[Word, ...]
    note: str | None
    at: datetime
    known_by: tuple[str, ...]


class NoticeRow(Body):
    """A notice to a participant."""

    id: str
    participant: str
    what: Word
    title: Sentence
    at: datetime
    opened_at: datetime | None


class ExtensionAnswerRow(Body):
    """One participant's answer; None: not yet."""

    participant: str
    agreed: bool | None


class ExtensionState(Body):
    """The proposal that stands."""

    days: int
    answers: tuple[ExtensionAnswerRow, ...]


class DueRow(Body):
    """One item of performance; deeds speak of it by its `id`."""

    id: str
    name: str
    day: date
    done_on: date | None


class ReportData(Body):
    """The four fields of 在线调解规则 §21."""

    basics: Note
    reasons: Note
    cost_conduct: Note
    court_matters: Note


class ResultRow(Body):
    """What came of a mediation that ended in an agreement; `amount` in yuan, two decimals."""

    result: Word
    content: str
    amount: str | None
    performed_at_once: bool


class EventRow(Body):
    """One line of the timeline."""

    seq: int
    at: datetime
    who: Sentence
    kind: str
    text: Sentence


class CaseEvents(Body):
    """`GET /api/v1/cases/{case}/timeline`: the lines after the one named, 200 at most."""

    events: tuple[EventRow, ...]


class CaseDetail(CaseRow):
    """`GET /api/v1/cases/{case}`. What the asker may not see is empty."""

    version: int
    profile: Sentence
    profile_source: str
    profile_settled: bool
    profile_note: Sentence | None
    channel: Word | None
    procedure: Word | None
    court: str | None
    summary: str | None
    collective: bool
    major: bool
    material_received_on: date | None
    co_mediators: tuple[str, ...]
    joint_choice: str | None
    """The first mediator that both sides ranked."""
    participants: tuple[ParticipantRow, ...]
    clocks: tuple[ClockRow, ...]
    offers: tuple[Offer, ...]
    text: Literal["fixed", "signed"] | None
    """Of the agreement: a text lies on the table to be signed, or one is signed; neither follows what is put right."""
    sessions: tuple[SessionRow, ...]
    contacts: tuple[ContactRow, ...]
    materials: tuple[MaterialRow, ...]
    disclosures: tuple[DisclosureRow, ...]
    notices: tuple[NoticeRow, ...]
    withdrawal: DeskWithdrawal | None
    """Parties who ask the court for their application back, while it has not decided."""
    extension: ExtensionState | None
    performance: tuple[DueRow, ...]
    change_asked_by: str | None
    suspended: Word | None
    effective_at: datetime | None
    confirm_by: date | None
    ground: Word | None
    report: ReportData | None
    route: Word | None
    agreed_amount: str | None
    """What is to be paid in all by the agreement sealed online, in yuan: with it the form of a result begins."""
    agreed_partly: bool | None
    """Whether that agreement says of itself that it settles a part only; None: nothing was sealed."""
    result: ResultRow | None
    timeline: tuple[EventRow, ...]
    """The newest 200, oldest first."""
