"""The agreement, as far as the case looks at it (TR16–TR22). What is signed, and how, is `agreements`' own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import MaterialId, NoteId, ParticipantId, Sha256
from rooms.cases.words import FellBecause, Form, SealForm


@dataclass(frozen=True, slots=True)
class PrincipleAgreed:
    """One side says yes in principle; when each has, the case is DRAFTING (TR16)."""

    kind: ClassVar[str] = "case.principle_agreed"
    v: ClassVar[int] = 1
    participant: ParticipantId
    form: Form
    by: By


@dataclass(frozen=True, slots=True)
class TextFixed:
    """TR17: printed, and the same for all from here on."""

    kind: ClassVar[str] = "case.text_fixed"
    v: ClassVar[int] = 1
    digest: Sha256
    by: By


@dataclass(frozen=True, slots=True)
class TextConfirmed:
    """One party has read it to the end and confirmed it; when all have, the case is SIGNING (TR19)."""

    kind: ClassVar[str] = "case.text_confirmed"
    v: ClassVar[int] = 1
    digest: Sha256
    participant: ParticipantId
    by: By


@dataclass(frozen=True, slots=True)
class TextFell:
    """TR18, TR20: back to DRAFTING; every signature on it is void."""

    kind: ClassVar[str] = "case.text_fell"
    v: ClassVar[int] = 1
    digest: Sha256
    because: FellBecause
    by: By


@dataclass(frozen=True, slots=True)
class PartySigned:
    """A party's signature is in the file; `at` is the time in its timestamp."""

    kind: ClassVar[str] = "case.party_signed"
    v: ClassVar[int] = 1
    digest: Sha256
    participant: ParticipantId
    at: datetime
    by: By


@dataclass(frozen=True, slots=True)
class MediatorSigned:
    """The mediator's is."""

    kind: ClassVar[str] = "case.mediator_signed"
    v: ClassVar[int] = 1
    digest: Sha256
    at: datetime
    by: By


@dataclass(frozen=True, slots=True)
class TextClosed:
    """The file is closed under its last timestamp (TSA ok)."""

    kind: ClassVar[str] = "case.text_closed"
    v: ClassVar[int] = 1
    digest: Sha256
    at: datetime
    by: By


@dataclass(frozen=True, slots=True)
class OrganisationSealed:
    """The organisation's seal; for a stamped scan the paper on file (规则 §19). With all the rest: EFFECTIVE (TR22)."""

    kind: ClassVar[str] = "case.organisation_sealed"
    v: ClassVar[int] = 1
    form: SealForm
    paper: MaterialId | None
    at: datetime
    by: By


@dataclass(frozen=True, slots=True)
class OfflineAgreement:
    """Lane OFFLINE: an agreement signed and stamped on paper, effective on that day (特邀 §24, S1 五)."""

    kind: ClassVar[str] = "case.offline_agreement"
    v: ClassVar[int] = 1
    paper: MaterialId
    signed_on: date
    by: By


@dataclass(frozen=True, slots=True)
class SigningGivenUp:
    """TR21: the refusal stands, or 72 hours went by after a reminder. Ground G7."""

    kind: ClassVar[str] = "case.signing_given_up"
    v: ClassVar[int] = 1
    note: NoteId | None
    by: By
