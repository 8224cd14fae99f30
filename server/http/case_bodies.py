"""Request and response bodies of the cases' part of `/api/v1`; OpenAPI and the client's types come from here.

Labels come with the values (`Word`): what a state or a clock is called is dated data of the server, in both languages.
Personal numbers leave masked; free texts leave only to those who may work on the case.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from rooms.cases.words import (
    Channel,
    ChosenBy,
    ConsentHow,
    ContactChannel,
    ContactResult,
    CopyForm,
    Decision,
    Form,
    Ground,
    MaterialKind,
    Mode,
    PersonKind,
    Procedure,
    ReturnReason,
    Route,
    Standing,
    SuspendReason,
)
from rooms.room import Consent, Phase
from server.http.bodies import Body, EmailAddress, IdNumber, Name, Phone, Sentence

Note = Annotated[str, Field(min_length=1, max_length=4000)]
ShortText = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_.:-]+$")]
Ref = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Days = Annotated[int, Field(ge=1, le=365)]


class Word(Body):
    """A stored word and how it is called."""

    id: str
    zh: str
    en: str


# People


class PersonData(Body):
    """自然人 (domain.md §3.0). What is not known stays out."""

    kind: Literal["person"]
    name: Name
    gender: Literal["male", "female"] | None = None
    birth_date: date | None = None
    ethnicity: ShortText | None = None
    id_type: Code | None = None
    id_no: Annotated[str, Field(min_length=5, max_length=30)] | None = None
    employer: ShortText | None = None
    occupation: ShortText | None = None
    domicile: ShortText | None = None
    habitual_residence: ShortText | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None


class RepresentativeData(Body):
    """Who speaks for a company."""

    name: Name
    title: Annotated[str, Field(min_length=1, max_length=50)]
    id_no: IdNumber | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None


class CompanyData(Body):
    """法人或非法人组织."""

    kind: Literal["company"]
    name: Name
    uscc: Annotated[str, Field(min_length=18, max_length=18)]
    entity_type: Code | None = None
    domicile: ShortText | None = None
    contact: ShortText | None = None
    representative: RepresentativeData


PartyData = Annotated[PersonData | CompanyData, Field(discriminator="kind")]


class ToldConsent(Body):
    """That a party agreed (or did not) to be mediated online, as told to whoever enters it."""

    given: bool
    how: ConsentHow
    on: date


class ParticipantDraft(Body):
    """One participant of a new case. No `consent`: not asked yet."""

    standing: Standing
    who: PartyData
    consent: ToldConsent | None = None


class ParticipantChange(Body):
    """`POST /api/v1/cases/{case}/participants/{participant}`: what is left out stays, null takes it away."""

    who: PartyData


class AgentPaper(Body):
    """A material on file, and which of the required papers (`law.agents`) it is."""

    code: Code
    material: Ref


class AgentDraft(Body):
    """`POST /api/v1/cases/{case}/participants/{participant}/agents`."""

    name: Name
    id_no: IdNumber | None = None
    phone: Phone | None = None
    type: Code
    firm: ShortText | None = None
    licence_no: ShortText | None = None
    relation: ShortText | None = None
    authority: Literal["general", "special"]
    authority_text: ShortText | None = None
    items: tuple[Code, ...] = ()
    papers: Annotated[tuple[AgentPaper, ...], Field(max_length=12)] = ()


class AgentRow(Body):
    """An agent as screens show one."""

    id: str
    name: str
    type: Word
    special: bool
    items: tuple[Word, ...]
    firm: str | None
    phone_masked: str | None
    may_sign: bool
    missing_papers: tuple[Word, ...]


class ConsentRow(Body):
    """One step and its last answer; `given` None: not asked or not answered."""

    step: Word
    given: bool | None
    how: Word | None
    on: date | None


class Detail(Body):
    """A further field as it is printed, masked where it must be."""

    label: Sentence
    value: str


class ParticipantRow(Body):
    """One participant on the case page."""

    id: str
    standing: Word
    kind: PersonKind
    name: str
    """The person or the company."""
    representative: str | None
    details: tuple[Detail, ...]
    phone_masked: str | None
    mode: Word | None
    consents: tuple[ConsentRow, ...]
    agents: tuple[AgentRow, ...]


# Cases


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
    """A paper on file."""

    id: str
    title: str
    owner: str | None
    what: Word
    form: Word
    bytes: int
    media_type: str
    sha256: str
    at: datetime


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
    """One item of performance."""

    name: str
    day: date
    done_on: date | None


class ReportData(Body):
    """The four fields of 在线调解规则 §21."""

    basics: Note
    reasons: Note
    cost_conduct: Note
    court_matters: Note


class EventRow(Body):
    """One line of the timeline."""

    seq: int
    at: datetime
    who: str
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
    sessions: tuple[SessionRow, ...]
    contacts: tuple[ContactRow, ...]
    materials: tuple[MaterialRow, ...]
    disclosures: tuple[DisclosureRow, ...]
    notices: tuple[NoticeRow, ...]
    extension: ExtensionState | None
    performance: tuple[DueRow, ...]
    change_asked_by: str | None
    suspended: Word | None
    effective_at: datetime | None
    confirm_by: date | None
    ground: Word | None
    report: ReportData | None
    timeline: tuple[EventRow, ...]
    """The newest 200, oldest first."""


# What can be done: `POST /api/v1/cases/{case}/deeds`


class _Deed(Body):
    version: int
    """Of the case as the page showed it; another one is answered 409 `case.changed`."""


class ReturnDeed(_Deed):
    """TR2."""

    do: Literal["return"]
    reason: ReturnReason
    note: Note


class ConsentDeed(_Deed):
    """What a party said about one step."""

    do: Literal["consent"]
    participant: Ref
    step: Consent
    given: bool
    how: ConsentHow
    on: date
    evidence: Ref | None = None


class ContactDeed(_Deed):
    """One try."""

    do: Literal["contact"]
    participant: Ref
    channel: ContactChannel
    result: ContactResult
    at: AwareDatetime
    note: Note | None = None


class ConsentFailedDeed(_Deed):
    """TR4."""

    do: Literal["consent_failed"]
    note: Note


class RankDeed(_Deed):
    """A party's ranking as told to the office; an empty one leaves the choice to others."""

    do: Literal["rank"]
    participant: Ref
    ranked: Annotated[tuple[Ref, ...], Field(max_length=10)]


