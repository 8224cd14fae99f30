"""How a case comes in, and whether everybody agrees to mediate (TR1–TR4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import AgentId, CourtRef, MaterialId, NoteId, ParticipantId, ProfileId, Sha256
from rooms.cases.words import (
    Channel,
    ConsentHow,
    ContactChannel,
    ContactResult,
    CopyForm,
    MaterialKind,
    PersonKind,
    Procedure,
    ReturnReason,
    Source,
    Standing,
)
from rooms.ids import CaseId
from rooms.person import Consent


@dataclass(frozen=True, slots=True)
class Joined:
    """One participant as the case begins. `agreed`: how it has already agreed to mediate on line; None: not yet."""

    id: ParticipantId
    standing: Standing
    kind: PersonKind
    agreed: ConsentHow | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """TR1.

    `received_on`: the organisation got the application; `material_received_on`: it signed for a court's papers
    (特邀 §27). `lane_source`: what the lane being open at that court rests on. `alike`: cases with the same parties
    and cause within twelve months, shown to whoever entered this one.
    """

    kind: ClassVar[str] = "case.received"
    v: ClassVar[int] = 1
    source: Source
    profile: ProfileId
    channel: Channel | None
    procedure: Procedure | None
    court: CourtRef | None
    court_case_no: str | None
    cause: str
    received_on: date
    material_received_on: date | None
    participants: tuple[Joined, ...]
    collective: bool
    major: bool
    """重大集体争议: the provincial pool's alone."""
    lane_source: str
    alike: tuple[CaseId, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Returned:
    """TR2."""

    kind: ClassVar[str] = "case.returned"
    v: ClassVar[int] = 1
    reason: ReturnReason
    note: NoteId
    by: By


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """One party's yes or no to one step, and nothing beyond that step (在线诉讼规则 §4). The last one counts."""

    kind: ClassVar[str] = "case.consent"
    v: ClassVar[int] = 1
    participant: ParticipantId
    step: Consent
    given: bool
    how: ConsentHow
    on: date
    evidence: MaterialId | None
    by: By


@dataclass(frozen=True, slots=True)
class ContactMade:
    """One try to reach somebody (AT-36); `at` as told by whoever tried."""

    kind: ClassVar[str] = "case.contact"
    v: ClassVar[int] = 1
    participant: ParticipantId
    channel: ContactChannel
    result: ContactResult
    at: datetime
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class AgentNamed:
    """Somebody acts for a participant, as far as `law.agents` lets them.

    `papers`: which of the required ones, and the material.
    """

    kind: ClassVar[str] = "case.agent_named"
    v: ClassVar[int] = 1
    agent: AgentId
    participant: ParticipantId
    type: str
    special: bool
    items: tuple[str, ...]
    papers: tuple[tuple[str, MaterialId], ...]
    by: By


@dataclass(frozen=True, slots=True)
class AgentDropped:
    """The authority ended."""

    kind: ClassVar[str] = "case.agent_dropped"
    v: ClassVar[int] = 1
    agent: AgentId
    by: By


@dataclass(frozen=True, slots=True)
class ParticipantChanged:
    """Something about a participant was put right; `fields` names what, never the values."""

    kind: ClassVar[str] = "case.participant_changed"
    v: ClassVar[int] = 1
    participant: ParticipantId
    fields: tuple[str, ...]
    by: By


@dataclass(frozen=True, slots=True)
class MaterialFiled:
    """A paper is on file. `owner`: the participant it came from; None: the court's or the organisation's own."""

    kind: ClassVar[str] = "case.material"
    v: ClassVar[int] = 1
    material: MaterialId
    owner: ParticipantId | None
    what: MaterialKind
    form: CopyForm
    sha256: Sha256
    bytes: int
    media_type: str
    by: By


@dataclass(frozen=True, slots=True)
class MediationRefused:
    """TR4: somebody refused, or could not be reached within the rules of trying; the reason in writing."""

    kind: ClassVar[str] = "case.consent_failed"
    v: ClassVar[int] = 1
    note: NoteId
    by: By
