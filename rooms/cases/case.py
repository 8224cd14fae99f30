"""The case as a value: what all its events so far come to. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rooms.cases.deeds.ending import Report, ResultEntered
from rooms.cases.ids import (
    AgentId,
    CourtRef,
    EntryId,
    MaterialId,
    NoteId,
    NoticeId,
    ParticipantId,
    ProfileId,
    Sha256,
    StaffId,
)
from rooms.cases.words import (
    Channel,
    ChosenBy,
    ConsentHow,
    ContactChannel,
    ContactResult,
    Decision,
    FellBecause,
    Form,
    Ground,
    MaterialKind,
    Mode,
    NoticeKind,
    PaperUse,
    PersonKind,
    Procedure,
    ReturnReason,
    Route,
    SealForm,
    Source,
    Standing,
    State,
    SuspendReason,
)
from rooms.ids import CaseId, RoomId
from rooms.person import Consent


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last answer to one step."""

    given: bool
    how: ConsentHow
    on: date
    evidence: MaterialId | None


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who acts for a participant now. `papers`: which are required (`law.agents`), and the material."""

    id: AgentId
    type: str
    special: bool
    items: tuple[str, ...]
    papers: tuple[tuple[str, MaterialId], ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """A party. `knows`: disclosures it has agreed to go on with."""

    id: ParticipantId
    standing: Standing
    kind: PersonKind
    consents: Mapping[Consent, Agreed] = field(default_factory=dict)
    mode: Mode | None = None
    agents: tuple[Agent, ...] = ()
    ranked: tuple[StaffId, ...] | None = None
    knows: frozenset[int] = frozenset()
    principle: Form | None = None
    extension: bool | None = None
    """The answer to the proposal that stands; None: not yet."""
    application: Form | None = None
    served_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One try."""

    participant: ParticipantId
    channel: ContactChannel
    result: ContactResult
    at: datetime


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a mediator told of relations, `made_by` whom; empty `relations`: nothing to tell."""

    made_by: StaffId
    relations: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """`granted` None: not answered yet."""

    participant: ParticipantId
    at: datetime
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting in a room."""

    room: RoomId
    at: datetime
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """From `since` until `until`; None: still."""

    reason: SuspendReason
    since: datetime
    until: datetime | None = None
    back_to: State = State.ACTIVE


@dataclass(frozen=True, slots=True)
class Text:
    """The agreement text that stands: fixed, confirmed, signed, closed."""

    digest: Sha256
    fixed_at: datetime
    confirmed: frozenset[ParticipantId] = frozenset()
    signed: Mapping[ParticipantId, datetime] = field(default_factory=dict)
    mediator_signed: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """The organisation's."""

    form: SealForm
    at: datetime
    paper: MaterialId | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A text for one participant."""

    id: NoticeId
    what: NoticeKind
    participant: ParticipantId
    version: str
    at: datetime
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A paper on file."""

    id: MaterialId
    owner: ParticipantId | None
    what: MaterialKind
    sha256: Sha256
    use: PaperUse = PaperUse.MEDIATION


@dataclass(frozen=True, slots=True)
class Due:
    """One item of performance; `done_on` None: open."""

    name: str
    """Of its sealed text."""
    day: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalWish:
    """A party's wish to withdraw the application. `person`: of the sealed name of who asked; `note`: of the reason."""

    participant: ParticipantId
    person: NoteId
    note: NoteId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """`version` counts the events. Times are of the records; dates are as told. `since`: in this state from then on."""

    id: CaseId
    version: int
    state: State
    since: datetime
    source: Source
    profile: ProfileId
    channel: Channel | None
    procedure: Procedure | None
    court: CourtRef | None
    court_case_no: str | None
    cause: str
    received_at: datetime
    received_on: date
    material_received_on: date | None
    participants: tuple[Participant, ...]
    collective: bool
    major: bool
    returned: ReturnReason | None = None
    contacts: tuple[Contact, ...] = ()
    materials: tuple[Material, ...] = ()
    given: tuple[MaterialId, ...] = ()
    """Papers that their owners gave to the court, in that order; no other evidence goes there (AT-39)."""
    kept_back: tuple[MaterialId, ...] = ()
    """Those they took back, or said so of beforehand: they go with a failed case neither."""
    chosen_at: Mapping[MaterialId, int] = field(default_factory=dict)
    """Of a paper its owner decided on, how many were on file by then: a statement of before says nothing any more."""
    assigning_since: datetime | None = None
    host: StaffId | None = None
    others: tuple[StaffId, ...] = ()
    chosen_by: ChosenBy | None = None
    """Who named the mediator there is, or the last one there was."""
    entry: EntryId | None = None
    appointed_at: datetime | None = None
    accepted_at: datetime | None = None
    """By the mediator who has it now."""
    clock_started_on: date | None = None
    """First acceptance: the period is not begun anew by another mediator."""
    lapses: int = 0
    disclosures: tuple[Disclosure, ...] = ()
    changes: tuple[ChangeRequest, ...] = ()
    sessions: tuple[Session, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    extension_asked: int | None = None
    """Days that are proposed now."""
    extended: tuple[int, ...] = ()
    text: Text | None = None
    former: frozenset[Sha256] = frozenset()
    """Texts of before mediation began anew (TR32): they stand sealed in their rooms, and count no more."""
    fell: FellBecause | None = None
    """Why the last text fell; None while none has, or another one stands."""
    seal: Seal | None = None
    offline_on: date | None = None
    effective_at: datetime | None = None
    """The latest of the rules: what may be claimed."""
    counts_from: date | None = None
    """Day of the earliest of the rules: the thirty days count from it (AT-44)."""
    route: Route | None = None
    submitted_on: date | None = None
    court_accepted_on: date | None = None
    verified_on: date | None = None
    corrections_asked: int = 0
    """Of the application that is at the court: all is asked for at once."""
    correction_until: date | None = None
    withdrawals: tuple[WithdrawalWish, ...] = ()
    """Of the application that was handed in last, in the order they were asked for, and not dropped."""
    decision: Decision | None = None
    decided_on: date | None = None
    performance: tuple[Due, ...] = ()
    ground: Ground | None = None
    report: Report | None = None
    result: ResultEntered | None = None
    """Of the agreement that stands, as it was entered last."""
    ended_at: datetime | None = None
    """When mediation ended: terminated, or effective."""
    notices: tuple[Notice, ...] = ()
    reminded: frozenset[tuple[str, date, int]] = frozenset()
    override: NoteId | None = None

    def participant(self, participant_id: ParticipantId) -> Participant | None:
        """That participant, or None."""
        return next((one for one in self.participants if one.id == participant_id), None)

    def the(self, participant_id: ParticipantId) -> Participant:
        """That participant. Raises LookupError where there is none: the step asks before."""
        found = self.participant(participant_id)
        if found is None:
            raise LookupError(participant_id)
        return found

    def place_of(self, material: MaterialId) -> int:
        """Which of the papers it is, from 0, in the order of filing. Raises ValueError for one not on file."""
        return [one.id for one in self.materials].index(material)

    def with_participant(self, changed: Participant) -> "Case":
        """The same case with that one replaced."""
        everybody = tuple(changed if one.id == changed.id else one for one in self.participants)
        return replace(self, participants=everybody)

    @property
    def parties(self) -> tuple[Participant, ...]:
        """Applicants and respondents: those without whom nothing goes."""
        return tuple(one for one in self.participants if one.standing is not Standing.THIRD_PARTY)