class AppointDeed(_Deed):
    """TR6."""

    do: Literal["appoint"]
    host: Ref
    others: Annotated[tuple[Ref, ...], Field(max_length=4)] = ()
    chosen_by: ChosenBy


class AcceptDeed(_Deed):
    """TR7 with the disclosure form; `relations` empty says there is nothing to tell."""

    do: Literal["accept"]
    relations: Annotated[tuple[Code, ...], Field(max_length=10)]
    note: Note | None = None


class DeclineDeed(_Deed):
    """TR8."""

    do: Literal["decline"]
    note: Note


class DiscloseDeed(_Deed):
    """Told while mediating."""

    do: Literal["disclose"]
    relations: Annotated[tuple[Code, ...], Field(min_length=1, max_length=10)]
    note: Note | None = None


class KnownDeed(_Deed):
    """知悉并同意继续, told to the mediator."""

    do: Literal["known"]
    participant: Ref
    number: Annotated[int, Field(ge=1)]


class AskChangeDeed(_Deed):
    """A party asks for another mediator, told to the office."""

    do: Literal["ask_change"]
    participant: Ref
    ground: Code | None = None
    note: Note | None = None


class DecideChangeDeed(_Deed):
    """The answer."""

    do: Literal["decide_change"]
    granted: bool
    note: Note | None = None


class ChoiceRefusedDeed(_Deed):
    """After a change still refusing, and choosing nobody (AT-35)."""

    do: Literal["choice_refused"]
    participant: Ref
    note: Note | None = None


class ModeDeed(_Deed):
    """How a party takes part."""

    do: Literal["mode"]
    participant: Ref
    mode: Mode


