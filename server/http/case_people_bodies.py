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
Title = Annotated[str, Field(min_length=1, max_length=50)]
Uscc = Annotated[str, Field(min_length=18, max_length=18)]
Days = Annotated[int, Field(ge=1, le=365)]


class Word(Body):
    """A stored word and how it is called."""

    id: str
    zh: str
    en: str


class PersonParticulars(Body):
    """自然人 (domain.md §3.0) but for the name. What is not known stays out."""

    kind: Literal["person"]
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


class PersonData(PersonParticulars):
    """自然人."""

    name: Name


class PersonChange(PersonParticulars):
    """Of a person already on file."""

    name: Name | None = None


class RepresentativeNumbers(Body):
    """Whoever speaks for a company is reached like this."""

    id_no: IdNumber | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None


class RepresentativeData(RepresentativeNumbers):
    """Who speaks for a company."""

    name: Name
    title: Title


class RepresentativeChange(RepresentativeNumbers):
    """Of one already on file."""

    name: Name | None = None
    title: Title | None = None


class CompanyParticulars(Body):
    """法人或非法人组织, but for what none can lack."""

    kind: Literal["company"]
    entity_type: Code | None = None
    domicile: ShortText | None = None
    contact: ShortText | None = None


class CompanyData(CompanyParticulars):
    """法人或非法人组织."""

    name: Name
    uscc: Uscc
    representative: RepresentativeData


class CompanyChange(CompanyParticulars):
    """Of a company already on file."""

    name: Name | None = None
    uscc: Uscc | None = None
    representative: RepresentativeChange = RepresentativeChange()


PartyData = Annotated[PersonData | CompanyData, Field(discriminator="kind")]
PartyChange = Annotated[PersonChange | CompanyChange, Field(discriminator="kind")]


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
    """`POST /api/v1/cases/{case}/participants/{participant}`: what is left out stays, null takes it away.

    Nobody can be without what a new participant must have, so null for that is refused.
    """

    version: int
    """Of the case as the form showed it; another one is answered 409 `case.changed`."""
    who: PartyChange


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


class PersonOnFile(Body):
    """A person as the form to put it right opens; numbers masked, which nobody need type again to keep."""

    kind: Literal["person"]
    name: str
    gender: str | None
    birth_date: date | None
    ethnicity: str | None
    id_type: str
    id_no_masked: str | None
    employer: str | None
    occupation: str | None
    domicile: str | None
    habitual_residence: str | None
    phone_masked: str | None
    email: str | None


class RepresentativeOnFile(Body):
    """Who speaks for it, as that form opens."""

    name: str
    title: str
    id_no_masked: str | None
    phone_masked: str | None
    email: str | None


class CompanyOnFile(Body):
    """A company as that form opens."""

    kind: Literal["company"]
    name: str
    uscc: str
    entity_type: str | None
    domicile: str | None
    contact: str | None
    representative: RepresentativeOnFile


class ParticipantRow(Body):
    """One participant on the case page."""

    id: str
    standing: Word
    kind: PersonKind
    name: str
    """The person or the company."""
    representative: str | None
    details: tuple[Detail, ...]
    on_file: Annotated[PersonOnFile | CompanyOnFile, Field(discriminator="kind")] | None
    """What the form to put it right opens with; null for those who do not work on the case."""
    phone_masked: str | None
    mode: Word | None
    consents: tuple[ConsentRow, ...]
    agents: tuple[AgentRow, ...]
