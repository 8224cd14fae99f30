"""Bodies about courts: what they take. Same rules as `bodies`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from server.http.bodies import Body, Sentence
from server.http.case_people_bodies import Code, Ref, ShortText, Word

Basis = Literal[
    "inviting_court", "domicile_applicant", "domicile_respondent", "subject_matter_location", "org_location"
]


class CourtPolicyRow(Body):
    """One rule. `lane`, `organisation_kind`, `cause` None: whichever; `bases` empty: those of the law."""

    takes: bool
    said: Literal["court", "experience", "example"]
    source: str
    valid_from: date
    valid_to: date | None
    in_force: bool
    """Today."""
    lane: Word | None
    organisation_kind: Word | None
    cause: Word | None
    bases: tuple[Word, ...]
    e_filing: bool | None


class CourtPolicyOutlook(Body):
    """What holds today for a case of that lane of the asker's own organisation, in whatever dispute."""

    lane: Word
    takes: bool | None
    """None: nobody has said anything; ask the court."""
    because: Sentence | None


class CourtPolicies(Body):
    """One court: all rows, newest first, and what follows."""

    court: Word
    rows: tuple[CourtPolicyRow, ...]
    outlook: tuple[CourtPolicyOutlook, ...]
    """Empty for a court's own people."""


class CourtPolicyList(Body):
    """`GET /api/v1/court-policies`; `keeps`: whether the asker may add rows. The lists are for the form."""

    courts: tuple[CourtPolicies, ...]
    keeps: bool
    lanes: tuple[Word, ...]
    organisation_kinds: tuple[Word, ...]
    causes: tuple[Word, ...]
    bases: tuple[Word, ...]


class CourtPolicyDraft(Body):
    """`POST /api/v1/court-policies`."""

    court: Ref
    takes: bool
    source: ShortText
    valid_from: date
    valid_to: date | None = None
    lane: Code | None = None
    organisation_kind: Code | None = None
    cause: Code | None = None
    bases: Annotated[tuple[Basis, ...], Field(max_length=5)] = ()
    e_filing: bool | None = None