class SuspendDeed(_Deed):
    """TR14."""

    do: Literal["suspend"]
    reason: SuspendReason
    note: Note | None = None


class ResumeDeed(_Deed):
    """The end of it."""

    do: Literal["resume"]
    note: Note | None = None


class ExtendDeed(_Deed):
    """TR15: the proposal."""

    do: Literal["extend"]
    days: Days


class ExtensionAnswerDeed(_Deed):
    """A party's answer on paper."""

    do: Literal["extension_answer"]
    participant: Ref
    agreed: bool
    paper: Ref | None = None


class PrincipleDeed(_Deed):
    """A side's yes in principle, said before the mediator or written."""

    do: Literal["principle"]
    participant: Ref
    form: Form


class SealDeed(_Deed):
    """The organisation's stamped scan (规则 §19), on file as a material."""

    do: Literal["seal"]
    paper: Ref


class OfflineDeed(_Deed):
    """Lane OFFLINE: the paper agreement, on file as a material."""

    do: Literal["offline_agreement"]
    paper: Ref
    signed_on: date


class GiveUpDeed(_Deed):
    """TR21."""

    do: Literal["give_up_signing"]
    note: Note


class RouteDeed(_Deed):
    """TR23, TR30."""

    do: Literal["route"]
    route: Route


class ApplicationDeed(_Deed):
    """A party's signature on the joint application, on paper."""

    do: Literal["application"]
    participant: Ref
    paper: Ref | None = None


class SubmitDeed(_Deed):
    """TR24; `override` is the court's alone."""

    do: Literal["submit"]
    on: date
    receipt: ShortText
    override: Note | None = None


class CourtAcceptDeed(_Deed):
    """TR25."""

    do: Literal["court_accept"]
    court_case_no: ShortText
    on: date


class CorrectionDeed(_Deed):
    """TR26: what the court asks for."""

    do: Literal["correction"]
    note: Note
    until: date | None = None


class CorrectedDeed(_Deed):
    """TR26: handed in again."""

    do: Literal["corrected"]
    note: Note | None = None


class VerifiedDeed(_Deed):
    """TR27."""

    do: Literal["court_verified"]
    on: date


class DecideDeed(_Deed):
    """TR28."""

    do: Literal["court_decision"]
    decision: Decision
    on: date
    paper: Ref | None = None


class ServedDeed(_Deed):
    """TR29."""

    do: Literal["served"]
    participant: Ref
    how: ConsentHow
    on: date


class PerformDeed(_Deed):
    """TR31, one item."""

    do: Literal["performed"]
    item: ShortText
    on: date
    paper: Ref | None = None


class DefaultDeed(_Deed):
    """TR31."""

    do: Literal["defaulted"]
    item: ShortText
    note: Note | None = None


class DueItem(Body):
    """One item and its day."""

    name: ShortText
    day: date


class PlanPerformanceDeed(_Deed):
    """What is due when."""

    do: Literal["performance"]
    items: Annotated[tuple[DueItem, ...], Field(min_length=1, max_length=60)]


class ReopenDeed(_Deed):
    """TR32."""

    do: Literal["reopen"]


class TerminateDeed(_Deed):
    """TR33 with the four fields."""

    do: Literal["terminate"]
    ground: Ground
    report: ReportData


class WithdrawDeed(_Deed):
    """A party goes, told to the office."""

    do: Literal["withdraw"]
    participant: Ref
    ground: Ground
    note: Note | None = None


class RecallDeed(_Deed):
    """The court takes its case back."""

    do: Literal["recall"]
    note: Note


class ReportDeed(_Deed):
    """The four fields for a case that ended without them."""

    do: Literal["report"]
    report: ReportData


class HandBackDeed(_Deed):
    """TR34."""

    do: Literal["hand_back"]
    receipt: ShortText


class ArchiveDeed(_Deed):
    """TR35."""

    do: Literal["archive"]
    checked: tuple[Code, ...]


