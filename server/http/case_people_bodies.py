"""People of a case over HTTP, and what bodies about cases share.

Labels come with the values (`Word`): what a state or a clock is called is dated data of the server, in both languages.
Personal numbers leave masked.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rooms.cases.words import ConsentHow, PersonKind, Standing
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
