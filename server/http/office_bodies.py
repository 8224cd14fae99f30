"""What cases rest on: forms, lanes, the register, calendars, and who publishes what of itself."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from law.organisations import CourtLevel
from rooms.cases.words import Channel
from server.http.bodies import Body, Phone, Sentence
from server.http.case_people_bodies import Code, Ref, ShortText, Word


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
    paper_uses: tuple[Word, ...]
    routes: tuple[Word, ...]
    results: tuple[Word, ...]
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


class Doubt(Body):
    """What is doubtful or missing about a field, and may stay so."""

    field: str
    code: str
    zh: str
    en: str


class OrganisationDraft(Body):
    """`POST /api/v1/organisation`: all of it; what is left out is not known."""

    kind: Code
    code: ShortText | None = None
    address: ShortText | None = None
    register_no: ShortText | None = None
    inviting_court: ShortText | None = None
    seal_serial: ShortText | None = None
    charges_fee: bool | None = None


class OrganisationProfile(Body):
    """`GET /api/v1/organisation`: what is published of the own organisation. `profile` null: not filled in yet."""

    name: str
    kinds: tuple[Word, ...]
    profile: OrganisationDraft | None
    doubts: tuple[Doubt, ...]


class MediatorDraft(Body):
    """`POST /api/v1/mediators/{account}`; `phone` is the one at work, and is published."""

    register_no: ShortText | None = None
    phone: Phone | None = None
    fields: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    charges_fee: bool | None = None


class MediatorProfile(Body):
    """`GET /api/v1/mediators/{account}`: what is published of a mediator of the own organisation."""

    name: str
    profile: MediatorDraft | None
    doubts: tuple[Doubt, ...]


class CourtDraft(Body):
    """`POST /api/v1/court`."""

    code: ShortText
    level: CourtLevel
    district: ShortText | None = None


class CourtProfile(Body):
    """`GET /api/v1/court`: the own court."""

    name: str
    profile: CourtDraft | None
    doubts: tuple[Doubt, ...]