CaseDeed = Annotated[
    ReturnDeed
    | ConsentDeed
    | ContactDeed
    | ConsentFailedDeed
    | RankDeed
    | AppointDeed
    | AcceptDeed
    | DeclineDeed
    | DiscloseDeed
    | KnownDeed
    | AskChangeDeed
    | DecideChangeDeed
    | ChoiceRefusedDeed
    | ModeDeed
    | SuspendDeed
    | ResumeDeed
    | ExtendDeed
    | ExtensionAnswerDeed
    | PrincipleDeed
    | SealDeed
    | OfflineDeed
    | GiveUpDeed
    | RouteDeed
    | ApplicationDeed
    | SubmitDeed
    | CourtAcceptDeed
    | CorrectionDeed
    | CorrectedDeed
    | VerifiedDeed
    | DecideDeed
    | ServedDeed
    | PerformDeed
    | DefaultDeed
    | PlanPerformanceDeed
    | ReopenDeed
    | TerminateDeed
    | WithdrawDeed
    | RecallDeed
    | ReportDeed
    | HandBackDeed
    | ArchiveDeed,
    Field(discriminator="do"),
]


class DeedRequest(Body):
    """`POST /api/v1/cases/{case}/deeds`; answered with the case as it is then."""

    deed: CaseDeed


class SessionDraft(Body):
    """`POST /api/v1/cases/{case}/sessions` (TR9): a room with a link for each participant."""

    title: Name
    at: AwareDatetime
    short_notice: bool = False
    """All agreed to less than the usual hours."""


class MaterialHead(Body):
    """Says what an upload is; sent as its query (`title`, `what`, `form`, `owner`)."""

    title: ShortText
    what: MaterialKind
    form: CopyForm
    owner: Ref | None = None


# A party's own side, behind the link: `GET` and `POST /api/v1/session/case`


class OwnNotice(Body):
    """A notice in full."""

    id: str
    title: Sentence
    paragraphs: tuple[Sentence, ...]
    at: datetime
    opened_at: datetime | None
    """Since when it counts as read; None: not yet."""
    version: str


class OwnCase(Body):
    """What a party sees of the case: its state, its days, its notices, and what it is asked."""

    case_no: str
    state: Word
    cause: Word
    organisation: str
    mediator: str | None
    clocks: tuple[ClockRow, ...]
    notices: tuple[OwnNotice, ...]
    extension_days: int | None
    """A proposal that waits for this party's answer."""
    disclosure: DisclosureRow | None
    """One that waits for 知悉并同意继续."""
    choose_from: tuple[Word, ...]
    """Mediators to rank, while the choice is open."""
    may_ask_change: bool
    version: int


class ExtensionAnswer(Body):
    """Yes or no to more time."""

    answer: Literal["extension"]
    version: int
    agreed: bool


class KnownAnswer(Body):
    """知悉并同意继续."""

    answer: Literal["known"]
    version: int
    number: Annotated[int, Field(ge=1)]


class RankAnswer(Body):
    """Mediators, best first; an empty list leaves the choice to others."""

    answer: Literal["rank"]
    version: int
    ranked: Annotated[tuple[Ref, ...], Field(max_length=10)]


class ChangeAnswer(Body):
    """Another mediator, please."""

    answer: Literal["ask_change"]
    version: int
    ground: Code | None = None
    note: Note | None = None


class PrincipleAnswer(Body):
    """Yes in principle."""

    answer: Literal["principle"]
    version: int


class WithdrawAnswer(Body):
    """I end my part in this mediation."""

    answer: Literal["withdraw"]
    version: int
    ground: Literal["G2_SELF_RECONCILED", "G4_UNWILLING"]
    note: Note | None = None


PartyAnswer = Annotated[
    ExtensionAnswer | KnownAnswer | RankAnswer | ChangeAnswer | PrincipleAnswer | WithdrawAnswer,
    Field(discriminator="answer"),
]


class AnswerRequest(Body):
    """`POST /api/v1/session/case`; answered with the own case as it is then."""

    said: PartyAnswer


# Around the cases


class AgentPapers(Body):
    """What an agent of that type must show."""

    type: str
    papers: tuple[Word, ...]


