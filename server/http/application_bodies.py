"""Bodies of the routes about the joint application to the court. Same rules as `bodies`."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from server.http.bodies import Body, Sentence
from server.http.case_people_bodies import Ref

RouteName = Literal["confirmation", "court_paper", "withdrawal"]
BasisName = Literal[
    "inviting_court",
    "domicile_applicant",
    "domicile_respondent",
    "subject_matter_location",
    "org_location",
    "filed",
]
WireName = Literal["sms_phone", "email", "platform_account", "im_account"]
StatusName = Literal["plaintiff", "defendant", "third"]
Stage = Literal["none", "form", "preparing", "signing", "closing", "sealed"]
PaperName = Literal[
    "confirmation_application", "mediation_paper_application", "withdrawal_application", "service_address"
]
PaperStage = Literal["drafting", "freezing", "signing", "closing", "sealed"]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=1000)]
Terms = Annotated[str, Field(max_length=8000)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class StatusOf(Body):
    """How one party stands in the suit."""

    signer: Ref
    status: StatusName


class ApplicationForm(Body):
    """The mediator's part of the form (domain.md §3.4, §3.5)."""

    route: RouteName
    court: Ref
    basis: BasisName
    subject_place: Text = ""
    late_reason: Text = ""
    terms: Terms = ""
    costs: Text = ""
    waives_periods: bool = False
    on_record: bool = False
    statuses: Annotated[tuple[StatusOf, ...], Field(max_length=60)] = ()


class AddressForm(Body):
    """A party's own part; `rulings` is a consent of its own (AT-54)."""

    electronic: bool
    rulings: bool
    sms_phone: Line = ""
    email: Line = ""
    platform_account: Line = ""
    im_account: Line = ""
    order: Annotated[tuple[WireName, ...], Field(max_length=4)] = ()
    """The electronic ways that were filled in, the preferred first; empty: as they stand here."""
    postal_address: Line
    postcode: Line = ""
    recipient: Line
    recipient_phone: Line
    agent: Line = ""
    video: bool


class GroundState(Body):
    """Whether a court is competent on that ground, by what is on file."""

    basis: BasisName
    shown: Literal["yes", "elsewhere", "unknown"]
    by: str


class CourtOption(Body):
    """A court with its grounds."""

    id: str
    name: str
    grounds: tuple[GroundState, ...]


class ApplicationDays(Body):
    """Until when one can apply; `last` None: no time runs on this way."""

    counts_from: date
    last: date | None
    left: int
    late: bool


class PartyState(Body):
    """One of those who apply, and whether the own part is filled in."""

    signer: str
    name: str
    signs: str
    """Who signs for it."""
    address: AddressForm | None
    """To the mediator and to the party itself; None to others, and where nothing was given."""
    given: bool
    status: StatusName
    """In the suit: as said in the form, else as sides in mediation mostly stand. Counts where there is a suit."""


class SignerStep(Body):
    """How far one signer of one paper is."""

    signer: str
    name: str
    pages_read: int
    read: bool
    confirmed: bool
    authorised_at: datetime | None
    applied_at: datetime | None


class PaperState(Body):
    """One paper. `digest` and what follows from it are there once it can be read."""

    id: str
    kind: PaperName
    of: str | None
    """Whose address it confirms."""
    number: str
    stage: PaperStage
    digest: str | None
    code: str
    pages: int
    evidence_pages: int
    sentence: str
    esign_version: str
    esign_heading: str
    esign_paragraphs: tuple[str, ...]
    signers: tuple[SignerStep, ...]
    delay: Sentence | None


class CodeState(Body):
    """The one code that is good now."""

    channel: str
    target_masked: str
    expires: datetime
    tries_left: int


class OwnSigning(Body):
    """Of whoever asks: `papers` are to be signed now, in order."""

    signer: str
    name: str
    papers: tuple[str, ...]
    code: CodeState | None


class FallenState(Body):
    """Why the last application fell."""

    act: Literal["refused", "reopened"]
    by: str
    reason: str
    at: datetime


class ApplicationState(Body):
    """The joint application of a case, as far as the asker may see it."""

    version: int
    stage: Stage
    online: bool
    """Whether the agreement was signed here; else on paper."""
    route: RouteName | None
    routes: tuple[RouteName, ...]
    """Those this case may take."""
    form: ApplicationForm | None
    court_name: str
    days: ApplicationDays | None
    courts: tuple[CourtOption, ...]
    """To the mediator."""
    parties: tuple[PartyState, ...]
    papers: tuple[PaperState, ...]
    fault: Sentence | None
    fallen: FallenState | None
    own: OwnSigning | None
    may_change: bool


class ChooseStep(Body):
    """Court, ground and the rest."""

    step: Literal["choose"]
    version: Annotated[int, Field(ge=0)]
    form: ApplicationForm


class FreezeStep(Body):
    """Print the papers for signing."""

    step: Literal["freeze"]
    version: Annotated[int, Field(ge=0)]


class ReopenStep(Body):
    """Back to the form; what was signed of the application falls."""

    step: Literal["reopen"]
    reason: Reason


class DeskStep(Body):
    """`POST /api/v1/cases/{case}/application`; answered with the application as it is then."""

    said: Annotated[ChooseStep | FreezeStep | ReopenStep, Field(discriminator="step")]


class AddressStep(Body):
    """The own service address."""

    step: Literal["address"]
    signer: Ref | None = None
    address: AddressForm


class ReadStep(Body):
    """Seconds on one page of one paper."""

    step: Literal["read"]
    signer: Ref | None = None
    paper: Ref
    digest: Digest
    page: Annotated[int, Field(ge=1, le=1000)]
    seconds: Annotated[int, Field(ge=0, le=3600)]


class ConfirmStep(Body):
    """The exact sentence of one paper, with the version of its terms of signing."""

    step: Literal["confirm"]
    signer: Ref | None = None
    paper: Ref
    digest: Digest
    sentence: Annotated[str, Field(max_length=200)]
    esign_version: Annotated[str, Field(max_length=20)]


class CodeStep(Body):
    """Send the code that is good for all papers of the sitting."""

    step: Literal["code"]
    signer: Ref | None = None


class InkStrokeGiven(Body):
    """One line without lifting, as in `agreement.sign`: x, y, ms, pressure, and so on."""

    points: Annotated[tuple[Annotated[int, Field(ge=0, le=600_000)], ...], Field(min_length=4, max_length=3200)]


class InkGiven(Body):
    """A signature as drawn; or `typed` with no strokes."""

    strokes: Annotated[tuple[InkStrokeGiven, ...], Field(max_length=60)]
    height: Annotated[int, Field(ge=100, le=2000)]
    typed: Annotated[str, Field(min_length=1, max_length=100)] | None


class SignStep(Body):
    """Sign all papers of the sitting. `id` is made once per press and kept when sending again."""

    step: Literal["sign"]
    signer: Ref | None = None
    id: Ref
    digests: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=2)]
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    ink: InkGiven


class RefuseStep(Body):
    """No; the application falls for all."""

    step: Literal["refuse"]
    signer: Ref | None = None
    reason: Reason


PartyStep = Annotated[
    AddressStep | ReadStep | ConfirmStep | CodeStep | SignStep | RefuseStep, Field(discriminator="step")
]


class OwnStep(Body):
    """`POST /api/v1/session/application`; answered with the application as it is then."""

    said: PartyStep
