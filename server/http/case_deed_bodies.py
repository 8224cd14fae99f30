"""`POST /api/v1/cases/{case}/deeds`: everything that can be done to a case, by one body."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from rooms.cases.words import CopyForm, MaterialKind, PaperUse
from server.http.bodies import Body, Name
from server.http.case_end_bodies import (
    ApplicationDeed,
    ArchiveDeed,
    CorrectedDeed,
    CorrectionDeed,
    CourtAcceptDeed,
    DecideDeed,
    DefaultDeed,
    GiveUpDeed,
    HandBackDeed,
    OfflineDeed,
    PerformDeed,
    PlanPerformanceDeed,
    RecallDeed,
    ReopenDeed,
    ReportDeed,
    ResultDeed,
    RouteDeed,
    SealDeed,
    ServedDeed,
    SubmitDeed,
    TerminateDeed,
    VerifiedDeed,
    WithdrawDeed,
)
from server.http.case_people_bodies import Ref, ShortText
from server.http.case_work_bodies import (
    AcceptDeed,
    AppointDeed,
    AskChangeDeed,
    ChoiceRefusedDeed,
    ConsentDeed,
    ConsentFailedDeed,
    ContactDeed,
    CourtPaperDeed,
    DecideChangeDeed,
    DeclineDeed,
    DiscloseDeed,
    ExtendDeed,
    ExtensionAnswerDeed,
    KnownDeed,
    ModeDeed,
    PaperUseDeed,
    PrincipleDeed,
    RankDeed,
    ResumeDeed,
    ReturnDeed,
    SuspendDeed,
)

CaseDeed = Annotated[
    ReturnDeed
    | ConsentDeed
    | ContactDeed
    | ConsentFailedDeed
    | PaperUseDeed
    | CourtPaperDeed
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
    | ResultDeed
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
    """Says what an upload is; sent as its query (`title`, `what`, `form`, `owner`, `use`)."""

    title: ShortText
    what: MaterialKind
    form: CopyForm
    owner: Ref | None = None
    use: PaperUse = PaperUse.MEDIATION