class CaseForms(Body):
    """`GET /api/v1/case-forms`: every closed list that the forms choose from, as it stands today."""

    lanes: tuple[Word, ...]
    """Those that are open to the asker now."""
    channels: tuple[Word, ...]
    procedures: tuple[Word, ...]
    standings: tuple[Word, ...]
    states: tuple[Word, ...]
    entity_types: tuple[Word, ...]
    id_types: tuple[Word, ...]
    agent_types: tuple[Word, ...]
    agent_items: tuple[Word, ...]
    agent_papers: tuple[AgentPapers, ...]
    consent_steps: tuple[Word, ...]
    consent_hows: tuple[Word, ...]
    contact_channels: tuple[Word, ...]
    contact_results: tuple[Word, ...]
    modes: tuple[Word, ...]
    return_reasons: tuple[Word, ...]
    suspend_reasons: tuple[Word, ...]
    grounds: tuple[Word, ...]
    relations: tuple[Word, ...]
    recusal_grounds: tuple[Word, ...]
    material_kinds: tuple[Word, ...]
    copy_forms: tuple[Word, ...]
    routes: tuple[Word, ...]
    decisions: tuple[Word, ...]
    archive_points: tuple[Word, ...]
    courts: tuple[Word, ...]
    organisation: Word | None
    """The asker's own; None for a court's people."""
    mediators: tuple[Word, ...]
    """Of the asker's organisation."""


class LaneRow(Body):
    """Whether a court takes a lane, and what that rests on."""

    court: Word
    channel: Channel | None
    lane: Word
    profile: Sentence
    open: bool
    by_default: bool
    valid_from: date | None
    valid_to: date | None
    source: str


class LaneList(Body):
    """`GET /api/v1/lanes`."""

    lanes: tuple[LaneRow, ...]


class LaneSwitch(Body):
    """`POST /api/v1/lanes`."""

    court: Ref
    channel: Channel | None = None
    lane: Code
    open: bool
    valid_from: date
    valid_to: date | None = None
    source: ShortText


class RegisterRow(Body):
    """An entry of the 特邀调解名册."""

    id: str
    court: Word
    subject_kind: Literal["organisation", "mediator"]
    subject: Word
    register_no: str
    fields: tuple[str, ...]
    expert_pool: str | None
    valid_from: date | None
    valid_to: date | None
    state: Word
    confirmed_at: datetime | None


class RegisterList(Body):
    """`GET /api/v1/register`."""

    entries: tuple[RegisterRow, ...]


class RegisterDraft(Body):
    """`POST /api/v1/register`: handed to that court for confirmation."""

    court: Ref
    subject_kind: Literal["organisation", "mediator"]
    subject: Ref
    register_no: ShortText
    fields: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    expert_pool: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None
    """Province (GB/T 2260), for the provincial expert pool."""


class RegisterAnswer(Body):
    """`POST /api/v1/register/{entry}`: the court confirms for a time, or removes."""

    answer: Literal["confirm", "remove"]
    valid_from: date | None = None
    valid_to: date | None = None
    authority_confirmed: bool = False
    """Of an expert of the pool: the provincial authority has confirmed too, as the pool asks for."""
    note: ShortText | None = None


class CalendarRow(Body):
    """A year's days off. `provisional`: computed, no table yet."""

    year: int
    source: str
    provisional: bool
    holidays: tuple[date, ...]
    swapped_rest: tuple[date, ...]
    make_up: tuple[date, ...]


class CalendarList(Body):
    """`GET /api/v1/calendars`: last year to the year after next."""

    years: tuple[CalendarRow, ...]


class CalendarYear(Body):
    """`POST /api/v1/calendars`: the table of the State Council's notice; deadlines of open cases are computed anew."""

    year: Annotated[int, Field(ge=2020, le=2099)]
    source: ShortText
    holidays: Annotated[tuple[date, ...], Field(min_length=1, max_length=60)]
    swapped_rest: Annotated[tuple[date, ...], Field(max_length=60)] = ()
    make_up: Annotated[tuple[date, ...], Field(max_length=60)] = ()
